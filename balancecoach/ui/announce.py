"""For screen readers: what our own painted widgets say when they are asked, and what is told without being asked.

Text that changes every second must not make an event every second, or a screen reader talks without end. A widget's
accessible name cannot change without one; a widget with ``read_out`` is asked for its words only when they are wanted.
A screen with ``TAKES_KEYS`` has the keyboard itself and is read by its name.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class _ReadOut(QAccessibleWidget):
    """A widget that paints words: a line of text, not an unknown thing."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.StaticText)

    def text(self, which: QAccessible.Text, /) -> str:
        """The words of this moment."""
        widget = self.object()
        if which is QAccessible.Text.Name and widget is not None:
            return str(widget.read_out())  # type: ignore[attr-defined]
        return super().text(which)


class _Keys(QAccessibleWidget):
    """A screen whose keys do everything: a pane with a name, not an unknown thing that has the keyboard."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Pane)


def _make(_key: str, made: QObject) -> QAccessibleInterface | None:
    if not isinstance(made, QWidget):
        return None
    if hasattr(type(made), "read_out"):
        return _ReadOut(made)
    return _Keys(made) if hasattr(type(made), "TAKES_KEYS") else None


def install() -> None:
    """From now on screen readers ask our painted widgets. Once, after the application was made; costs nothing else."""
    QAccessible.installFactory(_make)


def announce(about: QWidget, words: str, *, at_once: bool = False) -> None:
    """Let a screen reader say this. ``at_once``: instead of what it is saying, else after it."""
    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(about, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(event)
