"""The pages of the sight check: where the screen is, and what the big numbers read."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.preferences import LEAST_DISTANCE_M, LEAST_INCHES, MOST_DISTANCE_M, MOST_INCHES
from balancecoach.core.sight import MM_PER_INCH
from balancecoach.core.words import tr
from balancecoach.ui.fields import NumberField
from balancecoach.ui.fitting import NO_BREAK, Row, WrappedButton
from balancecoach.ui.palette import current
from balancecoach.ui.parts import button
from balancecoach.ui.set_up_page import SetUpPage
from balancecoach.ui.timer import Timer

M_PER_FOOT = 0.3048


def screen_inches(widget: QWidget) -> float | None:
    """The diagonal of the display that a widget is on, as far as the display tells something that can be true."""
    size = widget.screen().physicalSize()
    inches = float((size.width() ** 2 + size.height() ** 2) ** 0.5 / MM_PER_INCH)
    return round(inches, 1) if LEAST_INCHES <= inches <= MOST_INCHES else None


class Place(Struct, frozen=True):
    """Eyes to screen in metres, and the screen's diagonal in inches, ``None`` while not known."""

    distance_m: float
    inches: float | None


class WherePage(SetUpPage):
    """How far the eyes are from the screen, and how large it is. ``went_on`` with a ``Place`` that is known."""

    def __init__(self, place: Place, *, feet: bool = False) -> None:
        super().__init__(
            tr("How far is the screen, and how large?"),
            tr("Measure from the eyes to the screen. At least two metres behind the treadmill stay clear."),
        )
        self._unit_m = M_PER_FOOT if feet else 1.0
        self.distance = NumberField(tr("From the eyes to the screen"), tr("feet") if feet else tr("metres"))
        self.distance.show_value(place.distance_m / self._unit_m)
        hint = tr("From one corner to the one across. It is often in the screen's name, such as 24.")
        self.inches = NumberField(tr("Size of the screen"), tr("inches"), hint)
        self.inches.show_value(place.inches)
        for field in (self.distance, self.inches):
            field.changed.connect(lambda field=field: field.set_problem(""))
            self.column.addWidget(field)
        self.finish()

    def set_scale(self, scale: float) -> None:
        """Spacing."""
        super().set_scale(scale)
        for field in (self.distance, self.inches):
            field.set_scale(scale)

    def focus_first(self) -> None:
        """The distance."""
        self.distance.edit.setFocus()
        self.distance.edit.selectAll()

    def enter(self) -> None:
        """From the distance to the size, from there on."""
        if self.focusWidget() is self.distance.edit:
            self.inches.edit.setFocus()
            self.inches.edit.selectAll()
        else:
            self.go_on()

    def go_on(self) -> None:
        """When both are numbers that can be."""
        unit = self._unit_m
        distance = self._read(self.distance, LEAST_DISTANCE_M / unit, MOST_DISTANCE_M / unit)
        inches = self._read(self.inches, LEAST_INCHES, MOST_INCHES)
        if distance is not None and inches is not None:
            self.went_on.emit(Place(distance * unit, inches))

    def _read(self, field: NumberField, least: float, most: float) -> float | None:
        value, wrong = field.read()
        if not wrong and (value is None or not least <= value <= most):
            wrong = tr("Write a number from {0:.2g} to {1:.3g}.").format(least, most)
        field.set_problem(wrong)
        if wrong:
            self.bring(field.edit)
        return None if wrong else value


class ReadPage(SetUpPage):
    """The timer as it is in a session; the helper presses what the walker reads out. ``went_on`` with True if right."""

    def __init__(self, shown: str, choices: Sequence[str], window_height: Callable[[], int]) -> None:
        super().__init__(tr("From where you will walk: what do the big numbers say?"))
        self._shown, self._window_height = shown, window_height
        self.timer = Timer()
        self.timer.set_text(shown)
        self.timer.set_look(current().looks["backward"])
        self.column.addWidget(self.timer)
        self.answers = [button(f"{number}{NO_BREAK * 3}{words}") for number, words in enumerate(choices, start=1)]
        for made, words in zip(self.answers, choices, strict=True):
            made.setAccessibleName(words)
            made.clicked.connect(lambda _on=False, words=words: self.went_on.emit(words == self._shown))
        self.unread = WrappedButton(tr("They cannot be read"), "link")
        self.unread.clicked.connect(lambda: self.went_on.emit(False))
        self.column.addWidget(Row(*self.answers, self.unread))
        self.finish()

    @property
    def next_words(self) -> str:
        """The answers are the buttons."""
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As large as in a session."""
        super().resizeEvent(event)
        high = self._window_height()
        self.timer.set_window_height(high)
        self.timer.setFixedHeight(round(high * Timer.DIGITS_M_SS * 1.04))

    def focus_first(self) -> None:
        """The first answer."""
        self.answers[0].setFocus()

    def go_on(self) -> None:
        """Only an answer goes on."""
        self.say(tr("Press the number of what was read out."))

    def enter(self) -> None:
        """The answer that has the keyboard."""
        here = self.focusWidget()
        made = next((each for each in (*self.answers, self.unread) if each is here), None)
        if made is None:
            self.go_on()
        else:
            made.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 answer."""
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.answers) and not event.isAutoRepeat():
            self.answers[number].click()
        else:
            super().keyPressEvent(event)
