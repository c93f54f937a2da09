"""Everything in one file and back: ``backup`` and ``restore``. ``backup_options.py`` has their options."""

import argparse
import getpass
import sys
import tempfile
from pathlib import Path

from balancecoach.carrying import Opened, needs_passphrase, open_file, save
from balancecoach.clock import RealClock
from balancecoach.commands.mending import mend_if_damaged, mend_record, sure
from balancecoach.errors import UserError
from balancecoach.exchange.merging import merge, plan_merge
from balancecoach.exchange.summary import MergeSummary
from balancecoach.paths import Paths, private_folder
from balancecoach.store.store import Store

#: As in the window.
LEAST = 8
#: Bytes: more is no passphrase, but the wrong file.
LONGEST = 4096


def backup(paths: Paths, options: argparse.Namespace) -> int:
    """Save everything. The window may be open meanwhile: the file is of one moment."""
    target = Path(options.file)
    if not paths.database.exists():
        raise UserError(f"{paths.database}: there is no record yet, so there is nothing to save.")
    if target.exists():
        needs_passphrase(target)  # one of ours is replaced by the newer one; any other file is not
    passphrase = _new_passphrase(options)
    with Store.open(paths, write=False) as store:
        save(store, target, now=RealClock().now().wall, passphrase=passphrase)
    print(target)
    if not passphrase:
        print("It is not locked: anybody who has this file can read everything in it.", file=sys.stderr)
    return 0


def restore(paths: Paths, options: argparse.Namespace) -> int:
    """Bring everything in; nothing that is here is lost, and the window can undo it. A damaged record is mended."""
    if not options.file:
        return mend_record(paths, options)
    path = Path(options.file)
    passphrase = _passphrase(path, options) if needs_passphrase(path) else ""
    folder = Path(tempfile.gettempdir()) if options.dry_run else private_folder(paths.data)
    opened = open_file(path, folder, passphrase)
    try:
        if not options.dry_run:
            mend_if_damaged(paths)
        with Store.open(paths, write=not options.dry_run) as store:
            return _restore(store, opened, options)
    finally:
        opened.close()


def _restore(store: Store, opened: Opened, options: argparse.Namespace) -> int:
    coming = plan_merge(store, opened.source())
    if options.dry_run or not coming.changes:
        _tell(coming)
        return 0
    if not options.yes and not store.everything().is_new():
        print("\n".join(coming.lines()), file=sys.stderr)
        if not sure():
            print("Everything is as it was.", file=sys.stderr)
            return 0
    _tell(merge(store, opened.source(), now=RealClock().now().wall))
    return 0


def _tell(summary: MergeSummary) -> None:
    for line in summary.lines():
        print(line)


# -- passphrases -----------------------------------------------------------------------------------------------------
def _new_passphrase(options: argparse.Namespace) -> str:
    """For a file to be written, "" for none."""
    if options.passphrase_file:
        found = _from_file(Path(options.passphrase_file))
    elif options.lock:
        found = _ask("Passphrase: ")
        if _ask("The same once more: ") != found:
            raise UserError("These two passphrases are not the same; nothing was saved.")
    else:
        return ""
    if len(found.strip()) < LEAST:
        raise UserError(f"This passphrase is too short: use at least {LEAST} letters. Nothing was saved.")
    return found


def _passphrase(path: Path, options: argparse.Namespace) -> str:
    """For a file that is locked."""
    if options.passphrase_file:
        return _from_file(Path(options.passphrase_file))
    return _ask(f"Passphrase of {path.name}: ")


def _ask(words: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UserError("There is no keyboard to type the passphrase on. Name a file with --passphrase-file.")
    try:
        return getpass.getpass(words, sys.stderr)
    except EOFError:
        raise UserError("No passphrase was typed; nothing was changed.") from None


def _from_file(path: Path) -> str:
    """The first line, without its end."""
    try:
        with path.open("rb") as file:
            line = file.read(LONGEST).splitlines()[:1]
        return line[0].decode("utf-8-sig") if line else ""
    except OSError as error:
        raise UserError(f"{path}: the passphrase cannot be read from this file ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: this file does not begin with a line of text, so it holds no passphrase.") from error
