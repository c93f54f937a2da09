"""What a draft comes to: the plan, what is wrong with it and where, how long it takes, and what will be said."""

import math
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.plan import HOME, BeltControl, Block, Limits, Plan, Totals, Units, totals
from balancecoach.core.rules import LONGEST_PLAN_S, MOST_BLOCKS, validate
from balancecoach.core.script import Script, build_script
from balancecoach.plans.draft import Draft
from balancecoach.plans.files import Read, read_plan
from balancecoach.plans.rows import Trouble, read_row

_PLACE = re.compile(r"blocks (\d+)(?: \([a-z_]*\))?(?:, (.*))?", re.DOTALL)


class Fault(Struct, frozen=True):
    """A problem of a draft: its row (``None``: the whole plan), the field ("" for the row itself), a sentence."""

    row: int | None
    field: str
    text: str


class Examined(Struct, frozen=True):
    """What a draft comes to.

    ``plan`` is there when every row could be read, and ``script`` when it can be laid out; only without ``problems``
    may the plan be walked. ``blocks``: of each row, and ``first``: the place in the plan of the first of them.
    """

    plan: Plan | None
    problems: tuple[Fault, ...]
    totals: Totals
    script: Script | None
    blocks: tuple[tuple[Block, ...], ...]
    first: tuple[int, ...]

    def seconds(self, row: int) -> float:
        """How long a row takes, gates at their least."""
        if self.script is None:
            return _sum(self.blocks[row])
        first = self.first[row]
        return sum(self.script.seconds[first : first + len(self.blocks[row])])


def examine(
    draft: Draft, limits: Limits = HOME, control: BeltControl = BeltControl.HELPER, units: Units = Units.KMH
) -> Examined:
    """Look at a draft as it is now; never raises, whatever was typed. ``control`` and ``units`` shape the words."""
    read = read_plan(draft.table())
    blocks = _blocks(draft, read)
    plan = None if read.plan is None else replace(read.plan, control=control, units=units)
    problems = tuple(dict.fromkeys(_problems(read, limits)))
    script = build_script(plan) if plan is not None and _can_be_laid_out(plan) else None
    total = totals(block for row in blocks for block in row)
    total = replace(total, total_s=sum(script.seconds) if script else _sum(tuple(b for row in blocks for b in row)))
    first, at = [], 0
    for row in blocks:
        first.append(at)
        at += len(row)
    return Examined(plan, problems, total, script, blocks, tuple(first))


def _blocks(draft: Draft, read: Read) -> tuple[tuple[Block, ...], ...]:
    """Of each row; where another row is wrong, the good ones still show what they are."""
    if read.plan is None:
        return tuple(read_row(dict(row.values), number)[0] for number, row in enumerate(draft.rows, 1))
    made: list[list[Block]] = [[] for _ in draft.rows]
    for origin, block in zip(read.rows, read.plan.blocks, strict=True):
        made[origin].append(block)
    return tuple(tuple(row) for row in made)


def _problems(read: Read, limits: Limits) -> Iterator[Fault]:
    yield from (_placed(trouble) for trouble in read.wrong)
    if read.plan is None:
        return
    for problem in validate(read.plan, limits):
        yield Fault(None if problem.block is None else read.rows[problem.block], problem.field, problem.text)


def _placed(trouble: Trouble) -> Fault:
    found = _PLACE.fullmatch(trouble.place)
    if found is None:
        return Fault(None, trouble.place, trouble.text)
    return Fault(int(found[1]) - 1, found[2] or "", trouble.text)


def _can_be_laid_out(plan: Plan) -> bool:
    """Not for hours of typed nonsense: the screen waits for the script."""
    return len(plan.blocks) <= MOST_BLOCKS and _sum(plan.blocks) <= LONGEST_PLAN_S


def _sum(blocks: tuple[Block, ...]) -> float:
    total = sum(block.seconds for block in blocks)
    return total if math.isfinite(total) else math.inf
