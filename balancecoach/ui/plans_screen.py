"""Plans: the programmes, each with where it comes from, and plans of somebody's own."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.moving import Place
from balancecoach.core.programme import SETTING_WORDS, STRENGTH_WORDS
from balancecoach.core.words import tr, trn
from balancecoach.ui.facts import OwnPlanFacts, PlansFacts, ProgrammeFacts, WeekFacts
from balancecoach.ui.fitting import Combo, Row, WrappedButton
from balancecoach.ui.parts import button, card, clear, label, pad, scrolling_page


class PlansScreen(QWidget):
    """A list of ``PlansFacts``. One programme at a time is open and shows its weeks, sources and what can be done."""

    given = Signal(object)  # Place: this programme and week for the person
    demo = Signal(object)  # Place
    repeat = Signal(object)  # Place
    copied = Signal(object)  # Place: make a plan of one's own from it
    new_plan = Signal()
    file_chosen = Signal(str)  # path
    walked = Signal(str)  # id of a plan of one's own
    edited = Signal(str)
    removed = Signal(str)
    dropped = Signal(object)  # Place: a programme that somebody added goes
    sound_week = Signal(object)  # Place: save it as a sound file
    sound_plan = Signal(str)  # a plan of one's own, the same
    weeks_wanted = Signal(str)  # id of a programme that is opened: ``show_weeks`` answers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Plans"), "title"))
        self.subtitle = label("", "subtitle")
        self._column.addWidget(self.subtitle)
        self.problem = label("", "problem")
        self.problem.hide()
        self._column.addWidget(self.problem)
        self._column.addWidget(self._top_buttons())
        self._cards = QVBoxLayout()
        self._column.addLayout(self._cards)
        self._column.addStretch(1)
        self._scale = 1.0
        self._open = ""
        self._facts = PlansFacts("", ())
        self._weeks: dict[str, tuple[WeekFacts, ...]] = {}
        self.weeks: QComboBox | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # once the cards have their places
        self._soon.timeout.connect(self._show_opened)
        self._opened: QWidget | None = None

    def _top_buttons(self) -> Row:
        self.new_button = button(tr("New plan"))
        self.new_button.clicked.connect(self.new_plan)
        self.open_button = button(tr("Open a plan file…"))
        self.open_button.clicked.connect(self._choose_file)
        return Row(self.new_button, self.open_button)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 24, 14)
        self._cards.setSpacing(round(14 * scale))
        self.show_facts(self._facts)

    def show_facts(self, facts: PlansFacts) -> None:
        """Show these."""
        self._facts = facts
        words = tr("Programmes for {0}, and plans of your own.").format(facts.person) if facts.person else ""
        self.subtitle.setText(words or tr("Programmes, and plans of your own."))
        self._fill()

    def _fill(self) -> None:
        clear(self._cards)
        self.weeks = None
        for own in self._facts.own:
            self._cards.addWidget(self._own_card(own))
        for programme in self._facts.programmes:
            self._cards.addWidget(self._card(programme))

    def show_weeks(self, programme_id: str, weeks: tuple[WeekFacts, ...]) -> None:
        """The weeks of a programme, for when its card is open."""
        self._weeks[programme_id] = weeks

    def show_problem(self, text: str) -> None:
        """Why something could not be done, "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def focus_first(self) -> None:
        """The first thing to press."""
        self.new_button.setFocus()

    def open_programme(self, programme_id: str) -> None:
        """Open one programme's card and close the others; a second time closes it."""
        self._open = "" if self._open == programme_id else programme_id
        if self._open and self._open not in self._weeks:
            self.weeks_wanted.emit(programme_id)
        self._fill()
        more = self.findChildren(QWidget, f"more-{programme_id}")
        if more:
            more[-1].setFocus()  # the newest: the old cards go a little later
            self._opened = more[-1].parentWidget()
            self._soon.start()

    def _show_opened(self) -> None:
        """What was opened begins at the top, as far as the page goes on below."""
        area = self.findChild(QScrollArea)
        if area is not None and self._open and self._opened is not None:
            area.verticalScrollBar().setValue(self._opened.y())

    # -- cards -----------------------------------------------------------------------------------------------
    def _card(self, facts: ProgrammeFacts) -> QFrame:
        frame, column = card()
        pad(column, self._scale, 26, 14, 6)
        programme = facts.programme
        head = QHBoxLayout()
        mark = tr("{0}  ·  week {1} now").format(programme.title, facts.week) if facts.week else programme.title
        head.addWidget(label(mark, "strong"), 1)
        is_open = self._open == programme.id
        more = button(tr("Less") if is_open else tr("More"))
        more.setObjectName(f"more-{programme.id}")
        more.setAccessibleName(f"{more.text()}: {programme.title}")
        more.clicked.connect(lambda: self.open_programme(programme.id))
        head.addWidget(more)
        column.addLayout(head)
        weeks = trn("{0} week", "{0} weeks", len(programme.weeks)).format(len(programme.weeks))
        line = f"{tr(SETTING_WORDS[programme.setting])}  ·  {weeks}  ·  {_a_week(programme.sessions_a_week)}"
        column.addWidget(label(line, "kicker"))
        column.addWidget(label(programme.summary, "body"))
        if is_open:
            self._open_part(column, facts)
        return frame

    def _open_part(self, column: QVBoxLayout, facts: ProgrammeFacts) -> None:
        programme = facts.programme
        if programme.who:
            column.addWidget(label(programme.who, "body"))
        self.weeks = Combo()
        self.weeks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.weeks.setAccessibleName(tr("Week of {0}").format(programme.title))
        weeks = self._weeks.get(programme.id, ())
        for week in weeks:
            self.weeks.addItem(tr("Week {0}: {1}").format(week.number, week.minutes))
        self.weeks.setCurrentIndex(max(0, facts.week - 1))
        column.addWidget(self.weeks)
        about = label("", "body")
        self.weeks.currentIndexChanged.connect(lambda index: about.setText(_summary(weeks, index)))
        about.setText(_summary(weeks, self.weeks.currentIndex()))
        column.addWidget(about)
        if facts.locked:
            column.addWidget(label(facts.locked, "problem"))
        column.addLayout(self._actions(facts))
        column.addWidget(label(tr("Where this comes from"), "kicker"))
        for source in programme.sources:
            text = f"•  {source.text}  ({tr(STRENGTH_WORDS[source.strength])})"
            column.addWidget(label(text, "small"))

    def _actions(self, facts: ProgrammeFacts) -> QVBoxLayout:
        """Two in a row: four would be wider than a small screen."""
        rows = QVBoxLayout()
        rows.setSpacing(round(12 * self._scale))
        person = self._facts.person
        wanted = [
            (tr("Demonstrate"), self.demo),
            (tr("Repeat with me"), self.repeat),
            (tr("Copy and change"), self.copied),
            (tr("Save as a sound file"), self.sound_week),
        ]
        if facts.own:
            wanted.append((tr("Remove"), self.dropped))
        if person:
            wanted.insert(0, (tr("Give to {0}").format(_short(person)), self.given))
        buttons = []
        for words, signal in wanted:
            made = WrappedButton(words)
            made.clicked.connect(lambda _checked=False, s=signal, p=facts.programme.id: s.emit(self._place(p)))
            buttons.append(made)
        for first in range(0, len(buttons), 2):
            rows.addWidget(Row(*buttons[first : first + 2]))
        return rows

    def _place(self, programme_id: str) -> Place:
        return Place(programme_id, (self.weeks.currentIndex() if self.weeks is not None else 0) + 1)

    def _own_card(self, facts: OwnPlanFacts) -> QFrame:
        frame, column = card()
        pad(column, self._scale, 26, 14, 6)
        title = tr("{0}  (draft)").format(facts.title) if facts.draft else facts.title
        column.addWidget(label(title, "strong"))
        column.addWidget(label(facts.detail, "body"))
        if facts.locked:
            column.addWidget(label(facts.locked, "problem"))
        row = Row()
        wanted = [(tr("Change"), self.edited), (tr("Remove"), self.removed)]
        if not facts.locked:
            wanted.insert(0, (tr("Walk this today"), self.walked))
            wanted.append((tr("Save as a sound file"), self.sound_plan))
        for words, signal in wanted:
            made = button(words)
            made.setAccessibleName(f"{words}: {facts.title}")
            made.clicked.connect(lambda _checked=False, s=signal, i=facts.id: s.emit(i))
            row.add(made)
        column.addWidget(row)
        return frame

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a plan file"), "", tr("Plans (*.toml)"))
        if name:
            self.file_chosen.emit(name)


def _summary(weeks: tuple[WeekFacts, ...], index: int) -> str:
    return weeks[index].summary if 0 <= index < len(weeks) else ""


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:22]}…"


def _a_week(sessions: tuple[int, int]) -> str:
    least, most = sessions
    if least == most:
        return trn("{0} session a week", "{0} sessions a week", least).format(least)
    return tr("{0} to {1} sessions a week").format(least, most)
