"""Another program's window: ``python -m tests.e2e.other_window full`` covers all; else it is a small one."""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit

app = QApplication(sys.argv)
window = QLineEdit()
window.setWindowTitle("Something else")
if sys.argv[-1] == "full":
    window.showFullScreen()
else:
    window.setGeometry(20, 40, 300, 60)
    window.show()
sys.exit(app.exec())
