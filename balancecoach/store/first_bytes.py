"""The first bytes of a database, read without letting go of anybody's lock.

POSIX gives up every lock that a process has on a file when the process closes any descriptor of it, and a plain look at
the file does close one. Another program that opened the database then took itself for the only one: on closing it
removed the log that this program went on writing to, and what was written after that was lost
(sqlite.org/howtocorrupt.html, 2.2; found by ``tests/faults/disk.py``). So the descriptor stays open.
"""

import os
import sys
import threading
from collections import OrderedDict
from pathlib import Path

from balancecoach.store.faults import BACKUPS

#: Records at a time whose descriptor stays; a program has one.
MOST = 8

_lock = threading.Lock()
_kept: OrderedDict[tuple[int, int], int] = OrderedDict()


def first_bytes(path: Path, size: int) -> bytes:
    """So many of them, or fewer. Raises ``OSError``."""
    if sys.platform == "win32" or path.parent.name == BACKUPS:  # nobody keeps a copy open
        with path.open("rb") as file:
            return file.read(size)
    with _lock:
        found = path.stat()
        place = (found.st_dev, found.st_ino)
        if place not in _kept:
            _kept[place] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        _kept.move_to_end(place)
        while len(_kept) > MOST:
            os.close(_kept.popitem(last=False)[1])
        return os.pread(_kept[place], size, 0)
