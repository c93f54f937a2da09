"""Plan files: a table to a plan, checked, and a plan's rows back to text."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from balancecoach.core.plan import HOME, Block, Limits, Plan, Surface
from balancecoach.core.rules import MOST_BLOCKS, Problem, validate
from balancecoach.core.words import tr
from balancecoach.plans.rows import ENOUGH, Trouble, check, read_row
from balancecoach.plans.schema import FORMAT, HEAD
from balancecoach.plans.text import BadTextError, parse_table, read_table, told
from balancecoach.plans.text import PlanFileError as PlanFileError


class Read(Struct, frozen=True):
    """What a table came to. ``rows``: for each block, the number of the row it comes from (from 0)."""

    plan: Plan | None
    places: tuple[str, ...] = ()  # of each block: where in the file it comes from
    wrong: tuple[Trouble, ...] = ()
    rows: tuple[int, ...] = ()


def load_plan(path: Path, limits: Limits = HOME) -> Plan:
    """The plan in a file, checked against ``limits``. Raises ``PlanFileError`` with every problem found."""
    try:
        read = read_plan(read_table(path))
    except BadTextError as error:
        read = Read(None, wrong=(error.trouble,))
    return _checked(read, str(path), limits)


def parse_plan(text: str, name: str, limits: Limits = HOME) -> Plan:
    """The same for text that came from elsewhere; ``name`` stands for the file in messages."""
    try:
        read = read_plan(parse_table(text))
    except BadTextError as error:
        read = Read(None, wrong=(error.trouble,))
    return _checked(read, name, limits)


def _checked(read: Read, name: str, limits: Limits) -> Plan:
    wrong = list(read.wrong)
    if read.plan is not None:
        wrong += [_placed(problem, read.places) for problem in validate(read.plan, limits)]
    if wrong or read.plan is None:
        raise told(name, wrong)
    return read.plan


def read_plan(table: Mapping[str, Any]) -> Read:
    """A table as a plan, not yet checked by the rules, with all that is wrong in the table itself."""
    head = {name: value for name, value in table.items() if name != "blocks"}
    good, wrong = check(head, {**HEAD, "blocks": (list, False)}, "")
    if good.get("format", FORMAT) > FORMAT:
        return _bad("format", tr("The file was made for a newer Balance Coach. Update the app to open it."))
    rows = table.get("blocks")
    if not isinstance(rows, list) or not rows:
        wrong.append(Trouble("blocks", tr("The plan has no blocks. Add at least one [[blocks]] table.")))
        return Read(None, (), tuple(wrong))
    if len(rows) > MOST_BLOCKS:
        text = tr("The plan has {0} blocks. Use {1} at most.").format(len(rows), MOST_BLOCKS)
        return Read(None, (), (*wrong, Trouble("blocks", text)))
    blocks: list[Block] = []
    places: list[str] = []
    origins: list[int] = []
    for number, row in enumerate(rows, 1):
        if len(wrong) >= ENOUGH:
            break
        made, place, bad = read_row(row, number)
        wrong += bad
        blocks += made
        origins += [number - 1] * len(made)
        places += [f"{place}, step {step} {b.kind.value}" if len(made) > 1 else place for step, b in enumerate(made, 1)]
    if wrong:
        return Read(None, (), tuple(wrong))
    plan = Plan(
        good["id"],
        good["title"],
        tuple(blocks),
        good.get("summary", ""),
        good.get("who", ""),
        tuple(good.get("sources", ())),
        good.get("posture_every_s", 45.0),
        Surface(good.get("surface", "treadmill")),
    )
    return Read(plan, tuple(places), (), tuple(origins))


def _placed(problem: Problem, places: tuple[str, ...]) -> Trouble:
    if problem.block is None:
        return Trouble(problem.field, problem.text)
    return Trouble(f"{places[problem.block]}, {problem.field}", problem.text)


def _bad(place: str, text: str) -> Read:
    return Read(None, (), (Trouble(place, text),))
