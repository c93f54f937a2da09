"""A file that somebody brings along: a plan or programme to keep, one to put right, or one that cannot be used."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.core.plan import Limits
from balancecoach.core.programme import Programme, Walker, expand
from balancecoach.core.rules import validate
from balancecoach.core.words import tr
from balancecoach.plans.draft import Draft, from_table, lost, unique_id
from balancecoach.plans.examine import examine
from balancecoach.plans.programmes import is_programme, read_programme
from balancecoach.plans.text import BadTextError, PlanFileError, read_table, told
from balancecoach.plans.write import plan_text, programme_text
from balancecoach.store.plans import SavedPlan

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


class Bad(Struct, frozen=True):
    """Nothing can be done with it here. ``lines``: each problem in words."""

    title: str
    lines: tuple[str, ...]


class Mendable(Struct, frozen=True):
    """A plan with problems. ``lost``: those that are gone once it is a draft."""

    draft: Draft
    lost: tuple[str, ...]


def import_file(path: Path, limits: Limits, taken: Collection[str]) -> SavedPlan | Mendable | Bad:
    """Read a file and check it against somebody's limits. What may be kept has an id unlike ``taken``, and no date."""
    try:
        table = read_table(path)
        if is_programme(table):
            return _programme(read_programme(table, path.name), limits, taken)
        draft = from_table(table)
    except BadTextError as error:
        return Bad(tr("This file cannot be used"), told(path.name, [error.trouble]).lines)
    except PlanFileError as error:
        return Bad(tr("This programme has problems"), error.lines)
    mended = lost(table)
    draft = replace(draft, id=unique_id(draft.title, taken))
    if mended or examine(draft, limits).problems:
        return Mendable(draft, told(path.name, list(mended)).lines)
    return SavedPlan(draft.id, draft.title, plan_text(draft), "plan", False, _UNDATED)


def _programme(programme: Programme, limits: Limits, taken: Collection[str]) -> SavedPlan | Bad:
    wrong = tuple(dict.fromkeys(_above(programme, limits)))
    if wrong:
        return Bad(tr("This programme asks for too much"), wrong)
    name = programme.id if programme.id not in taken else unique_id(programme.id, taken)
    programme = replace(programme, id=name)
    return SavedPlan(name, programme.title, programme_text(programme), "programme", False, _UNDATED)


def _above(programme: Programme, limits: Limits) -> list[str]:
    """What a programme asks for that this person may not do."""
    own, found = programme.limits, []
    ask = tr("Ask the physio to raise the limit first, then open the file again.")
    if own.backward_kmh > limits.backward_kmh:
        text = tr("It goes up to {0:g} km/h backwards; the limit here is {1:g} km/h.")
        found.append(text.format(own.backward_kmh, limits.backward_kmh) + " " + ask)
    if own.incline_percent > limits.incline_percent:
        text = tr("It goes up to a slope of {0:g} %; the limit here is {1:g} %.")
        found.append(text.format(own.incline_percent, limits.incline_percent) + " " + ask)
    if found:
        return found
    walker = Walker(speed_kmh=limits.backward_kmh, limits=limits, baseline_kmh=1.6)
    for week in range(1, len(programme.weeks) + 1):
        problems = validate(expand(programme, week, walker), limits)
        found += [tr("Week {0}: {1}").format(week, problem.text) for problem in problems]
    return found
