"""What the session screen looks like: its parts, their places as shares of the window, the colours of the moment."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.plan import Hands
from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.painted import AlignLeft, FitText, FormButton, Picture
from balancecoach.ui.session_words import big_words, clock_words, hands_words, next_words, speed_words, word
from balancecoach.ui.strip import Strip
from balancecoach.ui.theme import DANGER, GATE, PAUSED, Look, colour, look_of
from balancecoach.ui.timer import Timer

FLASH_MS = 300


class SessionFace(QWidget):
    """Shows a ``View``, the words that are spoken, and trouble. What a person presses is in ``SessionScreen``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._script: Script | None = None
        self._view: View | None = None
        self._look = PAUSED
        self._flashing = False
        self.picture = Picture(self)
        self.word = FitText(self, align=AlignLeft)
        self.speed = FitText(self, frame=True)
        self.hands = FitText(self, frame=True)
        self.timer = Timer(self)
        self.big = FitText(self, lines=2)
        self.caption = FitText(self, lines=2)
        self.strip = Strip(self)
        self.left = FitText(self, align=AlignLeft)
        self.next = FitText(self, lines=2)
        self.banner = FitText(self, lines=2, frame=True)
        self.ready = FormButton(tr("Ready"), icons.tick, self)
        self.hold = FormButton(tr("Pause"), icons.pause, self)
        self.stop = FormButton(tr("Stop"), icons.square, self)
        self._flash_timer = single_shot(self, FLASH_MS, self._end_flash)
        self.big.hide()
        self.banner.hide()

    # -- what is shown ---------------------------------------------------------------------------------------
    def start(self, script: Script) -> None:
        """A new session."""
        self._script, self._view = script, None
        self.strip.set_blocks(script.plan.blocks, script.seconds)
        self.caption.set_text("")
        self.set_trouble("")
        self.setFocus()

    def show_view(self, view: View) -> None:
        """Show this moment. Cheap: what did not change is not painted again."""
        before, self._view = self._view, view
        if before is None or (before.state, before.index) != (view.state, view.index):
            self._show_block(view)
        self._show_time(view)

    def say(self, words: str) -> None:
        """Caption exactly the words that are spoken now."""
        self.caption.set_text(words)

    def flash(self) -> None:
        """Show by light what cannot be heard: once, never flickering."""
        self._flashing = True
        self._flash_timer.start()
        self._apply_look(self._look)

    def not_yet(self, seconds: float) -> None:
        """A press came before a gate may be passed: say so where the eyes are."""
        self.caption.set_text(tr("Not yet. {0} more.").format(clock_words(seconds)))

    def set_trouble(self, sentence: str) -> None:
        """A plain line for the helper, "" for none."""
        self.banner.set_text(sentence)
        self.banner.setVisible(bool(sentence))
        self.next.setVisible(not sentence)
        self._place()

    def _show_block(self, view: View) -> None:
        block, state = view.block, view.state
        off_duty = state in (State.PAUSED, State.STOPPED)
        self.word.set_text(word(view))
        self.speed.set_text(speed_words(block, state))
        self.hands.set_text(hands_words(Hands.BOTH if off_duty else block.hands))
        self.next.set_text(next_words(view, self._script))
        self.ready.set_words({State.STOPPED: tr("I am sitting"), State.SEATED: tr("Go on")}.get(state, tr("Ready")))
        self.hold.set_words(tr("Carry on") if state is State.PAUSED else tr("Pause"))
        self.ready.setVisible(state in (State.GATE, State.RESTART, State.SEATED, State.STOPPED))
        self.hold.setVisible(state in (State.TIMED, State.GATE, State.RESTART, State.PAUSED))
        self.stop.setVisible(state not in (State.STOPPED, State.ENDED, State.SEATED))
        self._apply_look(PAUSED if off_duty else GATE if state is State.RESTART else look_of(block))
        self._place()

    def _show_time(self, view: View) -> None:
        waits = view.state in (State.GATE, State.RESTART) and view.ready_in_s <= 0
        words = big_words(view) if waits or view.state is State.STOPPED else ""
        self.big.set_text(words)
        self.big.setVisible(bool(words))
        self.timer.setVisible(not words)
        seconds = view.ready_in_s if view.state in (State.GATE, State.RESTART) else view.left_s
        self.timer.set_text(clock_words(seconds))
        self.timer.setAccessibleName(tr("{0} left").format(clock_words(seconds)))
        self.left.set_text(tr("{0} left").format(clock_words(view.session_left_s)))
        done = sum(self._script.seconds) - view.session_left_s if self._script else 0.0
        self.strip.set_progress(self._shown_look(), done)

    # -- colours and places ----------------------------------------------------------------------------------
    def _shown_look(self) -> Look:
        look = self._look
        return Look(look.name, look.text, look.background) if self._flashing else look

    def _apply_look(self, look: Look) -> None:
        self._look = look
        shown = self._shown_look()
        for text in (self.word, self.speed, self.hands, self.caption, self.left, self.next, self.big):
            text.set_ink(shown.text)
        self.banner.set_ink(DANGER, "#ffffff")
        self.timer.set_look(shown)
        if self._view is not None:
            self.picture.show_path(self._form(), shown.text)
        self.ready.set_colours(shown.text, shown.background, shown.text)
        first = (shown.text, shown.background)  # the one button that goes on is filled
        fill, ink = first[::-1] if self.ready.isVisibleTo(self) else first
        self.hold.set_colours(fill, ink, shown.text)
        self.stop.set_colours("#ffffff", DANGER, DANGER)
        self.update()

    def _form(self) -> QPainterPath:
        if self._view is None or self._view.state is State.PAUSED:
            return icons.pause()
        if self._view.state is State.STOPPED:
            return icons.stop()
        return icons.play() if self._view.state is State.RESTART else icons.of_block(self._view.block)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The background."""
        QPainter(self).fillRect(event.rect(), colour(self._shown_look().background))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is a share of the window."""
        self._place()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        side = round(wide * 0.035)
        row = round(high * 0.105)
        top = round(high * 0.022)
        inner = wide - 2 * side
        for text, share in ((self.word, 0.112), (self.speed, 0.05), (self.hands, 0.05), (self.left, 0.058)):
            text.set_largest(high * share)
        for text, share in ((self.caption, 0.092), (self.next, 0.05), (self.banner, 0.042), (self.big, 0.26)):
            text.set_largest(high * share)
        self.timer.set_window_height(high)
        chip_high = round(high * 0.09)
        hands_wide = min(self.hands.wanted_width(), round(inner * 0.26))
        speed_wide = min(self.speed.wanted_width(), round(inner * 0.22))
        gap = round(wide * 0.015)
        right = wide - side
        chip_top = top + (row - chip_high) // 2
        self.hands.setGeometry(right - hands_wide, chip_top, hands_wide, chip_high)
        self.speed.setGeometry(right - hands_wide - gap - speed_wide, chip_top, speed_wide, chip_high)
        self.picture.setGeometry(side, top, row, row)
        word_left = side + row + gap
        self.word.setGeometry(word_left, top, self.speed.x() - gap - word_left, row)
        middle = QRect(0, round(high * 0.14), wide, round(high * 0.445))
        self.timer.setGeometry(middle)
        self.big.setGeometry(middle.adjusted(side, 0, -side, 0))
        self.caption.setGeometry(side, round(high * 0.595), inner, round(high * 0.205))
        self.strip.setGeometry(side, round(high * 0.812), inner, round(high * 0.028))
        self._place_bottom(side, gap, round(high * 0.865), round(high * 0.108))

    def _place_bottom(self, side: int, gap: int, top: int, high: int) -> None:
        right = self.width() - side
        for button, share in ((self.stop, 2.1), (self.hold, 2.6), (self.ready, 2.6)):
            if button.isVisibleTo(self):
                wide = round(high * share * (1.25 if len(button.text()) > 8 else 1.0))
                right -= wide
                button.setGeometry(right, top, wide, high)
                right -= gap
        left_wide = round(self.width() * 0.16)
        self.left.setGeometry(side, top, left_wide, high)
        room = QRect(side + left_wide + gap, top, max(10, right - side - left_wide - gap), high)
        self.next.setGeometry(room)
        self.banner.setGeometry(room)

    def _end_flash(self) -> None:
        self._flashing = False
        self._apply_look(self._look)


def single_shot(parent: QWidget, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    """A timer that fires once, when it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
