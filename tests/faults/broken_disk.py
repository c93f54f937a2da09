"""Ways for a disk to fail, each to be begun and ended from outside: full, read-only, broken, locked by another program.

"full" is a file system of its own that is really full, where mounting is allowed (root); the others, and "full" for
anybody else, are refusals of the library of ``tap.c``.
"""

import errno
import os
import subprocess
import sys
from pathlib import Path

KINDS = ("full", "read-only", "broken", "locked")
_ERRNO = {"full": errno.ENOSPC, "read-only": errno.EROFS, "broken": errno.EIO}
SIZE = "24m"

#: Another program: says when it has the database to itself, and keeps it until its standard input ends.
LOCKER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=5.0, isolation_level=None)
other.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
other.execute("ROLLBACK")
"""


class BrokenDisk:
    """A folder on a disk that can fail. ``env``: for programs that are to feel it."""

    def __init__(self, folder: Path, kind: str, library: Path, *, mount: bool = True) -> None:
        self.folder, self.kind = folder, kind
        self._control = folder.with_name(f"{folder.name}.fault")
        self._control.write_bytes(bytes(4))
        self._other: subprocess.Popen[str] | None = None
        folder.mkdir(mode=0o700)
        self.mounted = mount and kind == "full" and _mount(folder)
        self.env = {}
        if not self.mounted and kind != "locked":
            prefix = folder / "home" / "sessions.sqlite3" if kind == "broken" else folder
            self.env = {"LD_PRELOAD": str(library), "TAP_FOLDER": str(prefix), "TAP_FAULT": str(self._control)}

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fail(self) -> None:
        """From now on."""
        if self.kind == "locked":
            command = [sys.executable, "-c", LOCKER, str(self.folder / "home" / "sessions.sqlite3")]
            self._other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert self._other.stdout is not None
            assert self._other.stdout.readline() == "locked\n"
        elif self.mounted:
            _fill(self._filler)
        else:
            self._say(_ERRNO[self.kind])

    def heal(self) -> None:
        """All is well again. Twice is fine."""
        self._say(0)
        if self.mounted:
            self._filler.unlink(missing_ok=True)
        other, self._other = self._other, None
        if other is not None:
            other.communicate()

    def _say(self, number: int) -> None:
        """In place: the library has the file in its memory, and would die of one that is cut short for a moment."""
        with self._control.open("r+b", buffering=0) as control:
            control.write(number.to_bytes(4, sys.byteorder))

    def close(self) -> None:
        """Let go of it, with all that is on it."""
        self.heal()
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


def _mount(folder: Path) -> bool:
    if os.geteuid() != 0:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _fill(filler: Path) -> None:
    """To the last byte."""
    size = 1 << 20
    with filler.open("wb", buffering=0) as file:
        while size:
            try:
                if file.write(bytes(size)) < size:
                    size //= 2
            except OSError:
                size //= 2
