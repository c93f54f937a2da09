"""Plans: the built-in ones, and any plan file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.progress import minutes
from balancecoach.core.words import tr
from balancecoach.ui.facts import PlanFacts
from balancecoach.ui.parts import button, card, label, pad, scrolling_page
from balancecoach.ui.strip import Strip


class PlansScreen(QWidget):
    """A list of ``PlanFacts``; choosing one makes it today's."""

    chosen = Signal(str)  # plan id
    file_chosen = Signal(str)  # path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Plans"), "title"))
        self._column.addWidget(label(tr("Choose what to walk today."), "subtitle"))
        self.problem = label("", "problem")
        self.problem.hide()
        self._column.addWidget(self.problem)
        self._cards = QVBoxLayout()
        self._column.addLayout(self._cards)
        self.open_button = button(tr("Open a plan file…"))
        self.open_button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self._scale = 1.0
        self._shown: tuple[tuple[PlanFacts, ...], str] = ((), "")

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 24, 14)
        self._cards.setSpacing(round(16 * scale))
        self.show_plans(*self._shown)

    def show_plans(self, plans: tuple[PlanFacts, ...], current: str) -> None:
        """Show these; ``current`` is today's."""
        self._shown = (plans, current)
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for facts in plans:
            self._cards.addWidget(self._card(facts, facts.plan.id == current))

    def show_problem(self, text: str) -> None:
        """Why a file could not be opened, "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _card(self, facts: PlanFacts, current: bool) -> QFrame:
        frame, column = card()
        pad(column, self._scale, 26, 16, 8)
        plan = facts.plan
        column.addWidget(label(plan.title, "strong"))
        column.addWidget(label(f"{minutes(sum(facts.seconds))}. {plan.summary}", "body"))
        strip = Strip()
        strip.set_blocks(plan.blocks, facts.seconds)
        strip.setFixedHeight(round(22 * self._scale))
        column.addWidget(strip)
        if plan.who:
            column.addWidget(label(plan.who, "small"))
        if plan.sources:
            column.addWidget(label(tr("Where this comes from: {0}").format(" ".join(plan.sources)), "small"))
        choose = button(tr("Today's plan") if current else tr("Choose this plan"))
        choose.setAccessibleName(f"{choose.text()}: {plan.title}")
        choose.setCheckable(True)
        choose.setChecked(current)
        choose.clicked.connect(lambda _checked=False, plan_id=plan.id: self.chosen.emit(plan_id))
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a plan file"), "", tr("Plans (*.toml)"))
        if name:
            self.file_chosen.emit(name)
