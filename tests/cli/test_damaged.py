"""The command line on a damaged record: one sentence that says what to do, and the way to mend it."""

import json
import re
from pathlib import Path

import pytest

from balancecoach.paths import Paths
from balancecoach.store.store import Store
from tests.cli.tools import Run
from tests.faults.damaged_records import asides, spoil, two_people
from tests.store.store_samples import damage


@pytest.fixture
def paths() -> Paths:
    """The record that is damaged."""
    return two_people()


def test_a_session_that_cannot_be_read_in_part_says_so_everywhere(paths: Paths, run: Run, tmp_path: Path) -> None:
    damage(paths, "UPDATE events SET body = '{' WHERE session_id = 's1' AND name = 'wobbled'")
    with Store.open(paths, write=True) as store:
        (found,) = (each for each in store.summaries("ann") if each.unreadable)
    assert (found.id, found.unreadable, found.walked_s) == ("s1", 1, 120.0)
    listed = run("sessions")
    assert sum("not readable in part" in line for line in listed.out.splitlines()) == 1
    assert "not readable in part" in run("session", "s1").out or "s1" in run("session", "s1").err
    target = tmp_path / "all.csv"
    assert run("export", "--format", "csv", "--everyone", "-o", str(target)).code == 0
    assert re.search(r"\bs1\b", target.read_text(encoding="utf-8-sig"))


def test_commands_say_one_sentence_and_restore_mends(paths: Paths, run: Run) -> None:
    spoil(paths.database, 0)
    for words in (("sessions",), ("people",), ("walk", "p0-familiarisation:1", "--no-voice", "--yes")):
        ran = run(*words)
        assert ran.code == 2, words
        assert ran.err.count("\n") == 1 and "balancecoach restore" in ran.err, ran.err
    assert any("balancecoach restore" in row["says"] for row in json.loads(run("doctor", "--json").out))
    ran = run("restore", "--yes")
    assert ran.code == 0, ran
    assert "people 2, sessions 7" in ran.out
    assert str(asides(paths)[0]) in ran.out
    assert run("sessions").code == 0
