"""The session, to be read from three metres: one thing at a time, as large as the window allows.

Keys (a presenter's clicker sends the same): any key pauses while somebody walks; Enter, Space or PageDown passes a
gate, or ends loosening up and sitting sooner; P pauses these; S or Esc twice, or held for one second, stops; W notes
a wobble; R says the sentence again.
"""

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.ui.session_face import SessionFace, single_shot

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
#: Where P pauses; while somebody walks any key does.
PAUSABLE = {State.GATE, State.EASY, State.RESTART}
STOP_HOLD_MS = 1000
STOP_AGAIN_MS = 5000
#: Two presses closer than this are one: a bouncing clicker may not pass two gates.
DEBOUNCE_MS = 350


class SessionScreen(SessionFace):
    """Tells what a person wants, by key or button. Knows no session, voice or clock."""

    confirmed = Signal()
    paused = Signal()
    resumed = Signal()
    stopped = Signal()
    wobbled = Signal()
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop_asked = False
        self._since_press = QElapsedTimer()
        self._hold_timer = single_shot(self, STOP_HOLD_MS, self._held)
        self._stop_timer = single_shot(self, STOP_AGAIN_MS, self._forget_stop)
        self.ready.clicked.connect(self._ready_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self.stop.clicked.connect(self.ask_stop)
        self.stop.pressed.connect(self._hold_timer.start)
        self.stop.released.connect(self._hold_timer.stop)

    def start(self, script: Script) -> None:
        """A new session."""
        super().start(script)
        self._forget_stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One table for all keys; repeats of a held key are ignored."""
        pressed = event.key()  # a plain number: keyboards send some that Qt has no name for
        event.accept()
        if event.isAutoRepeat() or pressed in IGNORED_KEYS or self._view is None:
            return
        if pressed in STOP_KEYS:
            self._hold_timer.start()
            self.ask_stop()
            return
        bounced = self._bounced()
        if pressed == Qt.Key.Key_W:
            self.wobbled.emit()
        elif self._view.state is State.TIMED:
            self.paused.emit()  # never held back, however fast it follows another press
        elif _walks(self._view) and pressed not in CONFIRM_KEYS:
            self.paused.emit()
        elif pressed in (Qt.Key.Key_R, Qt.Key.Key_PageUp):
            self.again.emit()
        elif pressed in CONFIRM_KEYS and not bounced:
            self._confirm()
        elif pressed in (Qt.Key.Key_P, Qt.Key.Key_MediaPause) and self._view.state in PAUSABLE:
            self.paused.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A Stop key that is let go was not held."""
        if not event.isAutoRepeat() and event.key() in STOP_KEYS:
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
        if _walks(self._view):
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

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window decides, not this screen."""
        event.ignore()


def _walks(view: View) -> bool:
    """Somebody walks: for a time, or for a distance on the floor."""
    return view.state is State.TIMED or (view.state is State.GATE and view.block.distance_m > 0)
