"""Plan, programme and answers files made bad, and what their readers must make of them."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from balancecoach.core.plan import HOME, PHYSIO, Facing, Hands, Kind, Limits, Plan
from balancecoach.core.programme import Programme, Walker, expand
from balancecoach.core.rules import validate
from balancecoach.core.safety import screen
from balancecoach.core.screening import QUESTIONS, Outcome
from balancecoach.core.script import build_script
from balancecoach.desks.editor_import import Bad, Mendable, import_file
from balancecoach.errors import UserError
from balancecoach.plans.answers import load_answers, template
from balancecoach.plans.draft import from_plan_text
from balancecoach.plans.examine import examine
from balancecoach.plans.files import load_plan, parse_plan
from balancecoach.plans.programmes import load_programme, parse_programme
from balancecoach.plans.schema import BLOCK, HEAD, MACROS, PROGRAMME, PROGRAMME_MACROS, SOURCE, WEEK
from balancecoach.plans.write import plan_text
from tests.faults.fuzz_changes import bytes_changed, ends_changed, toml_changed, toml_trap

ROOT = Path(__file__).parents[2]
NAME = "fuzz.toml"
#: A message of more lines helps nobody.
MOST_LINES = 60
WALKERS = (
    Walker(HOME.backward_kmh, HOME, baseline_kmh=1.6),
    Walker(0.4, HOME, forward_kmh=1.0, baseline_kmh=0.5, slowest_kmh=0.8),
    Walker(PHYSIO.backward_kmh, PHYSIO, baseline_kmh=6.0, hands=Hands.NONE, loosen=False),
    Walker(0.0, HOME),
)


@dataclass(frozen=True)
class Corpus:
    """Good files, and what they and the readers are made of."""

    files: tuple[bytes, ...]
    lines: tuple[str, ...]
    words: tuple[str, ...]


def _corpus(files: list[bytes], names: set[str]) -> Corpus:
    lines = dict.fromkeys(line for raw in files for line in raw.decode().splitlines())
    values = {Kind.BACKWARD, Kind.TURN, Kind.SETTLE, Facing.ROOM, Facing.CONSOLE, *Hands}
    return Corpus(tuple(files), tuple(lines), tuple(sorted({*names, *(str(each) for each in values)})))


@cache
def plans() -> Corpus:
    """Plans: those of the tests, and single blocks."""
    from tests.plans import samples

    files = [samples.PLAN, samples.RAIL_PLAN, samples.LONG_PLAN, (ROOT / "tests/e2e/short.toml").read_text()]
    files.append((ROOT / "tests/faults/floor.toml").read_text())
    parts = {name for macro in MACROS.values() for name in macro}
    return _corpus([text.encode() for text in files], {*HEAD, *BLOCK, *MACROS, *parts, "use", "blocks"})


@cache
def programmes() -> Corpus:
    """The built-in ones."""
    files = [path.read_bytes() for path in sorted((ROOT / "assets" / "programmes").glob("*.toml"))]
    parts = {name for macro in PROGRAMME_MACROS.values() for name in macro}
    return _corpus(files, {*PROGRAMME, *WEEK, *SOURCE, *PROGRAMME_MACROS, *parts, "weeks", "sources", "use"})


@cache
def answers() -> Corpus:
    """The template, empty and filled in."""
    empty = template()
    full = empty
    for question in QUESTIONS:
        full = full.replace(f'{question.key} = ""', f'{question.key} = "{question.choices[0][0]}"')
    names = {value for question in QUESTIONS for value, _ in question.choices} | {each.key for each in QUESTIONS}
    return _corpus([full.encode(), empty.encode(), full.encode()], {*names, "format", "answers"})


def broken(chance: random.Random, corpus: Corpus, traps: float = 0.002) -> bytes:
    """One of them, changed."""
    draw = chance.random()
    if draw < traps:
        return toml_trap(chance, corpus.words)
    raw = chance.choice(corpus.files)
    if draw < 0.2:
        return bytes_changed(chance, raw)
    if draw < 0.25:
        return ends_changed(chance, raw)
    changed = toml_changed(chance, raw, corpus.lines, corpus.words)
    return bytes_changed(chance, changed) if draw > 0.97 else changed


# -- what must hold --------------------------------------------------------------------------------------------------
def refused(error: UserError, name: str) -> bool:
    """That it is said properly; ``False``, since nothing was accepted."""
    lines = str(error).split("\n")
    assert len(lines) <= MOST_LINES, f"{len(lines)} lines"
    for line in lines:
        assert name in line, f"does not name the file: {line[:200]!r}"
        assert line.isprintable() and len(line) < 2000, repr(line[:200])
        assert "Traceback" not in line
    return False


def may_be_walked(plan: Plan, limits: Limits) -> None:
    """No rule broken, nothing faster or steeper than allowed, and every cue laid out."""
    assert validate(plan, limits) == ()
    for block in plan.blocks:
        backward = block.kind is Kind.BACKWARD or (block.moving and block.facing is Facing.ROOM)
        assert 0.0 <= block.speed_kmh <= (limits.backward_kmh if backward else limits.forward_kmh), block
        assert 0.0 <= block.incline_percent <= limits.incline_percent, block
        assert limits.hands_off or block.hands is not Hands.NONE, block
    assert build_script(plan).cues


def limits_of(raw: bytes) -> Limits:
    """Of somebody: which one depends on the file alone."""
    return (HOME, PHYSIO, Limits(1.0, 2.0))[len(raw) % 3]


def plan(place: Path, raw: bytes) -> bool:
    """``load_plan``: for ``check``, ``script``, ``walk``, ``audio``."""
    path, limits = place / NAME, limits_of(raw)
    path.write_bytes(raw)
    try:
        found = load_plan(path, limits)
    except UserError as error:
        return refused(error, str(path))
    may_be_walked(found, limits)
    return True


def programme(place: Path, raw: bytes) -> bool:
    """``load_programme``: for ``check``, and when it is brought along."""
    path = place / NAME
    path.write_bytes(raw)
    try:
        found = load_programme(path)
    except UserError as error:
        return refused(error, str(path))
    weeks_may_be_walked(found, WALKERS[len(raw) % len(WALKERS)])
    return True


def weeks_may_be_walked(found: Programme, walker: Walker) -> None:
    """Each week's plan keeps to the limits of the person and of the programme."""
    for week in range(1, len(found.weeks) + 1):
        for block in expand(found, week, walker).blocks:
            backward = block.kind is Kind.BACKWARD
            most = min(walker.limits.backward_kmh, found.limits.backward_kmh) if backward else HOME.forward_kmh
            assert 0.0 <= block.speed_kmh <= most, block
            assert block.incline_percent <= found.limits.incline_percent, block


def editor(place: Path, raw: bytes) -> bool:
    """Open a file in the window: kept, put right by hand, or refused in words."""
    path, limits = place / NAME, limits_of(raw)
    path.write_bytes(raw)
    found = import_file(path, limits, ("my-plan", "first-steps-week-1"))
    if isinstance(found, Bad):
        assert found.title and found.lines
        assert len(found.lines) <= MOST_LINES and all(line.isprintable() for line in found.lines)
        return False
    if isinstance(found, Mendable):
        examine(found.draft, limits)
        assert from_plan_text(plan_text(found.draft), "again").rows == found.draft.rows or "nan" in plan_text(
            found.draft
        )
        return False
    if found.kind == "programme":
        parse_programme(found.text, found.id)
    else:
        may_be_walked(parse_plan(found.text, found.id, limits), limits)
    return True


def screening(place: Path, raw: bytes) -> bool:
    """``load_answers``: for ``screen`` and ``person add --answers``."""
    path = place / NAME
    path.write_bytes(raw)
    try:
        found = load_answers(path)
    except UserError as error:
        return refused(error, str(path))
    assert screen(found).outcome in Outcome
    return True
