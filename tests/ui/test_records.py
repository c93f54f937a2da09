"""The whole record from the window: saved, brought in, undone, gone back to; by keyboard, and when things go wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.app import build
from balancecoach.carrying import file_name, save
from balancecoach.core.person import Person
from balancecoach.core.plan import Kind
from balancecoach.desks.records import SAVED, Files, RecordsDesk
from balancecoach.parcel import is_locked, unpack
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.backups import copies, folder_of
from balancecoach.store.store import Store
from balancecoach.ui.passphrase import FAIR, LEAST, STRONG, strength
from tests.fakes import WALL
from tests.ui.world import Key, World, anybody, keep_session, world_of

SECRET = "four walking horses"
BEN = replace(anybody(), id="ben", name="Ben")


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        keep_session(made.store, anybody(), 2)
        yield made


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, belt=None) as made:
        yield made


def whole(world: World) -> RecordsDesk:
    return world.rooms.records.whole


def choose(world: World, path: Path | str) -> None:
    """What the system's dialogs answer."""
    whole(world).files = Files(lambda _parent, _name: str(path), lambda _parent, _ending: str(path))


def wait(world: World) -> None:
    world.qtbot.waitUntil(lambda: not whole(world).errand.busy, timeout=30_000)


def open_page(world: World) -> None:
    world.go("settings")
    world.click("Save, bring in, go back")
    assert world.window.shown() is whole(world).page


def to(world: World, words: str) -> None:
    """By Tab alone to the button or box with these words."""
    for _ in range(60):
        focused = world.focus()
        if words in (focused.accessibleName() or "") or words in str(getattr(focused, "text", lambda: "")()):
            return
        world.press(Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {words!r}")


def bens_file(folder: Path, passphrase: str = "") -> Path:
    """Everything of another computer, on which Ben walks."""
    path = folder / "bens.balancecoach"
    with Store.open(find_paths(str(folder / "bens")), write=True) as store:
        store.save_person(BEN, now=WALL)
        keep_session(store, BEN, 3)
        save(store, path, now=WALL, passphrase=passphrase)
    return path


def names(world: World) -> list[str]:
    return [person.name for person in world.store.people()]


# -- save ----------------------------------------------------------------------------------------------------------
def test_saved_by_keyboard_without_a_passphrase(world: World, tmp_path: Path) -> None:
    target = tmp_path / file_name(WALL.date())
    choose(world, target)
    open_page(world)
    assert "anybody who has the file can read everything" in world.texts()
    assert "not been saved in a file yet" in world.texts()
    world.press(Key.Key_Return)
    assert world.window.shown() is whole(world).working
    wait(world)
    assert world.window.shown() is whole(world).page
    assert f"Saved and read back: {target}" in world.texts()
    assert "Saved in a file on 4 March 2026." in world.texts()
    assert target.name == "Balance Coach 2026-03-04.balancecoach"
    assert not is_locked(target)
    assert b'"Ann"' in b"".join(unpack(target))


def test_a_record_that_cannot_be_written_leaves_nobody_waiting_for_a_file_that_is_saved(
    world: World, tmp_path: Path
) -> None:
    target = tmp_path / "all.balancecoach"
    choose(world, target)
    open_page(world)
    world.store._connection.execute("PRAGMA query_only = ON")
    world.press(Key.Key_Return)
    wait(world)
    world.store._connection.execute("PRAGMA query_only = OFF")
    assert world.window.shown() is whole(world).page
    assert f"Saved and read back: {target}" in world.texts()
    assert "may not be written to" in world.texts()
    assert target.is_file()


def test_saved_by_keyboard_with_a_passphrase(world: World, tmp_path: Path) -> None:
    target = tmp_path / "x.balancecoach"
    choose(world, target)
    open_page(world)
    fields = whole(world).page.passphrase
    world.press(Key.Key_Backtab)
    to(world, "Lock the file")
    world.press(Key.Key_Space)
    assert "Without it nobody can open the file" in world.texts()
    assert "anybody who has the file" not in world.texts()
    world.press(Key.Key_Tab)
    world.type("short")
    world.press(Key.Key_Return)
    assert "at least 8 letters" in world.texts()
    assert world.focus() is fields.first.edit
    fields.first.edit.clear()
    world.type(SECRET)
    assert "fair" in world.texts()
    world.press(Key.Key_Tab)
    world.type("four walking houses")
    world.press(Key.Key_Return)
    assert "not the same" in world.texts()
    assert world.focus() is fields.second.edit
    assert fields.first.edit.displayText() != SECRET, "it is not shown"
    fields.second.edit.clear()
    world.type(SECRET)
    world.press(Key.Key_Return)
    wait(world)
    assert is_locked(target)
    assert b'"Ann"' in b"".join(unpack(target, SECRET))
    assert (fields.first.text(), fields.second.text(), fields.lock.isChecked()) == ("", "", False)


def test_what_is_typed_is_shown_only_when_wanted(world: World) -> None:
    open_page(world)
    fields = whole(world).page.passphrase
    fields.lock.setChecked(True)
    fields.first.set_text(SECRET)
    assert SECRET not in fields.first.edit.displayText()
    fields.show_tick.setChecked(True)
    assert fields.first.edit.displayText() == SECRET
    open_page(world)
    assert not fields.show_tick.isChecked()


def test_strength_goes_by_length() -> None:
    said = [strength(letters) for letters in (1, LEAST, FAIR, STRONG)]
    assert len({sentence.split(":")[1] for sentence in said}) == 4


def test_nowhere_saves_nothing(world: World) -> None:
    choose(world, "")
    open_page(world)
    world.press(Key.Key_Return)
    assert world.window.shown() is whole(world).page
    assert not whole(world).errand.busy


def test_a_stick_that_is_not_there(world: World, tmp_path: Path) -> None:
    choose(world, tmp_path / "stick" / "x.balancecoach")
    open_page(world)
    world.press(Key.Key_Return)
    wait(world)
    assert "Is the stick plugged in?" in world.texts()
    assert world.store.get_setting(SAVED) is None


def test_saving_can_be_cancelled(world: World, tmp_path: Path) -> None:
    target = tmp_path / "x.balancecoach"
    choose(world, target)
    open_page(world)
    world.press(Key.Key_Return)
    world.press(Key.Key_Return)  # "Cancel" has the keyboard
    wait(world)
    assert target.exists() or "Cancelled" in world.texts()  # it may have been done already
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


# -- bring in ------------------------------------------------------------------------------------------------------
def test_a_family_moves_in_two_clicks(empty: World, tmp_path: Path) -> None:
    choose(empty, bens_file(tmp_path))
    empty.click("Bring everything in from another computer")
    wait(empty)
    assert "1 new person: Ben." in empty.texts()
    empty.click("Bring it in")
    wait(empty)
    assert names(empty) == ["Ben"]
    assert empty.window.shown() is empty.window.today
    assert len(empty.store.session_ids("ben")) == 1


def test_enter_leaves_everything_as_it_is(world: World, tmp_path: Path) -> None:
    choose(world, bens_file(tmp_path))
    open_page(world)
    to(world, "Choose a file")
    world.press(Key.Key_Return)
    wait(world)
    assert world.window.shown() is world.window.ask
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_Escape):
        world.press(key)
        assert names(world) == ["Ann"]
        assert world.window.shown() is whole(world).page
        to(world, "Choose a file")
        world.press(Key.Key_Return)
        wait(world)
    assert folder_of(world.store.path).exists() is False, "nothing was touched"


def test_brought_in_by_keyboard_and_taken_out_again(world: World, tmp_path: Path) -> None:
    choose(world, bens_file(tmp_path))
    open_page(world)
    to(world, "Choose a file")
    world.press(Key.Key_Return)
    wait(world)
    world.press(Key.Key_Left, Key.Key_Return)
    wait(world)
    assert names(world) == ["Ann", "Ben"]
    assert "It is in." in world.texts()
    assert "Brought in last: Today" in world.texts()
    to(world, "Take it out again")
    world.press(Key.Key_Return)
    wait(world)
    assert names(world) == ["Ann"]
    assert "Brought in last" not in world.texts()
    assert not world.buttons("Take it out again")


def test_the_same_file_once_more_changes_nothing(world: World, tmp_path: Path) -> None:
    target = tmp_path / "x.balancecoach"
    choose(world, target)
    open_page(world)
    world.press(Key.Key_Return)
    wait(world)
    world.click("Choose a file")
    wait(world)
    assert world.window.shown() is whole(world).page
    assert "Nothing changes" in world.texts()


def test_a_locked_file_asks_until_it_is_right(world: World, tmp_path: Path) -> None:
    choose(world, bens_file(tmp_path, SECRET))
    open_page(world)
    world.click("Choose a file")
    assert world.window.shown() is whole(world).unlock
    assert "bens.balancecoach" in world.texts()
    world.type("four walking houses")
    world.press(Key.Key_Return)
    wait(world)
    assert world.window.shown() is whole(world).unlock
    assert "does not open the file" in world.texts()
    assert whole(world).unlock.field.text() == ""
    world.type(SECRET)
    world.press(Key.Key_Return)
    wait(world)
    world.qtbot.waitUntil(lambda: world.window.shown() is world.window.ask, timeout=30_000)
    assert "1 new person: Ben." in world.texts()
    world.press(Key.Key_Escape)
    world.click("Choose a file")
    world.press(Key.Key_Escape)
    assert world.window.shown() is whole(world).page
    assert names(world) == ["Ann"]


@pytest.mark.parametrize("from_today", [False, True])
def test_a_bad_file_is_told_where_it_can_be_tried_again(empty: World, tmp_path: Path, from_today: bool) -> None:
    path = bens_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    choose(empty, path)
    if not from_today:
        open_page(empty)
    empty.click("Bring everything in from" if from_today else "Choose a file")
    wait(empty)
    assert empty.window.shown() is whole(empty).page
    assert "cut off or changed" in empty.texts()
    path.write_bytes(b"%PDF")
    empty.click("Choose a file")
    assert "not a file that Balance Coach saved" in empty.texts()
    assert names(empty) == []


def test_programmes_and_plans_that_came_are_there(world: World, tmp_path: Path) -> None:
    choose(world, bens_file(tmp_path))
    seen = []
    whole(world).changed.connect(lambda: seen.append(names(world)))
    open_page(world)
    world.click("Choose a file")
    wait(world)
    world.click("Bring it in")
    wait(world)
    assert seen == [["Ann", "Ben"]]


# -- go back -------------------------------------------------------------------------------------------------------
def test_back_to_a_copy_and_back_again(world: World) -> None:
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    world.days(1)
    world.save(Person("carla", "Carla"))
    open_page(world)
    assert "Yesterday, 09:30\n1 person, 1 session" in world.texts()
    to(world, "Go back to the copy of Yesterday")
    world.press(Key.Key_Return)
    assert "2 people, 1 session" in world.texts()
    for key in (Key.Key_Return, Key.Key_Escape):
        world.press(key)
        assert names(world) == ["Ann", "Carla"]
        to(world, "Go back to the copy of Yesterday")
        world.press(Key.Key_Return)
    world.press(Key.Key_Left, Key.Key_Return)
    wait(world)
    assert names(world) == ["Ann"]
    assert "It is done." in world.texts()
    assert "before somebody went back to a copy" in world.texts()
    world.go("today")
    world.begin()
    world.go_to(Kind.FORWARD)
    world.stop_and_sit()
    world.desk.show_today()
    assert len(world.store.session_ids("ann")) == 2, "what is walked now is kept in what is there now"
    open_page(world)
    world.click("Go back to the copy of Today")
    world.click("Go back to it")
    wait(world)
    assert names(world) == ["Ann", "Carla"]


def test_a_damaged_copy_changes_nothing(world: World) -> None:
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    copy = copies(folder_of(world.store.path))[0].path
    copy.write_bytes(copy.read_bytes()[:5000])
    open_page(world)
    world.click("Go back to the copy of Today")
    world.click("Go back to it")
    wait(world)
    assert "this copy is damaged" in world.texts()
    assert names(world) == ["Ann"]
    copy.unlink()
    open_page(world)
    assert not world.buttons("Go back to the copy")


def test_many_copies_are_shown_when_wanted(world: World) -> None:
    for _ in range(9):
        whole(world).daily.look()
        world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
        world.days(1)
    open_page(world)
    assert len(world.buttons("Go back to the copy")) == 5
    world.click("Show all")
    assert len(world.buttons("Go back to the copy")) == len(copies(folder_of(world.store.path))) > 6
    assert world.focus() is world.buttons("Go back to the copy")[5]


# -- the day's copy ------------------------------------------------------------------------------------------------
def test_the_days_copy_is_made_and_told_in_settings(world: World) -> None:
    world.go("settings")
    assert "as soon as there is something to keep" in world.texts()
    whole(world).daily.start()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    assert "The last one: Today, 09:30." in world.texts()
    assert str(folder_of(world.store.path)) in world.texts()
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    assert len(copies(folder_of(world.store.path))) == 1


def test_no_copy_is_begun_while_somebody_walks(world: World) -> None:
    world.go("today")
    world.begin()
    whole(world).daily.look()
    assert not whole(world).daily.errand.busy
    world.stop_and_sit()
    whole(world).daily.look()
    assert whole(world).daily.errand.busy
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)


def test_a_copy_that_cannot_be_made_is_told_once_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    folder = folder_of(world.store.path)
    folder.write_text("in the way")
    for _ in range(3):
        whole(world).daily.look()
        world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    assert len([row for row in caplog.records if "no copy of the record today" in row.message]) == 1
    world.go("settings")
    assert "Today's copy could not be made" in world.texts()
    folder.unlink()
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    world.go("today")
    world.go("settings")
    assert "could not be made" not in world.texts()


def delete_ann(world: World, *, from_copies: bool) -> None:
    world.rooms.people.show_person("ann")
    world.click("Delete for ever")
    screen = world.rooms.people.delete
    assert not screen.copies.isChecked(), "copies are kept unless that is wanted"
    assert screen.copies.isVisible()
    screen.copies.setChecked(from_copies)
    world.click("Delete")
    screen.understood.setChecked(True)
    world.click("Delete for ever")


def test_deleting_somebody_waits_for_the_copy_and_names_it(world: World) -> None:
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    world.days(1)
    whole(world).daily.look()
    delete_ann(world, from_copies=False)
    made = copies(folder_of(world.store.path))
    assert [str(copy.path) in world.texts() for copy in made] == [True, True]
    assert all(b"Ann" in copy.path.read_bytes() for copy in made)


def test_somebody_who_is_deleted_goes_from_the_copies_too_when_that_is_wanted(world: World) -> None:
    whole(world).daily.look()
    world.qtbot.waitUntil(lambda: not whole(world).daily.errand.busy)
    delete_ann(world, from_copies=True)
    wait(world)
    assert world.window.shown() is world.rooms.people.people
    assert "Ann is deleted." in world.texts()
    assert "sqlite3" not in world.texts()
    (copy,) = copies(folder_of(world.store.path))
    assert b"Ann" not in copy.path.read_bytes()


# -- who may -------------------------------------------------------------------------------------------------------
def test_the_pin_is_asked_first(empty: World) -> None:
    empty.set_pin()
    choose(empty, "")
    empty.click("Bring everything in from")
    assert empty.window.shown() is empty.window.pin
    empty.go("today")
    empty.go("settings")
    assert empty.window.shown() is empty.window.pin


def test_esc_goes_back_to_settings(world: World) -> None:
    open_page(world)
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.settings
    open_page(world)
    to(world, "Back to Settings")
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.settings


def test_the_program_makes_the_days_copy_by_itself(qtbot: QtBot) -> None:
    """As ``app.py`` builds it, with the real clock."""
    with Store.open(find_paths(), write=True) as store:
        keep_session(store, replace(anybody(), id=""), 2)
        desk = build(find_paths(), store, Programmes(assets() / "programmes"))
        qtbot.addWidget(desk.window)
        desk.prepare()
        qtbot.waitUntil(lambda: bool(copies(folder_of(store.path))))
        desk.close()
