"""Where the file with everything is saved, and which one is brought in: the system's own dialogs."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from balancecoach.core.words import tr

ENDING = ".balancecoach"


def ask_where(parent: QWidget, name: str) -> str:
    """Where to save; "" for nowhere. ``name``: of the file, without its ending."""
    offered = str(Path(_documents()) / f"{name}{ENDING}")
    path, _ = QFileDialog.getSaveFileName(parent, tr("Save everything"), offered, _kinds())
    return path if not path or path.endswith(ENDING) else f"{path}{ENDING}"


def ask_which(parent: QWidget) -> str:
    """Which file to bring in; "" for none."""
    path, _ = QFileDialog.getOpenFileName(parent, tr("Bring everything in"), _documents(), _kinds())
    return path


def _kinds() -> str:
    return tr("Balance Coach (*{0})").format(ENDING)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
