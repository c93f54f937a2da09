"""``backup`` and ``restore``: everything out and in again is the same, and a bad file changes nothing."""

import gzip
import io
import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.person import Person
from balancecoach.exchange.writing import write
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import NOW, Ran, Run, command, keep, screened, walker
from tests.store.people_samples import PLAN
from tests.store.store_samples import whole, whole_of

SECRET = "four walking horses"


@pytest.fixture
def full() -> None:
    """Two people, sessions of one of them and of nobody, a plan."""
    keep(walker(), Person("bob", "Bob"), facts=(screened(),), plans=(PLAN,))
    with Store.open(find_paths(), write=True) as store:
        for event in whole_of("anna"):
            store.append("first", event)
        for event in whole():
            store.append("nobodys", event)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{SECRET}\r\nand a second line\n", encoding="utf-8")
    return path


def document(data: Path | None = None) -> bytes:
    """All that is kept, but for when this was asked."""
    file = io.BytesIO()
    with Store.open(find_paths(str(data) if data else None), write=False) as store:
        write(store, file, now=NOW)
    return file.getvalue()


def fine(ran: Ran) -> Ran:
    assert ran.code == 0, ran
    return ran


# -- there and back --------------------------------------------------------------------------------------------------
def test_into_an_empty_computer_it_is_the_same(run: Run, full: None, tmp_path: Path) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    saved = fine(run("backup", file))
    assert saved.out == f"{file}\n"
    assert "anybody who has this file can read everything" in saved.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(gzip.decompress(file.read_bytes()))["format"] == "balancecoach"
    came = fine(run("--data-dir", other, "restore", file))
    assert "2 new people: Anna, Bob." in came.out
    assert came.err == ""
    assert document(other) == document()


def test_locked_it_is_the_same_too(run: Run, full: None, tmp_path: Path, secret: Path) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    saved = fine(run("backup", file, "--passphrase-file", secret))
    assert saved.err == ""
    assert b"Anna" not in file.read_bytes()
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("four walking houses", encoding="utf-8")
    assert "does not open the file" in run("--data-dir", other, "restore", file, "--passphrase-file", wrong).told(2)
    fine(run("--data-dir", other, "restore", file, "--passphrase-file", secret))
    assert document(other) == document()


def test_two_computers_that_take_each_others_file_hold_the_same(run: Run, full: None, tmp_path: Path) -> None:
    one, two, other = tmp_path / "one.balancecoach", tmp_path / "two.balancecoach", tmp_path / "other"
    fine(run("--data-dir", other, "person", "add", "Carla"))
    fine(run("backup", one))
    fine(run("--data-dir", other, "backup", two))
    fine(run("restore", two, "--yes"))
    fine(run("--data-dir", other, "restore", one, "--yes"))
    lists = [fine(run("--data-dir", data, "people")).out for data in (other, find_paths().data)]
    assert lists[0] == lists[1]
    assert "Carla" in lists[0]
    again = fine(run("restore", two, "--yes"))
    assert "Nothing changes" in again.out


def test_an_export_that_can_be_read_is_taken_too(run: Run, full: None, tmp_path: Path) -> None:
    file, other = tmp_path / "all.json", tmp_path / "other"
    file.write_bytes(document())
    fine(run("--data-dir", other, "restore", file))
    assert document(other) == document()


# -- before anything changes -------------------------------------------------------------------------------------------
def test_a_dry_run_says_it_and_changes_nothing(run: Run, full: None, tmp_path: Path) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    fine(run("backup", file))
    told = fine(run("--data-dir", other, "restore", file, "--dry-run"))
    assert "2 new people: Anna, Bob." in told.out
    assert not other.exists()
    before = document()
    assert "Nothing changes" in fine(run("restore", file, "--dry-run")).out
    assert document() == before


def test_where_people_are_it_asks(run: Run, full: None, tmp_path: Path) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    fine(run("backup", file))
    fine(run("--data-dir", other, "person", "add", "Carla"))
    before = document(other)
    ran = run("--data-dir", other, "restore", file)
    assert ran.code == 2
    assert "2 new people: Anna, Bob." in ran.err
    assert "Add --yes" in ran.err
    assert document(other) == before
    fine(run("--data-dir", other, "restore", file, "--yes"))
    assert "Anna" in fine(run("--data-dir", other, "people")).out


def at_a_keyboard(typed: str, *arguments: str | Path) -> tuple[int, str]:
    """A command in a terminal of its own, with these keys; its exit code and what was shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as at:
        os.close(theirs)
        shown = b""
        for line in typed.split("|"):
            while not shown.endswith(b": "):
                shown += os.read(ours, 1000)
            os.write(ours, line.encode() + b"\n")
            shown += b"\n"
        try:
            while piece := os.read(ours, 1000):
                shown += piece
        except OSError:  # its end
            pass
        os.close(ours)
        return at.wait(60), shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own")
def test_at_a_keyboard_the_passphrase_is_not_shown(full: None, tmp_path: Path) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    code, shown = at_a_keyboard(f"{SECRET}|{SECRET}", "backup", file, "--lock")
    assert (code, SECRET in shown) == (0, False), shown
    code, shown = at_a_keyboard(f"{SECRET}", "--data-dir", other, "restore", file)
    assert (code, SECRET in shown) == (0, False), shown
    assert document(other) == document()
    keep(Person("carla", "Carla"))
    code, shown = at_a_keyboard("no", "restore", unlocked(tmp_path))
    assert code == 0
    assert "Everything is as it was." in shown


def unlocked(folder: Path) -> Path:
    """A file with somebody who is not here."""
    path = folder / "someone.json"
    data = folder / "someone"
    with Store.open(find_paths(str(data)), write=True) as store:
        store.save_person(Person("dora", "Dora"), now=NOW)
    path.write_bytes(document(data))
    shutil.rmtree(data)
    return path


# -- what cannot be done -----------------------------------------------------------------------------------------------
def test_nothing_to_save(run: Run, tmp_path: Path) -> None:
    assert "nothing to save" in run("backup", tmp_path / "x.balancecoach").told(2)
    assert not find_paths().data.exists()


def test_another_file_is_not_written_over_and_an_older_one_is(run: Run, full: None, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear doctor")
    assert "not a file that Balance Coach saved" in run("backup", letter).told(2)
    assert letter.read_text() == "Dear doctor"
    file = tmp_path / "all.balancecoach"
    fine(run("backup", file))
    keep(Person("carla", "Carla"))
    fine(run("backup", file))
    assert b"Carla" in gzip.decompress(file.read_bytes())


def test_places_that_are_not_there(run: Run, full: None, tmp_path: Path) -> None:
    assert "Is the stick plugged in?" in run("backup", tmp_path / "stick" / "x.balancecoach").told(1)
    assert "not a file" in run("backup", tmp_path).told(2)
    assert "cannot be read" in run("restore", tmp_path / "nowhere.balancecoach").told(2)


@pytest.mark.parametrize("content", ["", "four", "  four  \n", b"\xff\xfe\x00"])
def test_a_passphrase_that_is_none(run: Run, full: None, tmp_path: Path, content: str | bytes) -> None:
    words, file = tmp_path / "words.txt", tmp_path / "x.balancecoach"
    words.write_bytes(content.encode() if isinstance(content, str) else content)
    run("backup", file, "--passphrase-file", words).told(2)
    assert "cannot be read" in run("backup", file, "--passphrase-file", tmp_path / "no").told(2)
    assert "no keyboard" in run("backup", file, "--lock").told(2)
    assert not file.exists()


@pytest.mark.parametrize("harm", ["cut", "altered", "newer", "other", "bomb"])
def test_a_bad_file_changes_nothing(run: Run, full: None, tmp_path: Path, harm: str) -> None:
    file, other = tmp_path / "all.balancecoach", tmp_path / "other"
    fine(run("backup", file))
    fine(run("--data-dir", other, "person", "add", "Carla"))
    whole_file = file.read_bytes()
    inside = gzip.decompress(whole_file)
    contents = {
        "cut": whole_file[:-200],
        "altered": gzip.compress(inside.replace(b"Anna", b"Anne")),
        "newer": gzip.compress(inside.replace(b'"version":1', b'"version":9', 1)),
        "other": gzip.compress(b'{"format":"something else"}'),
        "bomb": gzip.compress(bytes(64 << 20)),
    }
    file.write_bytes(contents[harm])
    before = document(other)
    sentence = run("--data-dir", other, "restore", file, "--yes").told(2)
    assert sentence.startswith(f"{file}: ")
    assert document(other) == before
    assert {path.name.split("-")[0] for path in other.iterdir()} <= {"sessions.sqlite3", "writer.lock", "cache", "log"}


def test_while_the_window_is_open_it_saves_and_does_not_bring_in(run: Run, full: None, tmp_path: Path) -> None:
    file = tmp_path / "all.balancecoach"
    with Store.open(find_paths(), write=True):
        fine(run("backup", file))
        assert "already open" in run("restore", file, "--yes").told(2)
        assert "Nothing changes" in fine(run("restore", file, "--dry-run")).out


def test_what_is_brought_in_can_be_undone_and_a_copy_was_made(run: Run, full: None, tmp_path: Path) -> None:
    from balancecoach.exchange.undoing import last_import, undo

    before = document()
    fine(run("restore", unlocked(tmp_path), "--yes"))
    with Store.open(find_paths(), write=True) as store:
        assert [person.name for person in store.people()] == ["Anna", "Bob", "Dora"]
        last = last_import(store)
        assert last is not None
        assert last.at - NOW > timedelta(0)
        undo(store)
    assert document() == before
