"""The log: three files of a megabyte at most, for their owner's eyes only, with nothing personal in them.

Only the program that may write the record writes it, so that two never turn the pages at the same time.
"""

import faulthandler
import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from balancecoach.errors import UserError
from balancecoach.paths import private_folder
from balancecoach.scrub import crash_text, scrubbed, trace_text

if TYPE_CHECKING:
    from balancecoach.log_pages import Pages

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


class _Later(logging.Handler):
    """The pages, from the first record on: hardly any start has one, and what turns pages takes 4 ms to load."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._pages: Pages | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Onto the page."""
        if self._pages is None:
            from balancecoach.log_pages import Pages

            self._pages = Pages(self._path, maxBytes=LARGEST_BYTES, backupCount=OLDER, encoding="utf-8", delay=True)
            self._pages.setFormatter(self.formatter)
        self._pages.emit(record)

    def close(self) -> None:
        """The file too, where there is one."""
        if self._pages is not None:
            self._pages.close()
        super().close()


class Log:
    """From now on what our parts report goes into the log, and is not printed. ``close`` when the program ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._crash: TextIOWrapper | None = None
        with suppress(UserError):  # the record says why, in a sentence, when it lies there too
            private_folder(folder)
        self._pages = _Later(folder / NAME)
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
