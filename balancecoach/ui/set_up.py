"""The set-up of a person, one calm question a page: header with the progress, the page, and three buttons."""

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.palette import current
from balancecoach.ui.parts import button, label, pad, scrolled
from balancecoach.ui.set_up_page import ENTER, SetUpPage
from balancecoach.ui.theme import colour


class Where(Struct, frozen=True):
    """How far the set-up is: ``step`` of ``steps`` (0: not counted), its name, and more words such as "Question 3"."""

    step: int
    steps: int
    name: str
    detail: str = ""

    @property
    def words(self) -> str:
        """For the eye."""
        counted = [tr("Step {0} of {1}").format(self.step, self.steps)] if self.step and self.steps > 1 else []
        return "  ·  ".join([*counted, self.name, *([self.detail] if self.detail else [])])


class StepsBar(QWidget):
    """One piece for each step: done is full, the present one amber and higher. The words beside say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._step = self._steps = 0

    def show_steps(self, step: int, steps: int) -> None:
        """Show these."""
        self._step, self._steps = step, steps
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pieces."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, height = self.height() / 2, float(self.height())
        wide = (self.width() - gap * (self._steps - 1)) / max(1, self._steps)
        for number in range(self._steps):
            here = number + 1 == self._step
            inset = 1.0 if here else height / 4
            ink = current().amber if here else current().accent if number + 1 < self._step else current().card
            painter.setBrush(colour(ink))
            painter.setPen(colour(current().outline))
            spot = QRectF(number * (wide + gap) + 1, inset, wide - 2, height - 2 * inset)
            painter.drawRoundedRect(spot, height / 4, height / 4)
        painter.end()


class SetUpScreen(QWidget):
    """Shows one page at a time. What comes next is decided elsewhere."""

    answered = Signal(object)
    back = Signal()
    later = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scale = 1.0
        self.page: SetUpPage | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.kicker = label("", "kicker")
        self.bar = StepsBar()
        self._column.addWidget(self.kicker)
        self._column.addWidget(self.bar)
        self.area = scrolled(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self._buttons())

    def _buttons(self) -> QWidget:
        foot = QWidget()
        self._foot = QHBoxLayout(foot)
        self.back_button = button(tr("Back"))
        self.back_button.clicked.connect(self.back)
        self.later_button = button(tr("Later"), "link")
        self.later_button.clicked.connect(self.later)
        self.next_button = button("", "main")
        self.next_button.clicked.connect(self._go_on)
        self._foot.addWidget(self.back_button)
        self._foot.addWidget(self.later_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.next_button)
        return foot

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 80, 22, 14)
        pad(self._foot, scale, 80, 14, 20)
        self.bar.setFixedHeight(round(18 * scale))
        if self.page is not None:
            self.page.set_scale(scale)

    def show_page(self, page: SetUpPage, where: Where) -> None:
        """One page in place of the one before."""
        if self.page is not None:
            self._column.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        page.went_on.connect(self.answered)
        page.back.connect(self.back)
        self._column.addWidget(page, 1)
        self.kicker.setText(where.words)
        self.bar.show_steps(where.step, where.steps)
        self.bar.setVisible(where.step > 0 and where.steps > 1)
        self.next_button.setText(page.next_words)
        self.next_button.setVisible(bool(page.next_words))
        self.set_scale(self._scale)
        self.area.verticalScrollBar().setValue(0)
        page.show()
        page.focus_first()

    def set_last(self, last: bool, *, kept: bool) -> None:
        """On the last page there is nothing to leave for later. ``kept``: what was answered so far is."""
        self.later_button.setToolTip(tr("Everything answered so far is kept.") if kept else "")
        self.later_button.setVisible(not last)
        self.back_button.setVisible(not last)

    def _go_on(self) -> None:
        if self.page is not None:
            self.page.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """For the buttons below: Esc goes back; Enter that nobody took goes on."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() in ENTER:
            self._go_on()
        else:
            super().keyPressEvent(event)
