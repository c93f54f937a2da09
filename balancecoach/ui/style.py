"""The style sheet of all screens but the session's, which paints itself."""

from balancecoach.ui.palette import current
from balancecoach.ui.theme import FAMILIES

#: Logical pixels of whatever is pressed (design 6), and two for rounding.
TARGET = 54


def style_sheet(scale: float, tick: str, text_percent: int = 100) -> str:
    """The style of all screens but the session's, which paints itself.

    ``tick``: file of the check mark. ``text_percent``: how large a person wants letters to be.
    """

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    def letters(size: float) -> str:
        return px(size * text_percent / 100)

    def tall(size: float, *around: float) -> str:
        """A height inside padding and frame, so that all of it is ``TARGET`` or more."""
        return f"{max(round(size * scale), TARGET - 2 * sum(max(1, round(each * scale)) for each in around))}px"

    def ring(size: float) -> str:
        """Of what has the keyboard: never thinner than 3 px (design 5), however small the window."""
        return f"{max(3, round(size * scale))}px"

    p = current()
    return f"""
    QWidget {{ font-family: {", ".join(f'"{name}"' for name in FAMILIES)};
        color: {p.ink}; font-size: {letters(24)}; }}
    QWidget#page, QScrollArea, QWidget#scrolled {{ background: {p.paper}; border: none; }}
    QLabel#title {{ font-size: {letters(44)}; font-weight: 700; }}
    QLabel[stop="true"] {{ border: {ring(4)} solid transparent; border-radius: {px(8)}; padding: 0 {px(6)}; }}
    QLabel[stop="true"]:focus {{ border: {ring(4)} solid {p.focus}; }}
    QLabel#subtitle {{ font-size: {letters(26)}; color: {p.muted}; }}
    QLabel#question {{ font-size: {letters(33)}; font-weight: 700; }}
    QLabel#kicker {{ font-size: {letters(23)}; font-weight: 700; color: {p.accent}; }}
    QLabel#headline {{ font-size: {letters(40)}; font-weight: 700; }}
    QLabel#strong {{ font-size: {letters(35)}; font-weight: 700; }}
    QLabel#tag {{ font-size: {letters(20)}; font-weight: 700; color: {p.accent}; }}
    QLabel#value {{ font-size: {letters(30)}; font-weight: 700; }}
    QLabel#body {{ font-size: {letters(25)}; }}
    QLabel#small {{ font-size: {letters(22)}; color: {p.muted}; }}
    QLabel#problem {{ font-size: {letters(23)}; font-weight: 700; background: {p.notice}; padding: {px(10)} {px(14)};
        border-left: {px(9)} solid {p.amber}; }}
    QFrame#card {{ background: {p.card}; border: {px(2)} solid {p.line}; border-radius: {px(22)}; }}
    QFrame#sidebar {{ background: {p.side}; border: none; }}
    QLabel#brand {{ color: {p.side_ink}; font-size: {letters(27)}; font-weight: 700; }}
    QPushButton {{ font-weight: 700; font-size: {letters(24)}; color: {p.accent}; background: {p.card};
        padding: {px(9)} {px(22)}; border: {px(3)} solid {p.accent}; border-radius: {px(13)};
        min-height: {tall(34, 9, 3)}; }}
    QPushButton:hover {{ background: {p.hover}; }}
    QPushButton:focus {{ border: {ring(5)} solid {p.focus}; padding: {px(7)} {px(20)}; }}
    QPushButton:checked {{ background: {p.fill}; color: {p.fill_ink}; }}
    QPushButton:checked:focus {{ border: {ring(5)} solid {p.focus_on_fill}; }}
    QPushButton#nav {{ color: {p.side_ink}; background: transparent; border: none; border-radius: 0; text-align: left;
        font-size: {letters(25)}; padding: 0 {px(26)}; min-height: {tall(72)}; }}
    QPushButton#nav:hover {{ background: {p.side_hover}; }}
    QPushButton#nav:checked {{ background: {p.side_on}; color: {p.side_on_ink}; border-left: {px(10)} solid {p.amber};
        padding-left: {px(16)}; }}
    QPushButton#nav:focus {{ border: {ring(4)} solid {p.amber}; padding-left: {px(22)}; }}
    QPushButton#nav:checked:focus {{ border: {ring(4)} solid {p.focus}; border-left: {px(10)} solid {p.amber};
        padding-left: {px(16)}; }}
    QPushButton#start {{ background: {p.fill}; color: {p.fill_ink}; font-size: {letters(52)}; border-radius: {px(22)};
        min-height: {px(100)}; border: {px(5)} solid {p.fill_edge}; }}
    QPushButton#start:hover {{ background: {p.fill_hover}; }}
    QPushButton#start:focus {{ border: {ring(5)} solid {p.focus_on_fill}; }}
    QPushButton#main {{ background: {p.fill}; color: {p.fill_ink}; font-size: {letters(37)}; border-radius: {px(16)};
        padding: {px(12)} {px(56)}; min-height: {tall(54, 12, 5)}; border: {px(5)} solid {p.fill_edge}; }}
    QPushButton#main:hover {{ background: {p.fill_hover}; }}
    QPushButton#main:focus {{ border: {ring(5)} solid {p.focus_on_fill}; }}
    QPushButton#main:disabled {{ background: {p.off}; border-color: {p.off}; color: {p.off_ink}; }}
    QPushButton#danger {{ color: {p.danger}; border: {px(4)} solid {p.danger}; font-size: {letters(34)};
        border-radius: {px(16)}; padding: {px(12)} {px(38)}; min-height: {tall(54, 12, 5)}; }}
    QPushButton#danger:focus {{ border: {ring(6)} solid {p.focus}; padding: {px(10)} {px(36)}; }}
    QPushButton#choice {{ color: {p.ink}; border: {px(3)} solid {p.outline}; font-size: {letters(32)};
        min-height: {tall(46, 6, 3)}; padding: {px(6)} {px(4)}; }}
    QPushButton#choice:checked {{ background: {p.fill}; color: {p.fill_ink}; border-color: {p.fill_edge}; }}
    QPushButton#choice:focus {{ border: {ring(6)} solid {p.focus}; padding: {px(3)} {px(1)}; }}
    QPushButton#choice:checked:focus {{ border: {ring(6)} solid {p.focus_on_fill}; padding: {px(3)} {px(1)}; }}
    QPushButton#link {{ background: transparent; border: {px(3)} solid transparent; text-decoration: underline;
        font-size: {letters(30)}; padding: {px(6)} {px(10)}; min-height: {tall(44, 6, 3)}; }}
    QPushButton#link:focus {{ border: {ring(4)} solid {p.focus}; padding: {px(5)} {px(9)}; }}
    QCheckBox {{ font-size: {letters(29)}; font-weight: 700; spacing: {px(26)}; padding: {px(5)} {px(26)};
        background: {p.card}; border: {px(3)} solid {p.line}; border-radius: {px(16)}; min-height: {tall(44, 5, 3)}; }}
    QCheckBox:checked {{ border-color: {p.accent}; }}
    QCheckBox:focus {{ border: {ring(5)} solid {p.focus}; padding: {px(3)} {px(24)}; }}
    QCheckBox::indicator {{ width: {px(40)}; height: {px(40)}; border: {px(4)} solid {p.outline};
        border-radius: {px(10)}; background: {p.card}; }}
    QCheckBox::indicator:checked {{ background: {p.fill}; border-color: {p.fill_edge}; image: url({tick}); }}
    QLineEdit, QComboBox, QPlainTextEdit, QSpinBox, QDoubleSpinBox {{ background: {p.card}; color: {p.ink};
        border: {px(3)} solid {p.outline}; border-radius: {px(10)}; padding: {px(6)} {px(12)};
        min-height: {tall(38, 6, 3)}; font-size: {letters(25)}; selection-background-color: {p.fill};
        selection-color: {p.fill_ink}; }}
    QLineEdit, QPlainTextEdit {{ placeholder-text-color: {p.muted}; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border: {ring(5)} solid {p.focus}; padding: {px(4)} {px(10)}; }}
    QComboBox QAbstractItemView {{ font-size: {letters(24)}; background: {p.card}; color: {p.ink};
        selection-background-color: {p.fill}; selection-color: {p.fill_ink}; }}
    QTableView, QListWidget#course {{ background: {p.card}; border: {px(2)} solid {p.line}; border-radius: {px(12)};
        font-size: {letters(22)}; alternate-background-color: {p.alternate}; }}
    QTableView::item, QListWidget#course::item {{ padding: {px(3)} {px(10)}; }}
    QTableView::item:selected, QListWidget#course::item:selected {{ background: {p.hover}; color: {p.ink}; }}
    QTableView:focus {{ border: {ring(4)} solid {p.focus}; }}
    QTableView#sessions, QListWidget#course {{ border: {ring(4)} solid {p.line}; border-radius: 0; outline: none; }}
    QTableView#sessions:focus, QListWidget#course:focus {{ border: {ring(4)} solid {p.focus}; }}
    QTableView#sessions::item, QTableView#sessions QHeaderView::section {{ padding: {px(4)} {px(6)}; }}
    QHeaderView::section {{ background: {p.card}; color: {p.accent}; font-size: {letters(20)}; font-weight: 700;
        border: none; border-bottom: {px(3)} solid {p.accent}; padding: {px(6)} {px(10)}; }}
    QGraphicsView#chart {{ border: {ring(4)} solid transparent; border-radius: {px(8)}; }}
    QGraphicsView#chart:focus {{ border: {ring(4)} solid {p.focus}; }}
    QTextBrowser#guide {{ background: {p.card}; color: {p.ink}; border: {ring(4)} solid {p.line};
        border-radius: {px(12)}; font-size: {letters(28)}; selection-background-color: {p.selected};
        selection-color: {p.ink}; }}
    QTextBrowser#guide:focus {{ border: {ring(4)} solid {p.focus}; }}
    QPushButton#entry {{ text-align: left; }}
    QScrollBar:vertical {{ width: {px(20)}; background: {p.paper}; }}
    QScrollBar::handle:vertical {{ background: {p.outline}; border-radius: {px(8)}; min-height: {px(60)}; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QProgressBar {{ background: {p.paper}; border: {px(3)} solid {p.outline}; border-radius: {px(10)};
        min-height: {px(34)}; max-height: {px(34)}; }}
    QProgressBar::chunk {{ background: {p.fill}; border-radius: {px(7)}; }}
    QToolTip {{ font-size: {letters(20)}; color: {p.ink}; background: {p.card}; }}
    """
