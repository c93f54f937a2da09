"""Where the file with everything is saved, and which one is brought in: the system's own dialogs."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from balancecoach.core.words import tr


def ask_where(parent: QWidget, name: str) -> str:
    """Where to save; "" for nowhere. ``name``: of the file, with its ending."""
    ending = Path(name).suffix
    offered = str(Path(_documents()) / name)
    kinds = tr("Balance Coach (*{0})").format(ending)
    path, _ = QFileDialog.getSaveFileName(parent, tr("Save everything"), offered, kinds)
    return path if not path or path.endswith(ending) else f"{path}{ending}"


def ask_which(parent: QWidget, ending: str) -> str:
    """Which file to bring in; "" for none."""
    kinds = tr("Balance Coach (*{0} *.json)").format(ending)
    path, _ = QFileDialog.getOpenFileName(parent, tr("Bring everything in"), _documents(), kinds)
    return path


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
