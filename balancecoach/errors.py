"""The world's errors: told to a person in one sentence and survived. Anything else is a bug of ours."""

from pathlib import Path


class UserError(Exception):
    """One clear sentence that names the file or place and says what to do. Exit code 2 on the command line."""


class CannotError(UserError):
    """The input was right, the place was not: a locked database, a folder that cannot be written. Exit code 2 too."""


class DamagedError(UserError):
    """The record itself is damaged, gone, or another file is in its place: ``store.mending`` keeps what can be read."""

    def __init__(self, sentence: str, path: Path | None = None) -> None:
        super().__init__(sentence)
        self.path = path


class InUseError(CannotError):
    """Another Balance Coach has the record open for writing."""


class FailedError(UserError):
    """All was there, and it still did not work: no voice, a full disk. Exit code 1 on the command line."""


class StoppedError(Exception):
    """Somebody no longer wants what was being done. Nothing is left behind."""
