"""Displays: remembered, found again, named, chosen."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balancecoach.core.preferences import Preferences, from_json, to_json
from balancecoach.ui.display_card import DisplayCard
from balancecoach.ui.displays import Display, Displays, display_words, find, remembered

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # small windows ask offscreen for too much

LAPTOP = Display("eDP-1", "BOE", "0x08", "", 310)
TV = Display("HDMI-1", "Samsung", "UE40", "A17", 800)
TWIN = Display("HDMI-2", "Samsung", "UE40", "B23", 800)
DELL = Display("HDMI-1", "Dell", "U2412", "77", 520)
BARE = Display("HDMI-1")


# -- found again ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("was", "among", "found"),
    [
        (TV, (LAPTOP, TV), TV),
        (TV, (LAPTOP, TWIN, TV), TV),  # two of a kind
        (TV, (LAPTOP, Display("HDMI-2", "Samsung", "UE40", "A17", 800)), "HDMI-2"),  # in another socket
        (TV, (Display("HDMI-1", "Samsung", "UE40", "B23"), Display("HDMI-2", "Samsung", "UE40", "A17")), "HDMI-2"),
        (TV, (Display("DP-1", "Samsung", "UE40"), Display("HDMI-1", "Samsung", "UE40")), "HDMI-1"),  # no serial now
        (TV, (LAPTOP, TWIN), TWIN),  # one like it is nearer than none
        (TV, (LAPTOP, BARE), BARE),  # that one is off
        (BARE, (LAPTOP, TV), TV),
        (TV, (LAPTOP, DELL), None),  # another one in the same socket
        (TV, (LAPTOP,), None),
        (TV, (), None),
    ],
)
def test_the_remembered_one_is_found(was: Display, among: tuple[Display, ...], found: Display | str | None) -> None:
    answer = find(was.id, among)
    assert (answer.name if isinstance(found, str) and answer else answer) == found


def test_none_chosen_finds_none() -> None:
    assert find("", (LAPTOP, Display(""))) is None


def test_an_id_survives_keeping() -> None:
    kept = Preferences(display=TV.id)
    assert from_json(to_json(kept)) == kept
    assert remembered(TV.id) == Display("HDMI-1", "Samsung", "UE40", "A17")


def test_an_id_of_long_and_odd_parts_is_kept() -> None:
    odd = Display("H|D" * 100, "m" * 300, "|", "s" * 90)
    assert from_json(to_json(Preferences(display=odd.id))).display == odd.id
    assert find(odd.id, (LAPTOP, odd)) is odd


@pytest.mark.parametrize("id_", ["HDMI-1", "a|b|c|d|e|f", "|||", "\n", "x" * 190])
def test_an_id_from_elsewhere_is_no_trouble(id_: str) -> None:
    assert isinstance(remembered(id_), Display)
    find(id_, (LAPTOP, TV))


# -- named ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("display", "words"),
    [
        (TV, "HDMI-1, Samsung, 80 cm wide"),
        (LAPTOP, "This computer's own screen, 31 cm wide"),
        (BARE, "HDMI-1"),
        (Display("DP-2", "", "EIZO", "", 16), "DP-2, EIZO"),
        (Display("\\\\.\\DISPLAY2", "Acer"), "DISPLAY2, Acer"),
        (Display("LG TV", "LG TV"), "LG TV"),
    ],
)
def test_plain_names(display: Display, words: str) -> None:
    assert display_words(display) == words


def test_the_displays_of_this_platform(qtbot: QtBot) -> None:
    screen = QApplication.primaryScreen()
    displays = Displays()
    (only,) = displays.all()
    assert only.name == screen.name()
    assert displays.screen(only.id) is screen
    assert displays.named(screen.name()) is screen
    assert displays.screen(TV.id) is None
    assert displays.named("HDMI-1") is None


# -- chosen --------------------------------------------------------------------------------------------------------
def card_of(qtbot: QtBot, *displays: Display, value: str = "") -> tuple[DisplayCard, list[object]]:
    card = DisplayCard()
    qtbot.addWidget(card)
    chosen: list[object] = []
    card.chosen.connect(chosen.append)
    card.show_displays(displays)
    card.show_value(value)
    card.show()
    return card, chosen


def answers(card: DisplayCard) -> list[str]:
    return [each.text() for each in card.row.group.buttons()] if card.row else []


def pressed(card: DisplayCard) -> str:
    assert card.row is not None
    made = card.row.group.checkedButton()
    assert made is not None
    return made.text()


def test_one_display_is_no_question(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, LAPTOP)
    assert answers(card) == []
    assert "Only this screen is connected" in card.words.text()
    assert card.show_button.isHidden()


def test_two_displays_are_a_choice(qtbot: QtBot) -> None:
    card, chosen = card_of(qtbot, LAPTOP, TV)
    names = [
        "The screen this window is on",
        "1: This computer's own screen, 31 cm wide",
        "2: HDMI-1, Samsung, 80 cm wide",
    ]
    assert answers(card) == names
    assert pressed(card) == names[0]
    assert not card.show_button.isHidden()
    assert card.row is not None
    card.row.group.button(2).click()
    assert chosen == [TV.id]
    card.row.group.button(0).click()
    assert chosen == [TV.id, ""]


def test_a_chosen_one_that_moved_to_another_socket_is_the_pressed_one(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, LAPTOP, Display("HDMI-3", "Samsung", "UE40", "A17", 800), value=TV.id)
    assert pressed(card) == "2: HDMI-3, Samsung, 80 cm wide"


def test_a_chosen_one_that_is_not_there_is_said_and_can_be_given_up(qtbot: QtBot) -> None:
    card, chosen = card_of(qtbot, LAPTOP, value=TV.id)
    assert "not connected" in card.words.text()
    assert pressed(card) == "HDMI-1, Samsung (not connected)"
    assert card.row is not None
    card.row.group.button(0).click()
    assert chosen == [""]


def test_one_plugged_in_while_it_is_looked_at(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, LAPTOP)
    card.show_displays((LAPTOP, TV))
    assert len(answers(card)) == 3


def test_the_keyboard_stays_when_one_is_plugged_in(qtbot: QtBot) -> None:
    card, _ = card_of(qtbot, LAPTOP, TV)
    assert card.row is not None
    with qtbot.waitActive(card):
        card.activateWindow()
    card.row.focus_chosen()
    card.show_displays((LAPTOP, TV, TWIN))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert card.row.isAncestorOf(focused)
