"""A session for a sound file: nothing dangerous is commanded without a condition, and every gate waits."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.cue import Cue, Lengths, estimate
from balancecoach.core.for_file import LAST_S, MOVING_WAIT_S, SLOW_WALK_MS, WAITS_S, build_file_script
from balancecoach.core.layout import QUIET_S
from balancecoach.core.phrases import ENTRIES
from balancecoach.core.plan import BeltControl, Facing, Kind, Plan, Surface
from balancecoach.core.script import Script, build_script
from tests.fakes import all_plans, clip_lengths, on_floor, p1_week_1, plan_of
from tests.fakes import examples as tried

SPOKEN_S = (0.8, 4.7)
#: What must never be heard without its condition: the phrase -> what comes right before it.
CONDITIONS = {
    "file_start": {"file_look", "file_edges"},
    "file_button": {"file_edges"},
    "set_speed": {"file_steady"},
    "button_speed": {"file_steady"},
    "set_slope": {"file_steady"},
    "step_off": {"file_step_off"},
}
#: Words that need somebody to press something, or that start a belt that nobody may be ready for.
NEVER = {"press_ready", "belt_still_ready", "floor_at_mark", "helper_start", "button_start", "belt_starting"}


def keys(row: tuple[Cue, ...]) -> list[str]:
    return [cue.phrase.key for cue in row]


def gates(script: Script) -> list[tuple[int, tuple[Cue, ...], float]]:
    rows = enumerate(zip(script.plan.blocks, script.cues, script.seconds, strict=True))
    return [(index, cues, seconds) for index, (block, cues, seconds) in rows if block.gate]


@tried(100)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S), wait_s=st.sampled_from(WAITS_S))
@example(plan=p1_week_1(), lengths=estimate, wait_s=20)
def test_nothing_dangerous_is_commanded_without_its_condition(plan: Plan, lengths: Lengths, wait_s: int) -> None:
    script = build_file_script(plan, lengths, wait_s=wait_s)
    for block, row in zip(plan.blocks, script.cues, strict=True):
        said = keys(row)
        assert not NEVER & set(said), block
        for before, key in pairwise(["", *said]):
            assert key not in CONDITIONS or before in CONDITIONS[key], (block, said)
        if block.kind is Kind.TURN and plan.surface is Surface.TREADMILL:
            assert said.index("file_turn") < said.index("turn_small")
        if block.kind is Kind.BELT_START:
            start = "file_button" if "file_button" in said else "file_start"
            assert said.count(start) == 1
            assert not {"file_look", "file_edges"} & set(said[said.index(start) :]), "whoever walks hears no more of it"


@tried(100)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S), wait_s=st.sampled_from(WAITS_S))
@example(plan=p1_week_1(), lengths=estimate, wait_s=20)
def test_every_gate_says_to_pause_and_waits_after_its_words(plan: Plan, lengths: Lengths, wait_s: int) -> None:
    script = build_file_script(plan, lengths, wait_s=wait_s)
    for index, row, seconds in gates(script):
        block = plan.blocks[index]
        pauses = [cue for cue in row if cue.phrase.key.startswith("file_pause")]
        first, last = pauses[0], pauses[-1]
        assert pauses[-1] is row[-1]
        assert len(pauses) <= 2
        wanted = min(wait_s, MOVING_WAIT_S) if block.moving else wait_s
        assert seconds - first.offset_s - first.length_s >= wanted - 0.01
        assert seconds - last.offset_s - last.length_s >= LAST_S - 0.01
        assert seconds >= max(block.seconds, block.distance_m / SLOW_WALK_MS) - 0.001
        if len(pauses) == 2:
            assert last.offset_s >= first.offset_s + first.length_s + QUIET_S - 0.001


@tried(100)
@given(plan=all_plans(), lengths=clip_lengths(), wait_s=st.sampled_from(WAITS_S))
@example(plan=p1_week_1(), lengths=estimate, wait_s=10)
def test_no_two_cues_overlap(plan: Plan, lengths: Lengths, wait_s: int) -> None:
    script = build_file_script(plan, lengths, wait_s=wait_s)
    placed = [
        (start + cue.offset_s, cue) for start, row in zip(script.starts_s(), script.cues, strict=True) for cue in row
    ]
    for (at_s, cue), (next_s, _) in pairwise(placed):
        assert at_s + cue.length_s <= next_s + 0.0015


@tried(60)
@given(plan=all_plans())
def test_what_is_timed_is_as_in_the_window(plan: Plan) -> None:
    """A walk, a rest: their lengths and their first sentences; technique cues may lie elsewhere after a longer gate."""
    here, there = build_file_script(plan), build_script(plan)
    for index, block in enumerate(plan.blocks):
        if not block.gate:
            assert here.seconds[index] == there.seconds[index]
            assert keys(here.cues[index])[:1] == keys(there.cues[index])[:1]


@pytest.mark.parametrize("wait_s", WAITS_S)
def test_the_times_of_a_turn(wait_s: int) -> None:
    script = build_file_script(p1_week_1(), wait_s=wait_s)
    index = next(n for n, block in enumerate(script.plan.blocks) if block.kind is Kind.TURN)
    said = keys(script.cues[index])
    assert said[:4] == ["file_turn", "turn_small", "one_hand", "face_room"]
    assert said.count("file_pause_turn") == (1 if wait_s == 10 else 2)


def test_it_begins_with_how_it_is_used_and_says_that_once_a_session() -> None:
    plan = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0), *macros.end())
    script = build_file_script(plan)
    assert keys(script.cues[0])[:3] == ["file_opening", "file_slower", "welcome"]
    assert all("file_opening" not in keys(row) for row in script.cues[1:])


@pytest.mark.parametrize(
    ("control", "facing", "said"),
    [
        (BeltControl.HELPER, Facing.ROOM, ["file_look", "file_look", "file_start", "step_on"]),
        (BeltControl.REMOTE, Facing.ROOM, ["file_edges", "file_edges", "file_button", "step_on"]),
        (BeltControl.HELPER, Facing.CONSOLE, ["file_edges", "file_edges", "file_start", "step_on"]),
    ],
)
def test_who_starts_the_belt(control: BeltControl, facing: Facing, said: list[str]) -> None:
    script = build_file_script(replace(p1_week_1(), control=control))
    rows = [
        row
        for block, row in zip(script.plan.blocks, script.cues, strict=True)
        if block.kind is Kind.BELT_START and block.facing is facing
    ]
    assert keys(rows[0])[:4] == said


def test_on_the_floor_there_is_no_word_of_a_belt() -> None:
    plan = on_floor(*macros.prepare(), *macros.floor_turn(Facing.ROOM), *macros.floor_bouts(2, 30, distance_m=6))
    script = build_file_script(plan)
    words = " ".join(cue.say.lower() for cue in script.all_cues())
    assert "belt" not in words
    assert "edges" not in words
    assert "Not at the mark? Pause the sound now." in [cue.say for cue in script.all_cues()]
    index = next(n for n, block in enumerate(plan.blocks) if block.distance_m)
    assert script.seconds[index] >= 6 / SLOW_WALK_MS


def test_nothing_of_a_sound_file_is_said_in_the_window() -> None:
    said = {cue.phrase.key for cue in build_script(p1_week_1()).all_cues()}
    assert not {key for key in said if key.startswith("file_")}


def test_every_sentence_of_sound_files_is_used() -> None:
    """By some plan: nothing is left over in the table."""
    plans = [
        p1_week_1(),
        replace(p1_week_1(), control=BeltControl.REMOTE),
        on_floor(*macros.prepare(), *macros.floor_bouts(1, 30, distance_m=6)),
    ]
    said = {cue.phrase.key for plan in plans for cue in build_file_script(plan).all_cues()}
    assert {key for key in ENTRIES if key.startswith("file_")} <= said
