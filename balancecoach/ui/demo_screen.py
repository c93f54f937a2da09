"""A session screen that shows a demonstration: marked as one on every block, pause, gate and stop.

The keys of a session, and before these: + and - change the speed, Left and Right the block, B lists all blocks, L lets
it run by itself, Esc leaves. S twice shows the way down after a stop, as in a session; twice more leaves.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.headings import heading
from balancecoach.ui.demo_bar import SPEEDS, BlockList, DemoBar, style
from balancecoach.ui.session_screen import SessionScreen

_FASTER, _SLOWER = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}, {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}


class DemoScreen(SessionScreen):
    """Tells what a demonstrator wants. Knows no session, voice or clock."""

    HEAD = 0.085
    WORD = 0.1

    speed_wanted = Signal(int)
    block_wanted = Signal(int)
    run_wanted = Signal(bool)
    left_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = DemoBar(self)
        self.bar.speed_chosen.connect(self._choose_speed)
        self.bar.moved.connect(self._move)
        self.bar.list_wanted.connect(self._open_list)
        self.bar.run_chosen.connect(self._let_run)
        self.bar.leave.connect(self.left_wanted.emit)
        self.list = BlockList(self)
        self.list.chosen.connect(self._jump)
        self.list.closed.connect(self.setFocus)
        self._speed, self._runs, self._leaving = 1, False, False

    def start(self, script: Script) -> None:
        """A new demonstration, at life's own speed."""
        super().start(script)
        self._names = [heading(block, script.plan.surface) for block in script.plan.blocks]
        self.list.clear()
        self.list.addItems([f"{number}  {name}" for number, name in enumerate(self._names, 1)])
        self.bar.set_block(1, len(self._names), self._names[0])
        self._set_speed(1)
        self.bar.set_run(False)
        self._runs = self._leaving = False

    def show_view(self, view: View) -> None:
        """Show this moment."""
        super().show_view(view)
        self.bar.set_block(view.index + 1, len(self._names), self._names[view.index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The demonstration's keys first."""
        if event.isAutoRepeat() or not self._own_key(event.key()):
            super().keyPressEvent(event)
        else:
            event.accept()

    def _own_key(self, pressed: int) -> bool:
        """Whether it was one of the demonstration's keys."""
        if pressed in _FASTER or pressed in _SLOWER:
            self._shift(1 if pressed in _FASTER else -1)
        elif pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(1 if pressed == Qt.Key.Key_Right else -1)
        elif pressed == Qt.Key.Key_B:
            self._open_list()
        elif pressed == Qt.Key.Key_L:
            self._let_run(not self._runs)
        elif pressed == Qt.Key.Key_Escape and not self._by_clicker():
            self.left_wanted.emit()
        else:
            return False
        return True

    def ask_stop(self) -> None:
        """Once stopped there is nothing left to stop but the demonstration."""
        if self._view is not None and self._view.state in (State.STOPPED, State.SEATED):
            self._leave_twice()
        else:
            self._leaving = False
            super().ask_stop()

    def _leave_twice(self) -> None:
        if self._leaving and not self._bounced():
            self.left_wanted.emit()
        self._leaving = True
        self._since_press.start()

    def _shift(self, step: int) -> None:
        place = SPEEDS.index(self._speed) + step
        if 0 <= place < len(SPEEDS):
            self._choose_speed(SPEEDS[place])

    def _choose_speed(self, speed: int) -> None:
        self._set_speed(speed)
        self.speed_wanted.emit(speed)

    def _set_speed(self, speed: int) -> None:
        self._speed = speed
        self.bar.set_speed(speed)

    def _let_run(self, on: bool) -> None:
        self._runs = on
        self.bar.set_run(on)
        self.run_wanted.emit(on)

    def _move(self, step: int) -> None:
        if self._view is not None and self._script is not None:
            index = self._view.index + step
            if 0 <= index < len(self._script.plan.blocks):
                self.block_wanted.emit(index)

    def _open_list(self) -> None:
        if self._view is not None:
            self.list.open_at(self._view.index)

    def _jump(self, index: int) -> None:
        self.block_wanted.emit(index)
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar across the top, the list below it."""
        super().resizeEvent(event)
        bar = round(self.height() * self.HEAD)
        self.bar.setGeometry(0, 0, self.width(), bar)
        self.list.setGeometry(self.width() // 2, bar, self.width() // 2, round(self.height() * 0.75))
        self.list.setStyleSheet(style(round(bar * 0.4)))
