"""The table of all sessions: what is in it, sorted and sifted by mouse and by keyboard, whatever is on record."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CheckedIn, Noted, Outcome, Removed
from balancecoach.core.progress import Summary
from balancecoach.ui.past_facts import SessionsFacts
from balancecoach.ui.sessions_model import BACKWARDS, DAY, EFFORT, ENDED, NOTE, PLAN, WOBBLES, SessionsModel, Which
from balancecoach.ui.sessions_screen import SessionsScreen
from tests.fakes import WALL
from tests.histories import checkin, session
from tests.ui.world import Key, World, anybody, enter, keep_session, world_of

Role = Qt.ItemDataRole


# -- the model -----------------------------------------------------------------------------------------------------
def made(*sessions: Summary, **more: Any) -> SessionsModel:
    """The rows of these sessions."""
    model = SessionsModel(SessionsFacts("", (), WALL))
    model.show_facts(SessionsFacts("Ann", sessions, WALL, {"ann": "Ann", "bob": "Bob"}, **more))
    return model


def ids(model: SessionsModel) -> list[str]:
    """What is shown, from the top."""
    return [row.id for row in model.rows]


ROWS = (
    session(9, plan_title="Gentle build", wobbles=2, checkin=checkin(5)),
    session(5, plan_title="corridor", outcome=Outcome.STOPPED, backward_s=60.0, note="Warm. LEFT knee", checkin=None),
    session(3, plan_title="Gentle build", demo=True),
    session(1, plan_title="First steps", outcome=Outcome.INTERRUPTED, backward_s=0.0, checkin=checkin(0)),
)
NINE, FIVE, DEMO, ONE = (row.id for row in ROWS)


def test_newest_first_and_demonstrations_only_when_they_are_asked_for() -> None:
    model = made(*ROWS)
    assert ids(model) == [ONE, FIVE, NINE]
    model.sift(Which.DEMOS, "")
    assert ids(model) == [DEMO]


@pytest.mark.parametrize(
    ("which", "text", "found"),
    [
        (Which.FINISHED, "", [NINE]),
        (Which.STOPPED, "", [FIVE]),
        (Which.CUT_OFF, "", [ONE]),
        (Which.WOBBLES, "", [NINE]),
        (Which.NOTES, "", [FIVE]),
        (Which.ALL, "left KNEE ", [FIVE]),
        (Which.ALL, "BUILD", [NINE]),
        (Which.DEMOS, "build", [DEMO]),
        (Which.STOPPED, "build", []),
    ],
)
def test_only_those_that_are_looked_for(which: Which, text: str, found: list[str]) -> None:
    model = made(*ROWS)
    model.sift(which, text)
    assert ids(model) == found


@pytest.mark.parametrize(
    ("column", "rising"),
    [
        (DAY, [NINE, FIVE, ONE]),
        (PLAN, [FIVE, ONE, NINE]),
        (BACKWARDS, [ONE, FIVE, NINE]),
        (ENDED, [ONE, NINE, FIVE]),
        (WOBBLES, [ONE, FIVE, NINE]),
        (EFFORT, [FIVE, ONE, NINE]),
        (NOTE, [ONE, NINE, FIVE]),
    ],
)
def test_sorted_by_what_is_on_record(column: Any, rising: list[str]) -> None:
    model = made(*ROWS)
    model.sort_by(column, falling=False)
    assert ids(model) == rising
    model.sort_by(column, falling=True)
    falling = ids(model)
    assert falling[0] == rising[-1]
    assert sorted(falling) == sorted(rising)


def test_of_those_that_are_alike_the_newest_comes_first_either_way() -> None:
    model = made(session(3), session(2), session(1))
    for falling in (False, True):
        model.sort_by(BACKWARDS, falling=falling)
        assert ids(model) == ["session 1", "session 2", "session 3"]


def test_sorted_by_the_moment_and_not_by_the_clock_on_the_wall() -> None:
    """Somebody travels: 9:00 in the east is before 8:00 in the west."""
    east = replace(session(1), id="east", started=datetime.fromisoformat("2026-03-01T09:00+09:00"))
    west = replace(session(1), id="west", started=datetime.fromisoformat("2026-03-01T08:00-05:00"))
    assert ids(made(west, east)) == ["west", "east"]


def test_the_words_of_a_row() -> None:
    model = made(ROWS[1])
    cells = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    started = ROWS[1].started
    assert started is not None
    assert cells == [f"{started.day} {started:%b %Y %H:%M}", "corridor", "1 minute", "stopped", "0", "–", "note"]
    assert model.data(model.index(0, 1), Role.ToolTipRole) == "Warm. LEFT knee"
    assert model.data(model.index(0, 3), Role.AccessibleTextRole) == "Ended: stopped"
    assert "corridor" in model.data(model.index(0, 0), Role.AccessibleTextRole)


def test_everybody_has_a_name_and_what_is_removed_has_days_left() -> None:
    gone = replace(session(4), removed=WALL - timedelta(days=3), person_id="bob")
    model = made(gone, everybody=True, removed=True)
    assert [model.heading(column) for column in model.columns] == [
        "Day  ▼", "Person", "Plan", "Backwards", "Ended", "Wobbles", "Effort", "Days left",
    ]  # fmt: skip
    assert model.data(model.index(0, 1)) == "Bob"
    assert model.data(model.index(0, 7)) == "27"


def test_in_lines_a_session_is_one_cell_with_all_of_it() -> None:
    model = made(*ROWS)
    model.set_lines(True)
    assert model.columnCount() == 1
    day, *rest = model.data(model.index(1, 0)).split("\n")
    assert day.endswith(", note")
    assert rest == ["corridor", "Backwards: 1 minute", "Ended: stopped", "Wobbles: 0, Effort: –"]
    assert len({len(model.lines(row)) for row in ROWS}) == 1


# -- in the window -------------------------------------------------------------------------------------------------
@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        for days, effort in ((9, 3), (5, 6), (2, 4)):
            keep_session(made.store, anybody(), days, said=CheckedIn(WALL, effort, "none", "no"))
        made.store.append(made.store.session_ids()[1], Noted(WALL, "Left knee stiff."))
        yield made


def screen(world: World) -> SessionsScreen:
    """The page, shown by the button on Progress."""
    world.go("progress")
    world.click("All sessions")
    found = world.rooms.records.past.table
    assert world.window.shown() is found
    return found


def efforts(world: World) -> list[int | None]:
    """Of the rows that are shown."""
    rows = world.rooms.records.past.table.model.rows
    return [row.checkin.effort if row.checkin else None for row in rows]


def choose(world: World, combo: Any, words: str) -> None:
    """A value of a list, by keyboard alone."""
    combo.setFocus()
    for _ in range(combo.count()):
        if combo.currentText() == words:
            return
        world.press(Key.Key_Down)
    raise AssertionError(f"{words!r} is not in it: {[combo.itemText(n) for n in range(combo.count())]}")


def test_progress_leads_there_and_escape_leads_back(world: World) -> None:
    screen(world)
    assert efforts(world) == [4, 6, 3]
    assert world.window.nav["progress"].isChecked()
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.progress
    screen(world)
    world.click("Back to Progress")
    assert world.window.shown() is world.window.progress


def test_by_keyboard_alone_a_session_is_found_and_opened(world: World) -> None:
    found = screen(world)
    assert world.focus() is found.table
    world.press(Key.Key_End, Key.Key_Up, Key.Key_Return)
    page = world.rooms.records.past.page
    assert world.window.shown() is page
    assert page.note.edit.toPlainText() == "Left knee stiff."
    world.press(Key.Key_Escape)
    assert world.window.shown() is found
    assert found.table.chosen() == world.store.session_ids()[1]
    assert world.focus() is found.table


def test_a_click_opens_and_a_click_on_a_heading_sorts(world: World) -> None:
    found = screen(world)
    header = found.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(5) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert efforts(world) == [6, 4, 3]
    assert found.by.currentText() == "Sort by: Effort"
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert efforts(world) == [3, 4, 6]
    box = found.table.visualRect(found.model.index(2, 1))
    QTest.mouseClick(found.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert world.window.shown() is world.rooms.records.past.page
    assert world.rooms.records.past.page.note.edit.toPlainText() == "Left knee stiff."


def test_sorted_by_keyboard_alone_and_turned_round(world: World) -> None:
    found = screen(world)
    choose(world, found.by, "Sort by: Effort")
    assert efforts(world) == [6, 4, 3]
    world.press(Key.Key_Tab)
    assert world.focus() is found.turn
    assert found.turn.text() == "Most first"
    world.press(Key.Key_Return)
    assert efforts(world) == [3, 4, 6]
    assert (found.turn.text(), found.turn.accessibleName()) == ("Least first", "Order: Least first")


def test_typing_looks_in_plans_and_notes(world: World) -> None:
    found = screen(world)
    found.text.setFocus()
    world.type("KNEE")
    world.qtbot.waitUntil(lambda: efforts(world) == [6])
    assert found.count.text().startswith("1 session.")
    world.type("zzz")
    world.qtbot.waitUntil(lambda: efforts(world) == [])
    assert "No session is like that." in world.texts()
    assert not found.table.isVisible()


def test_opened_anew_it_shows_all_again(world: World) -> None:
    found = screen(world)
    choose(world, found.which, "Stopped")
    choose(world, found.by, "Sort by: Effort")
    assert efforts(world) == []
    screen(world)
    assert efforts(world) == [4, 6, 3]
    assert found.which.currentText() == "All sessions"


def test_removed_ones_are_shown_when_they_are_asked_for(world: World) -> None:
    world.store.append(world.store.session_ids()[0], Removed(WALL - timedelta(days=29, hours=1)))
    found = screen(world)
    assert efforts(world) == [4, 6]
    choose(world, found.which, "Removed")
    assert efforts(world) == [3]
    assert found.model.data(found.model.index(0, 6)) == "1"
    found.which.setFocus()
    world.press(Key.Key_Home)
    assert efforts(world) == [4, 6]


def test_nobody_is_set_up_and_there_is_nothing(qtbot: QtBot) -> None:
    with world_of(qtbot) as made:
        found = screen(made)
        assert found.count.text() == "0 sessions"
        assert made.focus() is found.title
        assert not found.whose.isVisible()


def test_everybodys_sessions_are_the_helpers_to_see(world: World) -> None:
    other = anybody(id="bob", name="Bob")
    enter(world.store, other)
    keep_session(world.store, other, 1, said=CheckedIn(WALL, 1, "none", "no"))
    world.set_pin()
    found = screen(world)
    assert efforts(world) == [4, 6, 3]
    choose(world, found.whose, "Everybody")
    assert world.window.shown() is world.window.pin
    world.type("1234")
    world.press(Key.Key_Return)
    assert world.window.shown() is found
    assert efforts(world) == [1, 4, 6, 3]
    found.whose.setCurrentIndex(0)
    found.whose.activated.emit(0)
    assert efforts(world) == [4, 6, 3]


def test_large_letters_put_a_session_on_lines_and_it_can_still_be_opened(world: World) -> None:
    found = screen(world)
    assert not found.model.in_lines
    world.change(text_percent=200)
    found = screen(world)
    world.qtbot.waitUntil(lambda: found.model.in_lines)
    assert found.table.horizontalHeader().isHidden()
    world.press(Key.Key_Down, Key.Key_Return)
    assert world.rooms.records.past.page.note.edit.toPlainText() == "Left knee stiff."


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [800, 1366])
def test_nothing_but_a_plans_name_is_cut(world: World, percent: int, width: int) -> None:
    world.change(text_percent=percent)
    world.window.resize(width, 700)
    found = screen(world)
    rows = (
        session(1, backward_s=5430.0, wobbles=12, checkin=checkin(10), note="n"),
        session(2, outcome=None, demo=True),
    )
    for which in (Which.ALL, Which.DEMOS, Which.REMOVED):
        found.which.setCurrentIndex(found.which.findData(which))
        gone = which is Which.REMOVED
        found.show_facts(SessionsFacts("Ann", rows, WALL, everybody=gone, several=gone, removed=gone))
        for _ in range(5):
            world.focus()
        model, table = found.model, found.table
        for column in range(model.columnCount()):
            text = str(model.data(model.index(0, column)))
            wide = max(table.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
            assert model.columns[column] is PLAN or wide <= table.columnWidth(column) - 6, text
        assert table.sizeHintForRow(0) <= table.rowHeight(0)


def test_long_names_do_not_make_the_page_wider(world: World) -> None:
    """A plan's name can be as long as somebody likes."""
    facts = SessionsFacts("W" * 40, (session(1, plan_title="Walk " * 80), session(2, plan_title="W" * 400)), WALL)
    found = screen(world)
    wide = found.width()
    found.show_facts(replace(facts, several=True))
    world.focus()
    assert found.table.width() <= wide
    assert found.table.horizontalHeader().length() <= found.table.viewport().width()


def test_ten_thousand_sessions_are_sorted_and_sifted_without_making_their_words(world: World) -> None:
    """Only cells that are seen cost anything: counted, not timed."""
    found = screen(world)
    rows = tuple(replace(session(n % 3000, wobbles=n % 5), id=str(n)) for n in range(10_000))
    found.show_facts(SessionsFacts("Ann", rows, WALL))
    asked: list[int] = []

    class Counting(SessionsModel):
        def data(self, index: Any, role: int = Role.DisplayRole) -> Any:
            asked.append(index.row())
            return super().data(index, role)

    model = Counting(SessionsFacts("Ann", rows, WALL))
    model.show_facts(SessionsFacts("Ann", rows, WALL))
    found.table.setModel(model)
    model.sort_by(WOBBLES, falling=True)
    model.sift(Which.WOBBLES, "")
    world.focus()
    assert len(model.rows) == 8000
    assert 0 < len(set(asked)) < 60
