"""The options of ``backup`` and ``restore``."""

from typing import Any


def add(commands: Any) -> None:
    """Add both commands."""
    backup = commands.add_parser("backup", help="save everything in one file, to keep or to move to another computer")
    _file(backup, "the file to write; its name should end in .balancecoach")
    how = backup.add_mutually_exclusive_group()
    how.add_argument("--lock", action="store_true", help="ask for a passphrase; nobody reads the file without it")
    _passphrase(how, "lock it with the first line of this file")
    restore = commands.add_parser("restore", help="bring everything in from such a file; mend a damaged record")
    words = "the file that backup, or the window, saved (none: mend the record, from its newest good copy)"
    restore.add_argument("file", metavar="FILE", nargs="?", default="", help=words)
    restore.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    restore.add_argument("--yes", action="store_true", help="without a question")
    _passphrase(restore, "the first line of this file opens it")


def _file(parser: Any, words: str) -> None:
    parser.add_argument("file", metavar="FILE", help=words)


def _passphrase(parser: Any, words: str) -> None:
    parser.add_argument("--passphrase-file", default="", metavar="FILE", help=words)
