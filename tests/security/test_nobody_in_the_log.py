"""Somebody with a rare name, helper, number and note goes through everything; the log and stderr know nobody."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from balancecoach.core.events import Noted
from balancecoach.core.plan import Kind
from balancecoach.desks.mishaps import Mishaps
from balancecoach.log import NAME, Log
from balancecoach.paths import find_paths
from tests.ui.world import Key, World, anybody, world_of

WHO = ("Zebedee Quirke", "Philomena Thrush", "0161 496 0999")
NOTE = "slipped at the zoo with Zebedee"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """As ``app`` begins."""
    made = Log(tmp_path / "log")
    yield tmp_path / "log" / NAME
    made.close()


def damage() -> None:
    """The names where nobody looks for them: in rows that cannot be read."""
    with sqlite3.connect(find_paths().database) as found:
        found.execute("UPDATE events SET body = ? WHERE name = 'Noted'", (f'{{"wall": "{NOTE}", "text": "{WHO[0]}"}}',))
        found.execute("UPDATE events SET name = ? WHERE name = 'Wobbled'", (WHO[1],))
        row = (WHO[0], "2026-03-04T09:30:00Z", "2026-03-04T09:30:00Z", f"{{{WHO[1]}")
        found.execute("INSERT INTO people (id, created_utc, changed_utc, archived, body) VALUES (?, ?, ?, 0, ?)", row)
    found.close()


def walk(world: World) -> None:
    """A session with a wobble, a mistake in the middle, a check-in and a note."""
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.press(Key.Key_W)
    try:
        raise ValueError(f"{WHO[0]} cannot be {NOTE}")
    except ValueError as error:
        mishaps = Mishaps(world.desk)
        mishaps.happened.connect(world.desk.something_went_wrong, Qt.ConnectionType.DirectConnection)
        mishaps.caught(type(error), error, error.__traceback__)
    world.stop_and_sit()
    world.press(Key.Key_3)
    for _ in range(4):
        world.press(Key.Key_Return)
    session_id = world.store.session_ids()[-1]
    world.desk.journal.append(session_id, Noted(world.now, NOTE))
    world.desk.journal.flush(5)


def test_nobody_is_in_the_log(qtbot: QtBot, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with world_of(qtbot, anybody(name=WHO[0], helper=WHO[1], emergency=WHO[2])) as world:
        walk(world)
        damage()
        for page in ("people", "progress", "plans", "settings", "today"):
            world.go(page)
    logging.getLogger("balancecoach.store.store").warning("the journal of %r is closed", WHO[0])
    text = log.read_text() + capsys.readouterr().err
    assert "ValueError" in text and "was left out" in text, "there was something to be written down"
    for word in (*WHO, NOTE, "Zebedee", "Quirke", "Philomena"):
        assert word not in text
    assert threading.active_count() <= before + 1
