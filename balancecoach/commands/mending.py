"""``restore`` without a file, or on a damaged record: keep what can be read, add what the newest good copy has."""

import argparse
import sys

from balancecoach.clock import RealClock
from balancecoach.errors import DamagedError, UserError
from balancecoach.paths import Paths
from balancecoach.store.backups import folder_of
from balancecoach.store.damage import refuse_damaged
from balancecoach.store.filling import Lacks
from balancecoach.store.lock import take_lock
from balancecoach.store.mending import Offer, add_missing, answered, mend, offer
from balancecoach.store.store import Store


def mend_record(paths: Paths, options: argparse.Namespace) -> int:
    """Mend it, and add what its newest good copy has."""
    if options.dry_run:
        refuse_damaged(paths.database)
        Store.open(paths, write=False).close()
        print("The record is not damaged.")
        return 0
    if not mend_if_damaged(paths):
        print("The record is not damaged. To bring something in, name the file.")
        return 0
    lock = take_lock(paths)
    try:
        found = offer(paths.database)
        if found is not None:
            _add(paths, found, options)
    finally:
        lock.release()
    return 0


def mend_if_damaged(paths: Paths) -> bool:
    """Whether it was damaged, or parts of it are; it can be opened now. Says what was kept."""
    lock = take_lock(paths)
    try:
        if not _is_damaged(paths):
            return offer(paths.database) is not None
        mend(paths.database, RealClock().now().wall, lambda _said: None)
        found = offer(paths.database)
        assert found is not None
        here = found.here
        print(f"The record was damaged. What can be read is kept: people {here.people}, sessions {here.sessions}.")
        if found.aside:
            print(f"The damaged file is now {folder_of(paths.database) / found.aside}; nothing in it was changed.")
    finally:
        lock.release()
    return True


def _is_damaged(paths: Paths) -> bool:
    try:
        refuse_damaged(paths.database)
        Store.open(paths, write=False).close()
    except DamagedError:
        return True
    return False


def _add(paths: Paths, found: Offer, options: argparse.Namespace) -> None:
    if found.copy is None:
        print("There is no good copy. If you saved a file elsewhere: balancecoach restore FILE")
    elif not found.lacks:
        print(f"The newest good copy has nothing more: {found.copy.path}")
    else:
        print(f"The newest good copy is {found.copy.path}. It has what is missing: {_words(found.lacks)}.")
        if not options.yes and not sure():
            print("It was not added; it can be later, in the window: Settings, Your records.")
        else:
            before, came = add_missing(paths.database, found.copy.path, RealClock().now().wall, lambda _said: None)
            print(f"Added: {_words(came)}. What was here before is {before}.")
    answered(paths.database)


def _words(lacks: Lacks) -> str:
    return f"people {lacks.people}, sessions {lacks.sessions}, parts {lacks.in_part}, others {lacks.others}"


def sure() -> bool:
    """Ask on the terminal. Raises ``UserError`` where nobody can answer."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UserError("There is no keyboard to answer with. Add --yes to do it.")
    print("Do it? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
