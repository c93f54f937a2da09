"""``import``: what another machine saved, looked at first, brought in and taken out again."""

import gzip
import json
from pathlib import Path

import pytest

from balancecoach.core.person import Person
from balancecoach.paths import HOME_VARIABLE, find_paths
from balancecoach.store.store import Store
from tests.cli.tools import Run, keep, program
from tests.exchange.machines import Machine


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Everything of another machine, in a file."""
    path = tmp_path / "all.json"
    path.write_bytes(Machine(tmp_path / "other").fill().document())
    return path


def people() -> list[str]:
    with Store.open(find_paths(), write=False) as store:
        return [person.name for person in store.people()]


def test_a_dry_run_says_it_and_changes_nothing(run: Run, saved: Path) -> None:
    got = run("import", saved, "--dry-run")
    assert got.code == 0
    assert "2 new people: Änn Ōe 安, Bob." in got.out
    assert "4 new sessions." in got.out
    assert got.err == "Nothing was changed. Without --dry-run it is brought in.\n"
    assert not find_paths().database.exists()


def test_it_is_brought_in_and_taken_out_again(run: Run, saved: Path) -> None:
    keep(Person("eve", "Eve"))
    assert run("import", saved).code == 0
    assert people() == ["Änn Ōe 安", "Eve"]
    got = run("import", saved)
    assert got.out.splitlines()[0] == "Everything in the file is here already. Nothing changes."
    assert got.err == ""
    got = run("import", "--undo")
    assert (got.code, got.out) == (0, "9 records of the last import are taken out.\n")
    assert people() == ["Eve"]
    assert "there is no import that can be undone" in run("import", "--undo").told(2)


def test_counts_for_programs(run: Run, saved: Path) -> None:
    found = json.loads(run("import", saved, "--dry-run", "--json").out)
    assert (found["sessions_new"], found["people_known"], found["changes"]) == (4, [], 11)
    run("import", saved)
    assert json.loads(run("import", "--undo", "--json").out) == {"taken_out": 11, "put_back": 0, "stayed": 0}


def test_what_cannot_be_done_is_one_sentence(run: Run, saved: Path, tmp_path: Path) -> None:
    assert "Name the file" in run("import").told(2)
    assert "--undo takes no file" in run("import", saved, "--undo").told(2)
    assert "there is no import" in run("import", "--undo").told(2)
    assert "there is no such file" in run("import", tmp_path / "gone.json").told(2)
    assert "this is a folder" in run("import", tmp_path, "--dry-run").told(2)
    packed = tmp_path / "all.balancecoach"
    packed.write_bytes(gzip.compress(saved.read_bytes()))
    assert "balancecoach restore" in run("import", packed).told(2)
    saved.write_bytes(saved.read_bytes()[:-5])
    told = run("import", saved).told(2)
    assert told.startswith(f"{saved}: line ")
    assert people() == []


def test_while_the_window_is_open_it_is_refused(run: Run, saved: Path) -> None:
    with Store.open(find_paths(), write=True):
        assert "already open" in run("import", saved).told(2)
        assert "already open" in run("import", "--undo").told(2)
        assert run("import", saved, "--dry-run").code == 0, "looking needs no lock"


def test_as_a_program_with_a_folder_of_its_own(saved: Path, tmp_path: Path) -> None:
    home = {HOME_VARIABLE: str(tmp_path / "new")}
    got = program("import", saved, env=home)
    assert (got.code, got.err) == (0, "Brought in. To take it out again: balancecoach import --undo\n")
    assert "Änn" in program("people", env={**home, "PYTHONIOENCODING": "utf-8"}).out
