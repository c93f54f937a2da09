"""Today: one session, one huge Start; advice where there is some; this week and last time below."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.cut_off import CutOffCard
from balancecoach.ui.facts import AdviceFacts, TodayFacts
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.flow import Columns
from balancecoach.ui.icon import drawn_icon
from balancecoach.ui.palette import current
from balancecoach.ui.parts import button, card, clear, label, pad, press_focused, scrolling_page
from balancecoach.ui.reminder import Reminder
from balancecoach.ui.strip import Strip


class TodayScreen(QWidget):
    """Shows ``TodayFacts``."""

    start = Signal()
    fix = Signal()  # do what is missing first
    instead = Signal()  # the forward-only programme, for today
    back = Signal()  # from a one-off plan back to the programme
    set_up = Signal()  # the first person
    demo = Signal()
    read = Signal()  # the guides
    bring = Signal()  # everything from another computer
    moved = Signal(object)  # Place: a helper or physio confirms
    stayed = Signal()
    people = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self._column = scrolling_page(self, clicker=True)
        self.greeting, self.date = label("", "title"), label("", "subtitle")
        self.person = WrappedButton("", "link")
        self.person.clicked.connect(self.people)
        self._head = QHBoxLayout()
        self._head.addWidget(self.date, 1)
        self._head.addWidget(self.person, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self.greeting)
        self._column.addLayout(self._head)
        self.notice = label("", "problem")
        self._column.addWidget(self.notice)
        self.cut_off = CutOffCard()
        self._column.addWidget(self.cut_off)
        self.advice_card = self._advice_card()
        self._column.addWidget(self.advice_card)
        self.welcome_card = self._welcome_card()
        self._column.addWidget(self.welcome_card)
        self.today_card = self._today_card()
        self._column.addWidget(self.today_card)
        self._column.addWidget(self._small_cards())
        self.reminder = Reminder()
        self._column.addWidget(self.reminder)
        self._column.addStretch(1)

    def _today_card(self) -> QFrame:
        frame, self._card = card()
        self.kicker = label("", "kicker")
        self.headline, self.detail = label("", "headline"), label("", "body")
        self.locked = label("", "problem")
        self.strip = Strip()
        self.start_button = button(f"  {tr('Start')}", "start")
        self.start_button.setAccessibleName(tr("Start"))
        self.start_button.clicked.connect(self.start)
        self.fix_button = WrappedButton("", "main")
        self.fix_button.clicked.connect(self.fix)
        self.instead_button, self.back_button = WrappedButton("", "link"), WrappedButton("", "link")
        self.instead_button.clicked.connect(self.instead)
        self.back_button.clicked.connect(self.back)
        rows = (self.kicker, self.headline, self.detail, self.strip, self.locked, self.start_button, self.fix_button)
        for widget in (*rows, self.instead_button, self.back_button):
            self._card.addWidget(widget)
        return frame

    def _welcome_card(self) -> QFrame:
        frame, self._welcome = card()
        self._welcome.addWidget(label(tr("Who is walking?"), "headline"))
        words = tr("Set up the first person with a helper. It takes about ten minutes, and you can stop in between.")
        self._welcome.addWidget(label(words, "body"))
        self.set_up_button = WrappedButton(tr("Set up the first person"), "start")
        self.set_up_button.clicked.connect(self.set_up)
        self.demo_button = WrappedButton(tr("Show me a session first, as a demonstration"), "link")
        self.demo_button.clicked.connect(self.demo)
        self._welcome.addWidget(self.set_up_button)
        self._welcome.addWidget(self.demo_button)
        self.read_button = WrappedButton(tr("Read first how it works"), "link")
        self.read_button.clicked.connect(self.read)
        self._welcome.addWidget(self.read_button)
        self.bring_button = WrappedButton(tr("Bring everything in from another computer"), "link")
        self.bring_button.clicked.connect(self.bring)
        self._welcome.addWidget(self.bring_button)
        return frame

    def _advice_card(self) -> QFrame:
        frame, self._advice = card()
        self.advice_title, self.advice_reasons = label("", "question"), label("", "body")
        self._advice.addWidget(self.advice_title)
        self._advice.addWidget(self.advice_reasons)
        self._choices = QVBoxLayout()
        self._advice.addLayout(self._choices)
        return frame

    def _small_cards(self) -> Columns:
        self.small = Columns(2)
        self.week_card, self._week = card()
        self.week_headline, self.week_detail = label("", "strong"), label("", "body")
        for widget in (label(tr("THIS WEEK"), "kicker"), self.week_headline, self.week_detail):
            self._week.addWidget(widget)
        self.last_card, self._last = card()
        self.last_kicker, self.last_headline = label("", "kicker"), label("", "strong")
        self.last_detail = label("", "body")
        for widget in (self.last_kicker, self.last_headline, self.last_detail):
            self._last.addWidget(widget)
        self.small.show_cards([self.week_card, self.last_card])
        return self.small

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A clicker starts, too."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 22, 12)
        for column in (self._card, self._welcome):
            pad(column, scale, 34, 20, 10)
        pad(self._advice, scale, 34, 18, 8)
        self.small.grid.setSpacing(round(24 * scale))
        for column in (self._week, self._last):
            pad(column, scale, 26, 16, 4)
        self.cut_off.set_scale(scale)
        self.reminder.set_scale(scale)
        self.strip.setFixedHeight(round(28 * scale))
        side = round(44 * scale)
        self.start_button.setIcon(drawn_icon(icons.play(), current().fill_ink, side))
        self.start_button.setIconSize(QSize(side, side))

    def show_facts(self, facts: TodayFacts) -> None:
        """Show these."""
        self.greeting.setText(facts.greeting)
        self.date.setText(facts.date)
        self.person.setText(tr("Somebody else?"))
        self.person.setVisible(facts.several)
        _show(self.notice, facts.notice)
        self.reminder.show_words(facts.reminder)
        self._show_advice(facts.advice)
        nobody = facts.plan is None
        self.welcome_card.setVisible(nobody)
        for part in (self.today_card, self.small):
            part.setVisible(not nobody)
        if facts.plan is None:
            self.cut_off.show_facts(None)
            self.set_up_button.setFocus()
            return
        self._show_plan(facts)
        self.cut_off.show_facts(facts.cut_off)
        self.week_headline.setText(facts.week_headline)
        self.week_detail.setText(facts.week_detail)
        self.last_kicker.setText(facts.last_kicker)
        self.last_headline.setText(facts.last_headline)
        self.last_detail.setText(facts.last_detail)

    def _show_plan(self, facts: TodayFacts) -> None:
        assert facts.plan is not None
        self.kicker.setText(facts.kicker)
        self.headline.setText(facts.plan.title)
        self.detail.setText(facts.plan.summary)
        self.strip.set_blocks(facts.plan.blocks, facts.seconds)
        _show(self.locked, "\n".join(facts.locked))
        self.start_button.setVisible(not facts.locked)
        for made, words in ((self.fix_button, facts.fix), (self.instead_button, facts.instead)):
            made.setText(words)
            made.setVisible(bool(words))
        self.back_button.setText(facts.back)
        self.back_button.setVisible(bool(facts.back))
        first = self.fix_button if facts.fix else self.instead_button if facts.locked else self.start_button
        first.setFocus()

    def _show_advice(self, advice: AdviceFacts | None) -> None:
        clear(self._choices)
        self.advice_card.setVisible(advice is not None)
        if advice is None:
            return
        self.advice_title.setText(advice.title)
        self.advice_reasons.setText(" ".join(advice.reasons))
        buttons = []
        for choice in advice.choices:
            buttons.append(button(choice.words))
            buttons[-1].clicked.connect(lambda _checked=False, place=choice.place: self.moved.emit(place))
        if advice.stay:
            buttons.append(button(advice.stay))
            buttons[-1].clicked.connect(self.stayed)
        self._choices.addWidget(Row(*buttons))


def _show(made: QLabel, words: str) -> None:
    made.setText(words)
    made.setVisible(bool(words))
