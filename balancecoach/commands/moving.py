"""Bring in what another machine saved, look at it first, and take it out again."""

import argparse
import sys
from pathlib import Path

from msgspec.structs import asdict

from balancecoach.clock import RealClock
from balancecoach.commands.finding import print_json
from balancecoach.errors import UserError
from balancecoach.exchange.merging import merge, plan_merge
from balancecoach.exchange.source import file_source
from balancecoach.exchange.undoing import undo
from balancecoach.paths import Paths
from balancecoach.store.store import Store

#: How files begin that were packed, and packed and locked.
_PACKED = (b"\x1f\x8b", b"age-")


def bring_in(paths: Paths, options: argparse.Namespace) -> int:
    """``import``: merge a document, say what that would change, or undo the last one."""
    if options.undo:
        if options.file or options.dry_run:
            raise UserError("--undo takes no file and no --dry-run: it takes out what the last import brought.")
        return _undo(paths, options)
    if not options.file:
        raise UserError("Name the file to bring in, or write --undo to take out what the last import brought.")
    source = file_source(_readable(Path(options.file)))
    if options.dry_run:
        with Store.open(paths, write=False) as store:
            found = plan_merge(store, source)
    else:
        with Store.open(paths, write=True) as store:
            found = merge(store, source, now=RealClock().now().wall)
    _say(options, asdict(found), found.lines())
    if options.dry_run:
        print("Nothing was changed. Without --dry-run it is brought in.", file=sys.stderr)
    elif found.changes:
        print("Brought in. To take it out again: balancecoach import --undo", file=sys.stderr)
    return 0


def _readable(path: Path) -> Path:
    """The same, unless it is packed: then one sentence says which command opens it."""
    try:
        with path.open("rb") as file:
            packed = file.read(4).startswith(_PACKED)
    except OSError:
        return path  # ``file_source`` says why
    if packed:
        raise UserError(f'{path}: this was saved with "Save everything", so bring it in with "balancecoach restore".')
    return path


def _undo(paths: Paths, options: argparse.Namespace) -> int:
    if not paths.database.exists():
        raise UserError(f"{paths.database}: there is no import that can be undone; nothing was changed.")
    with Store.open(paths, write=True) as store:
        done = undo(store)
    _say(options, asdict(done), done.lines())
    return 0


def _say(options: argparse.Namespace, row: object, lines: tuple[str, ...]) -> None:
    if options.json:
        print_json(row)
        return
    for line in lines:
        print(line)
