"""Starts the app, a command, or (with a hidden flag) the voice child: a frozen app has no other Python."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code."""
    os.umask(0o077)  # what any library makes is its owner's only, too: SQLite's files, parents of folders, the voice's
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--voice-child"]:
        from balancecoach.speech.child import main as child

        return child()
    from balancecoach.cli import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
