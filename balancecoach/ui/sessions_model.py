"""The rows of the table of sessions: sorted and sifted here, so that ten thousand are no matter.

Words are made for the cells that are seen. Sorting and sifting work on what is on record.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from balancecoach.core.dates import clock, short_day_year
from balancecoach.core.events import Outcome
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import N_, tr
from balancecoach.past import days_left, ended_words
from balancecoach.ui.past_facts import SessionsFacts

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class Which(StrEnum):
    """Which sessions are shown."""

    ALL = N_("All sessions")
    FINISHED = N_("Finished")
    STOPPED = N_("Stopped")
    CUT_OFF = N_("Cut off")
    WOBBLES = N_("With wobbles")
    NOTES = N_("With a note")
    DEMOS = N_("Demonstrations")
    REMOVED = N_("Removed")


_OUTCOMES = {
    Which.FINISHED: Outcome.COMPLETED,
    Which.STOPPED: Outcome.STOPPED,
    Which.CUT_OFF: Outcome.INTERRUPTED,
}


class Column(Struct, frozen=True):
    """A column: its heading, a cell's words, what it is sorted by, and whether the largest comes first at first."""

    name: str
    text: Callable[[Summary, SessionsFacts], str]
    key: Callable[[Summary, SessionsFacts], Any]
    falling: bool = True
    words: bool = False  # sorted from A to Z


def _started_s(session: Summary, _facts: SessionsFacts) -> float:
    return session.started.timestamp() if session.started else 0.0


def _effort(session: Summary) -> int | None:
    return session.checkin.effort if session.checkin else None


def _day(session: Summary, _facts: SessionsFacts) -> str:
    started = session.started
    return f"{short_day_year(started)} {clock(started)}" if started else ""


def _days_left(session: Summary, facts: SessionsFacts) -> int:
    return days_left(session.removed, facts.now) if session.removed else 0


def _left(session: Summary, facts: SessionsFacts) -> str:
    return str(_days_left(session, facts))


def _ended(session: Summary) -> str:
    """Without a word about a demonstration: those are a list of their own."""
    return ended_words(replace(session, demo=False)) if session.demo else ended_words(session)


def _name(session: Summary, facts: SessionsFacts) -> str:
    return facts.names.get(session.person_id, "–")


DAY = Column(N_("Day"), _day, _started_s)
PERSON = Column(N_("Person"), _name, lambda s, facts: _name(s, facts).casefold(), falling=False, words=True)
PLAN = Column(
    N_("Plan"),
    lambda s, _: " ".join(s.plan_title.split()) or "–",
    lambda s, _: s.plan_title.casefold(),
    falling=False,
    words=True,
)
BACKWARDS = Column(
    N_("Backwards"), lambda s, _: minutes(s.backward_s) if s.backward_s else "–", lambda s, _: s.backward_s
)
ENDED = Column(N_("Ended"), lambda s, _: _ended(s), lambda s, _: _ended(s), falling=False, words=True)
WOBBLES = Column(N_("Wobbles"), lambda s, _: str(s.wobbles), lambda s, _: s.wobbles)
EFFORT = Column(
    N_("Effort"),
    lambda s, _: "–" if _effort(s) is None else str(_effort(s)),
    lambda s, _: -1 if _effort(s) is None else _effort(s),
)
NOTE = Column(N_("Note"), lambda s, _: tr("note") if s.note else "", lambda s, _: bool(s.note))
LEFT = Column(N_("Days left"), _left, _days_left, falling=False)


def columns(facts: SessionsFacts) -> tuple[Column, ...]:
    """Those that these facts have."""
    whose = (PERSON,) if facts.everybody else ()
    return (DAY, *whose, PLAN, BACKWARDS, ENDED, WOBBLES, EFFORT, LEFT if facts.removed else NOTE)


def wanted(session: Summary, which: Which, text: str) -> bool:
    """Whether it is shown. ``text``: a part of its plan's name or of its note, in small letters."""
    if text and text not in session.plan_title.casefold() and text not in session.note.casefold():
        return False
    if which is Which.REMOVED:
        return True
    if session.demo or which is Which.DEMOS:
        return session.demo and which is Which.DEMOS
    if which in _OUTCOMES:
        return session.outcome is _OUTCOMES[which]
    return {Which.WOBBLES: session.wobbles > 0, Which.NOTES: bool(session.note)}.get(which, True)


class SessionsModel(QAbstractTableModel):
    """``rows`` are those that are shown, in their order. ``in_lines``: all of a session in one cell."""

    def __init__(self, facts: SessionsFacts) -> None:
        super().__init__()
        self.facts, self.columns = facts, columns(facts)
        self.rows: tuple[Summary, ...] = ()
        self.sorted_by, self.falling = DAY, True
        self.in_lines = False
        self._which, self._text = Which.ALL, ""

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show_facts(self, facts: SessionsFacts, which: Which = Which.ALL, text: str = "") -> None:
        """Other sessions."""
        self.beginResetModel()
        self.facts, self.columns = facts, columns(facts)
        if self.sorted_by not in self.columns:
            self.sorted_by, self.falling = DAY, True
        self.rows = ()
        self.endResetModel()
        self.sift(which, text)

    def sift(self, which: Which, text: str) -> None:
        """Only these."""
        self._which, self._text = which, text.strip().casefold()
        self._fill()

    def sort_by(self, column: Column, *, falling: bool) -> None:
        """In this order; of those that are alike the newest comes first."""
        self.sorted_by, self.falling = column, falling
        self._fill()

    def set_lines(self, on: bool) -> None:
        """All of a session below each other, or side by side."""
        if on is not self.in_lines:
            self.beginResetModel()
            self.in_lines = on
            self.endResetModel()

    def _fill(self) -> None:
        facts, key = self.facts, self.sorted_by.key
        self.beginResetModel()
        found = [s for s in facts.sessions if wanted(s, self._which, self._text)]
        found.sort(key=lambda s: _started_s(s, facts), reverse=True)
        if self.sorted_by is not DAY or not self.falling:
            found.sort(key=lambda s: key(s, facts), reverse=self.falling)
        self.rows = tuple(found)
        self.endResetModel()

    # -- what Qt asks ------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Sessions that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One, where all of a session is in it."""
        return 0 if parent.isValid() else 1 if self.in_lines else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """A cell's words; for a screen reader with what they are."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        session = self.rows[index.row()]
        if role == _Role.DisplayRole:
            return "\n".join(self.lines(session)) if self.in_lines else self.cell(session, self.columns[index.column()])
        if role == _Role.ToolTipRole:
            return session.note or None
        if role == _Role.AccessibleTextRole:
            if self.in_lines or index.column() == 0:
                return ". ".join(line for line in self.lines(session) if line)
            column = self.columns[index.column()]
            return f"{tr(column.name)}: {self.cell(session, column)}"
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """A column's heading, with the way it is sorted."""
        if way is not Qt.Orientation.Horizontal or role != _Role.DisplayRole or section >= self.columnCount():
            return None
        return self.heading(self.columns[section])

    def heading(self, column: Column) -> str:
        """With an arrow where it is sorted by."""
        arrow = ("  ▼" if self.falling else "  ▲") if column is self.sorted_by else ""
        return tr(column.name) + arrow

    def cell(self, session: Summary, column: Column) -> str:
        """One cell, on one line."""
        return column.text(session, self.facts)

    def lines(self, session: Summary) -> tuple[str, ...]:
        """All of it, with names where a number would say nothing; as many lines for every session."""
        day = self.cell(session, DAY) + (f", {self.cell(session, NOTE)}" if session.note else "")
        plan = self.cell(session, PLAN)
        plan = f"{self.cell(session, PERSON)}: {plan}" if PERSON in self.columns else plan
        left = (self._named(session, LEFT),) if LEFT in self.columns else ()
        wobbles = f"{self._named(session, WOBBLES)}, {self._named(session, EFFORT)}"
        return (day, plan, self._named(session, BACKWARDS), self._named(session, ENDED), wobbles, *left)

    def _named(self, session: Summary, column: Column) -> str:
        return f"{tr(column.name)}: {self.cell(session, column)}"
