"""The lock of the one program that may write; a crash releases it."""

import os
import sys
from pathlib import Path

from balancecoach.core.words import tr
from balancecoach.errors import InUseError
from balancecoach.paths import Paths, private_folder
from balancecoach.store.faults import told

if sys.platform == "win32":
    import msvcrt

    def _claim(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    _TAKEN: type[OSError] = PermissionError
else:
    import fcntl

    def _claim(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    _TAKEN: type[OSError] = BlockingIOError


class Lock:
    """Held from when it is made until ``release``, or until the program ends in whatever way.

    Raises ``BlockingIOError`` when another one holds it. The system keeps it for the open file (``flock``, on Windows a
    locked byte); the file stays, because one that is removed could be locked twice. A library for this takes 23 ms to
    load, a tenth of a start.
    """

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _claim(handle)
        except OSError as error:
            os.close(handle)
            if isinstance(error, _TAKEN):
                raise BlockingIOError(error.errno, error.strerror, str(path)) from error
            raise
        self._handle: int | None = handle

    def release(self) -> None:
        """Let another one have it. Releasing twice is fine."""
        if self._handle is not None:
            os.close(self._handle)  # which unlocks it: a child gets no copy
            self._handle = None


def take_lock(paths: Paths) -> Lock:
    """Take it, or raise ``InUseError`` in a sentence."""
    private_folder(paths.data)
    with told(paths.lock):
        try:
            return Lock(paths.lock)
        except BlockingIOError as error:
            raise InUseError(
                tr(
                    "Balance Coach is already open with {0}; close it there first, or choose another folder "
                    "with --data-dir."
                ).format(paths.data)
            ) from error
