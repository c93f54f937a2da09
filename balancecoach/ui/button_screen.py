"""Buttons: which do what, and "press the button you want"."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.actions import DEFAULTS, Action, Buttons
from balancecoach.ui.button_names import plain_name
from balancecoach.ui.button_rules import ACTION_WORDS, action_words, refusal
from balancecoach.ui.fitting import GAP, Row
from balancecoach.ui.parts import button, card, label, pad, scrolled, scrolling_page
from balancecoach.ui.session_face import single_shot

#: Nobody has pressed anything for so long: it ends by itself.
WAIT_MS = 20_000
#: Held together with another key; not buttons of their own.
_HELD = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


class ButtonCatcher(QWidget):
    """Waits for one press. All keys are its own meanwhile; Esc, its button or time end it."""

    caught = Signal(int)  # a key that may be chosen
    ended = Signal(str)  # nothing was chosen; a sentence why, "" for nobody's wish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._action, self._buttons = Action.CONFIRM, Buttons()
        self.column = scrolling_page(self)
        self.column.addWidget(label(tr("Press the button you want"), "title"))
        self.words = label("", "subtitle")
        self.problem = label("", "problem")
        self.cancel_button = button(tr("Cancel (Esc)"), "main")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # every key is for choosing
        self.cancel_button.clicked.connect(lambda: self.end(""))
        self.column.addWidget(self.words)
        self.column.addWidget(self.problem)
        self.column.addWidget(Row(self.cancel_button))
        self.column.addStretch(1)
        self.timer = single_shot(self, WAIT_MS, self._nothing_came)

    def wait(self, action: Action, buttons: Buttons) -> None:
        """Begin; ``buttons``: those in use."""
        self._action, self._buttons = action, buttons
        words = tr("For “{0}”: press it now, on the clicker, the pedal or the keyboard. It waits for 20 seconds.")
        self.words.setText(words.format(action_words(action)))
        self.setAccessibleName(self.words.text())
        self._tell("")
        self.timer.start()
        self.setFocus()

    def end(self, words: str) -> None:
        """No longer."""
        if self.timer.isActive():
            self.timer.stop()
            self.ended.emit(words)

    def _nothing_came(self) -> None:
        words = tr("No button came. It may be off, or this computer keeps that button for itself.")
        self.ended.emit(words)

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def event(self, event: QEvent) -> bool:
        """Also Tab, and keys that are short cuts elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The press."""
        event.accept()
        key = event.key()
        if event.isAutoRepeat() or key in _HELD or not self.timer.isActive():
            return
        if key == Qt.Key.Key_Escape:
            self.end("")
            return
        why_not = refusal(key, event.modifiers(), self._action, self._buttons)
        if why_not:
            self._tell(why_not)
            self.timer.start()
        else:
            self.timer.stop()
            self.caught.emit(key)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page was chosen meanwhile."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.end("")


class ButtonScreen(QWidget):
    """Shows which buttons do what; tells which one is wanted."""

    chosen = Signal(object, int)  # Action, key
    put_back = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._buttons = Buttons()
        self._choosing = Action.CONFIRM
        self.choose: dict[Action, QPushButton] = {}
        self.lines = {action: label("", "body") for action in ACTION_WORDS}
        self._cards: list[QVBoxLayout] = []
        self.catcher = ButtonCatcher()
        self.catcher.caught.connect(lambda key: self.chosen.emit(self._choosing, key))
        self.catcher.ended.connect(self._show_list)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self._list()))
        self._stack.addWidget(self.catcher)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _list(self) -> QWidget:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(label(tr("Buttons"), "title"))
        words = tr("Keyboard, clicker, shutter or pedal. While somebody walks, any button pauses. Stop always asks.")
        self._column.addWidget(label(words, "subtitle"))
        self.message = label("", "strong")
        self._column.addWidget(self.message)
        for action in ACTION_WORDS:
            self._column.addWidget(self._card(action))
        self.back_button = button(tr("Back to Settings"), "link")
        self.back_button.clicked.connect(self.left)
        self.reset_button = button(tr("Put back as it was at first"))
        self.reset_button.clicked.connect(self.put_back)
        self._column.addWidget(Row(self.reset_button, self.back_button))
        self._column.addStretch(1)
        return inside

    def _card(self, action: Action) -> QWidget:
        frame, column = card()
        self._cards.append(column)
        made = button(tr("Choose"))
        made.setAccessibleName(tr("{0}: choose a button").format(action_words(action)))
        made.clicked.connect(lambda: self._wait(action))
        self.choose[action] = made
        texts = QVBoxLayout()
        texts.addWidget(label(action_words(action), "strong"))
        texts.addWidget(self.lines[action])
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        row.addLayout(texts, 1)
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        return frame

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 10)
        pad(self.catcher.column, scale, 40, 24, 18)
        for column in self._cards:
            pad(column, scale, 24, 10, 4)

    def show_buttons(self, buttons: Buttons, words: str = "") -> None:
        """Which do what now, and a sentence about what was just done."""
        self._buttons = buttons
        for action, line in self.lines.items():
            yours = [plain_name(key) for key in buttons.chosen[action]]
            text = ", ".join(dict.fromkeys(plain_name(int(key)) for key in DEFAULTS[action]))
            line.setText(tr("Yours: {0}. Always: {1}").format(", ".join(yours), text) if yours else text)
        self.reset_button.setEnabled(any(buttons.chosen.values()))
        self._show_list(words)

    def begin(self) -> None:
        """The page is opened anew."""
        self._choosing = Action.CONFIRM
        self.show_buttons(self._buttons)

    def _show_list(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))
        self._stack.setCurrentIndex(0)
        if self.isVisible():  # else it would take the keyboard from the page that is
            self.choose[self._choosing].setFocus()

    def _wait(self, action: Action) -> None:
        self._choosing = action
        self._stack.setCurrentWidget(self.catcher)
        self.catcher.wait(action, self._buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
