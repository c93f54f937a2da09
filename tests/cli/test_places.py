"""Where things are kept, what happens when they cannot be, and doctor."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from balancecoach.errors import UserError
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import Run, program

NEEDED = {"voice": True, "sound": True, "display": False, "data folder": True, "database": True, "versions": False}


def walked(run: Run, short: Path, *first: str | Path) -> str:
    got = run(*first, "walk", short, "--speed", "1000", "--yes")
    assert got.code == 0, got
    return got.out.strip()


def ids(run: Run, *first: str | Path) -> list[str]:
    return [row["id"] for row in json.loads(run(*first, "sessions", "--json").out)]


def test_the_option_beats_the_variable_beats_the_platform(
    run: Run, short: Path, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_option, by_variable = walked(run, short, "--data-dir", tmp_path / "option"), walked(run, short)
    assert ids(run, "--data-dir", tmp_path / "option") == [by_option]
    assert ids(run) == [by_variable]
    assert (own_home / "sessions.sqlite3").exists()
    monkeypatch.delenv("BALANCECOACH_HOME")
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert ids(run) == []
    assert str(find_paths().data).startswith(str(tmp_path))


def test_the_users_own_home_is_never_touched(run: Run, short: Path, tmp_path: Path) -> None:
    walked(run, short)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "short.toml"}


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_what_is_kept_is_its_owners_only(run: Run, short: Path, own_home: Path) -> None:
    walked(run, short)
    assert own_home.stat().st_mode & 0o077 == 0
    for path in own_home.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("deeper", ["", "sub"])
def test_a_file_in_the_folders_place(run: Run, short: Path, tmp_path: Path, deeper: str) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / deeper
    told = run("--data-dir", folder, "walk", short, "--speed", "1000", "--yes").told(2)
    assert str(folder) in told
    assert "--data-dir" in told
    assert (tmp_path / "file").read_text() == ""


def test_a_home_of_nobody(run: Run) -> None:
    assert "~no-such-user" in run("--data-dir", "~no-such-user/x", "sessions").told(2)


def spoilt(home: Path, content: bytes) -> Path:
    home.mkdir(exist_ok=True)
    (home / "sessions.sqlite3").write_bytes(content)
    return home / "sessions.sqlite3"


def sqlite_file(home: Path, *statements: str) -> Path:
    home.mkdir(exist_ok=True)
    connection = sqlite3.connect(home / "sessions.sqlite3")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return home / "sessions.sqlite3"


def refused_by_all(run: Run, short: Path, file: Path, holds: str) -> None:
    before = file.read_bytes()
    for arguments in (["sessions", "--json"], ["sessions"], ["walk", str(short), "--speed", "1000", "--yes"]):
        told = run(*arguments).told(2)
        assert str(file) in told
        assert holds in told
    assert file.read_bytes() == before
    doctor = run("doctor", "--json")
    assert doctor.code == 1
    row = next(row for row in json.loads(doctor.out) if row["what"] == "database")
    assert not row["ok"] and holds in row["says"]


@pytest.mark.parametrize("content", [b"not a database, but long enough to look like one " * 10, b"x", b"\0" * 4096])
def test_a_database_that_is_not_one(run: Run, short: Path, own_home: Path, content: bytes) -> None:
    refused_by_all(run, short, spoilt(own_home, content), "not a Balance Coach database")


def test_another_programs_database(run: Run, short: Path, own_home: Path) -> None:
    file = sqlite_file(own_home, "CREATE TABLE bookmarks (url TEXT)")
    refused_by_all(run, short, file, "another program's")


def test_a_newer_database(run: Run, short: Path, own_home: Path) -> None:
    walked(run, short)
    file = sqlite_file(own_home, "PRAGMA user_version = 99", "PRAGMA wal_checkpoint(TRUNCATE)")
    refused_by_all(run, short, file, "a newer Balance Coach wrote this")


def test_a_locked_database_is_told(run: Run, short: Path, own_home: Path) -> None:
    walked(run, short)
    connection = sqlite3.connect(own_home / "sessions.sqlite3", isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        told = run("walk", short, "--speed", "1000", "--yes").told(2)
    finally:
        connection.close()
    assert "locked" in told
    assert len(ids(run)) == 1


def test_one_writer_at_a_time_and_readers_beside_it(run: Run, short: Path, own_home: Path) -> None:
    number = walked(run, short)
    with Store.open(find_paths(), write=True):
        told = program("walk", short, "--speed", "1000", "--yes").told(2)
        assert "already open" in told
        assert str(own_home) in told
        assert ids(run) == [number]
        with pytest.raises(UserError, match="already open"):
            Store.open(find_paths(), write=True)
    assert len({walked(run, short), *ids(run)}) == 2


def test_two_that_start_together_both_end_well(short: Path, run: Run) -> None:
    from tests.cli.tools import ROOT, command

    begun = [
        subprocess.Popen(
            command("walk", short, "--speed", "1000", "--yes"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in begun]
    codes = sorted(code for _, _, code in ended)
    assert codes in ([0, 0], [0, 2])
    assert not any(b"Traceback" in err for _, err, _ in ended)
    assert len(ids(run)) == codes.count(0)


# -- doctor --------------------------------------------------------------------------------------------------------
def findings(run: Run) -> tuple[int, dict[str, dict[str, Any]]]:
    got = run("doctor", "--json")
    assert got.err == ""
    rows = json.loads(got.out)
    assert all(set(row) == {"what", "ok", "needed", "says"} for row in rows)
    return got.code, {row["what"]: row for row in rows}


def test_doctor_finds_all_well(run: Run) -> None:
    code, rows = findings(run)
    assert {what: row["needed"] for what, row in rows.items()} == NEEDED
    assert [what for what, row in rows.items() if row["needed"] and not row["ok"]] == []
    assert code == 0
    assert rows["database"]["says"].startswith("none yet")
    assert "141 voices" in rows["voice"]["says"] or "voices" in rows["voice"]["says"]


def test_doctor_in_lines(run: Run) -> None:
    got = run("doctor")
    assert (got.code, got.err) == (0, "")
    lines = got.out.splitlines()
    assert [line.split(": ")[0][4:] for line in lines] == list(NEEDED)
    assert {line[:4] for line in lines} <= {"ok  ", "NO  "}


def test_doctor_counts_the_sessions(run: Run, short: Path) -> None:
    walked(run, short)
    assert findings(run)[1]["database"]["says"] == "healthy, 1 sessions"


def test_doctor_without_sound(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    code, rows = findings(run)
    assert code == 1
    assert not rows["sound"]["ok"]
    assert rows["voice"]["ok"]


def test_doctor_without_a_voice(tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('no speech here')")
    env = {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2])))}
    got = program("doctor", "--json", env=env, cwd=tmp_path)
    rows = {row["what"]: row for row in json.loads(got.out)}
    assert got.code == 1
    assert rows["voice"]["says"] == "No voice was found on this machine: no speech here. Only tones would be heard."
    assert got.err == ""


def test_doctor_without_a_data_folder(run: Run, own_home: Path) -> None:
    own_home.write_text("in the way")
    code, rows = findings(run)
    assert code == 1
    assert not rows["data folder"]["ok"]
    assert str(own_home) in rows["data folder"]["says"]
