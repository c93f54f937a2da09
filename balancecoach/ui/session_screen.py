"""The session, to be read from three metres: one thing at a time, as large as the window allows.

Keys (a presenter's clicker sends the same): any key pauses a running block; Enter, Space or PageDown passes a gate;
S or Esc twice, or held for one second, stops; W notes a wobble; R says the sentence again.
"""

from PySide6.QtCore import QElapsedTimer, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.plan import Hands
from balancecoach.core.script import Script
from balancecoach.core.session import State, View
from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.painted import AlignLeft, FitText, FormButton, Picture
from balancecoach.ui.session_words import big_words, clock_words, hands_words, next_words, speed_words, word
from balancecoach.ui.strip import Strip
from balancecoach.ui.theme import DANGER, GATE, PAUSED, Look, colour, look_of
from balancecoach.ui.timer import Timer

CONFIRM_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_PageDown}
STOP_KEYS = {Qt.Key.Key_S, Qt.Key.Key_Escape, Qt.Key.Key_MediaStop}
#: These change the machine, not the session: a helper turning the sound up must not pause the walk.
IGNORED_KEYS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_VolumeUp,
    Qt.Key.Key_VolumeDown,
    Qt.Key.Key_VolumeMute,
    Qt.Key.Key_MonBrightnessUp,
    Qt.Key.Key_MonBrightnessDown,
    Qt.Key.Key_Print,
}
STOP_HOLD_MS = 1000
STOP_AGAIN_MS = 5000
#: Two presses closer than this are one: a bouncing clicker may not pass two gates.
DEBOUNCE_MS = 350
FLASH_MS = 300


class SessionScreen(QWidget):
    """Shows a ``View`` and what is said; tells what a person wants. Knows no session, voice or clock."""

    confirmed = Signal()
    paused = Signal()
    resumed = Signal()
    stopped = Signal()
    wobbled = Signal()
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._script: Script | None = None
        self._view: View | None = None
        self._look = PAUSED
        self._flashing = False
        self._trouble = ""
        self._stop_asked = False
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
        self.ready.clicked.connect(self._ready_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self.stop.clicked.connect(self.ask_stop)
        self._hold_timer = self._single_shot(STOP_HOLD_MS, self._held)
        self._stop_timer = self._single_shot(STOP_AGAIN_MS, self._forget_stop)
        self._flash_timer = self._single_shot(FLASH_MS, self._end_flash)
        self.stop.pressed.connect(self._hold_timer.start)
        self.stop.released.connect(self._hold_timer.stop)
        self._since_press = QElapsedTimer()
        self.big.hide()
        self.banner.hide()

    def _single_shot(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    # -- what is shown ---------------------------------------------------------------------------------------
    def start(self, script: Script) -> None:
        """A new session."""
        self._script, self._view = script, None
        self.strip.set_blocks(script.plan.blocks, script.seconds)
        self.caption.set_text("")
        self._forget_stop()
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
        self._trouble = sentence
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

    # -- what a person wants ---------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One table for all keys; repeats of a held key are ignored."""
        pressed = Qt.Key(event.key())
        event.accept()
        if event.isAutoRepeat() or pressed in IGNORED_KEYS or self._view is None:
            return
        if pressed in STOP_KEYS:
            self._hold_timer.start()
            self.ask_stop()
        elif self._bounced():
            return
        elif pressed == Qt.Key.Key_W:
            self.wobbled.emit()
        elif pressed in (Qt.Key.Key_R, Qt.Key.Key_PageUp) and self._view.state is not State.TIMED:
            self.again.emit()
        elif self._view.state is State.TIMED:
            self.paused.emit()
        elif pressed in CONFIRM_KEYS:
            self._confirm()
        elif pressed in (Qt.Key.Key_P, Qt.Key.Key_MediaPause) and self._view.state in (State.GATE, State.RESTART):
            self.paused.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A Stop key that is let go was not held."""
        if not event.isAutoRepeat() and Qt.Key(event.key()) in STOP_KEYS:
            self._hold_timer.stop()

    def forget_presses(self) -> None:
        """The next press is not a bounce of the last one."""
        self._since_press.invalidate()

    def _bounced(self) -> bool:
        bounced = self._since_press.isValid() and self._since_press.elapsed() < DEBOUNCE_MS
        self._since_press.start()
        return bounced

    def _confirm(self) -> None:
        self._forget_stop()
        if self._view is not None and self._view.state is State.PAUSED:
            self.resumed.emit()
        else:
            self.confirmed.emit()

    def _ready_clicked(self) -> None:
        if not self._bounced():
            self._confirm()

    def _hold_clicked(self) -> None:
        if self._view is not None and self._view.state is State.PAUSED:
            self._confirm()
        else:
            self.paused.emit()

    def ask_stop(self) -> None:
        """The first press asks (and pauses a running block), the second stops."""
        if self._view is None or self._view.state in (State.STOPPED, State.SEATED, State.ENDED):
            return
        if self._stop_asked and not self._bounced():
            self._stop_now()
            return
        self._since_press.start()
        self._stop_asked = True
        self._stop_timer.start()
        self.stop.set_words(tr("Press again"))
        self._place()
        if self._view.state is State.TIMED:
            self.paused.emit()

    def _held(self) -> None:
        if self._stop_asked or self.stop.isDown():
            self._stop_now()

    def _stop_now(self) -> None:
        self._hold_timer.stop()
        self._forget_stop()
        self.stopped.emit()

    def _forget_stop(self) -> None:
        self._stop_asked = False
        self._stop_timer.stop()
        self.stop.set_words(tr("Stop"))
        self._place()

    def _end_flash(self) -> None:
        self._flashing = False
        self._apply_look(self._look)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window decides, not this screen."""
        event.ignore()
