"""What the screens about the whole record say: pure, in and out."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from balancecoach.core.dates import clock, day_words, weekday_day_year
from balancecoach.core.words import tr, trn
from balancecoach.store.backups import DAILY, IMPORT, MEND, RETURN, Copy, Holds
from balancecoach.ui.ask_screen import Question
from balancecoach.ui.records_facts import CopyFacts


def holds_words(holds: Holds) -> str:
    """How much that is."""
    people = trn("{0} person", "{0} people", holds.people).format(holds.people)
    sessions = trn("{0} session", "{0} sessions", holds.sessions).format(holds.sessions)
    return tr("{0}, {1}").format(people, sessions)


def when_words(made: datetime, now: datetime) -> str:
    """A moment by the clock on the wall here."""
    here = made.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    day = tr("Today") if days == 0 else tr("Yesterday") if days == 1 else weekday_day_year(here)
    return tr("{0}, {1}").format(day, clock(here))


def why_words(kind: str) -> str:
    """Why a copy was made, "" for the day's."""
    if kind == RETURN:
        return tr("before somebody went back to a copy")
    if kind == MEND:
        return tr("before the record was damaged")
    if kind == IMPORT:
        return tr("before something was brought in")
    return "" if kind == DAILY else tr("before an update of Balance Coach")


def copy_facts(copy: Copy, holds: Holds | None, now: datetime) -> CopyFacts:
    """A row of the list. ``holds``: ``None`` when it cannot be read."""
    held = tr("This copy cannot be read.") if holds is None else holds_words(holds)
    why = why_words(copy.kind)
    return CopyFacts(copy.path.name, when_words(copy.made, now), f"{held}  ·  {why}" if why else held)


def card_words(copies: Iterable[Copy], folder: Path, now: datetime) -> str:
    """For Settings: when the last copy was made and where."""
    last = next((copy for copy in copies if copy.kind == DAILY), None)
    if last is None:
        return tr("A copy is made once a day, as soon as there is something to keep. It will be in {0}.").format(folder)
    made = when_words(last.made, now)
    return tr("A copy is made once a day. The last one: {0}. It is in {1}.").format(made, folder)


def where_words(folder: Path) -> str:
    """On the page, above the copies."""
    return tr(
        "Once a day a copy is made in {0}: those of the last 7 days, 8 weeks and 24 months stay. They help after a "
        "mistake. They are on this computer, so when it breaks they are gone: for that, save everything on a stick."
    ).format(folder)


def saved_words(saved: object) -> str:
    """When everything was saved in a file. ``saved``: the setting, whatever it is."""
    try:
        at = date.fromisoformat(str(saved))
    except ValueError:
        return tr("It has not been saved in a file yet.")
    return tr("Saved in a file on {0}.").format(day_words(at))


def trouble_words(trouble: str) -> str:
    """Why there is no copy of today."""
    return (
        tr("Today's copy could not be made: {0} The older copies are still there.").format(trouble) if trouble else ""
    )


def ask_bring(lines: Iterable[str]) -> Question:
    """Asked before anything is brought in."""
    words = "\n".join(f"•  {line}" for line in lines)
    return Question(tr("Bring this in?"), words, tr("Bring it in"), tr("Leave everything as it is"))


def ask_back(copy: CopyFacts, here: Holds) -> Question:
    """Asked before the record is as it was once."""
    words = tr(
        "Then it is as it was: {0}.\nWhat is here now ({1}) is kept as a copy first, so that you can come back to it. "
        "Whoever was deleted since then is there again; sessions walked since then are not."
    ).format(copy.holds, holds_words(here))
    title = tr("Go back to the copy of {0}?").format(copy.when)
    return Question(title, words, tr("Go back to it"), tr("Leave everything as it is"))
