"""Save as files: from Progress to a file, by mouse and keyboard, with a real record and a thread of its own."""

import csv
import json
import threading
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.checkup import CheckedUp
from balancecoach.core.checkup import Test as Timed
from balancecoach.core.events import Noted
from balancecoach.desks.files import FilesDesk
from balancecoach.store.store import Store
from balancecoach.ui.file_place import place_dialog
from balancecoach.ui.files_calendar import read_time
from balancecoach.ui.files_facts import KINDS, Kind
from balancecoach.ui.files_screen import FilesScreen
from tests.ui.world import Key, World, anybody, keep_session, world_of


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    """Ann and Bob with sessions; whatever place is asked for is in the test's folder."""
    bob = replace(anybody(), id="bob", name="Bob")
    with world_of(qtbot, anybody(), bob) as made:
        for someone, days in ((anybody(), 2), (anybody(), 40), (bob, 1)):
            keep_session(made.store, someone, days)
        made.store.append(made.store.session_ids("ann")[-1], Noted(made.now, "a note"))
        desk(made).ask = lambda _parent, name, ending: str(tmp_path / f"{name}.{ending}")
        made.go("progress")
        made.click("Save as files")
        yield made


def desk(world: World) -> FilesDesk:
    return world.rooms.records.files


def page(world: World) -> FilesScreen:
    shown = world.window.shown()
    assert isinstance(shown, FilesScreen)
    return shown


def save(world: World) -> str:
    """Press Save and wait; what is said then."""
    with world.qtbot.waitSignal(desk(world).done):
        world.click("Save")
    return page(world).said.text()


def choose(world: World, kind: Kind) -> None:
    page(world).kind.group.button(list(KINDS).index(kind)).click()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def seen(part: QWidget) -> bool:
    """Whether all of it is inside the window."""
    window = part.window()
    return window.rect().contains(QRect(part.mapTo(window, QPoint()), part.size()))


def test_a_persons_sessions(world: World, tmp_path: Path) -> None:
    said = save(world)
    target = tmp_path / "Ann Sessions.csv"
    assert said == f"Saved in {target}. It has 2 sessions."
    assert [(row["person"], row["note"]) for row in rows(target)] == [("Ann", ""), ("Ann", "")]


def test_by_keyboard_alone(world: World, tmp_path: Path) -> None:
    while world.focus() is not page(world).save:
        world.press(Key.Key_Tab)
    with world.qtbot.waitSignal(desk(world).done):
        world.press(Key.Key_Return)
    assert rows(tmp_path / "Ann Sessions.csv")
    assert world.focus() is page(world).save
    world.press(Key.Key_Escape)
    assert world.window.shown() is world.window.progress


def test_the_last_weeks_without_the_name_and_with_notes(world: World, tmp_path: Path) -> None:
    page(world).span.group.button(1).click()
    page(world).name.click()
    page(world).notes.click()
    save(world)
    (row,) = rows(tmp_path / "Balance Coach Sessions.csv")
    assert (row["person"], row["note"], row["person_id"]) == ("", "a note", "ann")


def test_days_that_are_typed(world: World, tmp_path: Path) -> None:
    screen = page(world)
    screen.span.group.button(3).click()
    for first, last, wrong in (("31.1.2026", "", screen.first), ("", "soon", screen.last)):
        screen.first.set_text(first)
        screen.last.set_text(last)
        world.click("Save")
        assert "Write it like 2026-01-31" in wrong.problem.text()
        world.qtbot.waitUntil(lambda wrong=wrong: seen(wrong.problem))  # type: ignore[misc]
        assert world.focus() is wrong.edit
    today = world.now.date()
    screen.first.set_text(str(today))
    screen.last.set_text(str(today - timedelta(days=1)))
    world.click("Save")
    assert "before the first one" in screen.last.problem.text()
    assert not list(tmp_path.glob("*.csv"))
    screen.first.set_text(str(today - timedelta(days=50)))
    screen.last.set_text(str(today - timedelta(days=30)))
    assert "It has 1 session." in save(world)


def test_everybodys_need_the_pin(world: World, tmp_path: Path) -> None:
    world.set_pin()
    world.go("progress")
    world.click("Save as files")
    page(world).whose.group.button(1).click()
    world.click("Save")
    assert world.window.shown() is world.window.pin
    world.type("1234")
    with world.qtbot.waitSignal(desk(world).done):
        world.press(Key.Key_Return)
    assert [row["person"] for row in rows(tmp_path / "Balance Coach Sessions.csv")] == ["Ann", "Ann", "Bob"]
    assert "It has 3 sessions." in page(world).said.text()


def test_for_a_clinic(world: World, tmp_path: Path) -> None:
    choose(world, Kind.CLINIC)
    assert "FHIR" in world.texts()
    assert "It has 2 sessions and check-ups." in save(world)
    made = json.loads((tmp_path / "Ann For a clinic.json").read_text("utf-8"))
    assert made["type"] == "transaction"


def test_check_ups_and_parts(world: World, tmp_path: Path) -> None:
    world.save(anybody(), CheckedUp(world.now, Timed.TUG, (11.0,)))
    world.go("progress")
    world.click("Save as files")
    choose(world, Kind.CHECK_UPS)
    assert "It has 1 row." in save(world)
    choose(world, Kind.BLOCKS)
    save(world)
    assert len(rows(tmp_path / "Ann Parts of sessions.csv")) > 2


def test_a_calendar(world: World, tmp_path: Path) -> None:
    choose(world, Kind.CALENDAR)
    part = page(world).calendar
    assert part.chosen() == (0, 2, 4)
    for day in part.days:
        day.setChecked(False)
    world.click("Save")
    assert "Choose a day or more." in world.texts()
    part.days[5].click()
    part.at.set_text("25 o'clock")
    world.click("Save")
    assert "no time of day" in part.at.problem.text()
    part.at.set_text("10.45")
    part.weeks.group.button(0).click()
    part.alarm.group.button(1).click()
    assert "2 sessions to come" in save(world)
    text = (tmp_path / "Ann Calendar.ics").read_text("utf-8")
    assert (
        text.count("DTSTART:20260307T104500") + text.count("DTSTART:20260314T104500")
        == text.count("TRIGGER:-PT30M")
        == 2
    )


def test_everything(world: World, tmp_path: Path) -> None:
    choose(world, Kind.EVERYTHING)
    assert not page(world).name.isVisible()
    save(world)
    json.loads((tmp_path / "Ann Everything.json").read_text("utf-8"))


def test_no_place_no_file(world: World) -> None:
    desk(world).ask = lambda *_: ""
    world.click("Save")
    assert page(world).said.text() == ""
    assert page(world).save.isEnabled()


def test_a_file_that_cannot_be_written_is_told(world: World, tmp_path: Path) -> None:
    desk(world).ask = lambda *_: str(tmp_path / "nowhere" / "a.csv")
    assert "there is no folder" in save(world)
    assert page(world).save.isEnabled()


class SlowStore:
    """A record that is opened in another thread only when the test says so."""

    def __init__(self, store: Store) -> None:
        self._store, self.go_on = store, threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def twin(self) -> Store:
        """After a while."""
        assert self.go_on.wait(20)
        return self._store.twin()


def another(world: World, store: Store, folder: Path, before: Callable[[], bool] = lambda: True) -> FilesDesk:
    """A desk with a page of its own."""
    screen, window = FilesScreen(), world.window
    window.add_page("files", screen)
    return FilesDesk(
        store=store,
        programmes=world.programmes,
        day=world.desk.day,
        clock=world.clock,
        screen=screen,
        show=lambda: window.show_page("files"),
        back=world.desk.show_today,
        guard=world.rooms.guard,
        before=before,
        ask=lambda *_: str(folder / "a.csv"),
    )


def test_a_session_that_waits_to_be_written_is_not_left_out_in_silence(world: World, tmp_path: Path) -> None:
    waiting = another(world, world.store, tmp_path, before=lambda: False)
    waiting.show()
    world.click("Save")
    assert "still waits to be written" in page(world).said.text()
    assert page(world).save.isEnabled()
    assert not (tmp_path / "a.csv").exists()


def test_it_can_be_stopped_and_nothing_is_left(world: World, tmp_path: Path) -> None:
    """Meanwhile the window lives."""
    store = SlowStore(world.store)
    slow = another(world, cast(Store, store), tmp_path)
    screen = slow.screen
    slow.show()
    world.click("Save")
    assert not screen.save.isEnabled()
    assert world.focus() is screen.cancel
    choose(world, Kind.CLINIC)
    assert "Saving" in world.texts()
    world.press(Key.Key_Escape)
    with world.qtbot.waitSignal(slow.done):
        store.go_on.set()
    assert screen.said.text() == "Nothing was saved: you stopped it."
    assert not screen.cancel.isVisible()
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".csv", ".part")] == []


def test_somebody_who_is_alone_is_not_asked_of_whom(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as world:
        world.go("progress")
        world.click("Save as files")
        assert not page(world).whose.isVisible()
        choose(world, Kind.EVERYTHING)
        assert not page(world).whose.isVisible()


def test_nobody_is_set_up_yet(qtbot: QtBot, tmp_path: Path) -> None:
    with world_of(qtbot) as world:
        desk(world).ask = lambda _parent, name, ending: str(tmp_path / f"{name}.{ending}")
        keep_session(world.store, replace(anybody(), id=""), 1)
        world.go("progress")
        world.click("Save as files")
        assert not page(world).kind.group.button(list(KINDS).index(Kind.CALENDAR)).isVisible()
        assert "It has 1 session." in save(world)


def test_the_page_has_forgotten_what_was_chosen_for_somebody_else(world: World) -> None:
    page(world).name.click()
    choose(world, Kind.CALENDAR)
    world.desk.choose_person("bob")
    world.go("progress")
    world.click("Save as files")
    assert page(world).kind.value() == Kind.SESSIONS
    assert page(world).name.isChecked()
    assert world.buttons("Of whom? Bob")


def test_a_name_is_offered_and_no_file_is_replaced_unasked(qtbot: QtBot) -> None:
    """The dialog knows the ending before it looks whether such a file is there."""
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = place_dialog(parent, "Ann/=: Müller", "csv")
    assert dialog.defaultSuffix() == "csv"
    assert not dialog.testOption(dialog.Option.DontConfirmOverwrite)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["Ann Müller.csv"]


@pytest.mark.parametrize(
    ("typed", "read"), [("10:00", time(10)), (" 9.30 ", time(9, 30)), ("16", time(16)), ("", None), ("24:00", None)]
)
def test_times_as_people_write_them(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


def test_closing_the_window_gives_up_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    with world_of(qtbot, anybody()) as world:
        keep_session(world.store, anybody(), 1)
        desk(world).ask = lambda *_: str(tmp_path / "a.csv")
        world.go("progress")
        world.click("Save as files")
        world.click("Save")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
