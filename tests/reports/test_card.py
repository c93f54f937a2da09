"""The card for the treadmill: its words are the app's own, both sides fit, and the file says what it is."""

from io import BytesIO
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QPageSize, QPdfWriter

from balancecoach.core import words
from balancecoach.core.card import Card, make_card
from balancecoach.core.daily import CALL_HELP, STOP_SIGNS
from balancecoach.core.phrases import ENTRIES
from balancecoach.core.pseudo import Pseudo
from balancecoach.reports.paper.card import SIZES, body_points, card_bytes, print_card
from balancecoach.reports.paper.page import paper_size
from balancecoach.ui.actions import DEFAULTS, Action
from balancecoach.ui.button_names import plain_name
from balancecoach.ui.button_rules import action_words

pytestmark = pytest.mark.usefixtures("qapp")
ACTIONS = {plain_name(int(key)): action for action, keys in DEFAULTS.items() for key in keys}


def opened(data: bytes) -> Any:
    """As pypdf has it, whose types for what is inside say little."""
    return pypdf.PdfReader(BytesIO(data), strict=True)


def said(page: Any) -> str:
    return " ".join(page.extract_text().split())


def test_every_step_is_spoken_like_that_and_every_sign_is_asked_like_that() -> None:
    drill, signs = make_card().sides
    spoken = {row.words for row in ENTRIES.values()}
    assert set(drill.parts[0].lines[:-1]) < spoken  # the last has the speed of the screen in place of a number
    assert signs.parts[0].lines == STOP_SIGNS
    assert set(signs.parts[1].lines) < spoken
    assert signs.parts[1].after == CALL_HELP


def test_every_key_does_what_the_card_says() -> None:
    rows = make_card().sides[0].parts[1].rows
    assert [ACTIONS[key] for key, _ in rows[3:]] == [Action.WOBBLE, Action.AGAIN, Action.TIME]
    assert [action_words(ACTIONS[key]) for key, _ in rows[3:]] == [does for _, does in rows[3:]]
    assert rows[1] == ("Enter or Space", action_words(ACTIONS["Enter"]))
    assert ACTIONS["Enter"] is ACTIONS["Space"]
    assert rows[2] == ("S, twice", action_words(ACTIONS["S"]))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_both_sides_are_in_the_file_in_large_letters(paper: str) -> None:
    card = make_card()
    assert min(body_points(side, paper_size(paper)) for side in card.sides) >= 20
    read = opened(card_bytes(card, paper))
    assert len(read.pages) == 2
    for side, page in zip(card.sides, read.pages, strict=True):
        text = said(page)
        for row in (*side.parts[0].lines, *side.parts[1].lines, side.title, side.foot, *side.write_in):
            assert row in text


def test_the_file_is_tagged_page_by_page() -> None:
    read = opened(card_bytes(make_card(), "a4"))
    tree = read.trailer["/Root"]["/StructTreeRoot"]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] and read.trailer["/Root"]["/Lang"] == "en"
    assert read.metadata.title == make_card().title
    assert [page["/StructParents"] for page in read.pages] == [0, 1]
    numbers = tree["/ParentTree"]["/Nums"]
    for number, (branch, page) in enumerate(zip(tree["/K"], read.pages, strict=True)):
        places = numbers[2 * number + 1].get_object()
        assert numbers[2 * number] == number
        roles = [place.get_object()["/S"] for place in places]
        assert roles[:2] == ["/H1", "/H2"] and "/LBody" in roles
        assert all(place.get_object()["/Pg"].get_object() == page for place in places)
        assert page.get_contents().get_data().count(b"BDC") == len(places)
        assert branch.get_object()["/S"] == "/Part"


def test_longer_words_take_smaller_letters_and_still_fit() -> None:
    before = words._current[0]
    words.use(Pseudo())
    try:
        longer = make_card()
    finally:
        words.use(before)
    assert all(SIZES[-1] < body_points(side, paper_size("a4")) < 23 for side in longer.sides)


def test_a_printer_gets_two_pages(tmp_path: Any) -> None:
    file = tmp_path / "printed.pdf"
    printer = QPdfWriter(str(file))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    print_card(make_card(), "a4", printer)
    del printer
    assert len(pypdf.PdfReader(file).pages) == 2


def test_all_words_are_looked_at_for_letters_that_no_font_has() -> None:
    card = make_card()
    drill = replace(card.sides[0], foot="last")
    made = Card("first", (drill, card.sides[1])).words()
    assert made[0] == "first" and "last" in made and "Note a wobble" in made and CALL_HELP in made
