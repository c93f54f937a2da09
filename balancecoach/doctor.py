"""Looks at what a session needs: voice, sound, screen, a place to keep records. Changes nothing it need not."""

import os
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from balancecoach import __version__
from balancecoach.core.words import language
from balancecoach.errors import UserError
from balancecoach.paths import Paths, private_folder

#: How long a sound output may take to be opened.
SOUND_S = 5.0


class Finding(Struct, frozen=True):
    """One line. ``needed``: without it a session could not be heard or kept."""

    what: str
    ok: bool
    needed: bool
    says: str


def examine(paths: Paths) -> tuple[Finding, ...]:
    """All findings, in the order a person would ask."""
    looks: tuple[Callable[[Paths], Finding], ...] = (_voice, _sound, _display, _folder, _database, _versions)
    return tuple(look(paths) for look in looks)


def _voice(paths: Paths) -> Finding:
    from balancecoach.speech.voice import VoiceChild, VoiceError
    from balancecoach.speech.voices import chosen

    child = VoiceChild()
    try:
        child.start()
        voices = child.voices()
        used = chosen(voices, "", child.default_voice, language())
        return Finding("voice", True, True, f"{len(voices)} voices, {used or 'system default'} is used")
    except (VoiceError, ValueError) as error:
        return Finding("voice", False, True, f"{error} Only tones would be heard.")
    finally:
        child.close()


def _sound(paths: Paths) -> Finding:
    from balancecoach.speech.player import open_player

    player = open_player()
    try:
        if not player.wait(SOUND_S):
            says = (
                f"the sound output did not answer in {SOUND_S:g} seconds. Restart the sound service, or the computer."
            )
            return Finding("sound", False, True, says)
        if player.working():
            return Finding("sound", True, True, "a sound output was found")
        return Finding("sound", False, True, "no sound output. Connect a loudspeaker or start the sound service.")
    finally:
        player.close(1.0)  # one that hangs is left to itself


def _display(paths: Paths) -> Finding:
    from balancecoach.display import display_name

    if name := display_name():
        return Finding("display", True, False, name)
    hint = "none. Sessions can be walked in the terminal: balancecoach walk p0-familiarisation"
    return Finding("display", False, False, hint)


def _folder(paths: Paths) -> Finding:
    try:
        private_folder(paths.data)
        probe = paths.data / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except UserError as error:
        return Finding("data folder", False, True, str(error))
    except OSError as error:
        return Finding("data folder", False, True, f"{paths.data}: nothing can be written there ({error.strerror}).")
    return Finding("data folder", True, True, str(paths.data))


def _database(paths: Paths) -> Finding:
    from balancecoach.store.store import Store

    if not paths.database.exists():
        return Finding("database", True, True, "none yet; made at the first session")
    try:
        with Store.open(paths, write=False) as store:
            trouble, count = store.check(), len(store.session_ids())
    except UserError as error:
        return Finding("database", False, True, str(error))
    if trouble:
        return Finding("database", False, True, f"{paths.database}: damaged ({trouble}).")
    return Finding("database", True, True, f"healthy, {count} sessions")


def _versions(paths: Paths) -> Finding:
    names = ("PySide6-Essentials", "pyqtgraph", "pyttsx3", "msgspec")
    found = []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} ?")
    says = f"balancecoach {__version__}, Python {platform.python_version()}, {', '.join(found)}"
    return Finding("versions", True, False, says)
