"""A block's line of time: where there is room, and how often a sentence's length is asked for."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.cue import Measured, estimate
from balancecoach.core.line import STEP_S, Line
from balancecoach.core.phrases import Phrase, Tone, words
from balancecoach.core.pseudo import Pseudo
from balancecoach.core.script import build_script
from balancecoach.paths import assets
from balancecoach.plans.library import Library
from tests.fakes import examples, in_language

HINT = Phrase("grow_tall")
#: Also off the grid of half seconds and milliseconds.
TIMES_S = st.one_of(st.floats(0.0, 90.0), st.integers(0, 180).map(lambda half: half / 2))


def line_with(times_s: list[float]) -> Line:
    """A line on which as many of these as have room are said."""
    line = Line(0, Measured(estimate), 0.0)
    for at_s in times_s:
        line.insert(Phrase("steady"), Tone.ATTENTION, at_s, 120.0)
    return line


@examples(200)
@given(times_s=st.lists(TIMES_S, max_size=12), from_s=TIMES_S, begin_s=st.sampled_from([0.0, 7.3]), quiet_s=TIMES_S)
def test_a_place_is_the_first_half_second_that_has_room(
    times_s: list[float], from_s: float, begin_s: float, quiet_s: float
) -> None:
    line, every = line_with(times_s), line_with(times_s)
    line.begin_s = every.begin_s = begin_s
    expected, at_s = None, from_s
    while expected is None and at_s < 120.0:
        if every.insert(HINT, Tone.ATTENTION, at_s, 120.0, quiet_s):
            expected = at_s
        at_s += STEP_S
    assert line.place(HINT, Tone.ATTENTION, from_s, 120.0, quiet_s) == expected
    assert line.cues == every.cues


def test_a_copy_goes_its_own_way() -> None:
    line = line_with([3.0])
    line.free_s, line.least_s = 9.0, 2.0
    copy = line.copy()
    copy.run([HINT], Tone.CHANGE)
    assert (len(line.cues), line.free_s) == (1, 9.0)
    assert copy.cues[0] == line.cues[0]
    assert copy.cues[1].offset_s == 9.0
    assert (copy.begin_s, copy.least_s) == (line.begin_s, line.least_s)


def test_a_sentence_is_measured_once_for_the_blocks_and_once_for_what_no_plan_foresees() -> None:
    asked: list[tuple[Tone, str]] = []

    def lengths(tone: Tone, said: str) -> float:
        asked.append((tone, said))
        return estimate(tone, said)

    plan = Library(assets() / "programmes").find("p4-five-and-one:3")
    script = build_script(plan, lengths)
    assert script == build_script(plan)
    assert len(script.all_cues()) > 150
    assert max(len(list(same)) for _, same in itertools.groupby(sorted(asked))) <= 2


def test_words_that_are_remembered_follow_the_language() -> None:
    phrase = Phrase("set_speed", (1.5,))
    assert words(phrase) == "Helper, set the belt to 1.5."
    with in_language(Pseudo()):
        assert words(phrase).startswith("⟦")
        assert words(phrase).endswith("1,5.⟧")
    assert words(phrase) == "Helper, set the belt to 1.5."
