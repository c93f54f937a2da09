"""The voice child: a process of its own that turns words into clips. The only importer of pyttsx3.

Why a process: espeak calls ``exit()`` when its data is missing and takes its process along, pyttsx3 can hang, and
neither may happen to a session. One JSON object a line on stdin, one a line back; see ``voice.py`` for the other end.
"""

import contextlib
import importlib.util
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct
from msgspec.structs import asdict

from balancecoach.core.phrases import Tone
from balancecoach.core.preferences import SoundMode
from balancecoach.speech.clips import VoiceChoice, audible, compose, read_wav, write_wav
from balancecoach.speech.voices import Voice, chosen

FLAG = "--voice-child"


#: When stdin has ended nobody waits for an answer; what is under way, or hangs, has so many seconds to end.
LAST_S = 3.0


def main() -> int:
    """Answer requests until stdin ends."""
    _die_with_parent()
    answers = _own_stdout()
    try:
        engine = _engine()
        settle = _settle()
        settle()
    except Exception as error:  # whatever the platform's speech library raises, the other end gets a sentence
        _answer(answers, {"ready": False, "error": str(error).strip().splitlines()[-1] if str(error) else repr(error)})
        return 1
    default = str(engine.getProperty("voice") or "")
    speech = _Speech(engine, settle, default)
    _answer(answers, {"ready": True, "engine": engine_name(), "voice": default})
    spoken: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
    second = threading.Thread(target=_finish, args=(spoken, answers), name="levels")
    second.start()
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True, name="asked").start()
    while line := asked.get():
        request = json.loads(line)
        spoken.put((request.get("id"), _begin(speech, request)))
    spoken.put(None)
    second.join()
    answers.flush()
    os._exit(0)  # pyttsx3's clean-up at interpreter exit prints an ignored exception


def _listen(asked: "queue.SimpleQueue[str]") -> None:
    """In a thread, so that an engine that hangs does not outlive whoever asked it."""
    for line in sys.stdin:
        asked.put(line)
    asked.put("")
    time.sleep(LAST_S)
    os._exit(1)


def _die_with_parent() -> None:
    """Linux can kill us when whoever started us is gone, also while we are stopped. Elsewhere ``_listen`` ends us."""
    if sys.platform != "linux":
        return
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


#: A request's number, and what makes its answer.
_Job = tuple[Any, Callable[[], dict[str, Any]]]


def _finish(spoken: "queue.SimpleQueue[_Job | None]", answers: TextIO) -> None:
    """In a thread: what is spoken gets its level and its place while the engine speaks the next. Answers in order."""
    while (job := spoken.get()) is not None:
        try:
            answer = job[1]()
        except Exception as error:
            answer = {"ok": False, "error": str(error) or repr(error)}
        _answer(answers, {"id": job[0], **answer})


class _Speech(Struct, frozen=True, dict=True):
    """The engine, what waits until it has done all, its own voice, and those it has, asked for once."""

    engine: Any
    settle: Callable[[], None]
    default: str

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(**_row(found)) for found in self.engine.getProperty("voices"))


def _begin(speech: _Speech, request: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """What only the engine can do, here in its own thread; the rest, or why it failed, is for ``_finish``."""
    try:
        return _do(speech, request)
    except Exception as error:
        failed = {"ok": False, "error": str(error) or repr(error)}
        return lambda: failed


def _own_stdout() -> TextIO:
    """Keep stdout for answers: pyttsx3 and the C libraries below it print there too."""
    mine = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return mine


def _answer(out: TextIO, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


def _engine() -> Any:
    if sys.platform == "linux":
        import ctypes

        import espeakng_loader

        # Without the data path espeak ends the process; see design 4.2 for what else was tried.
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
    import pyttsx3

    return pyttsx3.init()


def _settle() -> Callable[[], None]:
    """Waits until espeak's own thread has done all it was asked.

    pyttsx3's runAndWait comes back after one turn of its loop, 10 ms, whether that thread has finished or not: on a
    busy machine the file was missing, and a sentence was spoken at the pace of the one before (one start in eight).
    espeak's own Synchronize asks the same question, but only every 20 ms: for 90 sentences that is a second.
    """
    if sys.platform != "linux":
        return lambda: None
    from pyttsx3.drivers import _espeak

    def wait() -> None:
        while _espeak.IsPlaying():
            time.sleep(0.001)

    return wait


def engine_name() -> str:
    """Name and version of what speaks. The other end asks, too: it loads no speech library."""
    names = ["pyttsx3", "espeakng-loader"] if sys.platform == "linux" else ["pyttsx3"]
    return f"{sys.platform}: {', '.join(f'{name} {_version(name)}'.rstrip() for name in names)}"


def _version(name: str) -> str:
    """As ``importlib.metadata`` says, "" for not known; that would take the window 1.5 MB and 15 ms for ``email``."""
    package = name.replace("-", "_")
    with contextlib.suppress(ImportError, ValueError):
        found = importlib.util.find_spec(package)
        if found is not None and found.origin:
            for beside in Path(found.origin).parents[1].glob(f"{package}-*.dist-info"):
                return beside.name.removesuffix(".dist-info").removeprefix(f"{package}-")
    return ""


def _do(speech: _Speech, request: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    engine, settle = speech.engine, speech.settle
    if request["do"] == "voices":
        voices = [asdict(voice) for voice in speech.voices]
        return lambda: {"ok": True, "voices": voices}
    # An unknown one would be left out without a word, and the voice of the sentence before would speak.
    voice = chosen(speech.voices, request["voice"], speech.default, request["language"])
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", int(request["rate"]))
    engine.proxy.setBusy(False)  # carry them out now ...
    settle()  # ... and wait: runAndWait begins with a cancel, which would throw a rate still under way out
    target = Path(request["path"])
    raw = target.with_name(f"{target.stem}.{os.getpid()}.words.wav")
    raw.touch(mode=0o600)  # a folder that is not there is told here; inside the engine it would never come back
    try:
        engine.save_to_file(request["text"], str(raw))
        engine.runAndWait()
        settle()
    except BaseException:
        raw.unlink(missing_ok=True)
        raise
    choice = VoiceChoice(voice, int(request["rate"]), SoundMode(request["sound"]), float(request["lead_in_s"]))
    return lambda: _make_clip(Tone(request["tone"]), raw, target, choice)


def _make_clip(which: Tone, raw: Path, target: Path, choice: VoiceChoice) -> dict[str, Any]:
    try:
        speech = read_wav(_as_wav(raw))
        if not audible(speech):  # an engine without data for a voice writes silence, and no error
            raise ValueError("The voice said nothing.")
        write_wav(target, compose(which, speech, choice))
    finally:
        raw.unlink(missing_ok=True)
    return {"ok": True}


def _row(found: Any) -> dict[str, str]:
    languages = getattr(found, "languages", None) or [""]
    first = languages[0].decode("utf-8", "ignore") if isinstance(languages[0], bytes) else str(languages[0])
    language = "".join(letter for letter in first if letter.isprintable())  # espeak puts a priority before the code
    gender = str(getattr(found, "gender", None) or "").lower()
    kind = "female" if "female" in gender else "male" if "male" in gender else ""
    return {"id": str(found.id), "name": str(found.name), "language": language, "gender": kind}


def _as_wav(raw: Path) -> Path:
    """macOS voices write AIFF whatever the name says; its own converter turns that into WAV."""
    if raw.read_bytes()[:4] != b"FORM":
        return raw
    aiff = raw.with_suffix(".aiff")
    raw.replace(aiff)
    import subprocess

    command = ["afconvert", "-f", "WAVE", "-d", "LEI16@22050", "-c", "1", str(aiff), str(raw)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=10)
    finally:
        aiff.unlink(missing_ok=True)
    return raw
