"""The log: three files of a megabyte at most, for their owner's eyes only, with nothing personal in them.

Only the program that may write the record writes it, so that two never turn the pages at the same time.
"""

import faulthandler
import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.scrub import crash_text, scrubbed, trace_text

#: In the log folder. ``NAME.1`` and ``NAME.2`` are older. ``CRASH``: what the interpreter says when it dies itself.
NAME, CRASH = "errors.log", "crash.log"
LARGEST_BYTES, OLDER = 1_000_000, 2

_ours = logging.getLogger("balancecoach")


class _Words(logging.Formatter):
    """One record as lines without anything personal."""

    def format(self, record: logging.LogRecord) -> str:
        """Never more than a few thousand letters: one mistake must not push all others out."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {scrubbed(record.getMessage())}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + trace_text(record.exc_info[1])
        if crash := getattr(record, "crash", ""):
            line += f"\n{crash}"
        return line[:20_000]


class _Pages(RotatingFileHandler):
    """Readable by its owner only; where it cannot be written, whoever logs goes on."""

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(number, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A full disk: going on matters more."""


class Log:
    """From now on what our parts report goes into the log, and is not printed. ``close`` when the program ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._crash: TextIOWrapper | None = None
        with suppress(UserError):  # the record says why, in a sentence, when it lies there too
            private_folder(folder)
        self._pages = _Pages(folder / NAME, maxBytes=LARGEST_BYTES, backupCount=OLDER, encoding="utf-8", delay=True)
        self._pages.setFormatter(_Words())
        _ours.addHandler(self._pages)
        _ours.propagate = False

    def watch_crashes(self) -> None:
        """Let the interpreter write where it was when it dies; what it wrote the last time goes into the log.

        Once the record is ours: a second program must not take this away from the first.
        """
        path = self._folder / CRASH
        with suppress(OSError, ValueError):
            if path.exists() and (left := path.read_text(encoding="utf-8", errors="replace").strip()):
                _ours.error("the program died the last time", extra={"crash": crash_text(left)})
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._crash = os.fdopen(number, "w", encoding="utf-8")
            faulthandler.enable(self._crash)

    def close(self) -> None:
        """Nothing is written any more."""
        if self._crash is not None:
            faulthandler.disable()
            with suppress(OSError):
                self._crash.close()
        _ours.removeHandler(self._pages)
        _ours.propagate = True
        with suppress(OSError):  # a full disk has no room for the last line
            self._pages.close()
