"""The report's lists: sessions that ended early, days that were declined, falls, check-ups, notes. Newest first."""

from datetime import datetime

from msgspec import Struct

from balancecoach.core.checkup import results
from balancecoach.core.events import Outcome
from balancecoach.core.person import Happened, utc
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.report import Asked, Known, Listing, listed
from balancecoach.core.report_checkups import checked_up
from balancecoach.core.report_names import free_text
from balancecoach.core.words import N_, tr

#: Letters of a note that are shown.
LONGEST_NOTE = 160
WHY_STOPPED = {
    "wanted": N_("wanted to stop"),
    "unwell": N_("felt unwell"),
    "stumble": N_("a stumble"),
    "belt": N_("the belt or the room"),
}
#: What it means when a line of the daily check is not true.
WHY_NOT_TODAY = {
    "well": N_("not well, dizzy, or new pain"),
    "clear_head": N_("poor sleep, alcohol or a drowsy medicine"),
    "same": N_("a fall, an operation or a new injury"),
    "shoes": N_("shoes, glasses or hearing aids"),
    "key": N_("the safety key or the rail"),
    "space": N_("no clear space"),
    "helper": N_("no helper, or nobody near"),
    "physio": N_("no physio"),
    "hear": N_("the voice could not be heard"),
}
HAPPENED = {"fall": N_("a fall"), "operation": N_("an operation")}


class Note(Struct, frozen=True):
    """A note that may be on the page. ``key``: no other note has it."""

    key: str
    at: datetime
    words: str


def lists(known: Known, asked: Asked) -> tuple[Listing, ...]:
    """Those that have anything in them."""
    made = (_happened(known, asked), _stopped(known, asked), _days_off(known, asked), checked_up(known, asked))
    return tuple(each for each in (*made, _notes(known, asked)) if each.lines)


def _happened(known: Known, asked: Asked) -> Listing:
    facts = [fact for fact in known.file.facts if isinstance(fact, Happened) and asked.has(fact.at)]
    rows = [(fact.at, tr(HAPPENED.get(fact.what, N_("something else")))) for fact in facts]
    return listed(tr("Falls and operations noted"), rows, asked.last, N_("and {0} more"))


def _stopped(known: Known, asked: Asked) -> Listing:
    rows = []
    for each in known.sessions:
        early = each.outcome in (Outcome.STOPPED, Outcome.INTERRUPTED) and not each.demo and each.removed is None
        if early and each.started is not None and asked.has(each.started):
            rows.append((each.started, _why_ended(each)))
    more = N_("and {0} more: see All sessions")
    return listed(tr("Stopped early"), rows, asked.last, more)


def _why_ended(session: Summary) -> str:
    walked = session.walked_s
    after = tr("after {0} of walking").format(minutes(walked)) if walked else tr("before the first step")
    if session.outcome is Outcome.INTERRUPTED:
        return tr("{0}, cut off (computer or power)").format(after)
    reason = session.checkin.reason if session.checkin is not None else None
    return f"{after}, {tr(WHY_STOPPED[reason]) if reason in WHY_STOPPED else tr('no reason given')}"


def _days_off(known: Known, asked: Asked) -> Listing:
    rows = [(day.at, _why_not(day.reasons)) for day in known.days_off if asked.has(day.at)]
    return listed(tr("“Not today” at the daily check"), rows, asked.last, N_("and {0} more days"))


def _why_not(reasons: tuple[str, ...]) -> str:
    words = [tr(WHY_NOT_TODAY[key]) for key in reasons if key in WHY_NOT_TODAY]
    return "; ".join(words) or tr("no reason given")


def notes(known: Known, asked: Asked) -> tuple[Note, ...]:
    """All that were written about these days, newest first, as they would be on the page."""
    found = [
        Note(each.id, each.started, each.note)
        for each in known.sessions
        if each.note.strip() and not each.demo and each.removed is None and each.started is not None
    ]
    found += [
        Note(f"{fact.test}@{fact.at.isoformat()}", fact.at, fact.note)
        for fact in results(known.file.facts)
        if fact.note.strip()
    ]
    shown = [
        Note(n.key, n.at, free_text(n.words, known.file.person, asked, LONGEST_NOTE)) for n in found if asked.has(n.at)
    ]
    return tuple(sorted(shown, key=lambda note: utc(note.at), reverse=True))


def _notes(known: Known, asked: Asked) -> Listing:
    rows = [(note.at, note.words) for note in notes(known, asked) if note.key in asked.notes]
    return listed(tr("Notes"), rows, asked.last, N_("and {0} more: see All sessions"))
