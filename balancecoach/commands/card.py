"""card: the card for the treadmill, as a PDF of two pages. Works without a display."""

import argparse
import sys
from pathlib import Path

from balancecoach.commands.report import new_pdf, without_display
from balancecoach.core.card import make_card
from balancecoach.paths import Paths


def card(_paths: Paths, options: argparse.Namespace) -> int:
    """Write it. Prints the file's name."""
    target = new_pdf(Path(options.output), force=options.force)
    made = make_card()
    app = without_display()
    try:
        from balancecoach.reports.paper.card import card_bytes
        from balancecoach.reports.paper.pdf import missing, write

        warning = missing(made.words())
        write(card_bytes(made, options.paper), target)
    finally:
        del app
    if warning:
        print(warning, file=sys.stderr)
    print(target)
    return 0
