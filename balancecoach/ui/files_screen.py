"""Save as files: what kind, of whom, between which days, with the name or without; and where it went."""

from datetime import date, time, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from balancecoach.core.words import tr, trc
from balancecoach.ui.fields import Field, Pick
from balancecoach.ui.files_calendar import CalendarPart
from balancecoach.ui.files_facts import KINDS, FilesFacts, FilesWish, Kind
from balancecoach.ui.fitting import Row, Tick, WrappedButton
from balancecoach.ui.parts import AROUND, button, card, label, pad, scrolling_page

#: Days up to today that are offered; ``OTHER``: typed.
ALL, OTHER = 0, -1
SPANS = (28, 91)


class FilesScreen(QWidget):
    """Shows ``FilesFacts``, and asks for a ``FilesWish``."""

    wanted = Signal(object)  # FilesWish
    cancelled = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = FilesFacts("", False, date.min)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Save as files"), "title"))
        words = tr("A file is kept on this computer, where you choose. Balance Coach sends nothing anywhere.")
        self._column.addWidget(label(words, "subtitle"))
        frame, self._card = card()
        self.kind = Pick(
            tr("What kind of file?"), [(kind, tr(words.button)) for kind, words in KINDS.items()], many=True
        )
        self.about = label("", "body")
        self.whose = Pick(tr("Of whom?"), ((False, ""), (True, tr("Everybody"))))
        self.span = Pick(tr("How far back?"), _spans())
        self.first, self.last = Field(tr("From which day?"), _like()), Field(tr("To which day?"), _like())
        self.calendar = CalendarPart()
        self.name, self.notes = Tick(tr("With the name")), Tick(tr("With notes"))
        for part in (self.kind, self.about, self.whose, self.span, self.first, self.last, self.calendar):
            self._card.addWidget(part)
        self._card.addWidget(self.name)
        self._card.addWidget(self.notes)
        self._column.addWidget(frame)
        self._make_foot()
        self._problem: QWidget | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # once it has its place
        self._soon.timeout.connect(self._show_problem)
        self.kind.changed.connect(self._arrange)
        self.span.changed.connect(self._arrange)
        self.whose.changed.connect(self._arrange)

    def _make_foot(self) -> None:
        self.said = label("", "problem")
        self.said.hide()
        self._column.addWidget(self.said)
        self.save = WrappedButton(tr("Save"), "main")
        self.cancel, self.back = button(tr("Cancel")), button(tr("Back"))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)
        self.back.clicked.connect(self.left)
        self._column.addWidget(Row(self.save, self.cancel, self.back))
        self._column.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 14)
        pad(self._card, scale, 30, 20, 16)
        for part in (self.kind, self.whose, self.span, self.first, self.last, self.calendar):
            part.set_scale(scale)

    def show_facts(self, facts: FilesFacts) -> None:
        """The page as it is when it is opened."""
        self._facts = facts
        self.kind.set_value(Kind.SESSIONS)
        self.whose.rename(0, facts.name)
        self.whose.set_value(not facts.name)
        self.span.set_value(ALL)
        self.first.set_text("")
        self.last.set_text("")
        self.calendar.show_days(facts.days)
        self.name.setChecked(True)
        self.notes.setChecked(False)
        self.tell("")
        self.set_busy(False)
        self._arrange()
        self.kind.group.button(0).setFocus()

    def tell(self, words: str) -> None:
        """How far it is, where the file is, or why there is none; "" for nothing."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """While a file is written no other one can be asked for."""
        had = self.focusWidget()
        self.save.setEnabled(not busy)
        self.cancel.show()
        if busy:
            self.cancel.setFocus()
        elif had is self.cancel:
            self.save.setFocus()
        self.cancel.setVisible(busy)

    def _arrange(self) -> None:
        """What there is to choose depends on what is chosen."""
        kind = Kind(str(self.kind.value()))
        calendar, other = kind is Kind.CALENDAR, self.span.value() == OTHER
        table = kind not in (Kind.CALENDAR, Kind.EVERYTHING)
        self.about.setText(tr(KINDS[kind].about))
        self.whose.setVisible(self._facts.several and bool(self._facts.name) and not calendar)
        self.span.setVisible(table)
        self.first.setVisible(other and table)
        self.last.setVisible(other and table)
        self.calendar.setVisible(calendar)
        self.name.setVisible(kind is not Kind.EVERYTHING)
        self.notes.setVisible(table and kind is not Kind.BLOCKS)
        self.kind.group.button(list(KINDS).index(Kind.CALENDAR)).setVisible(bool(self._facts.name))
        if self.save.isEnabled():
            self.tell("")

    def _save(self) -> None:
        wish = self._wish()
        if wish is not None:
            self.tell("")
            self.wanted.emit(wish)

    def _wish(self) -> FilesWish | None:
        """What is chosen; ``None`` when something is wrong, and has been said."""
        kind, name = Kind(str(self.kind.value())), self.name.isChecked()
        if kind is Kind.CALENDAR:
            wrong, part = self.calendar.check(), self.calendar
            if wrong is not None:
                self._bring(*wrong)
                return None
            alarm, weeks = part.alarm.value(), part.weeks.value()
            assert isinstance(weeks, int)
            at = part.time() or time(10, 0)
            alarm_min = alarm if isinstance(alarm, int) else None
            return FilesWish(kind, name=name, days=part.chosen(), at=at, weeks=weeks, alarm_min=alarm_min)
        days = (None, None) if kind is Kind.EVERYTHING else self._days()
        everyone = bool(self.whose.value()) or not self._facts.name
        return days and FilesWish(kind, everyone, *days, name=name, notes=self.notes.isChecked())

    def _days(self) -> tuple[date | None, date | None] | None:
        """The first and the last day; ``None`` when what is typed cannot be them."""
        span = self.span.value()
        if span != OTHER:
            assert isinstance(span, int)
            return (None if span == ALL else self._facts.today - timedelta(days=span - 1)), None
        found = [read_day(field.text()) for field in (self.first, self.last)]
        for field, (_, wrong) in zip((self.first, self.last), found, strict=True):
            field.set_problem(wrong)
        first, last = found[0][0], found[1][0]
        if first and last and first > last:
            self.last.set_problem(tr("The last day is before the first one. Write a later day."))
            found[1] = (None, "wrong")
        for field, (_, wrong) in zip((self.first, self.last), found, strict=True):
            if wrong:
                self._bring(field.edit, field.problem)
                return None
        return first, last

    def _bring(self, field: QWidget, problem: QWidget) -> None:
        """The keyboard goes to what is wrong, and what is said of it is seen."""
        field.setFocus()
        self._problem = problem
        self._soon.start()

    def _show_problem(self) -> None:
        area = self.findChild(QScrollArea)
        if area is not None and self._problem is not None:
            area.ensureWidgetVisible(self._problem, 0, AROUND)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, or goes back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.cancel.isVisible():
            self.cancelled.emit()
        else:
            self.left.emit()


def _like() -> str:
    return tr("Like 2026-01-31. Leave it empty for no limit.")


def _spans() -> list[tuple[int, str]]:
    four, three = SPANS
    return [
        (ALL, trc("dates", "All")),
        (four, tr("4 weeks")),
        (three, tr("3 months")),
        (OTHER, tr("Other days")),
    ]


def read_day(text: str) -> tuple[date | None, str]:
    """A day, ``None`` for an empty field, and what is wrong with what is typed."""
    if not text.strip():
        return None, ""
    try:
        return date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, tr("This is no day. Write it like 2026-01-31.")
