"""The stopwatch of a check-up, to be read from three metres: digits, what is going on, and what a press does.

Space, Enter and a clicker start and stop it, by the table of ``actions``: while it runs any button stops it, for a time
that was not meant is measured again, and Esc or S asks. What a press comes to, and the time, are decided elsewhere.
"""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.stopwatch import Phase
from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.actions import Action, Buttons
from balancecoach.ui.announce import announce
from balancecoach.ui.painted import AlignLeft, FitText, FormButton, Picture
from balancecoach.ui.palette import PAPER, current
from balancecoach.ui.theme import colour
from balancecoach.ui.timer import Timer

#: How often the digits are read from the clock while it runs.
TICK_MS = 50
#: After F5, Esc comes from the same button of a clicker for this long.
CLICKER_S = 30.0
_PRESS_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_LOOKS = {Phase.READY: "gate", Phase.RUNNING: "backward", Phase.STOPPED: "rest", Phase.DONE: "rest"}
#: What is going on, and what a press does.
_FORMS = {Phase.READY: icons.edges, Phase.RUNNING: icons.up, Phase.STOPPED: icons.dial, Phase.DONE: icons.tick}
_DOES = {Phase.READY: icons.play, Phase.RUNNING: icons.square, Phase.STOPPED: icons.tick, Phase.DONE: icons.tick}


class Moment(Struct, frozen=True):
    """What is shown. ``caption``: the spoken words. ``line``: for the helper. ``again``: "" where there is nothing to
    do again.
    """

    phase: Phase
    word: str
    title: str
    digits: str
    caption: str
    line: str
    main: str
    again: str = ""
    problem: bool = False  # this time cannot be kept
    backward: bool = False  # which way is walked


class Digits(Timer):
    """Seconds and tenths."""

    def read_out(self) -> str:
        """What a screen reader says when it is asked."""
        return tr("{0} seconds").format(self.text())


class _Main(FormButton):
    """The button whose form says what a press does."""

    def set_form(self, form: QPainterPath) -> None:
        """Another form."""
        self._form = form
        self.update()


class StopwatchScreen(QWidget):
    """``now_s``: monotonic seconds, to know a clicker's Esc from a person's."""

    KEEPS_AWAKE = True  # the computer (``desks.presence``)
    TAKES_KEYS = True  # for screen readers (``announce``)

    pressed = Signal()
    again = Signal()
    repeat = Signal()  # say the words again
    leave = Signal()
    ticked = Signal()  # the digits are due

    def __init__(self, now_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Stopwatch"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._now_s, self._f5_s = now_s, float("-inf")
        self._buttons = Buttons()
        self._phase, self._backward = Phase.READY, False
        self.picture = Picture(self)
        self.word, self.title = FitText(self, align=AlignLeft, narrowest=0.7), FitText(self)
        self.digits = Digits(self)
        self.caption = FitText(self, lines=2, narrowest=0.85)
        self.line = FitText(self, lines=2, narrowest=0.85)
        self.main = _Main(tr("Start"), icons.play, self)
        self.again_button = FormButton(tr("Again"), icons.again, self)
        self.leave_button = FormButton(tr("Leave"), icons.back, self)
        self.main.clicked.connect(self.pressed)
        self.again_button.clicked.connect(self.again)
        self.leave_button.clicked.connect(self.leave)
        for made in self._all_buttons():
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # not by mouse: the next Space is for the watch
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.ticked)

    def _all_buttons(self) -> tuple[FormButton, FormButton, FormButton]:
        return self.main, self.again_button, self.leave_button

    def start(self, buttons: Buttons) -> None:
        """A new check-up; ``buttons``: which do what."""
        self._buttons, self._f5_s = buttons, float("-inf")

    def show_moment(self, moment: Moment) -> None:
        """Show this."""
        changed = moment.phase is not self._phase
        self._phase = moment.phase
        for part, words in ((self.word, moment.word), (self.title, moment.title), (self.caption, moment.caption)):
            part.set_text(words)
        self.line.set_text(moment.line)
        self.digits.set_text(moment.digits)
        self.main.set_words(moment.main)
        self._backward = moment.backward
        self.main.set_form((_DOES[moment.phase] if not moment.problem else icons.again)())
        self.again_button.set_words(moment.again or tr("Again"))
        self.again_button.setVisible(bool(moment.again))
        if changed:
            self.setFocus()  # what comes next is pressed anew, never by the button that happened to have the keyboard
            announce(self, f"{moment.word}. {moment.caption or moment.line}", at_once=True)
        self._run(moment.phase is Phase.RUNNING)
        self._paint_all()
        self._place()

    def _run(self, runs: bool) -> None:
        if runs and not self._timer.isActive():
            self._timer.start()
        elif not runs:
            self._timer.stop()

    def set_digits(self, text: str) -> None:
        """The time that runs."""
        self.digits.set_text(text)

    # -- keys ----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look the key up; repeats of a held key are ignored."""
        event.accept()
        pressed = event.key()
        action = self._buttons.action(pressed)
        if event.isAutoRepeat() or action is None:
            return
        if pressed == Qt.Key.Key_F5:
            self._f5_s = self._now_s()
        elif pressed == Qt.Key.Key_Escape and self._now_s() - self._f5_s < CLICKER_S:
            action = Action.OTHER
        focused = next((made for made in self._all_buttons() if made.hasFocus()), None)
        if focused is not None and pressed in _PRESS_KEYS and self._phase is not Phase.RUNNING:
            focused.click()
        else:
            self._do(action)

    def _do(self, action: Action) -> None:
        if action is Action.STOP:
            self.leave.emit()
        elif self._phase is Phase.RUNNING or action is Action.CONFIRM:
            self.pressed.emit()
        elif action is Action.AGAIN:
            (self.again if self._phase is Phase.STOPPED else self.repeat).emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads the digits."""
        super().hideEvent(event)
        self._timer.stop()

    # -- looks ---------------------------------------------------------------------------------------------------
    def _paint_all(self) -> None:
        look = current().looks[_LOOKS[self._phase]]
        for part in (self.word, self.title, self.caption, self.line):
            part.set_ink(look.text)
        runs = icons.down if self._backward else icons.up
        form = runs if self._phase is Phase.RUNNING else _FORMS[self._phase]
        self.picture.show_path(form(), look.text)
        self.digits.set_look(look)
        self.main.set_colours(look.text, look.background, look.text)
        self.again_button.set_colours(look.background, look.text, look.text)
        self.leave_button.set_colours("#ffffff", PAPER.danger, PAPER.danger)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colour of what is going on."""
        QPainter(self).fillRect(self.rect(), colour(current().looks[_LOOKS[self._phase]].background))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is a share of the window."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        side, inner = round(wide * 0.035), round(wide * 0.93)
        row, gap = round(high * 0.1), round(wide * 0.015)

        def band(top: float, bottom: float) -> QRect:
            return QRect(side, round(high * top), inner, round(high * bottom) - round(high * top))

        self.picture.setGeometry(side, round(high * 0.025), row, row)
        self.word.setGeometry(side + row + gap, round(high * 0.015), round(inner * 0.4), round(row * 1.2))
        left = side + row + 2 * gap + round(inner * 0.4)
        self.title.setGeometry(left, round(high * 0.035), side + inner - left, round(row * 0.8))
        self.digits.setGeometry(0, round(high * 0.145), wide, round(high * 0.445))
        self.digits.set_window_height(high)
        self.caption.setGeometry(band(0.595, 0.745))
        self.line.setGeometry(band(0.75, 0.85))
        for part, share in ((self.word, 0.11), (self.title, 0.06), (self.caption, 0.09), (self.line, 0.06)):
            part.set_largest(high * share)
        self._place_buttons(band(0.865, 0.975), gap)

    def _place_buttons(self, room: QRect, gap: int) -> None:
        """The main one is the widest; Leave is far from it."""
        unit = (room.width() - 2 * gap) // 10
        self.leave_button.setGeometry(room.left(), room.top(), 2 * unit, room.height())
        self.again_button.setGeometry(room.left() + 2 * unit + gap, room.top(), 3 * unit, room.height())
        self.main.setGeometry(room.left() + 5 * unit + 2 * gap, room.top(), 5 * unit, room.height())
