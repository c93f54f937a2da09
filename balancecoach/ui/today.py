"""Today: one session, one huge Start; this week and last time below."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.facts import TodayFacts
from balancecoach.ui.icon import drawn_icon
from balancecoach.ui.parts import button, card, label, pad, scrolling_page
from balancecoach.ui.strip import Strip


class TodayScreen(QWidget):
    """Shows ``TodayFacts``."""

    start = Signal()
    newcomer_plan = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self.greeting, self.date = label("", "title"), label("", "subtitle")
        self.notice = label("", "problem")
        for widget in (self.greeting, self.date, self.notice):
            self._column.addWidget(widget)
        self._column.addWidget(self._today_card())
        self._column.addLayout(self._small_cards())
        self._column.addStretch(1)

    def _today_card(self) -> QWidget:
        frame, self._card = card()
        self.kicker = label(tr("TODAY"), "kicker")
        self.headline, self.detail = label("", "headline"), label("", "body")
        self.strip = Strip()
        self.start_button = button(f"  {tr('Start')}", "start")
        self.start_button.setAccessibleName(tr("Start"))
        self.start_button.clicked.connect(self.start)
        self.newcomer = button(tr("New here? First get to know the treadmill"), "link")
        self.newcomer.clicked.connect(self.newcomer_plan)
        for widget in (self.kicker, self.headline, self.detail, self.strip, self.start_button, self.newcomer):
            self._card.addWidget(widget)
        return frame

    def _small_cards(self) -> QHBoxLayout:
        self._row = QHBoxLayout()
        left, self._week = card()
        self.week_headline, self.week_detail = label("", "strong"), label("", "body")
        for widget in (label(tr("THIS WEEK"), "kicker"), self.week_headline, self.week_detail):
            self._week.addWidget(widget)
        right, self._last = card()
        self.last_kicker, self.last_headline = label("", "kicker"), label("", "strong")
        self.last_detail = label("", "body")
        for widget in (self.last_kicker, self.last_headline, self.last_detail):
            self._last.addWidget(widget)
        self._row.addWidget(left, 1)
        self._row.addWidget(right, 1)
        return self._row

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 26, 14)
        pad(self._card, scale, 34, 24, 12)
        self._row.setSpacing(round(24 * scale))
        for column in (self._week, self._last):
            pad(column, scale, 26, 18, 4)
        self.strip.setFixedHeight(round(28 * scale))
        side = round(44 * scale)
        self.start_button.setIcon(drawn_icon(icons.play(), "#ffffff", side))
        self.start_button.setIconSize(QSize(side, side))

    def show_facts(self, facts: TodayFacts) -> None:
        """Show these."""
        self.greeting.setText(facts.greeting)
        self.date.setText(facts.date)
        self.notice.setText(facts.notice)
        self.notice.setVisible(bool(facts.notice))
        self.headline.setText(facts.plan.title)
        self.detail.setText(facts.plan.summary)
        self.strip.set_blocks(facts.plan.blocks, facts.seconds)
        self.newcomer.setVisible(facts.newcomer)
        self.week_headline.setText(facts.week_headline)
        self.week_detail.setText(facts.week_detail)
        self.last_kicker.setText(facts.last_kicker)
        self.last_headline.setText(facts.last_headline)
        self.last_detail.setText(facts.last_detail)
        self.start_button.setFocus()
