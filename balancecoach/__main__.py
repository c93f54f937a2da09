"""Starts the app, a command, or (with a hidden flag) the voice child: a frozen app has no other Python."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--voice-child"]:
        from balancecoach.speech.child import main as child

        return child()
    from balancecoach.cli import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
