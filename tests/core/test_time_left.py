"""How long a block goes on, as it is said: rounded, never far off, and always among the clips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.asides import SEATED_REST_S
from balancecoach.core.cue import Lengths
from balancecoach.core.phrases import Priority
from balancecoach.core.plan import Plan
from balancecoach.core.script import Script, build_script
from balancecoach.core.time_left import asked_for, counts, left_aside, rounded_s
from balancecoach.core.transitions import State
from tests.fakes import all_plans, clip_lengths, p1_week_1
from tests.fakes import examples as tried

SCRIPT: Script = build_script(p1_week_1())
#: Seconds: shorter and longer than any real sentence.
SPOKEN_S = (0.8, 4.7)
LONGEST_S = max(SEATED_REST_S, *(block.seconds for block in SCRIPT.plan.blocks))


@pytest.mark.parametrize(
    ("left_s", "said"),
    [
        (0.4, "A few seconds to go."),
        (7.6, "Still 10 seconds to go."),
        (44.9, "Still 40 seconds to go."),
        (45.0, "Still 50 seconds to go."),
        (59.0, "Still 1 minute to go."),
        (76.0, "Still 1 minute 20 to go."),
        (119.0, "Still 2 minutes to go."),
        (170.0, "Still 3 minutes to go."),
        (160.0, "Still 2 minutes 30 to go."),
        (300.0, "Still 5 minutes to go."),
    ],
)
def test_it_is_said_in_few_words(left_s: float, said: str) -> None:
    (cue,) = SCRIPT.asides[left_aside(left_s)]
    assert cue.say == said
    assert len(said.split()) <= 8
    assert asked_for(cue)


@given(st.floats(0, LONGEST_S))
def test_every_answer_is_among_the_clips_and_near_the_truth(left_s: float) -> None:
    (cue,) = SCRIPT.asides[left_aside(left_s)]
    assert (cue.tone, cue.say) in SCRIPT.clips()
    assert abs(rounded_s(left_s) - left_s) <= max(7.5, 0.13 * left_s)
    assert cue.priority is Priority.HINT, "an answer must not hold up what cannot wait"


def test_it_makes_few_clips() -> None:
    assert sum(name.startswith("asked_") for name in SCRIPT.asides) < 30


def test_only_where_time_runs_down_there_is_some_left() -> None:
    running = {state for state in State if counts(state, "")}
    assert running == {State.TIMED, State.EASY, State.SEATED}
    assert counts(State.STOPPED, "sit") and not counts(State.STOPPED, "belt")
    assert not any(asked_for(cue) for cue in SCRIPT.all_cues())


@tried(100)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S))
def test_in_every_plan_there_is_an_answer_for_every_second(plan: Plan, lengths: Lengths) -> None:
    script = build_script(plan, lengths)
    for block, seconds in zip(plan.blocks, script.seconds, strict=True):
        for left in range(0 if block.gate else int(seconds) + 1):
            assert left_aside(float(left)) in script.asides, (block, left)
