"""The lock of the one program that may write; a crash releases it."""

from filelock import BaseFileLock, FileLock, Timeout

from balancecoach.core.words import tr
from balancecoach.errors import InUseError
from balancecoach.paths import Paths, private_folder
from balancecoach.store.faults import told


def take_lock(paths: Paths) -> BaseFileLock:
    """Take it, or raise ``InUseError`` in a sentence."""
    private_folder(paths.data)
    lock = FileLock(paths.lock, mode=0o600, thread_local=False)
    with told(paths.lock):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise InUseError(
                tr(
                    "Balance Coach is already open with {0}; close it there first, or choose another folder "
                    "with --data-dir."
                ).format(paths.data)
            ) from error
    return lock
