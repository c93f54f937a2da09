"""Twenty thousand files made bad, those that once did harm, and that the judge can fail."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pyrage import passphrase as age

from balancecoach.core.plan import PHYSIO, Kind
from balancecoach.core.programme import Walker, expand
from balancecoach.desks.editor_import import Bad, import_file
from balancecoach.errors import UserError
from balancecoach.exchange import reading
from balancecoach.exchange.merging import look, plan_merge
from balancecoach.locked import TooSlowError, WrongPassphraseError, unlock
from balancecoach.plans.programmes import load_programme, parse_programme
from balancecoach.plans.text import MOST_TOLD, PlanFileError
from balancecoach.store.store import Store
from tests.e2e.stage import ROOT
from tests.exchange.machines import source
from tests.exchange.test_bad_input import changed
from tests.faults import fuzz, fuzz_parcels
from tests.faults.fuzz_age import locked
from tests.faults.fuzz_records import machine
from tests.store.store_samples import paths_in

HEAD = 'format = 1\nprogramme = "x"\ntitle = "X"\nsetting = "home"\n'


def test_twenty_thousand() -> None:
    """In a process of its own: what it takes of memory is looked at, and pytest takes some itself."""
    command = [sys.executable, "tests/faults/run.py", "--only", "fuzz", "--times", "20000", "--seed", "2026"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[1].split()[:3] == ["fuzz", "20000", "20000"]


def test_each_kind_is_made_from_its_number_alone_and_some_are_accepted() -> None:
    assert sum(fuzz.shared(20_000).values()) == 20_000
    assert sum(kind.share for kind in fuzz.KINDS.values()) == 1_000_000
    for name in fuzz.KINDS:
        assert fuzz.made(name, 1, 5) == fuzz.made(name, 1, 5)


# -- what once did harm ------------------------------------------------------------------------------------------------
def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(PlanFileError) as caught:
        parse_programme(text, "x.toml")
    return caught.value.lines


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ("[[weeks]]\n" + '[[weeks.blocks]]\nuse = "q"\n' * 500) * 26,
        HEAD + "[[weeks]]\n[[weeks.blocks]]\nuse = 'end'\n" + "\n".join(f"[weeks.z{n}]" for n in range(10_000)),
        HEAD + "\n".join(f"z{number} = 1" for number in range(20_000)),
        HEAD + "[[sources]]\n" * 10_000,
    ],
    ids=["blocks", "changes", "names", "sources"],
)
def test_of_ten_thousand_mistakes_some_are_told(text: str) -> None:
    """Each was compared with all before it, and each had a line."""
    lines = refused(text)
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == "x.toml: There is more wrong than that. Mend this first, then look again."


def test_names_with_dots_do_not_take_minutes() -> None:
    text = HEAD + f"[{'a.' * 3900}b]\n{'c.' * 3900}d = 1"
    assert refused(text) == ("x.toml: line 5: The line has too many dots. Take some out.",)
    dots = "..." * 300
    fine = (ROOT / "assets/programmes/p1-first-steps.toml").read_text() + f'\n[[sources]]\ntext = "{dots}"\n'
    assert parse_programme(fine + 'strength = "design"\n', "x.toml").sources[-1].text == dots
    assert "dots" not in refused(HEAD + f"sources = [{'1.5, ' * 50}]")[0]


def test_letters_that_move_the_cursor_are_not_told_as_they_are() -> None:
    assert all(line.isprintable() for line in refused(HEAD + '[[weeks]]\n"a\\u001b[2J" = {}\n'))


def test_a_plan_of_far_too_many_rows_is_nothing_to_edit(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text('format = 1\nid = "x"\ntitle = "X"\n' + "[[blocks]]\nz = 1\n" * 20_000)
    found = import_file(path, PHYSIO, ())
    assert isinstance(found, Bad)
    assert found.lines == ("long.toml: blocks: The plan has 20000 blocks. Use 500 at most.",)


def test_a_share_of_a_fast_walk_is_no_more_than_its_programme_says() -> None:
    text = (ROOT / "assets/programmes/p11-stroke-ladder.toml").read_text()
    own = parse_programme(text.replace("backward_kmh = 4.8", "backward_kmh = 2.4"), "own.toml")
    speeds = {block.speed_kmh for week in range(1, len(own.weeks) + 1) for block in _bouts(own, week)}
    assert max(speeds) == 2.4
    shipped = load_programme(ROOT / "assets/programmes/p11-stroke-ladder.toml")
    assert max(block.speed_kmh for block in _bouts(shipped, 1)) == 4.8


def _bouts(programme: Any, week: int) -> list[Any]:
    plan = expand(programme, week, Walker(4.8, PHYSIO, baseline_kmh=6.0))
    return [block for block in plan.blocks if block.kind is Kind.BACKWARD]


def test_a_lock_does_not_take_four_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "decrypt", _never)
    made = locked(b"", "word")
    for work in (b"21", b"22", b"0022", b"999999"):
        with pytest.raises(TooSlowError):
            unlock(made.replace(b" 1\n", b" " + work + b"\n"), "word")


def _never(*_given: object) -> NoReturn:
    raise AssertionError("this takes gigabytes")


def test_what_is_locked_here_is_opened_by_the_library() -> None:
    data = random.Random(1).randbytes(70_000)
    assert unlock(locked(data, "word"), "word") == data
    with pytest.raises(WrongPassphraseError):
        unlock(locked(data, "word"), "another")


@pytest.mark.parametrize("piece", ["{},", "[],", '{"":0},'])
def test_a_few_megabytes_do_not_become_hundreds(piece: str) -> None:
    head = '{"format":"balancecoach","version":1,"made":"2026-11-26T23:50:00+00:00",'
    for text in (
        f'{head}\n"settings":[\n{{"key":"k","value":[{piece * 1_500_000}0]}}\n],\n',
        f'{head}"x":[{piece * 1_500_000}0]}}',
    ):
        with pytest.raises(UserError, match=r"this holds more than any record does|too long|larger than"):
            look(source(text.encode()))


def test_records_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_RECORDS", 5)
    with pytest.raises(UserError, match="this holds more records than a clinic ever has"):
        look(source(machine()[0]))


def test_a_name_of_a_megabyte_is_not_listed_whole(tmp_path: Path) -> None:
    def change(found: dict[str, Any]) -> None:
        found["people"][0]["details"]["name"] = "\u202e" + "x" * 1_000_000
        found["plans"][0]["title"] = "y" * 1_000_000

    with Store.open(paths_in(tmp_path), write=True) as store:
        lines = plan_merge(store, source(changed(machine()[0], change))).lines()
    assert sum(map(len, lines)) < 1500
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE summaries",
        "DROP INDEX events_ended",
        "ALTER TABLE people DROP COLUMN changed_utc",
        "CREATE TRIGGER gone AFTER INSERT ON events BEGIN DELETE FROM people; END",
    ],
)
def test_a_copy_without_all_its_tables_takes_the_place_of_nothing(tmp_path: Path, statement: str) -> None:
    """It was put in place, and then the record could not be read."""
    assert fuzz_parcels.copy(tmp_path, machine()[1])
    assert not fuzz_parcels.copy(tmp_path, _tampered(statement))


def _tampered(statement: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(machine()[1])
        connection.execute(statement)
        return connection.serialize()


# -- the judge ---------------------------------------------------------------------------------------------------------
def _found(monkeypatch: pytest.MonkeyPatch, look: Callable[[], bool]) -> tuple[list[tuple[int, str]], int]:
    kind = fuzz.Kind(lambda chance: b"x", lambda place, raw: look(), 1)
    monkeypatch.setitem(fuzz.KINDS, "bad", kind)
    told = fuzz._watched(fuzz.Piece("bad", 1, 7, 9))
    return told.found, told.next


def _for_ever() -> bool:
    signal.pause()
    return True


def test_the_judge_sees_what_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "MOST_S", 0.1)
    monkeypatch.setattr(fuzz, "MOST_BYTES", 1 << 40)
    found, _ = _found(monkeypatch, lambda: bool(json.loads("[")))
    assert [(number, text.split(":")[0]) for number, text in found] == [(7, "JSONDecodeError"), (8, "JSONDecodeError")]
    assert _found(monkeypatch, _for_ever) == ([(7, "hung for 0.1 s")], 8)
    assert _found(monkeypatch, lambda: os._exit(9)) == ([(7, "the process ended with 9")], 8)
    monkeypatch.setattr(fuzz, "MOST_CPU_S", -1.0)
    assert "of the processor" in _found(monkeypatch, lambda: True)[0][0][1]
    monkeypatch.setattr(fuzz, "MOST_CPU_S", 60.0)
    monkeypatch.setattr(fuzz, "MOST_BYTES", 1 << 20)
    found, following = _found(monkeypatch, lambda: True)
    assert "MB of memory" in found[0][1]
    assert following == 8
