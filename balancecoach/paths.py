"""Where things lie on this machine. The only importer of appdirs (design 4.9).

``--data-dir`` or the variable ``BALANCECOACH_HOME`` put everything under one folder instead.
"""

import os
from pathlib import Path

from msgspec import Struct

from balancecoach.errors import CannotError, UserError

NAME = "balancecoach"
HOME_VARIABLE = "BALANCECOACH_HOME"
OUR_FILES = (
    "sessions.sqlite3",
    "writer.lock",
    "window.sock",
    "backups",
    "cache",
    "clips",
    "log",
    "errors.log",
    "crash.log",
    ".probe-",
    "not-written.",
)


class Paths(Struct, frozen=True):
    """The folders of one installation. Made on demand, readable by their owner only (0700)."""

    data: Path
    cache: Path
    log: Path

    @property
    def database(self) -> Path:
        """Sessions and their events."""
        return self.data / "sessions.sqlite3"

    @property
    def lock(self) -> Path:
        """Held by the one program that may write."""
        return self.data / "writer.lock"

    @property
    def clips(self) -> Path:
        """Rendered speech; may be deleted at any time."""
        return self.cache / "clips"


def find_paths(data_dir: str | None = None, environ: dict[str, str] | None = None) -> Paths:
    """The folders to use: ``data_dir`` first, then the variable, then the platform's own."""
    chosen = data_dir or (os.environ if environ is None else environ).get(HOME_VARIABLE)
    if chosen:
        try:
            home = Path(chosen).expanduser().absolute()
        except RuntimeError as error:
            raise UserError(f"{chosen}: there is no such user. Write the whole path.") from error
        return Paths(home, home / "cache", home / "log")
    import appdirs

    return Paths(
        Path(appdirs.user_data_dir(NAME, False)),
        Path(appdirs.user_cache_dir(NAME, False)),
        Path(appdirs.user_log_dir(NAME, False)),
    )


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can read. Raises ``CannotError`` in a sentence when it cannot be used.

    A folder that was there and holds other things keeps its mode: ``--data-dir /tmp`` must not close ``/tmp``.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077 and _ours(folder):
            folder.chmod(mode & 0o700)
    except OSError as error:
        raise CannotError(
            f"{folder}: this folder cannot be used ({error.strerror or error}). "
            "Choose another with --data-dir, or ask who owns this machine to let you write there."
        ) from error
    return folder


def _ours(folder: Path) -> bool:
    """Empty, or with nothing in it but what we put there."""
    return all(entry.name.startswith(OUR_FILES) for entry in folder.iterdir())


def assets() -> Path:
    """The shipped files: beside the package in a wheel, at the top of a checkout."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "assets"


def changelog() -> Path:
    """What is new: inside the package in a wheel, at the top of a checkout."""
    inside = Path(__file__).parent / "CHANGELOG.md"
    return inside if inside.is_file() else Path(__file__).parents[1] / "CHANGELOG.md"
