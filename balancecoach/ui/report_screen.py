"""The one-page report: which days, which paper, with or without names and notes, and the page as it will be."""

from datetime import date

from msgspec import Struct
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from balancecoach.core.words import tr, trc
from balancecoach.ui.fields import Field, Pick
from balancecoach.ui.fitting import Row, Tick, WrappedButton
from balancecoach.ui.parts import button, clear, label, make_stop, pad, scrolling_page
from balancecoach.ui.report_preview import PREVIEW_PX, Preview

#: For a window of the base size: the least that choices need beside the page.
CHOICES_PX = 520
OWN = "own"


class ReportChoice(Struct, frozen=True):
    """What was chosen. ``period``: weeks as a number, "all" or "own"; days only for "own", ``None`` for one that is
    none. ``notes``: those that somebody put in or left out; the others are in where the name is.
    """

    period: str = "12"
    first: date | None = None
    last: date | None = None
    paper: str = "a4"
    named: bool = True
    notes: tuple[tuple[str, bool], ...] = ()

    def has_note(self, key: str) -> bool:
        """Whether this note is to be on the page."""
        return dict(self.notes).get(key, self.named)


class NoteFacts(Struct, frozen=True):
    """A note that may be left out. ``key``: no other note has it."""

    key: str
    words: str
    shown: bool


class ReportFacts(Struct, frozen=True):
    """``picture``: the page; ``words``: what is on it, for those who do not see it. ``trouble``: in a sentence."""

    who: str
    picture: QImage | None = None
    words: str = ""
    notes: tuple[NoteFacts, ...] = ()
    trouble: str = ""


class ReportScreen(QWidget):
    """Shows ``ReportFacts``."""

    changed = Signal(object)  # ReportChoice
    saved = Signal(object)  # ReportChoice
    printed = Signal(object)  # ReportChoice
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._notes_kept, self._shown = 1.0, dict[str, bool](), tuple[NoteFacts, ...]()
        self._column = scrolling_page(self)
        self.title = label(tr("One-page report"), "title")
        make_stop(self.title)
        self.subtitle, self.notice = label("", "subtitle"), label("", "problem")
        self.preview = Preview()
        self.choices = self._make_choices()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(self.choices, 1)
        self._both.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        for made in (self.title, self.subtitle, self.notice):
            self._column.addWidget(made)
        self._column.addLayout(self._both)
        self._column.addStretch(1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._arrange)
        self._look = QTimer(self, singleShot=True, interval=0)  # once the page has its place
        self._look.timeout.connect(self._look_at_page)
        self._looking = False
        self._area = self.findChildren(QScrollArea)[0]
        self._area.verticalScrollBar().rangeChanged.connect(lambda: self._look.start())

    def _make_choices(self) -> QWidget:
        made = QWidget()
        made.setMinimumWidth(1)
        column = self._inner = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        periods = (
            ("4", tr("Last 4 weeks")),
            ("12", tr("Last 12 weeks")),
            ("all", trc("dates", "All")),
            (OWN, tr("Own dates")),
        )
        self.period = Pick(tr("Dates"), periods)
        self.first, self.last = Field(tr("First day")), Field(tr("Last day"), tr("Year, month, day, like 2026-03-04"))
        self.paper = Pick(trc("sheet", "Paper"), (("a4", trc("sheet", "A4")), ("letter", trc("sheet", "Letter"))))
        self.nameless = Tick(tr("Share without my name"))
        self.save_button, self.print_button = button(tr("Save as PDF")), button(tr("Print"))
        self.back_button = button(tr("Back to Progress"))
        self.larger = WrappedButton(tr("Show the page larger"))
        self.notes = QVBoxLayout()
        for each in (self.period, self.first, self.last, self.paper, self.nameless):
            column.addWidget(each)
        column.addWidget(Row(self.save_button, self.print_button))
        column.addLayout(self.notes)
        column.addWidget(Row(self.larger))
        column.addWidget(Row(self.back_button))
        column.addStretch(1)
        self._connect()
        return made

    def _connect(self) -> None:
        for picked in (self.period, self.paper):
            picked.changed.connect(self._change)
        for field in (self.first, self.last):
            field.changed.connect(self._change)
        self.nameless.clicked.connect(self._name)
        self.save_button.clicked.connect(lambda: self._if_right(self.saved))
        self.print_button.clicked.connect(lambda: self._if_right(self.printed))
        self.back_button.clicked.connect(self.left)
        self.larger.clicked.connect(self._toggle)

    # -- what is chosen ------------------------------------------------------------------------------------------
    def start(self, choice: ReportChoice) -> None:
        """Begin with this; days are offered for the case that somebody wants their own."""
        self._notes_kept = dict(choice.notes)
        self.period.set_value(choice.period)
        self.paper.set_value(choice.paper)
        self.nameless.setChecked(not choice.named)
        for field, day in ((self.first, choice.first), (self.last, choice.last)):
            field.blockSignals(True)  # nobody typed that
            field.set_text(day.isoformat() if day else "")
            field.blockSignals(False)
        self._say_days()

    def choice(self) -> ReportChoice:
        """What is chosen now."""
        days = (_day(self.first.text()), _day(self.last.text()))
        kept = tuple(sorted(self._notes_kept.items()))
        named = not self.nameless.isChecked()
        return ReportChoice(str(self.period.value()), *days, str(self.paper.value()), named, kept)

    def _change(self) -> None:
        if self._say_days():
            self.changed.emit(self.choice())

    def _name(self) -> None:
        """With the name or without it, notes are looked at anew: a note may hold a name."""
        self._notes_kept = {}
        self._change()

    def _say_days(self) -> bool:
        """Show the fields for days, and what is wrong with them. Whether all is right."""
        own, chosen = self.period.value() == OWN, self.choice()
        wrong = tr("This is no day. Write it like 2026-03-04.")
        first, last = ("" if day else wrong for day in (chosen.first, chosen.last))
        if chosen.first and chosen.last and chosen.first > chosen.last:
            last = tr("The last day comes before the first. Change one of them.")
        for field, words in ((self.first, first), (self.last, last)):
            field.set_problem(words if own else "")
            field.setVisible(own)
        return not (own and (first or last))

    def _if_right(self, signal: object) -> None:
        if self._say_days():
            signal.emit(self.choice())  # type: ignore[attr-defined]  # one of the signals above
        else:
            (self.first if self.first.problem.text() else self.last).edit.setFocus()

    # -- what is shown -------------------------------------------------------------------------------------------
    def show_facts(self, facts: ReportFacts) -> None:
        """The page as it will be."""
        self.subtitle.setText(facts.who)
        self.tell(facts.trouble)
        self.choices.setVisible(facts.picture is not None)
        self.preview.show_page(facts.picture, facts.words)
        if facts.notes != self._shown:
            self._shown = facts.notes
            self._fill_notes()
        self._arrange()

    def tell(self, sentence: str) -> None:
        """What was done or what went wrong, "" for nothing."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def focus_first(self) -> None:
        """The keyboard goes to the heading."""
        self.title.setFocus()

    def _fill_notes(self) -> None:
        focused = next((n for n, tick in enumerate(self.note_ticks()) if tick.hasFocus()), -1)
        clear(self.notes)
        if self._shown:
            self.notes.addWidget(label(tr("Notes on the page"), "strong"))
            words = tr("A note can hold a name. Only notes with a tick are on the page.")
            self.notes.addWidget(label(words, "small"))
        for note in self._shown:
            tick = Tick(note.words)
            tick.setChecked(note.shown)
            tick.clicked.connect(lambda on, key=note.key: self._note(key, on))
            self.notes.addWidget(tick)
        if focused >= 0:
            self.note_ticks()[focused].setFocus()

    def note_ticks(self) -> list[Tick]:
        """One for each note, the newest first."""
        rows = (self.notes.itemAt(n) for n in range(self.notes.count()))
        widgets = (row.widget() for row in rows if row is not None)
        return [made for made in widgets if isinstance(made, Tick)]

    def _note(self, key: str, on: bool) -> None:
        self._notes_kept[key] = on
        self._change()

    # -- size ----------------------------------------------------------------------------------------------------
    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 20, 12)
        self._inner.setSpacing(round(12 * scale))
        self.notes.setSpacing(round(8 * scale))
        self._both.setSpacing(round(30 * scale))
        for made in (self.period, self.first, self.last, self.paper):
            made.set_scale(scale)
        self._arrange()

    def _toggle(self) -> None:
        self.preview.set_large(not self.preview.large)
        self.larger.setText(tr("Show the page smaller") if self.preview.large else tr("Show the page larger"))
        self._arrange()
        self._looking = self.preview.large

    def _look_at_page(self) -> None:
        """Once, when the page has just grown."""
        if self._looking:
            self._looking = False
            self._area.verticalScrollBar().setValue(self.preview.y())

    def _arrange(self) -> None:
        """The page beside the choices, or below them where there is no room."""
        room = self.width() - round(80 * self._scale) - self._area.verticalScrollBar().sizeHint().width()
        letters = self.fontMetrics().averageCharWidth() * 30
        page = round(PREVIEW_PX * self._scale)
        beside = not self.preview.large and room >= page + self._both.spacing() + max(
            letters, round(CHOICES_PX * self._scale)
        )
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(way)
        self.preview.set_width(max(1, room) if self.preview.large else min(page, max(1, room)))

    def event(self, event: QEvent) -> bool:
        """Another width or other letters may mean another place for the page."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._soon.start()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
