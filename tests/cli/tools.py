"""How tests run the command line: in this process, or as a program of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.__main__ import main
from balancecoach.clock import RealClock
from balancecoach.core.person import Fact, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl
from balancecoach.core.screening import QUESTIONS, SETUP
from balancecoach.paths import find_paths
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store

#: A plan of under a minute: stand, no belt.
SHORT = """
format = 1
id = "short"
title = "Short"

[[blocks]]
kind = "prepare"
seconds = 1

[[blocks]]
kind = "settle"
seconds = 40
"""


#: A programme of two weeks, forwards only.
PROGRAMME = """
format = 1
programme = "corridor"
title = "Corridor"
setting = "home"

[[blocks]]
use = "prepare"

[[blocks]]
use = "start_forward"

[[blocks]]
use = "warm_up"
seconds = 300
speed_kmh = 1.5

[[blocks]]
use = "end"

[[weeks]]

[[weeks]]
warm_up = {seconds = 360}
"""
#: Answers with which a person may walk.
GOOD = {**{question.key: "no" for question in QUESTIONS}, "falls": "none", "six_minutes": "yes"}
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def answers_file(path: Path, **answers: str) -> Path:
    """An answers file in which nothing stands against walking but ``answers``."""
    given = {**GOOD, **answers}
    rows = "\n".join(f'{key} = "{value}"' for key, value in given.items())
    path.write_text(f"format = 1\n\n[answers]\n{rows}\n", encoding="utf-8")
    return path


def keep(
    *people: Person, facts: tuple[Fact, ...] = (), plans: tuple[SavedPlan, ...] = (), treadmill: bool = True
) -> None:
    """Put people (each with these facts), plans and a checked treadmill into this test's record."""
    with Store.open(find_paths(), write=True) as store:
        for person in people:
            store.save_person(person, *facts, now=NOW)
        for plan in plans:
            store.save_plan(plan)
        if treadmill:
            store.save_treadmill(Treadmill(tuple(row.key for row in SETUP), at=NOW))


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    def told(self, code: int) -> str:
        """The one sentence of a command that failed properly: nothing on stdout, no traceback."""
        assert self.code == code, self
        assert self.out == "", self
        assert "Traceback" not in self.err, self
        lines = self.err.splitlines()
        assert len(lines) == 1, self
        assert lines[0].endswith((".", "?")), self
        return lines[0]


Run = Callable[..., Ran]


def walker(**changes: Any) -> Person:
    """Somebody for whom First steps may be walked once the treadmill is checked and the questions are answered."""
    made = Person("anna", "Anna", "p1-first-steps", 1, control=BeltControl.HELPER, forward_kmh=2.4)
    return replace(made, **changes)


def screened(**answers: str) -> Screened:
    """Answered just now, so that nobody has been away for three months."""
    return Screened(RealClock().now().wall, tuple({**GOOD, **answers}.items()))


def shown(run: Run, who: str) -> dict[str, Any]:
    """What is known of a person."""
    got = run("person", "show", who, "--json")
    assert (got.code, got.err) == (0, "")
    assert got.out.isascii()
    row: dict[str, Any] = json.loads(got.out)
    return row


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``main`` here."""

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def command(*arguments: str | Path) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "balancecoach", *map(str, arguments)]


def program(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """Runs it as a program, without a keyboard."""
    done = subprocess.run(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


ROOT = Path(__file__).parents[2]
