"""The conductor and its runner, with a real session and voice rules."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.clock import Clock, ScaledClock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.events import BlockStarted
from balancecoach.core.phrases import Priority
from balancecoach.core.plan import Kind, Plan
from balancecoach.core.script import build_script
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.runner import Runner, until_next_digit
from balancecoach.speech.announcer import Announcer, Said
from tests.fakes import FakeClock, p1_week_1
from tests.ui.stage import Heard, Kept, clips_for, corridor, mill


class Band:
    """A conductor with everything around it."""

    def __init__(self, plan: Plan, clock: Clock | None = None) -> None:
        self.under = FakeClock()
        self.clock = clock or self.under
        self.player, self.record = Heard(), Kept()
        self.shown: list[Shown] = []
        self.script = build_script(plan)
        self.session = Session(self.script, demo=True)
        announcer = Announcer(self.player, clips_for(self.script.clips()))
        self.conductor = Conductor(self.session, self.clock, announcer, self.record, self.shown.append)

    def index(self, kind: Kind) -> int:
        """Of the first block of a kind."""
        return next(n for n, block in enumerate(self.script.plan.blocks) if block.kind is kind)

    def said(self) -> list[str]:
        """All that was said."""
        return [row.cue.say for row in self.shown if isinstance(row, Said)]

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        end = self.under.mono_s + seconds
        while self.under.mono_s < end - 1e-9:
            self.under.sleep(min(end - self.under.mono_s, max(0.001, self.conductor.next_due_s())))
            self.conductor.tick()

    def open(self) -> None:
        """Until a press would not come too early."""
        self.wait(self.conductor.view().ready_in_s + 0.001)


def test_a_jump_leaves_nothing_of_the_old_block_to_be_heard() -> None:
    band = Band(mill())
    band.conductor.begin()
    hushed = band.player.hushed
    band.conductor.jump(band.index(Kind.BACKWARD))
    assert band.player.hushed == hushed + 1
    assert band.said()[-1] == "Backward walking now. Nice and slow."
    assert isinstance(band.record.events[-2], BlockStarted)


def test_say_again_in_every_state() -> None:
    band = Band(mill())
    band.conductor.say_again()
    assert band.said() == [], "nothing has begun"
    band.conductor.begin()
    again = [(State.EASY, "Loosen up first. Stand and hold on.")]
    band.conductor.jump(band.index(Kind.BACKWARD))
    again.append((State.TIMED, "Backward walking now. Nice and slow."))
    told = []

    def repeat() -> None:
        band.wait(40)
        band.conductor.say_again()
        told.append((band.session.state, band.said()[-1]))

    band.conductor.jump(0)
    repeat()
    band.conductor.jump(band.index(Kind.BACKWARD))
    repeat()
    band.conductor.pause()
    repeat()
    band.conductor.resume()
    repeat()
    band.conductor.jump(band.index(Kind.TURN))
    repeat()
    band.conductor.stop()
    repeat()
    assert told == [
        *again,
        (State.PAUSED, "Paused. The belt is still moving."),
        (State.RESTART, "Feet on the edges, not the belt."),
        (State.GATE, "Turn with small steps. Take your time."),
        (State.STOPPED, "Stay as you are. Let things settle."),
    ]


@pytest.mark.parametrize("plan", [mill(), corridor()], ids=["treadmill", "floor"])
def test_a_runner_is_never_woken_without_end(plan: Plan) -> None:
    """In no state a due time of nearly nothing comes again and again: what stands still shows no other digit."""
    band = Band(plan)
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    band.wait(3.999)
    for wish in (band.conductor.pause, band.conductor.resume, band.conductor.stop):
        wish()
        for _ in range(5):
            waits = [until_next_digit(view) for view in _second_of_views(band)]
            assert sum(wait < 0.01 for wait in waits) <= 2, (band.session.state, waits)


def _second_of_views(band: Band) -> list[View]:
    views: list[View] = []
    until = band.under.mono_s + 3
    while band.under.mono_s < until and len(views) < 100:
        views.append(band.conductor.view())
        band.wait(max(0.001, until_next_digit(views[-1])))
    return views


@pytest.mark.parametrize(("steps", "seconds"), [(1, 30.0), (3, 300.0)])
def test_the_countdowns_of_the_way_down_are_woken_each_second(steps: int, seconds: float) -> None:
    band = Band(mill())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    band.conductor.stop()
    for _ in range(steps):
        band.open()
        band.conductor.confirm()
    view = band.conductor.view()
    assert (view.left_s if view.step == "sit" else view.ready_in_s) == pytest.approx(seconds)
    assert until_next_digit(view) == pytest.approx(1.0, abs=0.01)
    band.wait(0.25)
    assert until_next_digit(band.conductor.view()) == pytest.approx(0.75, abs=0.01)


def test_a_faster_clock_wakes_the_runner_sooner(qtbot: QtBot) -> None:
    under = FakeClock()
    clock = ScaledClock(under, 20)
    band = Band(mill(), clock)
    runner = Runner(band.conductor)
    runner.begin()
    assert band.conductor.real_s(1.0) == 0.05
    assert runner._timer.interval() <= 50
    runner.cancel()


@pytest.mark.parametrize("at_s", [0.5, 4.0, 10.0])
def test_asking_for_the_time_never_cuts_off_what_there_is_to_do(at_s: float) -> None:
    """Paused on a moving belt: the helper is being told to stop it. That is the answer, and it goes on."""
    band = Band(mill())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    band.wait(20)
    band.conductor.pause()
    band.wait(at_s)
    hushed, said = band.player.hushed, band.said()
    band.conductor.say_time_left()
    assert (band.player.hushed, band.said()) == (hushed, said)


def test_asking_for_the_time_in_silence_says_what_there_is_to_do() -> None:
    band = Band(mill())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    band.conductor.pause()
    band.wait(40)
    before = len(band.said())
    band.conductor.say_time_left()
    assert band.said()[before:] == ["Paused. The belt is still moving."]


@pytest.mark.parametrize("at_s", [0.5, 4.0])
def test_say_again_never_cuts_off_a_stop_or_what_is_still_to_be_said_of_it(at_s: float) -> None:
    band = Band(mill())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    band.wait(20)
    band.conductor.pause()
    band.wait(at_s)
    hushed, said = band.player.hushed, band.said()
    band.conductor.say_again()
    assert (band.player.hushed, band.said()) == (hushed, said)
    band.wait(30)
    assert len(band.said()) > len(said), "what waited is said, not dropped"


def test_say_again_cuts_off_a_hint() -> None:
    band = Band(p1_week_1())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.FORWARD))
    cues = band.session.script.cues[band.session.index]
    hint = next(cue for cue in cues if cue.priority is Priority.HINT)
    band.wait(hint.offset_s + 0.2)
    assert band.said()[-1] == hint.say
    band.conductor.say_again()
    assert band.said()[-1] == cues[0].say


@pytest.mark.parametrize("early_s", [0.0, 0.004, 0.3])
def test_ticks_a_hair_early_miss_no_heartbeat(early_s: float) -> None:
    """After a crash the last heartbeat is the last sign of life; at most 2 s may be lost (issue 6)."""
    band = Band(mill())
    band.conductor.begin()
    band.conductor.jump(band.index(Kind.BACKWARD))
    for _ in range(40):
        band.under.sleep(1.0 - early_s)
        band.conductor.tick()
    beats = band.record.beats
    assert len(beats) > 20
    assert max(after - before for before, after in pairwise(beats)) <= 1.5
