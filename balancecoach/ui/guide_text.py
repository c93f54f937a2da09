"""A guide's text, drawn as large and in the same colours as everything else. Only pictures beside it are loaded."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from balancecoach.core.guide import anchor
from balancecoach.ui.palette import current
from balancecoach.ui.theme import FAMILIES

#: Size of headings beside the text's own, by level.
HEADINGS = {1: 1.5, 2: 1.25, 3: 1.1}
#: Of the text's height: between lines, before a heading, after a paragraph, after a line of a list.
LINE_PERCENT, BEFORE, AFTER, AFTER_ITEM = 125, 0.9, 0.5, 0.2


class GuideText(QTextBrowser):
    """``wanted``: a link to a guide, as its file and the heading after a #. No link opens anything by itself."""

    wanted = Signal(str, str)

    def __init__(self, pictures: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.setObjectName("guide")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._dress_again)
        self._place: tuple[str, str] | None = None  # what was asked for, until somebody scrolls

    def show_markdown(self, text: str) -> None:
        """Another text, from its beginning."""
        self._place = None
        self.setMarkdown(text)
        self.dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def go_to(self, heading: str, sentence: str = "") -> bool:
        """Bring a heading to the top, by its words or as a link has it, and choose a sentence below it."""
        block = self._heading(heading)
        if block is None:
            return False
        self._place = heading, sentence
        cursor, bottom = QTextCursor(block), self.verticalScrollBar()
        self.setTextCursor(cursor)
        above = self.document().documentMargin() / 2
        bottom.setValue(round(self.document().documentLayout().blockBoundingRect(block).top() - above))
        found = self.document().find(sentence, cursor) if sentence else QTextCursor()
        if not found.isNull():
            self.setTextCursor(found)
        return True

    def _heading(self, words: str) -> QTextBlock | None:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and words in (block.text(), anchor(block.text())):
                return block
            block = block.next()
        return None

    def _follow(self, url: QUrl) -> None:
        if url.isRelative():
            self.wanted.emit(Path(url.path()).stem, url.fragment())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture beside the guide, by its bare name; nothing else, from nowhere else."""
        file = self._pictures / Path(QUrl(name).path()).name
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_file():
            return QImage()
        return QImage(str(file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From now on somebody reads where they like."""
        self._place = None
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The same."""
        self._place = None
        super().wheelEvent(event)

    # -- how it looks ------------------------------------------------------------------------------------------------
    def dress(self) -> None:
        """Sizes and colours, by what the style sheet gave to the widget itself."""
        self.ensurePolished()
        size = self.fontInfo().pixelSize()
        self.document().setDefaultFont(self.font())
        self.document().setDocumentMargin(size * 0.8)
        for table in self.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                _dress_table(table, size)
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block, size)
            block = block.next()

    def _dress_again(self) -> None:
        """At another size; what is read stays in sight."""
        place = self._place or (self.top_heading(), "")
        self.dress()
        reader = self._place
        self.go_to(*place)
        self._place = reader

    def _dress_block(self, block: QTextBlock, size: int) -> None:
        level, inside = block.blockFormat().headingLevel(), QTextCursor(block).currentTable() is not None
        shape = QTextBlockFormat()
        shape.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(size * BEFORE if level > 1 else 0)
        after = 0.0 if inside else AFTER_ITEM if block.textList() is not None else AFTER
        shape.setBottomMargin(size * after)
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(shape)
        for begin, length, kind in _pieces(block):
            cursor.setPosition(begin)
            cursor.setPosition(begin + length, QTextCursor.MoveMode.KeepAnchor)
            if kind.isImageFormat():
                cursor.setCharFormat(self._picture(kind))
            else:
                cursor.setCharFormat(_letters(kind, level, size))

    def _picture(self, kind: QTextCharFormat) -> QTextCharFormat:
        """As wide as the page, but never larger than it is."""
        made = QTextFormat(kind).toImageFormat()
        drawn = self.loadResource(QTextDocument.ResourceType.ImageResource.value, made.name())
        assert isinstance(drawn, QImage)
        room = self.viewport().width() - 2 * self.document().documentMargin()
        size = QSizeF(drawn.size()).scaled(
            QSizeF(min(room, max(1, drawn.width())), 1e6), Qt.AspectRatioMode.KeepAspectRatio
        )
        made.setWidth(size.width())
        made.setHeight(size.height())
        return made

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, or other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures fit anew."""
        super().resizeEvent(event)
        self._soon.start()

    def top_heading(self) -> str:
        """The heading that the top of the page belongs to."""
        block, words, layout = self.document().begin(), "", self.document().documentLayout()
        top = self.verticalScrollBar().value() + self.document().documentMargin()
        while block.isValid() and layout.blockBoundingRect(block).top() <= top:
            words = block.text() if block.blockFormat().headingLevel() else words
            block = block.next()
        return words


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Runs of letters that look alike: taken down first, for dressing one changes the list."""
    found = []
    run = block.begin()
    while not run.atEnd():
        piece = run.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        run += 1
    return found


def _letters(kind: QTextCharFormat, level: int, size: int) -> QTextCharFormat:
    """Keys and commands as on a key cap, links underlined, headings larger."""
    made, code = QTextCharFormat(), kind.fontFixedPitch()
    made.setFontFamilies(FAMILIES)
    made.setProperty(QTextFormat.Property.FontPixelSize, round(size * HEADINGS.get(level, 1.0)))
    bold = level or code or kind.fontWeight() > QFont.Weight.Normal
    made.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setFontItalic(kind.fontItalic())
    made.setForeground(QColor(current().ink))
    made.setFontFixedPitch(code)
    if code:
        made.setBackground(QColor(current().hover))
    if kind.isAnchor():
        made.setAnchor(True)
        made.setAnchorHref(kind.anchorHref())
        made.setFontUnderline(True)
        made.setForeground(QColor(current().accent))
    return made


def _dress_table(table: QTextTable, size: int) -> None:
    shape: QTextTableFormat = table.format()
    shape.setBorder(max(1, size // 20))
    shape.setBorderCollapse(False)  # Qt leaves out every other line of one whose lines are joined
    shape.setCellSpacing(0)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QColor(current().outline))
    shape.setCellPadding(size * 0.3)
    shape.setBottomMargin(size * AFTER)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
