"""The script of every week of every programme, kept as text: a change of a word or a time is seen in review.

To write the files anew after a wanted change: ``REGENERATE_GOLDEN=1 pytest tests/plans/test_golden.py``, then read the
difference line by line. The walker is the one of ``sample_walker``; every gate takes its least time.
"""

import os
from pathlib import Path

import pytest

from balancecoach.core.plan import Block
from balancecoach.core.programme import Programme, expand
from balancecoach.core.script import Script, build_script
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Programmes, sample_walker

GOLDEN = Path(__file__).parents[1] / "golden" / "programmes"
PROGRAMMES = Programmes(assets() / "programmes")
LARGEST_BYTES = 1_500_000


def clock(seconds: float) -> str:
    """As ``balancecoach script`` writes it."""
    return f"{int(seconds) // 60:>3}:{seconds % 60:04.1f}"


def how(block: Block) -> str:
    """What else a block asks for."""
    words = [f"{block.speed_kmh:g} km/h"] if block.speed_kmh else []
    words += [f"{block.incline_percent:g} %"] if block.incline_percent else []
    words += [f"{block.distance_m:g} m"] if block.distance_m else []
    return " ".join([*words, block.facing.value, block.hands.value, block.task]).rstrip()


def rows(script: Script) -> list[str]:
    """A script line by line: a line a block, a line a cue."""
    lines = []
    starts = script.starts_s()
    for index, block in enumerate(script.plan.blocks):
        gate = "gate" if block.gate else ""
        kind = f"{block.kind.value:<12} {script.seconds[index]:>6g} s  {gate:<4}"
        lines.append(f"{clock(starts[index])}  {kind} {how(block)}")
        lines += [f"{clock(starts[index] + c.offset_s)}      [{c.tone.value}] {c.say}" for c in script.cues[index]]
    return [line.rstrip() for line in lines]


def as_text(programme: Programme) -> str:
    """All weeks; one that is said like an earlier one only names it."""
    text = [f"{programme.title} ({programme.id}), {programme.setting.value}"]
    seen: dict[str, int] = {}
    for number, week in enumerate(programme.weeks, 1):
        script = build_script(expand(programme, number, sample_walker(programme)))
        asked = ", only with a physio's approval" if week.approval else ""
        text += ["", f"== week {number}: {script.plan.summary} ({sum(script.seconds) / 60:.1f} min{asked})"]
        said = "\n".join(rows(script))
        text.append(said if said not in seen else f"as week {seen[said]}")
        seen.setdefault(said, number)
    return "\n".join(text) + "\n"


@pytest.mark.parametrize("programme_id", BUILT_IN)
def test_every_week_is_said_as_in_the_golden_file(programme_id: str) -> None:
    text, path = as_text(PROGRAMMES[programme_id]), GOLDEN / f"{programme_id}.txt"
    if os.environ.get("REGENERATE_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        f"What is said in {programme_id} has changed. If that is wanted: REGENERATE_GOLDEN=1 pytest "
        "tests/plans/test_golden.py, and read the difference line by line."
    )


def test_there_is_a_golden_file_for_every_programme_and_no_other() -> None:
    files = sorted(GOLDEN.iterdir())
    assert {path.name for path in files} == {f"{programme_id}.txt" for programme_id in BUILT_IN}
    assert sum(path.stat().st_size for path in files) < LARGEST_BYTES
