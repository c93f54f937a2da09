"""The program under a umask that hides nothing, and what it makes looked at: python watched.py OUT ARGUMENTS...

An audit hook sees each file before it is renamed or removed, so that one that lives for a moment is looked at, too.
Prints nothing of its own; writes a line for each file that somebody else could read into OUT.
"""

import os
import stat
import sys
from pathlib import Path


def main() -> int:
    """Run it."""
    out, arguments = Path(sys.argv[1]), sys.argv[2:]
    os.umask(0)
    open_ones: list[str] = []

    def look(event: str, given: tuple[object, ...]) -> None:
        if event not in ("os.rename", "os.remove") or not isinstance(given[0], (str, os.PathLike)):
            return
        try:
            found = Path(given[0]).lstat()
        except OSError:
            return
        if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
            open_ones.append(f"{stat.S_IMODE(found.st_mode):o} {given[0]}")

    sys.addaudithook(look)
    from balancecoach.__main__ import main as program

    code = program(arguments)
    os.umask(0o077)
    out.write_text("".join(f"{line}\n" for line in open_ones), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
