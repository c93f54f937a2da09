"""Right to left where the language is written so, and Qt's own words (the buttons of its dialogs) in the language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from balancecoach.core import words


def follow(app: QCoreApplication | None) -> None:
    """Make the program's windows follow the language that is spoken now."""
    assert isinstance(app, QApplication)
    right_to_left = Qt.LayoutDirection.RightToLeft
    app.setLayoutDirection(right_to_left if words.right_to_left() else Qt.LayoutDirection.LeftToRight)
    if words.language() != "en":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator(app)
        if translator.load(f"qtbase_{words.language()}", folder):
            app.installTranslator(translator)
