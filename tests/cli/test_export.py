"""``export``: what is written, for whom, and what is refused in a sentence."""

import csv
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.commands.finding import library
from balancecoach.core.events import (
    BlockStarted,
    Noted,
    Outcome,
    Paused,
    Removed,
    Resumed,
    SessionEnded,
    SessionStarted,
    Wobbled,
)
from balancecoach.core.person import Person
from balancecoach.core.plan import Kind
from balancecoach.exchange.merging import look
from balancecoach.exchange.source import file_source
from balancecoach.paths import find_paths
from balancecoach.store.store import Store
from tests.cli.tools import Run, program
from tests.fakes import WALL
from tests.histories import person, screened
from tests.reports.shared import BACK, TUG, removal
from tests.ui.world import keep_session


@pytest.fixture(autouse=True)
def record() -> None:
    """Ann and Bob, who is archived; a session of nobody's."""
    bob = replace(person("p1-first-steps"), id="bob", name="Bob", archived=True)
    with Store.open(find_paths(), write=True) as store:
        store.save_person(person(name="Ann"), screened(), TUG, BACK, removal(TUG), now=WALL)
        store.save_person(bob, screened(), now=WALL)
        for someone, days in ((person(), 10), (person(), 3), (bob, 5), (replace(person(), id=""), 40)):
            keep_session(store, someone, days)
        gone = keep_session(store, person(), 1)
        store.append(gone, Removed(WALL))
        store.append(store.session_ids("ann")[0], Noted(WALL, "=1+1"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everybodys_sessions(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    got = run("export", "--format", "csv", "-o", target, "--everyone")
    assert (got.code, got.out, got.err) == (0, f"{target}\n", "4 sessions\n")
    assert [row["person"] for row in rows(target)] == ["Ann", "Ann", "Bob", ""]
    assert {row["note"] for row in rows(target)} == {""}


def test_one_persons_sessions_between_two_days_with_notes(run: Run, tmp_path: Path) -> None:
    target, days = tmp_path / "a.csv", [WALL - timedelta(days=11), WALL - timedelta(days=9)]
    dates = ["--from", str(days[0].date()), "--to", str(days[1].date())]
    assert run("export", "--format", "csv", "-o", target, "--person", "Ann", "--notes", *dates).code == 0
    (row,) = rows(target)
    assert (row["person_id"], row["note"]) == ("ann", "'=1+1")


def test_check_ups(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    got = run("export", "--format", "csv", "--what", "checkups", "-o", target, "--person", "ann", "--no-name")
    assert (got.code, got.err) == (0, "2 trials of check-ups\n")
    assert [(row["test"], row["person"], row["aid"]) for row in rows(target)] == [("backward_3m", "", "")] * 2


def test_parts_of_sessions_add_up_to_them(run: Run, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    assert run("export", "--format", "csv", "-o", whole, "--everyone").code == 0
    got = run("export", "--format", "csv", "--what", "blocks", "-o", parts, "--everyone")
    assert (got.code, got.err) == (0, f"{len(rows(parts))} pieces of sessions\n")
    for session in rows(whole):
        own = [row for row in rows(parts) if row["session_id"] == session["session_id"]]
        assert [row["from_s"] for row in own[1:]] == [row["to_s"] for row in own[:-1]]
        for kind, column in (("backward", "backward_min"), ("forward", "forward_min")):
            walked = [
                row for row in own if row["doing"] == "walk" and (row["kind"] == "backward") is (kind == "backward")
            ]
            assert sum(float(row["to_s"]) - float(row["from_s"]) for row in walked) / 60 == float(session[column])


def test_near_stumbles_and_pauses_are_in_their_part(run: Run, tmp_path: Path) -> None:
    plan = library().find("p1-first-steps:1")
    walk = next(index for index, block in enumerate(plan.blocks) if block.kind is Kind.BACKWARD)
    with Store.open(find_paths(), write=True) as store:
        session_id = store.begin()
        for event in (
            SessionStarted(0.0, WALL, plan.id, plan.title, plan.blocks, False, (), "ann"),
            BlockStarted(0.0, walk),
            Wobbled(5.0, walk),
            Paused(10.0, "key"),
            Wobbled(10.0, walk),
            Resumed(15.0),
            SessionEnded(20.0, WALL + timedelta(seconds=20), Outcome.STOPPED),
            Wobbled(20.0, walk),
        ):
            store.append(session_id, event)
    target = tmp_path / "a.csv"
    assert run("export", "--format", "csv", "--what", "blocks", "-o", target, "--person", "ann").code == 0
    own = [row for row in rows(target) if row["session_id"] == session_id and row["to_s"] != row["from_s"]]
    shown = [(row["from_s"], row["to_s"], row["doing"], row["why"], row["near_stumbles"]) for row in own]
    assert shown == [("0", "10", "walk", "", "1"), ("10", "15", "pause", "key", "1"), ("15", "20", "walk", "", "1")]
    assert {(row["kind"], row["facing"], row["block"]) for row in own} == {("backward", "room", str(walk + 1))}


def test_everything_can_be_brought_in_again(run: Run, tmp_path: Path) -> None:
    for whose in (("--everyone",), ("--person", "Ann")):
        target = tmp_path / f"{whose[-1]}.json"
        got = run("export", "--format", "json", "-o", target, *whose)
        assert (got.code, got.out) == (0, f"{target}\n")
        assert ("Bob" in target.read_text("utf-8")) is (whose == ("--everyone",))
        assert look(file_source(target)).people == (("Ann", "Bob") if whose == ("--everyone",) else ("Ann",))
    assert "--no-name is not for json" in run(
        "export", "--format", "json", "-o", tmp_path / "b.json", "--everyone", "--no-name"
    ).told(2)


def test_a_clinics_bundle(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    got = run("export", "--format", "fhir", "-o", target, "--everyone", "--no-name")
    assert (got.code, got.err) == (0, "6 observations\n")
    entries = json.loads(target.read_text("utf-8"))["entry"]
    assert [entry["resource"]["resourceType"] for entry in entries].count("Patient") == 2
    assert "Ann" not in target.read_text("utf-8")
    status = [entry["resource"].get("status") for entry in entries]
    assert (status.count("final"), status.count("entered-in-error")) == (4, 2)


def test_a_calendar_of_the_days_the_programme_asks_for(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    got = run("export", "--format", "ics", "-o", target, "--person", "Ann")
    assert got.code == 0
    text = target.read_text("utf-8")
    assert "Balance Coach: Ann: Gentle build" in text
    starts = [line.removeprefix("DTSTART:") for line in text.splitlines() if line.startswith("DTSTART:")]
    assert 9 <= len(starts) <= 12
    assert {line[-6:] for line in starts} == {"100000"}
    some = ("--days", "Tue,thursday", "--time", "16:30", "--weeks", "2", "--alarm", "15", "--no-name")
    assert run("export", "--format", "ics", "-o", target, "--person", "Ann", "--force", *some).code == 0
    text = target.read_text("utf-8")
    assert "Ann" not in text
    assert text.count("TRIGGER:-PT15M") == text.count("BEGIN:VEVENT") in (2, 3, 4)
    assert text.count("T163000") == text.count("BEGIN:VEVENT")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("csv", "--person", "Anne"), "nobody here has this name"),
        (("fhir", "--everyone", "--what", "checkups"), "--what is not for fhir"),
        (("csv", "--everyone", "--days", "mon"), "--days is not for csv"),
        (("ics", "--everyone"), "A calendar is of one person"),
        (("ics", "--person", "Ann", "--from", "2026-01-01"), "--from is not for ics"),
        (("ics", "--person", "Ann", "--notes"), "--notes is not for ics"),
        (("csv", "--everyone", "--from", "2026-02-01", "--to", "2026-01-01"), "is after"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    told = run("export", "-o", tmp_path / "a", "--format", *options).told(2)
    assert sentence in told
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--everyone", "--from", "31.1.2026"), "write it like 2026-01-31"),
        (("--everyone", "--person", "Ann"), "not allowed with"),
        ((), "one of the arguments --person --everyone is required"),
        (("--person", "Ann", "--days", "mon,someday"), "write them like mon,wed,fri"),
        (("--person", "Ann", "--time", "25:00"), "write it like 10:00"),
        (("--person", "Ann", "--time", "ten"), "write it like 10:00"),
        (("--person", "Ann", "--weeks", "0"), "from 1 to 52"),
        (("--person", "Ann", "--weeks", "9" * 5000), "from 1 to 52"),
        (("--person", "Ann", "--alarm", "-5"), "from 0 to 1440"),
    ],
)
def test_options_that_cannot_be_read(run: Run, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    got = run("export", "--format", "csv", "-o", tmp_path / "a", *options)
    assert got.code == 2
    assert words in got.err
    assert not (tmp_path / "a").exists()


def test_the_records_own_files_are_never_overwritten(run: Run, own_home: Path) -> None:
    before = (own_home / "sessions.sqlite3").read_bytes()
    for name in ("sessions.sqlite3", "sessions.sqlite3-wal", "writer.lock"):
        told = run("export", "--format", "csv", "-o", own_home / name, "--everyone", "--force").told(2)
        assert "keeps its record here" in told
    assert (own_home / "sessions.sqlite3").read_bytes() == before


def test_a_read_only_file_and_a_place_that_is_none(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    target.chmod(0o444)
    assert "read-only" in run("export", "--format", "csv", "-o", target, "--everyone", "--force").told(2)
    assert target.read_text() == "old"
    assert "there is no folder" in run("export", "--format", "csv", "-o", tmp_path / "no" / "a", "--everyone").told(2)
    assert "this is a folder" in run("export", "--format", "csv", "-o", tmp_path, "--everyone").told(2)


def test_a_file_that_is_there_is_written_over_only_when_that_is_wanted(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    assert "there is a file already" in run("export", "--format", "csv", "-o", target, "--everyone").told(2)
    assert target.read_text() == "old"
    assert run("export", "--format", "csv", "-o", target, "--everyone", "--force").code == 0
    assert len(rows(target)) == 4


def test_a_programme_that_is_gone_has_no_calendar(run: Run, tmp_path: Path) -> None:
    with Store.open(find_paths(), write=True) as store:
        store.save_person(Person("eve", "Eve", "mine"), now=WALL)
    told = run("export", "--format", "ics", "-o", tmp_path / "a.ics", "--person", "Eve").told(2)
    assert "no longer there" in told


def test_nobody_at_all_is_an_empty_table(run: Run, tmp_path: Path, own_home: Path) -> None:
    for path in own_home.iterdir():
        path.unlink()
    assert run("export", "--format", "csv", "-o", tmp_path / "a.csv", "--everyone").err == "0 sessions\n"
    assert rows(tmp_path / "a.csv") == []


def test_only_what_is_needed_is_loaded(tmp_path: Path) -> None:
    """A table needs no library for clinics or calendars, and no window."""
    code = (
        "import sys; from balancecoach.__main__ import main; assert main(sys.argv[1:]) == 0;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'fhir', 'icalendar', 'pydantic', 'PySide6'}))"
    )
    arguments = ["export", "--format", "csv", "-o", str(tmp_path / "a.csv"), "--everyone"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_as_a_program(tmp_path: Path) -> None:
    got = program("export", "--format", "fhir", "-o", tmp_path / "a.json", "--person", "Ann")
    assert (got.code, got.err) == (0, "5 observations\n")
