"""The plan editor: the parts in a table, the chosen part's values, what will be said, and what is wrong, all live."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from balancecoach.core.words import tr
from balancecoach.ui.editor_ask import AskPage, ask_for_path
from balancecoach.ui.editor_facts import WHOLE, AskFacts, EditorFacts
from balancecoach.ui.editor_part import Line, PartForm, is_undo_or_redo
from balancecoach.ui.editor_rows import PartsTable
from balancecoach.ui.editor_said import SaidCard
from balancecoach.ui.fitting import WrappedButton as Tool
from balancecoach.ui.parts import card, label, pad, scrolled

#: Narrower than this, at the base size, the two columns stand one below the other.
NARROW_PX, RIGHT_PX = 1060, 402
_SHOWN_PROBLEMS = 3


class EditorScreen(QWidget):
    """Shows ``EditorFacts``; every wish goes out as a signal, and new facts come back."""

    title_typed = Signal(str)
    chosen = Signal(int)  # row, or WHOLE
    typed = Signal(str, str)  # field of the chosen part, what is in it
    stepped = Signal(str, int)
    added = Signal(str)  # macro
    removed = Signal()
    moved = Signal(int)  # -1 up, 1 down
    repeated = Signal()
    undone = Signal()
    redone = Signal()
    heard = Signal(int)  # sentence
    saved = Signal()
    exported = Signal(str)  # path
    back = Signal()
    answered = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, ask_path: Callable[[QWidget, str], str] = ask_for_path
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._ask_path, self._scale = ask_path, 1.0
        self._facts = EditorFacts("", "")
        self._pages = QStackedLayout(self)
        self._page = QWidget()
        area = scrolled(self._page)
        area.installEventFilter(self)
        self._pages.addWidget(area)
        self.ask_page = AskPage()
        self.ask_page.answered.connect(self.answered)
        self._pages.addWidget(self.ask_page)
        self.table, self.form, self.said = PartsTable(), PartForm(), SaidCard()
        self._fill()
        self._connect()

    # -- what it is made of ------------------------------------------------------------------------------------------
    def _fill(self) -> None:
        self._column = QVBoxLayout(self._page)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._both.addLayout(self._left, 1)
        self._both.addLayout(self._right)
        self._column.addLayout(self._both, 1)
        self.totals = label("", "totals")
        self._left.addLayout(self._head())
        self._left.addWidget(self.totals)
        self._left.addWidget(self.table, 1)
        self._right.addWidget(self._make_card())
        self._right.addWidget(self.said, 1)
        self._right.addStretch()
        self.problem, self.notice = label("", "problem"), label("", "small")
        self._column.addWidget(self.problem)
        self._column.addWidget(self.notice)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addLayout(self._part_buttons())
        self._foot.addStretch(1)
        self._foot.addLayout(self._plan_buttons())
        self._column.addLayout(self._foot)

    def _make_card(self) -> QFrame:
        self._part_card, self._part_column = card()
        self.heading = label("", "cardname")
        self.export_button = Tool(tr("Export as a file…"), "tool")
        for made in (self.heading, self.form, self.export_button):
            self._part_column.addWidget(made)
        self._part_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return self._part_card

    def _head(self) -> QHBoxLayout:
        self._top = QHBoxLayout()
        self.title = Line()
        self.title.setObjectName("plantitle")
        self.title.setAccessibleName(tr("Name of the plan"))
        self.title.setPlaceholderText(tr("Name of the plan"))
        self._top.addWidget(self.title, 1)
        self.whole_button = Tool(tr("About it"), "tool")
        self.whole_button.setAccessibleName(tr("About the whole plan"))
        self.whole_button.setCheckable(True)
        self._top.addWidget(self.whole_button)
        return self._top

    def _part_buttons(self) -> QHBoxLayout:
        self._parts_row = QHBoxLayout()
        self.add_button, self.repeat_button = Tool(tr("+ Part"), "tool"), Tool(tr("Repeat"), "tool")
        self.up_button, self.down_button = Tool(tr("Up"), "tool"), Tool(tr("Down"), "tool")
        self.remove_button = Tool(tr("Remove"), "tool")
        for made, words in (
            (self.add_button, tr("Add a part below the chosen one")),
            (self.repeat_button, tr("Repeat the chosen part")),
            (self.up_button, tr("Move the chosen part up")),
            (self.down_button, tr("Move the chosen part down")),
            (self.remove_button, tr("Remove the chosen part")),
        ):
            made.setAccessibleName(words)
            self._parts_row.addWidget(made)
        self.menu = QMenu(self)
        return self._parts_row

    def _plan_buttons(self) -> QHBoxLayout:
        self._plan_row = QHBoxLayout()
        self.undo_button, self.redo_button = Tool(tr("Undo"), "tool"), Tool(tr("Redo"), "tool")
        self.save_button, self.back_button = Tool(tr("Save"), "toolmain"), Tool(tr("Back"), "tool")
        for made in (self.undo_button, self.redo_button, self.save_button, self.back_button):
            self._plan_row.addWidget(made)
        return self._plan_row

    def _connect(self) -> None:
        self.title.textEdited.connect(self.title_typed)
        self.table.row_chosen.connect(self.chosen)
        self.table.wanted.connect(self._to_fields)
        self.form.typed.connect(self.typed)
        self.form.stepped.connect(self.stepped)
        self.said.heard.connect(self.heard)
        self.whole_button.clicked.connect(lambda on: self.chosen.emit(WHOLE if on else 0))
        self.undo_button.clicked.connect(self.undone)
        self.redo_button.clicked.connect(self.redone)
        self.add_button.clicked.connect(self.open_menu)
        self.repeat_button.clicked.connect(self.repeated)
        self.remove_button.clicked.connect(self.removed)
        self.up_button.clicked.connect(lambda: self.moved.emit(-1))
        self.down_button.clicked.connect(lambda: self.moved.emit(1))
        self.save_button.clicked.connect(self.saved)
        self.export_button.clicked.connect(self._export)
        self.back_button.clicked.connect(self.back)

    # -- sizes -------------------------------------------------------------------------------------------------------
    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 28, 10, 8)
        pad(self._part_column, scale, 14, 8, 2)
        for part in (self.table, self.form, self.said, self.ask_page):
            part.set_scale(scale)
        for row in (self._top, self._parts_row, self._plan_row, self._left, self._right, self._foot):
            row.setSpacing(round(8 * scale))
        self._both.setSpacing(round(16 * scale))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window, or with large text, the columns stand one below the other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < NARROW_PX * self._scale
        right = self.width() if narrow else round(RIGHT_PX * self._scale)
        for made in (self._part_card, self.said):
            made.setMaximumWidth(right)
            made.setMinimumWidth(0 if narrow else right)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        wide = self._parts_row.sizeHint().width() + self._plan_row.sizeHint().width() + round(80 * self._scale)
        self._foot.setDirection(ways.TopToBottom if narrow or wide > self.width() else ways.LeftToRight)

    # -- what it shows -----------------------------------------------------------------------------------------------
    def show_facts(self, facts: EditorFacts, *, again: bool = False) -> None:
        """Show these. ``again``: what was typed counts no more, as after an undo."""
        self._pages.setCurrentIndex(0)
        self._facts = facts
        if again:
            self.title.setModified(False)
            self.form.show_again()
        if self.title.text() != facts.title and not (self.title.hasFocus() and self.title.isModified()):
            self.title.setText(facts.title)
            self.title.setCursorPosition(0)
        self.totals.setText(facts.totals)
        self.table.show_parts(facts.parts, facts.current, facts.second)
        self.heading.setText(facts.heading)
        self._part_card.setVisible(bool(facts.heading))
        self.form.show_fields(facts.current, facts.fields)
        self.form.setVisible(bool(facts.fields))
        self.said.setVisible(facts.current != WHOLE)
        self.export_button.setVisible(facts.current == WHOLE)
        self.said.show_said(facts.current, facts.said, facts.said_instead)
        self._show_problems(facts.problems)
        self.notice.setText(facts.notice)
        self.notice.setVisible(bool(facts.notice))
        self.save_button.setText(tr("Save as draft") if facts.draft else tr("Save"))
        self.whole_button.setChecked(facts.current == WHOLE)
        self._enable(self.undo_button, facts.may_undo)
        self._enable(self.redo_button, facts.may_redo)
        for made in (self.repeat_button, self.up_button, self.down_button, self.remove_button):
            self._enable(made, facts.current != WHOLE)

    def _show_problems(self, problems: tuple[str, ...]) -> None:
        lines = list(problems[:_SHOWN_PROBLEMS])
        if len(problems) > _SHOWN_PROBLEMS:
            lines.append(tr("And {0} more.").format(len(problems) - _SHOWN_PROBLEMS))
        self.problem.setText("\n".join(lines))
        self.problem.setVisible(bool(lines))
        self.table.setAccessibleDescription(" ".join(lines))

    def _enable(self, made: QPushButton, on: bool) -> None:
        """The focus never falls on nothing: it goes to the table first."""
        if not on and made.hasFocus():
            self.table.setFocus()
        made.setEnabled(on)

    def ask(self, facts: AskFacts) -> None:
        """Ask this instead of showing the editor."""
        self._pages.setCurrentIndex(1)
        self.ask_page.show_facts(facts)

    def asking(self) -> bool:
        """Whether a question is on the screen."""
        return self._pages.currentIndex() == 1

    def start(self) -> None:
        """The first control has the focus."""
        self.table.setFocus()

    # -- wishes ------------------------------------------------------------------------------------------------------
    def open_menu(self) -> None:
        """The parts there are, by plain names."""
        self.menu.clear()
        for use, words in self._facts.menu:
            action = self.menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, use=use: self._add(use))
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self.add_button.mapToGlobal(self.add_button.rect().topLeft()))

    def _add(self, use: str) -> None:
        self.added.emit(use)
        self._to_fields()

    def _to_fields(self) -> None:
        (self.form.first() or self.table).setFocus()

    def _export(self) -> None:
        if path := self._ask_path(self, self._facts.title):
            self.exported.emit(path)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Alt and an arrow is for the parts, not for the page to scroll by."""
        if isinstance(event, QKeyEvent) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything by keyboard alone; the words are in the accessible names and in the manual."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pressed = event.key()
        if self.asking():
            super().keyPressEvent(event)
        elif is_undo_or_redo(event):
            (self.redone if shift or pressed == Qt.Key.Key_Y else self.undone).emit()
        elif control and pressed in _CONTROL:
            getattr(self, _CONTROL[pressed]).emit()
        elif control and pressed == Qt.Key.Key_E:
            self._export()
        elif alt and pressed in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if pressed == Qt.Key.Key_Up else 1)
        elif pressed == Qt.Key.Key_Delete and self.table.hasFocus():
            self.removed.emit()
        elif pressed == Qt.Key.Key_Insert:
            self.open_menu()
        elif pressed == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)


_CONTROL = {int(Qt.Key.Key_S): "saved", int(Qt.Key.Key_D): "repeated"}
