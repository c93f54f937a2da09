"""The files of the log, turned like pages."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler


class Pages(RotatingFileHandler):
    """Readable by its owner only; where it cannot be written, whoever logs goes on."""

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(number, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A full disk: going on matters more."""
