"""Reads plan files and the built-in plans."""

import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balancecoach.core.plan import HOME, Block, Limits, Plan
from balancecoach.core.rules import MOST_BLOCKS, Problem, validate
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.plans.rows import Trouble, check, read_row
from balancecoach.plans.schema import FORMAT, HEAD

LARGEST_BYTES = 1_000_000
#: tomllib takes minutes over a key with a hundred thousand dots; a text in a plan has 1000 letters at most.
LONGEST_LINE = 2000


class PlanFileError(UserError):
    """A plan file that cannot be walked. ``lines``: one problem each, ``FILE: place: what is wrong, what to do``."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class _Read:
    plan: Plan | None
    places: tuple[str, ...]  # of each block: where in the file it comes from
    wrong: tuple[Trouble, ...]


def load_plan(path: Path, limits: Limits = HOME) -> Plan:
    """The plan in a file, checked against ``limits``. Raises ``PlanFileError`` with every problem found."""
    return _checked(_parse(path), str(path), limits)


def parse_plan(text: str, name: str) -> Plan:
    """The same for text that came from elsewhere; ``name`` stands for the file in messages."""
    return _checked(_read_text(text), name, HOME)


def _checked(read: _Read, name: str, limits: Limits) -> Plan:
    wrong = list(read.wrong)
    if read.plan is not None:
        wrong += [_placed(problem, read.places) for problem in validate(read.plan, limits)]
    if wrong or read.plan is None:
        raise PlanFileError(_lines(name, wrong))
    return read.plan


def _read_text(text: str) -> _Read:
    table = _toml(text)
    return table if isinstance(table, _Read) else _plan(table)


def _lines(name: str, wrong: list[Trouble]) -> tuple[str, ...]:
    """Each problem on one line of its own, whatever letters the file's name is made of."""
    name = "".join(letter if letter.isprintable() else "?" for letter in name)
    return tuple(f"{name}: {row.place}: {row.text}" if row.place else f"{name}: {row.text}" for row in wrong)


def _parse(path: Path) -> _Read:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return _bad("", tr("This is a folder. Name a plan file inside it."))
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may have no end
            return _bad("", tr("This is not an ordinary file. Save the plan as a file and name that."))
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
        if len(raw) > LARGEST_BYTES:
            return _bad("", tr("The file is larger than 1 MB, so it is no plan. Choose another file."))
    except FileNotFoundError:
        return _bad("", tr("There is no such file. Check the name, or see the list with: balancecoach plans."))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _bad("", tr("The file cannot be read ({0}). Check that you may open it.").format(reason))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _bad(f"line {line}", tr("The text is not UTF-8. Save the file again as UTF-8."))
    return _read_text(text)


def _toml(text: str) -> dict[str, Any] | _Read:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            return _bad(f"line {number}", tr("The line has more than {0} letters. Shorten it.").format(LONGEST_LINE))
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        place = where.rstrip(")") if what else ""
        return _bad(place, tr("This is not TOML: {0}. Mend that line.").format((what or str(error)).rstrip(".")))
    except (RecursionError, ValueError):  # absurdly nested, or a date or number out of range
        return _bad("", tr("This is not TOML that can be read. Start from one of the built-in plans."))


def _plan(table: dict[str, Any]) -> _Read:
    head = {name: value for name, value in table.items() if name != "blocks"}
    good, wrong = check(head, {**HEAD, "blocks": (list, False)}, "")
    if good.get("format", FORMAT) > FORMAT:
        return _bad("format", tr("The file was made for a newer Balance Coach. Update the app to open it."))
    rows = table.get("blocks")
    if not isinstance(rows, list) or not rows:
        wrong.append(Trouble("blocks", tr("The plan has no blocks. Add at least one [[blocks]] table.")))
        return _Read(None, (), tuple(wrong))
    if len(rows) > MOST_BLOCKS:
        text = tr("The plan has {0} blocks. Use {1} at most.").format(len(rows), MOST_BLOCKS)
        return _Read(None, (), (*wrong, Trouble("blocks", text)))
    blocks: list[Block] = []
    places: list[str] = []
    for number, row in enumerate(rows, 1):
        made, place, bad = read_row(row, number)
        wrong += bad
        blocks += made
        places += [f"{place}, step {step} {b.kind.value}" if len(made) > 1 else place for step, b in enumerate(made, 1)]
    if wrong:
        return _Read(None, (), tuple(wrong))
    plan = Plan(
        good["id"],
        good["title"],
        tuple(blocks),
        good.get("summary", ""),
        good.get("who", ""),
        tuple(good.get("sources", ())),
        good.get("posture_every_s", 45.0),
    )
    return _Read(plan, tuple(places), ())


def _placed(problem: Problem, places: tuple[str, ...]) -> Trouble:
    if problem.block is None:
        return Trouble(problem.field, problem.text)
    return Trouble(f"{places[problem.block]}, {problem.field}", problem.text)


def _bad(place: str, text: str) -> _Read:
    return _Read(None, (), (Trouble(place, text),))
