"""What is spoken besides what must be: time left, halfway, what comes next; and clips that need time to wake up."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core import cues, macros
from balancecoach.core.cue import Cue, Lead, Lengths, estimate
from balancecoach.core.phrases import ENTRIES, Category, Phrase, Priority, Tone
from balancecoach.core.plan import WALKING, Facing, Kind, Plan
from balancecoach.core.preferences import LEAD_INS_S, TIME_LEFT_EVERY_S, Speaking
from balancecoach.core.script import Script, build_script
from tests.fakes import all_plans, clip_lengths, floor_plans, p1_week_1, plan_of
from tests.fakes import examples as tried

MS = 0.0011
SPOKEN_S = (0.8, 4.7)
LEFT = ("left_s", "left_min", "left_half")
SPEAKINGS = st.builds(Speaking, st.sampled_from(TIME_LEFT_EVERY_S), st.booleans(), st.booleans())
REMINDERS = {*cues.SAFETY_BACKWARD, *cues.SAFETY_FLOOR}
EVERYTHING = Speaking(30, True, True)


def waking(seconds: float) -> Lead:
    """A loudspeaker that needs this long before a tone, but for the stop tone."""
    return lambda tone: 0.0 if tone in (Tone.NONE, Tone.STOP) else seconds


def longer(lengths: Lengths, early: Lead) -> Lengths:
    """Clips that begin with the time to wake up."""
    return lambda tone, said: round(early(tone) + lengths(tone, said), 3)


def long_walk(seconds: int = 300, *, task: str = "") -> Plan:
    """One bout this long."""
    plan = plan_of(
        *macros.prepare(), *macros.start_forward(), *macros.warm_up(60, 2.0), *macros.turn_away(1.0),
        *macros.bouts(1, seconds, 45, 1.0), *macros.end(Facing.ROOM),
    )  # fmt: skip
    blocks = tuple(replace(block, task=task) if block.kind is Kind.BACKWARD else block for block in plan.blocks)
    return replace(plan, blocks=blocks)


def bout(script: Script) -> tuple[tuple[Cue, ...], float]:
    """The cues of the first backward block, and its seconds."""
    index = next(n for n, block in enumerate(script.plan.blocks) if block.kind is Kind.BACKWARD)
    return script.cues[index], script.seconds[index]


def urgent(script: Script) -> list[tuple[int, float, Phrase]]:
    return [(c.block, c.offset_s, c.phrase) for c in script.all_cues() if c.priority >= Priority.SAFETY]


@tried(150)
@given(plan=all_plans(), lengths=clip_lengths(), speaking=SPEAKINGS, wake_s=st.sampled_from(LEAD_INS_S))
@example(plan=p1_week_1(), lengths=estimate, speaking=EVERYTHING, wake_s=1.0)
def test_no_two_cues_overlap_whatever_is_spoken(
    plan: Plan, lengths: Lengths, speaking: Speaking, wake_s: float
) -> None:
    early = waking(wake_s)
    script = build_script(plan, longer(lengths, early), speaking, early)
    placed = sorted(
        (start_s + cue.offset_s, start_s + cue.offset_s + cue.length_s, cue)
        for start_s, row in zip(script.starts_s(), script.cues, strict=True)
        for cue in row
    )
    for one, other in pairwise(placed):
        assert one[1] <= other[0] + MS, (one, other)
    assert all(cue.offset_s >= 0 for cue in script.all_cues())


@tried(150)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S), every_s=st.sampled_from(TIME_LEFT_EVERY_S))
@example(plan=long_walk(600), lengths=estimate, every_s=30)
def test_time_left_moves_no_belt_cue_and_drops_no_safety_reminder(plan: Plan, lengths: Lengths, every_s: int) -> None:
    """A reminder may take the place of "one more minute" where the times are said instead."""
    told, plain = (build_script(plan, lengths, Speaking(each)) for each in (every_s, 0))
    assert [row for row in urgent(told) if row[2].key not in REMINDERS] == [
        row for row in urgent(plain) if row[2].key not in REMINDERS
    ]
    assert len(urgent(told)) >= len(urgent(plain))


@tried(150)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S), every_s=st.sampled_from(TIME_LEFT_EVERY_S[1:]))
@example(plan=long_walk(600), lengths=estimate, every_s=30)
def test_time_left_is_true_and_never_between_a_safety_cue_and_its_repeat(
    plan: Plan, lengths: Lengths, every_s: int
) -> None:
    script = build_script(plan, lengths, Speaking(every_s))
    for block, row, seconds in zip(plan.blocks, script.cues, script.seconds, strict=True):
        for before, cue, after in zip((None, *row), row, (*row[1:], None), strict=False):
            if cue.phrase.key not in LEFT:
                continue
            assert block.kind in WALKING
            said_s = {"left_s": 1, "left_min": 60, "left_half": 60}[cue.phrase.key] * cue.phrase.numbers[0]
            said_s += 30 if cue.phrase.key == "left_half" else 0
            assert seconds - cue.offset_s == pytest.approx(said_s, abs=MS)
            assert said_s % every_s == 0
            if before is not None and after is not None and before.phrase == after.phrase:
                assert before.category is not Category.SAFETY, (before, cue, after)
            assert not before or cue.offset_s - before.offset_s - before.length_s >= 2.0 - MS
            assert not after or after.offset_s - cue.offset_s - cue.length_s >= 2.0 - MS


@pytest.mark.parametrize(
    ("every_s", "said"),
    [
        (0, ["One more minute like this."]),
        (30, ["4 minutes to go.", "3 minutes to go.", "1 and a half minutes to go.", "30 seconds to go."]),
        (60, ["4 minutes to go.", "3 minutes to go.", "2 minutes to go.", "1 minute to go."]),
        (120, ["4 minutes to go.", "2 minutes to go.", "One more minute like this."]),
    ],
)
def test_time_left_of_a_forward_walk(every_s: int, said: list[str]) -> None:
    """Where halfway or a hint is said at that time, it is left out: never moved, it would be wrong."""
    plan = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(300, 2.0), *macros.end())
    script = build_script(plan, estimate, Speaking(every_s, halfway=False))
    index = next(n for n, block in enumerate(plan.blocks) if block.kind is Kind.FORWARD)
    heard = [cue.say for cue in script.cues[index] if "to go" in cue.say or cue.phrase.key == "one_minute"]
    assert [row for row in heard if row in said] == said
    wanted = {60: 4, 30: 9, 120: 3, 0: 1}[every_s]
    assert len(heard) == wanted


def test_halfway_only_where_it_is_wished_for() -> None:
    for wished in (True, False):
        row, _ = bout(build_script(long_walk(120), estimate, Speaking(halfway=wished)))
        assert [cue.phrase.key for cue in row].count("halfway") == wished


def test_technique_gives_way_to_time_left() -> None:
    """With time left every half a minute there is no room for all hints, and none of the times is dropped for one."""
    row, seconds = bout(build_script(long_walk(300), estimate, Speaking(30, halfway=False)))
    left = [round(seconds - cue.offset_s) for cue in row if cue.phrase.key in LEFT]
    assert len(left) >= 7
    few = [cue for cue in row if cue.priority is Priority.HINT]
    many = [cue for cue in bout(build_script(long_walk(300)))[0] if cue.priority is Priority.HINT]
    assert 0 < len(few) <= len(many)


def test_while_the_person_talks_no_times_are_said() -> None:
    row, _ = bout(build_script(long_walk(300, task="animals"), estimate, EVERYTHING))
    assert not [cue for cue in row if cue.phrase.key in LEFT]


@tried(100)
@given(plan=all_plans(), lengths=clip_lengths(*SPOKEN_S))
@example(plan=p1_week_1(), lengths=estimate)
def test_next_up_names_what_follows(plan: Plan, lengths: Lengths) -> None:
    plain, named = build_script(plan, lengths), build_script(plan, lengths, Speaking(next_up=True))
    for index, (one, other) in enumerate(zip(plain.cues, named.cues, strict=True)):
        follows = plan.blocks[index + 1].kind if index + 1 < len(plan.blocks) else None
        warned = [
            cue.phrase.key for cue in other if cue.phrase.key.startswith("next_") and "bout" not in cue.phrase.key
        ]
        assert len(warned) + [c.phrase.key for c in other].count("fifteen") <= 1
        for key in warned:
            if follows is None:
                raise AssertionError(f"{key}, and nothing follows")
            assert key == cues._COMING[follows]
        before = [cue for cue in one if cue.phrase.key == "fifteen"]
        if before and warned:
            after = next(cue for cue in other if cue.phrase.key == warned[0])
            assert after.offset_s == before[0].offset_s


def test_what_comes_is_named_and_never_asked_for() -> None:
    """Whoever does it at once would do it fifteen seconds early: no word of command."""
    for key in {*cues._COMING.values()}:
        row = ENTRIES[key]
        assert row.priority is Priority.COUNTDOWN
        what = row.words.removeprefix("In fifteen seconds: ")
        assert what != row.words
        first = what.split()[0]
        assert first.endswith("ing") or first in ("the", "a", "forward", "backward"), what
        assert "console" not in what
        assert "room" not in what


def test_the_rest_is_announced_by_its_name() -> None:
    row, _ = bout(build_script(p1_week_1(), estimate, Speaking(next_up=True)))
    assert "In fifteen seconds: the belt stops." in [cue.say for cue in row]


# -- time to wake up -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("wake_s", LEAD_INS_S)
def test_what_is_counted_from_the_end_is_heard_at_its_time(wake_s: float) -> None:
    early = waking(wake_s)
    speaking = Speaking(60, True, False)
    times = {"fifteen": 15.0, "five": 5.0, "five_stop": 5.0, "five_belt": 5.0, "pips": 5.0}
    seen = set()
    for plan in (p1_week_1(), long_walk(300)):
        script = build_script(plan, longer(estimate, early), speaking, early)
        for row, seconds in zip(script.cues, script.seconds, strict=True):
            for cue in row:
                heard_s = cue.offset_s + early(cue.tone)
                if cue.phrase.key in times:
                    assert seconds - heard_s == pytest.approx(times[cue.phrase.key], abs=MS)
                    seen.add(cue.phrase.key)
                elif cue.phrase.key == "halfway":
                    assert heard_s == pytest.approx(seconds / 2, abs=MS)
                    seen.add("halfway")
                elif cue.phrase.key == "left_min":
                    assert seconds - heard_s == pytest.approx(60 * cue.phrase.numbers[0], abs=MS)
                    seen.add("left_min")
    assert {"fifteen", "pips", "halfway", "left_min"} <= seen


@tried(60)
@given(plan=floor_plans())
def test_on_the_floor_no_treadmill_is_named(plan: Plan) -> None:
    for cue in build_script(plan, estimate, EVERYTHING).all_cues():
        assert "belt" not in cue.say
        assert "speed" not in cue.say
