"""An entry in the menu, and out again."""

import argparse
import os
import sys

from balancecoach import integrate as menu
from balancecoach.errors import FailedError
from balancecoach.paths import Paths


def integrate(_paths: Paths, options: argparse.Namespace) -> int:
    """``balancecoach integrate``."""
    if sys.platform == "win32":
        menu.start_menu(menu.program(), os.environ, remove=options.remove)
        print("Balance Coach is out of the Start menu." if options.remove else "Balance Coach is in the Start menu.")
        return 0
    if sys.platform == "darwin":
        raise FailedError("On a Mac there is no menu to add to: put Balance Coach.app into the Applications folder.")
    if options.remove:
        gone = menu.remove(os.environ)
        print("\n".join(f"Removed: {path}" for path in gone) or "There was no entry in the menu.")
        return 0
    print(f"Balance Coach is in the menu: {menu.add(os.environ, menu.program())}")
    return 0
