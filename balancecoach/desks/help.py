"""Help: opens the guides, searches them, saves and prints the card. Its screens are made when somebody asks."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QWidget

from balancecoach.core.card import make_card
from balancecoach.core.guide import GUIDES, Found, Guide, search
from balancecoach.core.words import tr
from balancecoach.desks.report import ReportPaper, usual_paper
from balancecoach.errors import UserError
from balancecoach.guides import folder, guides, what_is_new
from balancecoach.reports.paper.card import card_bytes, print_card
from balancecoach.reports.paper.pdf import missing, write
from balancecoach.ui.guide_screen import GuideScreen
from balancecoach.ui.help_screen import GuideFacts, HelpScreen
from balancecoach.ui.window import Window


class HelpDesk(QObject):
    """Connects the page of Help and the page of a guide."""

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self.paper = window, ReportPaper()
        self._shown = ""
        self._before = "today"
        self._back: Callable[[], None] = self._to_help
        window.came.connect(self._note_page)
        self._note_page(window.shown())  # made when somebody asks, from there

    @cached_property
    def guides(self) -> dict[str, Guide]:
        """All of them, by their ids."""
        return {guide.id: guide for guide in guides()}

    @cached_property
    def screen(self) -> HelpScreen:
        """The page with the guides."""
        rows = (GuideFacts(guide.id, guide.title, tr(GUIDES[guide.id])) for guide in self.guides.values())
        made = HelpScreen(tuple(rows))
        self._window.add_page("help", made)
        made.asked.connect(lambda words: made.show_found(search(self.guides.values(), words)))
        made.opened.connect(self.open_guide)
        made.found_opened.connect(self._open_found)
        made.news_wanted.connect(self.show_news)
        made.card_saved.connect(self._save_card)
        made.card_printed.connect(self._print_card)
        made.left.connect(lambda: self._window.opened.emit(self._before))
        return made

    @cached_property
    def page(self) -> GuideScreen:
        """The page of one guide."""
        made = GuideScreen(folder())
        self._window.add_page("guide", made)
        made.left.connect(lambda: self._back())
        made.text.wanted.connect(self._follow)
        return made

    # -- pages -------------------------------------------------------------------------------------------------------
    def show(self) -> None:
        """Help, as at first."""
        screen = self.screen
        self._window.show_page("help")
        screen.begin()

    def open_guide(self, name: str, heading: str = "", sentence: str = "") -> None:
        """A guide, at a heading, or from its beginning."""
        guide = self.guides[name]
        self._show(name, guide.title, guide.markdown, tr("Back to Help"), self._to_help)
        if heading and heading != guide.title:
            self.page.text.go_to(heading, sentence)

    def show_news(self, back: Callable[[], None] | None = None) -> None:
        """What is new. ``back``: where to go from there when it was asked for in Settings."""
        text = what_is_new() or tr("The list of what is new is not in this copy of Balance Coach.")
        title = tr("What is new")
        words = tr("Back to Settings") if back else tr("Back to Help")
        self._show("", title, f"# {title}\n\n{text}", words, back or self._to_help)

    def _show(self, name: str, title: str, markdown: str, words: str, back: Callable[[], None]) -> None:
        self._shown, self._back = name, back
        page = self.page
        self._window.show_page("guide")
        page.show_text(title, markdown, words)
        page.text.setFocus()

    def _to_help(self) -> None:
        screen = self.screen
        self._window.show_page("help")
        screen.focus_again(self._shown)

    def _open_found(self, place: Found) -> None:
        self.open_guide(place.guide, place.heading, place.sentence)

    def _follow(self, name: str, heading: str) -> None:
        if not name:
            self.page.text.go_to(heading)
        elif name in self.guides:
            self.open_guide(name, heading)

    def _note_page(self, page: QWidget) -> None:
        """Where somebody was before: Esc goes back there."""
        name = self._window.side_name(page)
        if name and name != "help":
            self._before = name

    # -- the card ----------------------------------------------------------------------------------------------------
    def _save_card(self) -> None:
        made = make_card()
        path = self.paper.ask_path(self.screen, made.title)
        if not path:
            return
        try:
            missing(made.words())
            write(card_bytes(made, usual_paper(QLocale.system())), Path(path))
        except UserError as error:
            self.screen.tell(str(error))
        else:
            self.screen.tell(tr("Saved: {0}").format(path))

    def _print_card(self) -> None:
        made, paper = make_card(), usual_paper(QLocale.system())
        self.screen.tell(
            self.paper.print_it(lambda printer: print_card(made, paper, printer), made.title, self.screen, paper)
        )
