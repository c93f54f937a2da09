"""Where a file is kept: asked in the system's own dialog, outside of a session only."""

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.printing import safe_name


def ask_place(parent: QWidget, name: str, ending: str) -> str:
    """A path with this ending, "" for nowhere. ``name``: what is offered, without the ending."""
    dialog = place_dialog(parent, name, ending)
    try:
        return dialog.selectedFiles()[0] if dialog.exec() else ""
    finally:
        dialog.deleteLater()


def place_dialog(parent: QWidget, name: str, ending: str) -> QFileDialog:
    """The dialog. It knows the ending before it looks whether there is such a file, and asks before it replaces it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, tr("Save as"), folder, f"*.{ending}")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(f"{safe_name(name)}.{ending}")
    return dialog
