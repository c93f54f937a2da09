"""Help: the guides, a search through all of them, the card for the treadmill, and what is new."""

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from balancecoach.core.guide import Found
from balancecoach.core.words import language, tr, trn
from balancecoach.ui.announce import announce
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import button, card, clear, label, pad, scrolling_page

#: While somebody types, the list waits this long for more letters.
TYPING_MS = 200


class GuideFacts(Struct, frozen=True):
    """A guide, and for whom it is."""

    id: str
    title: str
    about: str


class _Field(QLineEdit):
    """Where words to look for are typed. Down goes to what was found."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page would scroll by it."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class HelpScreen(QWidget):
    """Shows the guides, or what was found in them."""

    asked = Signal(str)  # words to look for
    opened = Signal(str)  # a guide's id
    found_opened = Signal(object)  # Found
    news_wanted = Signal()
    card_saved = Signal()
    card_printed = Signal()
    left = Signal()

    def __init__(self, guides: tuple[GuideFacts, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Found, ...] = ()
        self._typed = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typed.timeout.connect(self.look)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Help"), "title"))
        if language() != "en":
            self._column.addWidget(label(tr("The guides are in English only."), "body"))
        self._column.addWidget(label(tr("Search the guides"), "body"))
        self.field = _Field()
        self.field.setAccessibleName(tr("Search the guides"))
        self.field.setPlaceholderText(tr("Such as: no sound"))
        self.field.textChanged.connect(lambda _: self._typed.start())
        self.field.returnPressed.connect(self._enter)
        self._column.addWidget(self.field)
        self.count = label("", "body")
        self._column.addWidget(self.count)
        self.results = QVBoxLayout()
        self._column.addLayout(self.results)
        self.list = self._make_list(guides)
        self._column.addWidget(self.list)
        self.card = self._make_card()
        self._column.addWidget(self.card)
        self.news_button = WrappedButton(tr("What is new"))
        self.news_button.clicked.connect(self.news_wanted)
        self._column.addWidget(Row(self.news_button))
        self._column.addStretch(1)

    def _make_list(self, guides: tuple[GuideFacts, ...]) -> QWidget:
        made = QWidget()
        self._rows = QVBoxLayout(made)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.buttons: dict[str, WrappedButton] = {}
        self._abouts: list[QLabel] = []
        for guide in guides:
            one = self.buttons[guide.id] = WrappedButton(guide.title, "entry")
            one.setAccessibleDescription(guide.about)
            one.clicked.connect(lambda _checked=False, name=guide.id: self.opened.emit(name))
            self._rows.addWidget(one)
            self._abouts.append(label(guide.about, "small"))
            self._rows.addWidget(self._abouts[-1])
        return made

    def _make_card(self) -> QWidget:
        frame, self._card = card()
        self._card.addWidget(label(tr("Card for the treadmill"), "strong"))
        words = tr("Belt drill, keys and stop signs in large letters. Print both sides and hang it at the treadmill.")
        self._card.addWidget(label(words, "body"))
        save, print_it = button(tr("Save the card as PDF")), button(tr("Print the card"))
        save.clicked.connect(self.card_saved)
        print_it.clicked.connect(self.card_printed)
        self._card.addWidget(Row(save, print_it))
        self.notice = label("", "problem")
        self._card.addWidget(self.notice)
        self.notice.hide()
        return frame

    # -- searching ---------------------------------------------------------------------------------------------------
    def look(self) -> None:
        """Search for what is typed, now."""
        self._typed.stop()
        self.asked.emit(self.field.text())

    def show_found(self, found: tuple[Found, ...]) -> None:
        """Places for what is typed; the guides where nothing is."""
        self._found, asked = found, bool(self.field.text().strip())
        clear(self.results)
        self.list.setVisible(not asked)
        self.card.setVisible(not asked)
        self.news_button.setVisible(not asked)
        self.count.setVisible(asked)
        none = tr("Nothing found. Try one word, such as: sound.")
        some = trn("{0} place. Enter opens the first.", "{0} places. Enter opens the first.", len(found))
        self.count.setText(some.format(len(found)) if found else none)
        for place in found:
            self.results.addWidget(self._result(place))
        if asked:
            announce(self.field, self.count.text())

    def _result(self, place: Found) -> WrappedButton:
        where = place.title if place.heading == place.title else f"{place.title}: {place.heading}"
        made = WrappedButton(f"{where}. {place.sentence}", "entry")
        made.setAccessibleName(made.text())
        made.clicked.connect(lambda: self.found_opened.emit(place))
        return made

    def _enter(self) -> None:
        """The first place."""
        self.look()
        if self._found:
            self.found_opened.emit(self._found[0])

    def tell(self, sentence: str) -> None:
        """What was done with the card, or what went wrong, "" for nothing."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    # -- keyboard and size -------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Nothing is typed, and the keyboard is where to type."""
        self.field.clear()
        self.tell("")
        self.look()
        self.field.setFocus()

    def focus_again(self, guide: str) -> None:
        """Back from a guide: to what was found, or to the guide's button."""
        (self.field if self._found else self.buttons.get(guide, self.news_button)).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, and then leaves."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.field.text():
            self.begin()
        else:
            self.left.emit()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 20, 12)
        pad(self._card, scale, 30, 16, 10)
        self.results.setSpacing(round(10 * scale))
        self._rows.setSpacing(round(2 * scale))
        for about in self._abouts:  # nearer to its own guide than to the next
            about.setContentsMargins(round(24 * scale), 0, 0, round(12 * scale))
