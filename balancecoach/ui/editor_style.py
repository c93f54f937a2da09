"""The editor's own rules of style."""

from balancecoach.ui.theme import ACCENT, ACCENT_DARK, AMBER, CARD, LINE, MUTED, PAPER


def style_sheet(scale: float) -> str:
    """The rules that the editor needs besides those of ``theme.style_sheet`` and ``fields.style_sheet``."""

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    return f"""
    QLineEdit#plantitle {{ font-size: {px(36)}; font-weight: 700; padding: {px(2)} {px(10)}; }}
    QLineEdit#plantitle:focus {{ padding: {px(0)} {px(8)}; }}
    QLabel#fieldname {{ font-size: {px(20)}; font-weight: 700; color: {MUTED}; }}
    QWidget#partform QLineEdit, QWidget#partform QComboBox {{ font-size: {px(23)}; min-height: {px(38)};
        padding: {px(4)} {px(10)}; }}
    QWidget#partform QLineEdit:focus, QWidget#partform QComboBox:focus {{ padding: {px(2)} {px(8)}; }}
    QWidget#partform QLineEdit[trouble="true"], QWidget#partform QComboBox[trouble="true"] {{ background: #fdeed0; }}
    QPushButton#tool, QPushButton#toolmain {{ font-size: {px(22)}; padding: {px(6)} {px(11)}; min-height: {px(34)}; }}
    QPushButton#tool:focus, QPushButton#toolmain:focus {{ padding: {px(4)} {px(9)}; }}
    QPushButton#toolmain {{ background: {ACCENT}; color: white; }}
    QPushButton#toolmain:hover {{ background: {ACCENT_DARK}; }}
    QPushButton#toolmain:focus {{ border: {px(5)} solid {AMBER}; }}
    QPushButton#tool:disabled {{ background: transparent; border-color: {LINE}; color: #3d4a52; }}
    QLabel#totals {{ font-size: {px(23)}; color: {MUTED}; }}
    QLabel#cardname {{ font-size: {px(20)}; font-weight: 700; color: {ACCENT}; }}
    QTableWidget#parts {{ font-size: {px(20)}; border: {px(4)} solid {CARD}; border-radius: 0; outline: none; }}
    QTableWidget#parts:focus {{ border: {px(4)} solid #b45309; }}
    QTableWidget#parts QHeaderView::section {{ font-size: {px(20)}; padding: {px(6)} {px(5)}; }}
    QTableWidget#parts::item {{ border-bottom: {px(2)} solid {LINE}; padding: 0 0 0 {px(5)}; }}
    QTableWidget#parts::item:selected {{ background: #cfe3e6; color: {PAPER.text}; }}
    QTableWidget#said {{ border: {px(3)} solid transparent; border-radius: {px(8)}; font-size: {px(21)};
        outline: none; }}
    QTableWidget#said QHeaderView::section {{ font-size: {px(14)}; padding: 0; border: none; }}
    QTableWidget#said::item {{ padding: {px(2)} 0; }}
    QTableWidget#said::item:selected {{ background: #cfe3e6; color: {PAPER.text}; }}
    QTableWidget#said:focus {{ border: {px(3)} solid #b45309; }}
    QMenu {{ background: {CARD}; border: {px(3)} solid {ACCENT}; font-size: {px(24)}; padding: {px(4)}; }}
    QMenu::item {{ padding: {px(9)} {px(28)}; }}
    QMenu::item:selected {{ background: {ACCENT}; color: white; }}
    """
