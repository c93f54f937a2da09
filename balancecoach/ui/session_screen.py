"""The session, to be read from three metres: one thing at a time, as large as the window allows.

What each button does is the table of ``actions``; this file keeps stray presses harmless. A key's repeats and bounces
count once; Stop asks first; a clicker whose one button sends F5 and Esc by turns never stops anything.
"""

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.ui.actions import Action, Buttons, Wish, walks, wish_for
from balancecoach.ui.painted import FormButton
from balancecoach.ui.session_face import SessionFace, single_shot

#: Held for ``STOP_HOLD_MS`` it stops. Esc does not: a clicker in a pocket sends it, and some never tell of letting go.
HELD_KEY = Qt.Key.Key_S
#: These press the button that has the keyboard.
PRESS_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
TAB_KEYS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
STOP_HOLD_MS = 1000
STOP_AGAIN_MS = 5000
#: Two presses closer than this are one: a bouncing clicker may not pass two gates.
DEBOUNCE_MS = 350
#: After F5, Esc comes from the same button of a clicker for this long.
CLICKER_MS = 30_000


class SessionScreen(SessionFace):
    """Tells what a person wants, by key or button. Knows no session, voice or clock."""

    KEEPS_AWAKE = True  # the computer (``desks.presence``)
    confirmed = Signal()
    paused = Signal()
    resumed = Signal()
    stopped = Signal()
    wobbled = Signal()
    again = Signal()
    time_wanted = Signal()
    moved = Signal(object)  # View: another block, state or step
    gone = Signal()  # another screen is shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = Buttons()
        self._stop_asked = False
        self._last: Action | None = None
        self._since_press, self._since_f5 = QElapsedTimer(), QElapsedTimer()
        self._hold_timer = single_shot(self, STOP_HOLD_MS, self._held)
        self._stop_timer = single_shot(self, STOP_AGAIN_MS, self._forget_stop)
        self.ready.clicked.connect(self._ready_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self.stop.clicked.connect(self.ask_stop)
        self.stop.pressed.connect(self._hold_timer.start)
        self.stop.released.connect(self._hold_timer.stop)
        for made in (self.ready, self.hold, self.stop):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # not by mouse: the next Enter is for the session

    def set_buttons(self, buttons: Buttons) -> None:
        """Which buttons do what."""
        self._buttons = buttons

    def start(self, script: Script) -> None:
        """A new session."""
        super().start(script)
        self._since_f5.invalidate()
        self._last = None
        self._forget_stop()

    def show_view(self, view: View) -> None:
        """Show this moment; what comes next is pressed anew, never by the button that happened to have the keyboard."""
        before = self._view
        moved = before is None or (before.state, before.index, before.step) != (view.state, view.index, view.step)
        if moved and self._focused() is not None:
            self.setFocus()  # before it is hidden: Qt would choose another button
        super().show_view(view)
        if moved and self._script is not None:
            self.moved.emit(view)

    def event(self, event: QEvent) -> bool:
        """Tab goes from button to button, but while somebody walks it is a key like any other.

        When another window has the keyboard, a Stop key that comes up there was not held here.
        """
        if event.type() == QEvent.Type.WindowDeactivate:
            self._hold_timer.stop()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in TAB_KEYS
            and self._view is not None
            and walks(self._view)
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look the key up in the table; repeats of a held key are ignored."""
        pressed = event.key()  # a plain number: keyboards send some that Qt has no name for
        event.accept()
        action = self._buttons.action(pressed)
        if event.isAutoRepeat() or action is None or self._view is None:
            return
        if pressed == Qt.Key.Key_F5:
            self._since_f5.start()
            self._forget_stop()  # the Esc before it was the same button
        elif pressed == Qt.Key.Key_Escape and self._by_clicker():
            action = Action.OTHER
        elif pressed == HELD_KEY:
            self._hold_timer.start()
        focused = self._focused()
        if focused is not None and pressed in PRESS_KEYS and not walks(self._view):
            focused.click()
        else:
            self.do(action)

    def do(self, action: Action) -> None:
        """What a button for this asks for now, wherever it was pressed."""
        if self._view is None:
            return
        wish = wish_for(action, self._view)
        if wish is Wish.ASK_STOP:
            self.ask_stop()
            return
        bounced, self._last, before = self._bounced(), action, self._last
        if wish is Wish.PAUSE:
            self.paused.emit()  # never held back, however fast it follows another press
        elif wish in (Wish.CONFIRM, Wish.RESUME) and not bounced:
            self._confirm()
        elif not (bounced and action is before):
            self._emit(wish)

    def _emit(self, wish: Wish) -> None:
        if wish is Wish.WOBBLE:
            self.wobbled.emit()
        elif wish is Wish.AGAIN:
            self.again.emit()
        elif wish is Wish.TIME:
            self.time_wanted.emit()

    def _by_clicker(self) -> bool:
        return self._since_f5.isValid() and self._since_f5.elapsed() < CLICKER_MS

    def _focused(self) -> FormButton | None:
        return next((made for made in (self.ready, self.hold, self.stop) if made.hasFocus()), None)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A Stop key that is let go was not held."""
        if not event.isAutoRepeat() and event.key() == HELD_KEY:
            self._hold_timer.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another screen; a window that was put aside is none."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._hold_timer.stop()
            self.gone.emit()

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
            self._ready_clicked()
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
        if walks(self._view):
            self.paused.emit()  # before anything that takes a while to lay out
        self.stop.set_words(tr("Press again"))
        self._place()

    def _held(self) -> None:
        if self._stop_asked or self.stop.isDown():
            self._stop_now()

    def _stop_now(self) -> None:
        self._hold_timer.stop()
        self._ask_no_more()
        self.stopped.emit()  # before anything that takes a while to lay out
        self._forget_stop()

    def _ask_no_more(self) -> None:
        self._stop_asked = False
        self._stop_timer.stop()

    def _forget_stop(self) -> None:
        self._ask_no_more()
        self.stop.set_words(tr("Stop"))
        self._place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window decides, not this screen."""
        event.ignore()
