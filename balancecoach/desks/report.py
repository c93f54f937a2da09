"""The page of the one-page report: puts it together anew with every choice, saves it, prints it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.dates import short_day
from balancecoach.core.programme import Programme
from balancecoach.core.report import Asked, DayOff, Known, Report
from balancecoach.core.report_lists import notes
from balancecoach.core.reporting import everything, last_weeks, make_report
from balancecoach.core.words import tr
from balancecoach.desks.everyday import Desk
from balancecoach.desks.names import shown_name
from balancecoach.errors import UserError
from balancecoach.reports.paper.pdf import draw_on, pdf_bytes, picture, trouble, write
from balancecoach.store.store import Store
from balancecoach.ui.printing import ask_pdf_path, print_page
from balancecoach.ui.report_screen import OWN, NoteFacts, ReportChoice, ReportFacts, ReportScreen

#: Pixels across of the picture: 150 to the inch, enough for a page as wide as a window.
PICTURE_PX = 1240
#: Notes that can be left out one by one; the page has no room for more.
MOST_NOTES = 12
_T = QLocale.Country
#: Where letter paper is usual (Unicode CLDR, paper sizes).
LETTER = frozenset(
    {_T.UnitedStates, _T.Canada, _T.Mexico, _T.Philippines, _T.Chile, _T.Colombia, _T.Venezuela, _T.CostaRica}
    | {_T.Guatemala, _T.Nicaragua, _T.Panama, _T.ElSalvador, _T.PuertoRico, _T.Belize}
)


class ReportPaper(Struct, frozen=True):
    """How to save and to print: each asks first. ``print_it`` says what went wrong, "" for nothing."""

    ask_path: Callable[[QWidget, str], str] = ask_pdf_path
    print_it: Callable[[Callable[[object], None], str, QWidget, str], str] = print_page


class ReportDesk(QObject):
    """Connects the page to the record of whoever's day it is."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        programmes: Mapping[str, Programme],
        clock: Clock,
        paper: ReportPaper | None = None,
    ) -> None:
        super().__init__(desk)
        self._desk, self._store, self._programmes, self._clock = desk, store, programmes, clock
        self.paper = paper or ReportPaper()
        self.screen = ReportScreen()
        self._known: Known | None = None
        desk.window.add_page("report", self.screen)
        self.screen.changed.connect(self._show_page)
        self.screen.saved.connect(self._save)
        self.screen.printed.connect(self._print)
        self.screen.left.connect(lambda: desk.window.opened.emit("progress"))

    def show(self) -> None:
        """The page, of the last twelve weeks."""
        self._desk.journal.flush(2.0)
        self._known = self._read()
        if self._known is None:
            nobody = tr("Nobody is set up yet. A report is about somebody's walking.")
            self.screen.show_facts(ReportFacts(nobody))
        else:
            weeks = last_weeks(self._known, 12)
            choice = ReportChoice("12", weeks.first, weeks.last, usual_paper(QLocale.system()))
            self.screen.start(choice)
            self._show_page(choice)
        self._desk.window.show_page("report")
        self.screen.focus_first()

    def _read(self) -> Known | None:
        person = self._desk.day.person()
        file = self._store.file(person.id) if person else None
        if file is None:
            return None
        days = tuple(DayOff(day.at, day.reasons) for day in self._store.declined(file.person.id))
        sessions, today = self._store.summaries(file.person.id), self._clock.now().wall.date()
        return Known(file, sessions, days, self._programmes, today)

    def _show_page(self, choice: ReportChoice) -> None:
        known = self._known
        if known is None:
            return
        asked, report = self._report(known, choice)
        rows = notes(known, asked)[:MOST_NOTES]
        facts = ReportFacts(
            tr("For a physio or doctor, or for {0}.").format(shown_name(known.file.person.name)),
            picture(report, choice.paper, PICTURE_PX),
            "\n".join(report.words(most=8)),
            tuple(NoteFacts(row.key, f"{short_day(row.at)}: {row.words}", row.key in asked.notes) for row in rows),
            _trouble(report),
        )
        self.screen.show_facts(facts)

    def _report(self, known: Known, choice: ReportChoice) -> tuple[Asked, Report]:
        asked = replace(_days(known, choice), named=choice.named)
        shown = frozenset(note.key for note in notes(known, asked) if choice.has_note(note.key))
        asked = replace(asked, notes=shown)
        return asked, make_report(known, asked)

    # -- saving and printing -------------------------------------------------------------------------------------
    def _save(self, choice: ReportChoice) -> None:
        if self._known is None:
            return
        _, report = self._report(self._known, choice)
        path = self.paper.ask_path(self.screen, report.file_name)
        if not path:
            return
        try:
            trouble(report)
            write(pdf_bytes(report, choice.paper), Path(path))
        except UserError as error:
            self.screen.tell(str(error))
        else:
            self.screen.tell(tr("Saved: {0}").format(path))

    def _print(self, choice: ReportChoice) -> None:
        if self._known is None:
            return
        _, report = self._report(self._known, choice)
        draw = lambda printer: draw_on(report, choice.paper, printer)  # noqa: E731 - a name for the line below
        self.screen.tell(self.paper.print_it(draw, report.title, self.screen, choice.paper))


def _days(known: Known, choice: ReportChoice) -> Asked:
    if choice.period == OWN and choice.first and choice.last:
        return Asked(choice.first, choice.last)
    return last_weeks(known, int(choice.period)) if choice.period.isdecimal() else everything(known)


def _trouble(report: Report) -> str:
    """What will not be seen on the page, in a sentence."""
    try:
        return trouble(report)
    except UserError as error:
        return str(error)


def usual_paper(here: QLocale) -> str:
    """The paper that is usual in a country."""
    return "letter" if here.territory() in LETTER else "a4"
