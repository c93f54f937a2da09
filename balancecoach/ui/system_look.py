"""What the computer is set to: its colour scheme and contrast, for the theme that follows them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from balancecoach.core.preferences import Theme
from balancecoach.ui.palette import Palette, chosen


def palette_for(theme: Theme) -> Palette:
    """The colours of a theme, now."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    return chosen(theme, dark=dark, high_contrast=_high_contrast(hints))


def _high_contrast(hints: object) -> bool:
    """Qt tells since 6.10; before, nobody asked for it."""
    told = getattr(hints, "accessibility", None)
    wanted = told().contrastPreference() if told is not None else None
    return getattr(wanted, "name", "") == "HighContrast"
