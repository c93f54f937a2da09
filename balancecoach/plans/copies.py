"""One week of a programme as a plan of its own, to be edited."""

from collections.abc import Collection
from enum import Enum
from typing import Any

from msgspec.structs import replace

from balancecoach.core.plan import Block, Hands, Kind
from balancecoach.core.programme import Programme, Step, Walker, expand
from balancecoach.core.words import tr
from balancecoach.plans.draft import Draft, Row, unique_id

LONGEST_TITLE = 200
_BOUTS = ("bouts",)
_LEADS = ("turn_away", "seated_break")
_WALKS = (*_BOUTS, "warm_up", "forward", "cool_down", "floor_walk", "floor_bouts")


def from_programme_week(
    programme: Programme, week: int, walker: Walker | None = None, taken: Collection[str] = ()
) -> Draft:
    """A week's macros with the speeds and hands that ``expand`` gives this person, as a draft with an id of its own."""
    walker = walker or Walker(speed_kmh=programme.limits.backward_kmh, limits=programme.limits, baseline_kmh=1.6)
    plan = expand(programme, week, walker)
    title = tr("Copy of {0}").format(plan.title)[:LONGEST_TITLE]
    rows = _Rows(programme, week, walker).rows()
    sources = tuple(text for text in plan.sources if text)[:50]
    return Draft(
        unique_id(title, taken), title, plan.summary, plan.who, sources, plan.posture_every_s, plan.surface, rows
    )


class _Rows:
    """Finds out what ``expand`` makes of each step by expanding a week of that step alone."""

    def __init__(self, programme: Programme, week: int, walker: Walker) -> None:
        self.programme, self.walker = programme, walker
        self.week = programme.weeks[week - 1]
        self.steps = self.week.steps

    def rows(self) -> tuple[Row, ...]:
        bouts = [step for step in self.steps if step.use in _BOUTS]
        # evidence 3.10: where a share of the speed is below the belt's slowest, everything is walked forwards instead
        forwards = any(block.kind is Kind.FORWARD for step in bouts for block in self._blocks(step))
        made = []
        for number, step in enumerate(self.steps):
            if step.use == "loosen" and not self.walker.loosen:
                continue
            if forwards and step.use in (*_BOUTS, "turn_away", "turn_back"):
                made += [self._forward(step)] if step.use in _BOUTS else []
            else:
                made.append(Row({"use": step.use, **self._values(step, number)}))
        return tuple(made)

    def _blocks(self, step: Step) -> tuple[Block, ...]:
        alone = replace(self.programme, weeks=(replace(self.week, steps=(step,)),))
        return expand(alone, 1, self.walker).blocks

    def _forward(self, step: Step) -> Row:
        values: dict[str, Any] = {"seconds": step.values["count"] * step.values["seconds"]}
        task = {"task": step.values["task"]} if step.values.get("task") else {}
        return Row({"use": "forward", **values, "speed_kmh": self.walker.slowest_kmh, **task})

    def _values(self, step: Step, number: int) -> dict[str, Any]:
        values = {name: as_written(value) for name, value in step.values.items() if not name.startswith("percent_of_")}
        if step.use in _LEADS:
            ahead = next((s for s in self.steps[number + 1 :] if s.use in _BOUTS), None)
            values["speed_kmh"] = self._kmh(ahead) if ahead else self.walker.slowest_kmh
        elif step.use in _BOUTS or "speed_kmh" in values:
            values["speed_kmh"] = self._kmh(step)
        if "hands" in values and step.use in _WALKS:
            values["hands"] = self._hands(step, isinstance(step.values["hands"], Hands))
        return values

    def _kmh(self, step: Step) -> float:
        return next(block.speed_kmh for block in self._blocks(step) if block.kind in (Kind.BACKWARD, Kind.FORWARD))

    def _hands(self, step: Step, one: bool) -> Any:
        walks = [block for block in self._blocks(step) if block.kind in (Kind.BACKWARD, Kind.FORWARD)]
        return walks[0].hands.value if one else [block.hands.value for block in walks]


def as_written(value: Any) -> Any:
    """A value of the core as it stands in a file."""
    if isinstance(value, Enum):
        return value.value
    return [as_written(each) for each in value] if isinstance(value, tuple | list) else value
