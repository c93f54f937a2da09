"""Who is heard when several things want to be: the issue's rules, as a table and as properties."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.cue import Cue
from balancecoach.core.phrases import ENTRIES, PATIENCE_S, Phrase, Priority, Tone
from balancecoach.speech.announcer import BEHIND_S, Announcer, Heard, Missed, Said
from balancecoach.speech.clips import Clips, key
from tests.fakes import examples

LENGTH_S = 2.0
BY_PRIORITY = {
    priority: next(
        name for name, row in ENTRIES.items() if row.priority is priority and row.words and "{" not in row.words
    )
    for priority in Priority
}


@dataclass
class FakePlayer:
    """Plays what it has, and keeps what it was told."""

    silent: bool = False
    told: list[str] = field(default_factory=list)

    def play(self, key: str, late_s: float = 0.0) -> bool:
        self.told.append(key)
        return not self.silent

    def hush(self) -> None:
        self.told.append("hush")


def cue(priority: Priority, number: int = 0) -> Cue:
    """A cue of that priority; ``number`` tells it from others."""
    return Cue(number, 0.0, Phrase(BY_PRIORITY[priority]), Tone.ATTENTION, LENGTH_S)


def announcer(player: FakePlayer, *, spoken: bool = True) -> Announcer:
    """After each clip it is quiet ``LENGTH_S`` after it was started."""
    keys = [key((Tone.ATTENTION, cue(priority).say)) for priority in Priority]
    return Announcer(
        player, Clips(seconds=dict.fromkeys(keys, LENGTH_S - BEHIND_S), spoken=frozenset(keys if spoken else ()))
    )


def how(heard: tuple[Heard, ...]) -> list[tuple[int, str]]:
    return [(row.cue.block, row.how if isinstance(row, Said) else row.why) for row in heard]


HINT, COUNT, PHASE, SAFETY, STOP = Priority


@pytest.mark.parametrize("first", Priority)
@pytest.mark.parametrize("second", Priority)
def test_higher_replaces_equal_and_lower_wait(first: Priority, second: Priority) -> None:
    voice = announcer(player := FakePlayer())
    assert how(voice.cue(cue(first, 1), 0.0)) == [(1, "voice")]
    heard = how(voice.cue(cue(second, 2), 1.5))
    assert heard == ([(1, "cut"), (2, "voice")] if second > first else [])
    assert len(player.told) == (2 if second > first else 1)
    if second <= first:
        assert voice.next_due_s(1.5) == pytest.approx(0.5)
        assert how(voice.tick(1.9)) == []
        assert how(voice.tick(2.0)) == [(2, "voice")]
        assert voice.next_due_s(2.0) is None


@pytest.mark.parametrize("priority", Priority)
def test_waiting_ends_with_patience(priority: Priority) -> None:
    voice = announcer(FakePlayer())
    voice.cue(cue(STOP, 1), 0.0)
    asked_s = 1.0
    voice.cue(cue(priority, 2), asked_s)
    in_time = asked_s + PATIENCE_S[priority] >= 2.5
    assert how(voice.tick(2.5)) == [(2, "voice" if in_time else "crowded")]


def test_at_the_last_moment_of_patience_it_is_still_said() -> None:
    voice = announcer(FakePlayer())
    voice.cue(cue(SAFETY, 1), 0.0)
    voice.cue(cue(COUNT, 2), 1.0)
    assert how(voice.tick(1.0 + PATIENCE_S[COUNT])) == [(2, "voice")]


def test_a_blocks_own_safety_words_replace_an_answer_as_urgent() -> None:
    """W just before the end of a bout: "Stop the belt" does not wait for "Any wobble?"."""
    for priority in (SAFETY, STOP):
        voice = announcer(FakePlayer())
        voice.cue(cue(priority, -1), 0.0)
        assert how(voice.cue(cue(priority, 3), 1.0)) == [(-1, "cut"), (3, "voice")]
        assert how(voice.cue(cue(priority, -1), 1.5)) == [], "an answer never cuts off a block's own"
    voice = announcer(FakePlayer())
    voice.cue(cue(PHASE, -1), 0.0)
    assert how(voice.cue(cue(PHASE, 3), 1.0)) == []


def test_of_those_that_wait_the_highest_is_first_then_the_earliest() -> None:
    voice = announcer(FakePlayer())
    voice.cue(cue(STOP, 1), 0.0)
    for number, priority in enumerate((PHASE, SAFETY, SAFETY), 2):
        voice.cue(cue(priority, number), 1.9)
    assert how(voice.tick(2.0)) == [(3, "voice")]
    assert how(voice.tick(4.0)) == [(4, "voice")]
    assert how(voice.tick(1.9 + PATIENCE_S[PHASE] + 0.1)) == [(2, "crowded")]


def test_what_waits_goes_before_an_equal_newcomer_and_yields_to_a_higher_one() -> None:
    voice = announcer(FakePlayer())
    voice.cue(cue(PHASE, 1), 0.0)
    voice.cue(cue(PHASE, 2), 1.0)
    assert how(voice.cue(cue(PHASE, 3), 2.0)) == [(2, "voice")]
    assert how(voice.cue(cue(STOP, 4), 2.5)) == [(2, "cut"), (4, "voice")]
    assert how(voice.tick(4.5)) == [(3, "voice")]


def test_hush_is_immediate_and_forgets() -> None:
    voice = announcer(player := FakePlayer())
    voice.cue(cue(PHASE, 1), 0.0)
    voice.cue(cue(PHASE, 2), 0.5)
    assert how(voice.hush()) == [(1, "cut"), (2, "crowded")]
    assert player.told[-1] == "hush"
    assert how(voice.hush()) == []
    assert voice.next_due_s(0.6) is None
    assert how(voice.cue(cue(HINT, 3), 0.6)) == [(3, "voice")], "nothing sounds any more, so nothing is waited for"


def test_a_new_block_forgets_what_waits_and_lets_finish_what_sounds() -> None:
    voice = announcer(player := FakePlayer())
    voice.cue(cue(PHASE, 1), 0.0)
    voice.cue(cue(HINT, 2), 0.5)
    assert how(voice.forget_waiting()) == [(2, "crowded")]
    assert "hush" not in player.told
    assert how(voice.tick(2.0)) == []


def test_what_sounds_when_the_output_is_lost_or_did_a_moment_ago_is_shown_once() -> None:
    says = announcer(FakePlayer())
    assert says.unheard(0.0) == ()
    says.cue(cue(PHASE), 10.0)
    assert how(says.unheard(10.0 + LENGTH_S + 1.0)) == [(0, "silent")]
    assert says.unheard(10.5) == ()
    says.cue(cue(STOP, 1), 20.0)
    assert says.unheard(20.0 + LENGTH_S + 2.0) == (), "that was heard"
    says.cue(cue(STOP, 2), 30.0)
    says.hush()
    assert says.unheard(30.0) == ()
    silent = announcer(player := FakePlayer(silent=True))
    silent.cue(cue(PHASE), 0.0)
    assert silent.unheard(0.5) == (), "it was shown at once"
    assert len(player.told) == 1


def test_without_words_or_sound_it_is_still_shown_and_takes_its_time() -> None:
    assert how(announcer(FakePlayer(), spoken=False).cue(cue(PHASE, 1), 0.0)) == [(1, "tone")]
    voice = announcer(FakePlayer(silent=True))
    assert how(voice.cue(cue(PHASE, 1), 0.0)) == [(1, "silent")]
    assert how(voice.cue(cue(HINT, 2), 1.0)) == [], "somebody is still reading"
    assert how(voice.tick(2.0)) == [(2, "silent")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("cue", "cue", "cue", "tick", "due", "hush", "forget")),
        st.sampled_from(Priority),
        st.floats(0.0, 5.0),
    ),
    max_size=40,
)


@examples(300)
@given(steps=STEPS)
def test_everything_is_said_or_missed_exactly_once_and_never_two_at_a_time(
    steps: list[tuple[str, Priority, float]],
) -> None:
    voice, now_s = announcer(FakePlayer()), 0.0
    heard: list[tuple[float, Heard]] = []
    asked: dict[int, tuple[float, Priority]] = {}
    for number, (what, priority, pause_s) in enumerate(steps):
        due_s = voice.next_due_s(now_s)
        now_s += due_s if what == "due" and due_s is not None else pause_s
        match what:
            case "cue":
                asked[number] = (now_s, priority)
                rows = voice.cue(cue(priority, number), now_s)
            case "hush":
                rows = (*voice.tick(now_s), *voice.hush())
            case "forget":
                rows = (*voice.tick(now_s), *voice.forget_waiting())
            case _:
                rows = voice.tick(now_s)
        heard += [(now_s, row) for row in rows]
    heard += [(now_s + 100, row) for row in voice.tick(now_s + 100)]
    heard += [(now_s + 200, row) for row in voice.tick(now_s + 200)]

    said = Counter(row.cue.block for _, row in heard if isinstance(row, Said))
    never = Counter(row.cue.block for _, row in heard if isinstance(row, Missed) and row.why == "crowded")
    assert said + never == Counter(list(asked)), "each exactly once"
    sounding: tuple[float, Cue] | None = None
    for at_s, row in heard:
        if isinstance(row, Missed):
            if row.why == "cut":
                assert sounding is not None and sounding[1] is row.cue, "only what sounds is cut"
                sounding = None
            continue
        assert sounding is None or at_s >= sounding[0] + LENGTH_S - 1e-6, "two at once"
        asked_s, priority = asked[row.cue.block]
        assert at_s - asked_s <= PATIENCE_S[priority] + 1e-6, "too late to be right"
        sounding = (at_s, row.cue)
