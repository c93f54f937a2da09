"""Sessions and check-ups as tables for a spreadsheet. ``docs/exports.md`` says what each column holds."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from balancecoach.core.checkup import METRES
from balancecoach.core.progress import Summary
from balancecoach.reports.csv_cells import Cell, write_table
from balancecoach.reports.share import Belongings, Share, check_ups, real

_Value = Callable[[Summary, Share], Cell]


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 3)


def _answer(name: str) -> _Value:
    return lambda summary, share: None if summary.checkin is None else getattr(summary.checkin, name)


#: After the columns about whose session it is.
_SESSION: tuple[tuple[str, _Value], ...] = (
    ("session_id", lambda s, share: s.id),
    ("started", lambda s, share: s.started),
    ("ended", lambda s, share: s.ended),
    ("outcome", lambda s, share: s.outcome.value if s.outcome else "open"),
    ("programme", lambda s, share: share.typed(s.programme_id, s.programme_id)),
    ("week", lambda s, share: s.week or None),
    ("plan", lambda s, share: share.typed(s.plan_title, s.programme_id)),
    ("planned_min", lambda s, share: _minutes(s.planned_s)),
    ("planned_backward_min", lambda s, share: _minutes(s.planned_backward_s)),
    ("backward_min", lambda s, share: _minutes(s.backward_s)),
    ("forward_min", lambda s, share: _minutes(s.forward_s)),
    ("backward_m", lambda s, share: s.backward_m or None),
    ("backward_slowest_kmh", lambda s, share: min(s.backward_kmh, default=None)),
    ("backward_fastest_kmh", lambda s, share: max(s.backward_kmh, default=None)),
    ("forward_fastest_kmh", lambda s, share: max(s.forward_kmh, default=None)),
    ("effort_0_to_10", _answer("effort")),
    ("stumbles", _answer("stumbles")),
    ("pain", _answer("pain")),
    ("stopped_because", _answer("reason")),
    ("near_stumbles", lambda s, share: s.wobbles),
    ("pauses", lambda s, share: s.pauses),
    ("cues_missed", lambda s, share: s.missed_cues),
    ("note", lambda s, share: share.note(s.note)),
    ("unreadable_events", lambda s, share: s.unreadable or None),
)
_WHOSE = ("person_id", "person")
SESSION_COLUMNS = (*_WHOSE, *(name for name, _ in _SESSION))
CHECK_UP_COLUMNS = (*_WHOSE, "at", "test", "trial", "time_s", "speed_m_per_s", "aid", "note")


def write_sessions(file: BinaryIO, everybody: Iterable[Belongings], share: Share) -> int:
    """One row a session, person by person, oldest first. Returns how many."""
    return write_table(file, SESSION_COLUMNS, _sessions(everybody, share))


def write_check_ups(file: BinaryIO, everybody: Iterable[Belongings], share: Share) -> int:
    """One row a trial of a check-up, person by person, by day. Returns how many."""
    return write_table(file, CHECK_UP_COLUMNS, _check_ups(everybody, share))


def _sessions(everybody: Iterable[Belongings], share: Share) -> Iterator[tuple[Cell, ...]]:
    for whose in everybody:
        own = share.about(whose.person)
        for summary in real(whose.sessions(), share):
            yield (*_who(whose, share), *(value(summary, own) for _, value in _SESSION))


def _check_ups(everybody: Iterable[Belongings], share: Share) -> Iterator[tuple[Cell, ...]]:
    for whose in everybody:
        own = share.about(whose.person)
        for done in check_ups(whose.facts, share):
            metres = METRES.get(done.test)
            for number, seconds in enumerate(done.trials_s, 1):
                speed = round(metres / seconds, 3) if metres else None
                result = (done.at, done.test.value, number, seconds, speed, own.aid(done.aid), own.note(done.note))
                yield (*_who(whose, share), *result)


def _who(whose: Belongings, share: Share) -> tuple[Cell, Cell]:
    return (whose.person.id if whose.person else None, share.name(whose.person))
