"""Colours, sizes and the style sheet. Every pair of background and text has a contrast of at least 7:1 (design 5)."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from balancecoach.core.plan import Block, Kind

FAMILIES = ["Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans"]
#: Sizes below are for this window; ``scale_for`` gives the factor for another one.
BASE_WIDTH, BASE_HEIGHT = 1366, 768


@dataclass(frozen=True)
class Look:
    """Background and text of a full screen; ``name`` is for tests and style sheets."""

    name: str
    background: str
    text: str


BACKWARD = Look("backward", "#0b3b46", "#ffffff")  # 12.2
FORWARD = Look("forward", "#dce8f7", "#10284f")  # 11.8
GATE = Look("gate", "#f2b233", "#1b1300")  # 9.8
REST = Look("rest", "#e9e4d6", "#14212b")  # 12.9
PAUSED = Look("paused", "#1d2429", "#ffffff")  # 15.7
PAPER = Look("paper", "#f7f4ee", "#14212b")  # 14.9

ACCENT = "#0b5563"
ACCENT_DARK = "#0b3b46"
DANGER = "#9b1c1c"
MUTED = "#33424c"
LINE = "#d8d2c4"
OUTLINE = "#857e6c"
CARD = "#ffffff"
AMBER = "#f2b233"

#: Of the parts of a plan in the strip on a white card; they differ in brightness too (ageing eyes darken blue).
STRIP = {"forward": "#143a78", "gate": "#f2b233", "backward": "#0b5563", "rest": "#c9c1b0"}

_FORWARD, _REST = {Kind.FORWARD, Kind.SLOW}, {Kind.REST, Kind.SETTLE, Kind.SEATED_REST, Kind.LOOSEN}


def look_of(block: Block) -> Look:
    """The colours of a block."""
    if block.kind is Kind.BACKWARD:
        return BACKWARD
    if block.kind in _FORWARD:
        return FORWARD
    return REST if block.kind in _REST else GATE


def strip_key(block: Block) -> str:
    """Which part of a plan's strip a block belongs to: neighbours with the same key are drawn as one."""
    if block.part == "rest":
        return "rest"
    return {"settle": "gate"}.get(block.kind.value, look_of(block).name)


def colour(text: str) -> QColor:
    """A QColor from a name of this file."""
    return QColor(text)


def font(pixels: float, weight: QFont.Weight = QFont.Weight.Bold) -> QFont:
    """Our font at ``pixels`` high."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    return made


def scale_for(width: int, height: int) -> float:
    """How much larger than on a 1366x768 screen everything is drawn, in steps so that resizing stays cheap."""
    wanted = min(width / BASE_WIDTH, height / BASE_HEIGHT)
    return max(0.7, min(4.0, round(wanted * 20) / 20))


def style_sheet(scale: float, tick: str, text_percent: int = 100) -> str:
    """The style of all screens but the session's, which paints itself.

    ``tick``: file of the check mark. ``text_percent``: how large a person wants letters to be.
    """

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    def letters(size: float) -> str:
        return px(size * text_percent / 100)

    return f"""
    QWidget {{ font-family: {", ".join(f'"{name}"' for name in FAMILIES)};
        color: {PAPER.text}; font-size: {letters(24)}; }}
    QWidget#page, QScrollArea, QWidget#scrolled {{ background: {PAPER.background}; border: none; }}
    QLabel#title {{ font-size: {letters(44)}; font-weight: 700; }}
    QLabel#subtitle {{ font-size: {letters(26)}; color: {MUTED}; }}
    QLabel#question {{ font-size: {letters(33)}; font-weight: 700; }}
    QLabel#kicker {{ font-size: {letters(23)}; font-weight: 700; color: {ACCENT}; }}
    QLabel#headline {{ font-size: {letters(40)}; font-weight: 700; }}
    QLabel#strong {{ font-size: {letters(35)}; font-weight: 700; }}
    QLabel#body {{ font-size: {letters(25)}; }}
    QLabel#small {{ font-size: {letters(22)}; color: {MUTED}; }}
    QLabel#problem {{ font-size: {letters(23)}; font-weight: 700; background: #fdeed0; padding: {px(10)} {px(14)};
        border-left: {px(9)} solid {AMBER}; }}
    QFrame#card {{ background: {CARD}; border: {px(2)} solid {LINE}; border-radius: {px(22)}; }}
    QFrame#sidebar {{ background: {ACCENT_DARK}; border: none; }}
    QLabel#brand {{ color: white; font-size: {letters(27)}; font-weight: 700; }}
    QPushButton {{ font-weight: 700; font-size: {letters(24)}; color: {ACCENT}; background: {CARD};
        padding: {px(9)} {px(22)}; border: {px(3)} solid {ACCENT}; border-radius: {px(13)}; min-height: {px(34)}; }}
    QPushButton:hover {{ background: #e2eff1; }}
    QPushButton:focus {{ border: {px(5)} solid #b45309; padding: {px(7)} {px(20)}; }}
    QPushButton:checked {{ background: {ACCENT}; color: white; }}
    QPushButton:checked:focus {{ border: {px(5)} solid {AMBER}; }}
    QPushButton#nav {{ color: #e6f0f1; background: transparent; border: none; border-radius: 0; text-align: left;
        font-size: {letters(25)}; padding: 0 {px(26)}; min-height: {px(72)}; }}
    QPushButton#nav:hover {{ background: #15505d; }}
    QPushButton#nav:checked {{ background: white; color: {ACCENT_DARK}; border-left: {px(10)} solid {AMBER};
        padding-left: {px(16)}; }}
    QPushButton#nav:focus {{ border: {px(4)} solid {AMBER}; padding-left: {px(22)}; }}
    QPushButton#nav:checked:focus {{ border: {px(4)} solid #b45309; border-left: {px(10)} solid {AMBER};
        padding-left: {px(16)}; }}
    QPushButton#start {{ background: {ACCENT}; color: white; font-size: {letters(52)}; border-radius: {px(22)};
        min-height: {px(100)}; border: {px(5)} solid {ACCENT}; }}
    QPushButton#start:hover {{ background: {ACCENT_DARK}; }}
    QPushButton#start:focus {{ border: {px(5)} solid {AMBER}; }}
    QPushButton#main {{ background: {ACCENT}; color: white; font-size: {letters(37)}; border-radius: {px(16)};
        padding: {px(12)} {px(56)}; min-height: {px(54)}; border: {px(5)} solid {ACCENT}; }}
    QPushButton#main:hover {{ background: {ACCENT_DARK}; }}
    QPushButton#main:focus {{ border: {px(5)} solid {AMBER}; }}
    QPushButton#main:disabled {{ background: #dcd7cb; border-color: #dcd7cb; color: #3d4a52; }}
    QPushButton#danger {{ color: {DANGER}; border: {px(4)} solid {DANGER}; font-size: {letters(34)};
        border-radius: {px(16)}; padding: {px(12)} {px(38)}; min-height: {px(54)}; }}
    QPushButton#danger:focus {{ border: {px(6)} solid #b45309; padding: {px(10)} {px(36)}; }}
    QPushButton#choice {{ color: {PAPER.text}; border: {px(3)} solid {OUTLINE}; font-size: {letters(32)};
        min-height: {px(46)}; padding: {px(6)} {px(4)}; }}
    QPushButton#choice:checked {{ background: {ACCENT}; color: white; border-color: {ACCENT}; }}
    QPushButton#choice:focus {{ border: {px(6)} solid #b45309; padding: {px(3)} {px(1)}; }}
    QPushButton#choice:checked:focus {{ border: {px(6)} solid {AMBER}; padding: {px(3)} {px(1)}; }}
    QPushButton#link {{ background: transparent; border: {px(3)} solid transparent; text-decoration: underline;
        font-size: {letters(30)}; padding: {px(6)} {px(10)}; min-height: {px(44)}; }}
    QPushButton#link:focus {{ border: {px(4)} solid #b45309; padding: {px(5)} {px(9)}; }}
    QCheckBox {{ font-size: {letters(29)}; font-weight: 700; spacing: {px(26)}; padding: {px(5)} {px(26)};
        background: {CARD}; border: {px(3)} solid {LINE}; border-radius: {px(16)}; min-height: {px(44)}; }}
    QCheckBox:checked {{ border-color: {ACCENT}; }}
    QCheckBox:focus {{ border: {px(5)} solid #b45309; padding: {px(3)} {px(24)}; }}
    QCheckBox::indicator {{ width: {px(40)}; height: {px(40)}; border: {px(4)} solid {OUTLINE};
        border-radius: {px(10)}; background: white; }}
    QCheckBox::indicator:checked {{ background: {ACCENT}; border-color: {ACCENT}; image: url({tick}); }}
    QLineEdit, QComboBox, QPlainTextEdit, QSpinBox, QDoubleSpinBox {{ background: white; color: {PAPER.text};
        border: {px(3)} solid {OUTLINE}; border-radius: {px(10)}; padding: {px(6)} {px(12)}; min-height: {px(38)};
        font-size: {letters(25)}; selection-background-color: {ACCENT}; selection-color: white; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border: {px(5)} solid #b45309; padding: {px(4)} {px(10)}; }}
    QComboBox QAbstractItemView {{ font-size: {letters(24)}; background: white; color: {PAPER.text};
        selection-background-color: {ACCENT}; selection-color: white; }}
    QTableWidget {{ background: {CARD}; border: {px(2)} solid {LINE}; border-radius: {px(12)}; font-size: {letters(22)};
        alternate-background-color: #f3f0e8; }}
    QTableWidget::item {{ padding: 0 {px(10)}; }}
    QTableWidget::item:selected {{ background: #e2eff1; color: {PAPER.text}; }}
    QTableWidget:focus {{ border: {px(4)} solid #b45309; }}
    QHeaderView::section {{ background: {CARD}; color: {ACCENT}; font-size: {letters(20)}; font-weight: 700;
        border: none; border-bottom: {px(3)} solid {ACCENT}; padding: {px(6)} {px(10)}; }}
    QScrollBar:vertical {{ width: {px(20)}; background: {PAPER.background}; }}
    QScrollBar::handle:vertical {{ background: {OUTLINE}; border-radius: {px(8)}; min-height: {px(60)}; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QToolTip {{ font-size: {letters(20)}; color: {PAPER.text}; background: white; }}
    """
