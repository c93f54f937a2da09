"""report: one page about somebody's walking, as a PDF. card: the card for the treadmill. No display is needed."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from balancecoach.clock import RealClock
from balancecoach.commands.finding import find_person, library
from balancecoach.core.card import make_card
from balancecoach.core.report import Asked, DayOff, Known
from balancecoach.core.reporting import every_note, everything, make_report
from balancecoach.day import learn
from balancecoach.errors import CannotError, UserError
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.store.store import Store


def report(paths: Paths, options: argparse.Namespace) -> int:
    """Write it. Prints the file's name."""
    target = _target(Path(options.output), force=options.force)
    with Store.open(paths, write=False) as store:
        known = _known(store, options.person)
    made = make_report(known, _asked(known, options))
    app = _without_display()
    try:
        from balancecoach.reports.paper.pdf import pdf_bytes, trouble, write

        warning = trouble(made)
        write(pdf_bytes(made, options.paper), target)
    finally:
        del app
    return _told(target, warning)


def card(_paths: Paths, options: argparse.Namespace) -> int:
    """Write both sides, one a page. Prints the file's name."""
    target = _target(Path(options.output), force=options.force)
    made = make_card()
    app = _without_display()
    try:
        from balancecoach.reports.paper.card import card_bytes
        from balancecoach.reports.paper.pdf import missing, write

        warning = missing(made.words())
        write(card_bytes(made, options.paper), target)
    finally:
        del app
    return _told(target, warning)


def _told(target: Path, warning: str) -> int:
    """It is written: where, and what has to be known of it. The exit code."""
    if warning:
        print(warning, file=sys.stderr)
    print(target)
    return 0


def _target(target: Path, *, force: bool) -> Path:
    if target.suffix.lower() != ".pdf":
        raise UserError(f"{target}: only PDF files are written. Let the name end in .pdf.")
    if not target.parent.is_dir():
        raise UserError(f"{target}: there is no folder {target.parent}. Make it first, or choose another place.")
    if target.is_dir():
        raise UserError(f"{target}: this is a folder. Add the name of a file.")
    if target.exists() and not force:
        raise UserError(f"{target}: there is a file already. Choose another name, or add --force to write over it.")
    return target


def _known(store: Store, words: str) -> Known:
    person = find_person(store, words)
    file = store.file(person.id)
    if file is None:
        raise CannotError(f"{clean(person.name)}: what was kept about them cannot be read. See: balancecoach doctor.")
    programmes = library().programmes
    learn(programmes, store.saved_plans())
    days = tuple(DayOff(day.at, day.reasons) for day in store.declined(person.id))
    return Known(file, store.summaries(person.id), days, programmes, RealClock().now().wall.date())


def _asked(known: Known, options: argparse.Namespace) -> Asked:
    """From the command line's dates; without a name there are no notes either, unless they are asked for."""
    whole = everything(known)
    first = _day(options.since, "--from") or whole.first
    last = _day(options.until, "--to") or whole.last
    if first > last:
        raise UserError(f"{first} to {last}: the first day comes after the last. Change --from or --to.")
    asked = Asked(first, last, named=options.name)
    wanted = options.name if options.notes is None else options.notes
    return replace(asked, notes=every_note(known, asked)) if wanted else asked


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} {clean(text)}: this is no day. Write it like 2026-03-04.") from None


def _without_display() -> object:
    """What Qt needs for letters and pages; it opens no window, and asks for no display."""
    try:
        from PySide6.QtGui import QGuiApplication
    except ImportError as error:
        text = "The page cannot be drawn here, because Qt does not load ({0}). Install what the README names for it."
        raise CannotError(text.format(error)) from error
    if QGuiApplication.instance() is not None:
        return None
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["balancecoach"])
