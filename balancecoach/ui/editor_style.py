"""The editor's own rules of style."""

from balancecoach.ui.palette import current
from balancecoach.ui.style import TARGET


def style_sheet(scale: float) -> str:
    """The rules that the editor needs besides those of ``theme.style_sheet`` and ``fields.style_sheet``."""

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    def tall(size: float, around: float) -> str:
        return f"{max(round(size * scale), TARGET - 2 * round(around * scale))}px"

    def ring(size: float) -> str:
        return f"{max(3, round(size * scale))}px"

    p = current()
    return f"""
    QLineEdit#plantitle {{ font-size: {px(36)}; font-weight: 700; padding: {px(2)} {px(10)};
        min-height: {tall(38, 5)}; }}
    QLineEdit#plantitle:focus {{ padding: {px(0)} {px(8)}; }}
    QLabel#fieldname {{ font-size: {px(20)}; font-weight: 700; color: {p.muted}; }}
    QWidget#partform QLineEdit, QWidget#partform QComboBox {{ font-size: {px(23)}; min-height: {tall(38, 7)};
        padding: {px(4)} {px(10)}; }}
    QWidget#partform QLineEdit:focus, QWidget#partform QComboBox:focus {{ padding: {px(2)} {px(8)}; }}
    QWidget#partform QLineEdit[trouble="true"], QWidget#partform QComboBox[trouble="true"] {{ background: {p.notice}; }}
    QPushButton#tool, QPushButton#toolmain {{ font-size: {px(22)}; padding: {px(6)} {px(11)};
        min-height: {tall(34, 9)}; min-width: {tall(34, 14)}; }}
    QPushButton#tool:focus, QPushButton#toolmain:focus {{ padding: {px(4)} {px(9)}; }}
    QPushButton#toolmain {{ background: {p.fill}; color: {p.fill_ink}; }}
    QPushButton#toolmain:hover {{ background: {p.fill_hover}; }}
    QPushButton#toolmain:focus {{ border: {ring(5)} solid {p.focus_on_fill}; }}
    QPushButton#tool:disabled {{ background: transparent; border-color: {p.line}; color: {p.off_ink}; }}
    QLabel#totals {{ font-size: {px(23)}; color: {p.muted}; }}
    QLabel#cardname {{ font-size: {px(20)}; font-weight: 700; color: {p.accent}; }}
    QTableWidget#parts {{ font-size: {px(20)}; border: {ring(4)} solid {p.card}; border-radius: 0; outline: none; }}
    QTableWidget#parts:focus {{ border: {ring(4)} solid {p.focus}; }}
    QTableWidget#parts QHeaderView::section {{ font-size: {px(20)}; padding: {px(6)} {px(5)}; }}
    QTableWidget#parts::item {{ border-bottom: {px(2)} solid {p.line}; padding: 0 0 0 {px(5)}; }}
    QTableWidget#parts::item:selected {{ background: {p.selected}; color: {p.ink}; }}
    QTableWidget#said {{ border: {ring(3)} solid transparent; border-radius: {px(8)}; font-size: {px(21)};
        outline: none; }}
    QTableWidget#said QHeaderView::section {{ font-size: {px(14)}; padding: 0; border: none; }}
    QTableWidget#said::item {{ padding: {px(2)} 0; }}
    QTableWidget#said::item:selected {{ background: {p.selected}; color: {p.ink}; }}
    QTableWidget#said:focus {{ border: {ring(3)} solid {p.focus}; }}
    QMenu {{ background: {p.card}; border: {px(3)} solid {p.accent}; font-size: {px(24)}; padding: {px(4)}; }}
    QMenu::item {{ padding: {px(9)} {px(28)}; }}
    QMenu::item:selected {{ background: {p.fill}; color: {p.fill_ink}; }}
    """
