"""Programme files: TOML to ``core.programme``. Every week is expanded once and checked before a programme is used."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balancecoach.core.plan import HOME, PHYSIO, Hands, Limits, Surface
from balancecoach.core.programme import (
    Programme,
    Setting,
    Source,
    Step,
    Strength,
    Walker,
    Week,
    expand,
)
from balancecoach.core.rules import MOST_BLOCKS, validate_each
from balancecoach.core.words import tr
from balancecoach.plans.rows import ENOUGH, Trouble, check, clean, macro_values
from balancecoach.plans.schema import FORMAT, PROGRAMME, PROGRAMME_MACROS, SOURCE, WEEK
from balancecoach.plans.text import BadTextError, parse_table, read_table, told

MOST_WEEKS = 26


def is_programme(table: Mapping[str, Any]) -> bool:
    """Whether a table is meant as a programme, not as a single plan."""
    return "programme" in table or "weeks" in table


def load_programme(path: Path) -> Programme:
    """The programme in a file. Raises ``PlanFileError`` with every problem found."""
    try:
        table = read_table(path)
    except BadTextError as error:
        raise told(str(path), [error.trouble]) from error
    return read_programme(table, str(path))


def parse_programme(text: str, name: str) -> Programme:
    """The same for text; ``name`` stands for the file in messages."""
    try:
        table = parse_table(text)
    except BadTextError as error:
        raise told(name, [error.trouble]) from error
    return read_programme(table, name)


def read_programme(table: Mapping[str, Any], name: str) -> Programme:
    """A table as a programme, with every week checked. Raises ``PlanFileError``."""
    head = {key: value for key, value in table.items() if key not in ("blocks", "weeks", "sources")}
    good, wrong = check(head, PROGRAMME, "")
    if good.get("format", FORMAT) > FORMAT:
        newer = tr("The file was made for a newer Balance Coach. Update the app to open it.")
        raise told(name, [Trouble("format", newer)])
    sources = _sources(table.get("sources", []), wrong)
    weeks = _weeks(table, wrong)
    limits = _limits(good, wrong)
    wrong += _above(weeks, limits)
    if wrong:
        raise told(name, wrong)
    programme = Programme(
        good["programme"],
        good["title"],
        Setting(good["setting"]),
        weeks,
        good.get("summary", ""),
        good.get("who", ""),
        Surface(good.get("surface", "treadmill")),
        tuple(sorted(good.get("sessions_a_week", (2, 3)))),
        limits,
        sources,
        tuple(good.get("then", ())),
    )
    if wrong := _expanded(programme):
        raise told(name, wrong)
    return programme


def _limits(good: Mapping[str, Any], wrong: list[Trouble]) -> Limits:
    """How far this programme may go: never farther than a physio may."""
    backward = good.get("backward_kmh", HOME.backward_kmh)
    slope = good.get("incline_percent", HOME.incline_percent)
    if backward > PHYSIO.backward_kmh:
        wrong.append(Trouble("backward_kmh", _too_fast(backward, PHYSIO.backward_kmh)))
    if slope > PHYSIO.incline_percent:
        text = tr("A slope of {0:g} % is not allowed. Set it to {1:g} % or less.")
        wrong.append(Trouble("incline_percent", text.format(slope, PHYSIO.incline_percent)))
    return Limits(backward_kmh=backward, incline_percent=slope)


def _too_fast(speed_kmh: float, top_kmh: float) -> str:
    text = tr("Speed {0:g} km/h is above the limit of {1:g} km/h. Lower it.").format(speed_kmh, top_kmh)
    if speed_kmh >= 10 and speed_kmh / 10 <= top_kmh:
        text += " " + tr("Did you mean {0:g}?").format(speed_kmh / 10)
    return text


def _above(weeks: tuple[Week, ...], limits: Limits) -> list[Trouble]:
    """Ceilings above the limits. A plan would be held down to the limit, and the mistake never be seen."""
    wrong: dict[tuple[int, str], Trouble] = {}
    for week, number, step in ((w, n, s) for w, made in enumerate(weeks, 1) for n, s in enumerate(made.steps, 1)):
        top = limits.backward_kmh if step.use == "bouts" else limits.forward_kmh
        speed = step.values.get("speed_kmh")
        if isinstance(speed, int | float) and speed > top:
            trouble = Trouble(f"weeks {week}, blocks {number} ({step.use}), speed_kmh", _too_fast(speed, top))
            wrong.setdefault((number, trouble.text), trouble)
    return list(wrong.values())


def _sources(rows: object, wrong: list[Trouble]) -> tuple[Source, ...]:
    if not isinstance(rows, list):
        wrong.append(Trouble("sources", tr("This is not a list of tables. Start each source with [[sources]].")))
        return ()
    found = []
    for number, row in enumerate(rows, 1):
        if len(wrong) >= ENOUGH:
            break
        place = f"sources {number}"
        if not isinstance(row, dict):
            wrong.append(Trouble(place, tr("This is not a table. Start each source with [[sources]].")))
            continue
        good, bad = check(row, SOURCE, place)
        wrong += bad
        if not bad:
            found.append(Source(good["text"], Strength(good["strength"])))
    return tuple(found)


def _weeks(table: Mapping[str, Any], wrong: list[Trouble]) -> tuple[Week, ...]:
    shared, rows = table.get("blocks", []), table.get("weeks", [{}])
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_WEEKS:
        wrong.append(Trouble("weeks", tr("Give 1 to {0} weeks, each as [[weeks]].").format(MOST_WEEKS)))
        return ()
    made = []
    same: dict[int, Step] = {}
    for number, row in enumerate(rows, 1):
        if len(wrong) >= ENOUGH:
            break
        place = f"weeks {number}"
        if not isinstance(row, dict):
            wrong.append(Trouble(place, tr("This is not a table. Start each week with [[weeks]].")))
            continue
        good, bad = check({key: value for key, value in row.items() if key in WEEK}, WEEK, place)
        wrong += bad
        changes = {key: value for key, value in row.items() if key not in WEEK and key != "blocks"}
        own = "blocks" in row
        steps = _steps(row["blocks"] if own else shared, changes, place, wrong, None if own else same)
        every = good.get("posture_every_s", _posture_every_s(number))
        made.append(Week(steps, good.get("summary", ""), every, good.get("approval", False)))
    return tuple(made)


def _posture_every_s(week: int) -> float:
    """At most one technique cue in 45 s in weeks 1 and 2, then in 90 to 120 s (evidence 4)."""
    return 45.0 if week <= 2 else 90.0 if week <= 4 else 120.0


def _steps(
    rows: object, changes: dict[str, Any], place: str, wrong: list[Trouble], same: dict[int, Step] | None
) -> tuple[Step, ...]:
    """The week's macros: the programme's, or its own, with this week's new values in them.

    ``same``: the good ones of the programme's as they are in weeks that do not change them, by number; ``None``: the
    week has its own.
    """
    blocks = _blocks(rows, place, wrong)
    if not blocks:
        return ()
    steps: list[Step] = []
    used: set[str] = set()
    for number, row in enumerate(blocks, 1):
        if len(wrong) >= ENOUGH:
            break
        use = row.get("use") if isinstance(row, dict) else None
        use = use if isinstance(use, str) else ""
        known = None if use in changes else same
        # What all weeks share is told once, at the programme's own block.
        at = f"{place}, blocks {number}" if known is None else f"blocks {number}"
        if use not in PROGRAMME_MACROS:
            text = tr("Programmes are made of these only: {0}. Add use = one of them.")
            _once(wrong, Trouble(at, text.format(", ".join(PROGRAMME_MACROS))))
            continue
        used.add(use)
        if known and number in known:
            steps.append(known[number])
            continue
        change = changes.get(use, {})
        values, bad = macro_values(
            {**row, **(change if isinstance(change, dict) else {})}, PROGRAMME_MACROS[use], f"{at} ({use})"
        )
        _once(wrong, *(t for t in bad if Trouble(t.place.removeprefix(f"{place}, "), t.text) not in wrong))
        steps.append(Step(use, values))
        if known is not None and not bad:
            known[number] = steps[-1]
    _changed(changes, used, place, wrong)
    return tuple(steps)


def _blocks(rows: object, place: str, wrong: list[Trouble]) -> list[Any]:
    """As many as there may be; none, and told, where there are too many or none."""
    if not isinstance(rows, list) or not rows:
        wrong.append(Trouble(f"{place}, blocks", tr("There are no blocks. Add at least one [[blocks]] table.")))
        return []
    if len(rows) > MOST_BLOCKS:
        text = tr("There are {0} blocks. Use {1} at most.").format(len(rows), MOST_BLOCKS)
        wrong.append(Trouble(f"{place}, blocks", text))
        return []
    return rows


def _changed(changes: dict[str, Any], used: set[str], place: str, wrong: list[Trouble]) -> None:
    """Every change of a week is a table, and for one of its blocks."""
    for key, change in changes.items():
        if len(wrong) >= ENOUGH:
            break
        if key not in used or not isinstance(change, dict):
            text = tr("This week has no block {0} to change. Use the name of one of its blocks, with a table.")
            wrong.append(Trouble(f"{place}, {clean(key)}", text.format(clean(key))))


def _once(wrong: list[Trouble], *found: Trouble) -> None:
    wrong += [trouble for trouble in found if trouble not in wrong]


def _expanded(programme: Programme) -> list[Trouble]:
    """Every week, for somebody to whom the programme's own limits apply. What several weeks share is told once."""
    walker = Walker(PHYSIO.backward_kmh, programme.limits, baseline_kmh=1.6, hands=Hands.NONE)
    wrong: dict[tuple[int | None, str, str], Trouble] = {}
    plans = [expand(programme, number, walker) for number in range(1, len(programme.weeks) + 1)]
    for number, (plan, problems) in enumerate(zip(plans, validate_each(plans, programme.limits), strict=True), 1):
        for problem in problems:
            at = f", {plan.blocks[problem.block].kind.value}" if problem.block is not None else ""
            trouble = Trouble(f"weeks {number}{at}, {problem.field}", problem.text)
            wrong.setdefault((problem.block, problem.field, problem.text), trouble)
    return list(wrong.values())
