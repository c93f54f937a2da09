"""What tests use in place of the world: a clock that is told the time, plans, clip lengths, and ticks at random.

Strategies draw plans that are valid by construction: the builder below walks a small map of what may follow what, and
does not ask ``validate``, so that the two can disagree.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.clock import Waiter
from balancecoach.core import macros, words
from balancecoach.core.cue import Lengths
from balancecoach.core.events import Instant
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import TASKS, WALKING, BeltControl, Block, Facing, Hands, Kind, Plan, Surface, Units

#: Where fake clocks start. Not zero, so that a forgotten subtraction shows.
MONO_S = 5000.0
WALL = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

HANDS = (Hands.BOTH, Hands.LIGHT, Hands.ONE)


#: A run that nobody waits for: THOROUGH=1. Else CI leaves out what others nearly cover, to stay within 15 minutes.
THOROUGH = bool(os.environ.get("THOROUGH"))
#: For a minute of a real session of which others nearly tell the same.
thorough = pytest.mark.skipif(not THOROUGH, reason="takes a minute; THOROUGH=1 runs it")


def examples(number: int) -> settings:
    """How many examples a property is tried with. No deadline: a busy machine is not a bug. No database on disk.

    Each run draws others. A third of them where somebody waits.
    """
    return settings(
        max_examples=number if THOROUGH else max(20, number // 3),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


@contextmanager
def in_language(catalogue: NullTranslations) -> Iterator[None]:
    """Everything in the words of this catalogue."""
    before = words._current[0]
    words.use(catalogue)
    try:
        yield
    finally:
        words.use(before)


# -- time ----------------------------------------------------------------------------------------------------------
def instant(mono_s: float, wall_s: float | None = None) -> Instant:
    """A reading of the clock ``mono_s`` seconds after the fake start; the wall agrees unless told otherwise."""
    wall = WALL + timedelta(seconds=mono_s if wall_s is None else wall_s)
    return Instant(MONO_S + mono_s, wall)


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.mono_s = 0.0
        self.wall_s = 0.0
        self.asleep_s: float | None = None  # what a machine says that knows how long it slept

    def now(self) -> Instant:
        """This moment."""
        return replace(instant(self.mono_s, self.wall_s), asleep_s=self.asleep_s)

    def real_s(self, seconds: float) -> float:
        """As a real clock."""
        return seconds

    def wait(self, seconds: float, waiter: Waiter) -> str:
        """What a real clock does, at once."""
        key = waiter(seconds)
        self.sleep(seconds)
        return key

    def sleep(self, seconds: float) -> None:
        """Both clocks move on."""
        self.mono_s += seconds
        self.wall_s += seconds

    def step_wall(self, seconds: float) -> None:
        """Somebody sets the clock on the wall, or the machine slept on a monotonic clock that sleeps too."""
        self.wall_s += seconds


# -- plans ---------------------------------------------------------------------------------------------------------
def plan_of(
    *blocks: Block,
    posture_every_s: float = 45.0,
    title: str = "Made for a test",
    surface: Surface = Surface.TREADMILL,
    control: BeltControl = BeltControl.HELPER,
    units: Units = Units.KMH,
) -> Plan:
    """A plan of these blocks."""
    return Plan(
        "test",
        title,
        tuple(blocks),
        posture_every_s=posture_every_s,
        surface=surface,
        control=control,
        units=units,
    )


def on_floor(*blocks: Block, posture_every_s: float = 45.0) -> Plan:
    """A plan of these blocks, walked along a rail."""
    return plan_of(*blocks, posture_every_s=posture_every_s, surface=Surface.FLOOR)


def p1_week_1() -> Plan:
    """First steps, week 1, as evidence 3.1 gives it."""
    blocks = (
        *macros.prepare(),
        *macros.start_forward(),
        *macros.warm_up(360, 2.0),
        *macros.turn_away(1.0),
        *macros.bouts(3, 30, 45, 1.0),
        *macros.turn_back(),
        *macros.cool_down(180, 1.5),
        *macros.end(),
    )
    return Plan("p1-week-1", "First steps, week 1", blocks)


def speeds(top_kmh: float) -> st.SearchStrategy[float]:
    """Belt speeds from the slowest to ``top_kmh``, mostly in the tenths that a belt can be set to."""
    tenths = st.integers(8, round(top_kmh * 10)).map(lambda tenth: tenth / 10)
    return st.one_of(tenths, st.floats(0.8, top_kmh))


def made(draw: st.DrawFn, blocks: list[Block]) -> Plan:
    """A treadmill plan of these blocks, for any belt control, any units, any spacing of technique cues."""
    return plan_of(
        *blocks,
        posture_every_s=draw(posture_spacings()),
        control=draw(st.sampled_from(BeltControl)),
        units=draw(st.sampled_from(Units)),
    )


def tasks(seconds: float) -> st.SearchStrategy[str]:
    """What to talk about on a walk of that length: mostly nothing; a short one has no time for it."""
    return st.sampled_from(("", "", *TASKS)) if seconds >= 70 else st.just("")


@st.composite
def macro_plans(draw: st.DrawFn, *, short: bool = False) -> Plan:
    """Plans written with macros: P0-like (practice turns only), P1-like, and several turns in one plan."""
    longest = 80 if short else 400
    seconds = st.integers(15, longest)
    blocks = list(macros.loosen(draw(seconds)) if draw(st.booleans()) else ())
    blocks += [*macros.prepare(draw(st.integers(1, 60))), *macros.start_forward()]
    blocks += macros.warm_up(draw(seconds), draw(speeds(4.8)), draw(st.sampled_from(HANDS)))
    for _ in range(draw(st.integers(0, 2))):
        if draw(st.booleans()):
            blocks += macros.practice_turn()
        else:
            blocks += _there_and_back(draw, seconds)
        blocks += macros.warm_up(draw(seconds), draw(speeds(4.8)))
    if draw(st.booleans()):
        length = draw(seconds)
        blocks += macros.forward(length, draw(speeds(4.8)), task=draw(tasks(length)))
    blocks += macros.cool_down(draw(seconds), draw(speeds(4.8)))
    blocks += macros.end()
    return made(draw, blocks)


def _there_and_back(draw: st.DrawFn, seconds: st.SearchStrategy[int]) -> list[Block]:
    """Turn away, bouts (mostly without a seated break), and turn back."""
    kmh = draw(speeds(2.0))
    blocks = list(macros.turn_away(kmh))
    for number in range(draw(st.sampled_from((1, 1, 1, 2)))):
        blocks += macros.seated_break(kmh, draw(seconds)) if number else ()
        length, hands = draw(seconds), draw(st.sampled_from(HANDS))
        task = draw(tasks(length))
        blocks += macros.bouts(draw(st.integers(1, 3)), length, draw(seconds), kmh, hands, task=task)
    return [*blocks, *macros.turn_back()]


@st.composite
def room_plans(draw: st.DrawFn, *, short: bool = False) -> Plan:
    """Plans in which the person faces the room from the first block to the last: no turn at all."""
    seconds = st.integers(5, 60 if short else 400)
    kmh = draw(speeds(2.0))
    blocks = [
        Block(Kind.PREPARE, draw(seconds), facing=Facing.ROOM),
        Block(Kind.STRADDLE, 20, facing=Facing.ROOM),
        Block(Kind.BELT_START, 20, 0.8, Facing.ROOM),
    ]
    if kmh != 0.8:
        blocks.append(Block(Kind.SET_SPEED, 20, kmh, Facing.ROOM))
    blocks += macros.bouts(draw(st.integers(1, 3)), draw(seconds), draw(seconds), kmh)
    blocks += macros.end(Facing.ROOM)
    return made(draw, blocks)


class PlanWalk:
    """Lays blocks one after another; each method is a step that is safe from where the person stands now."""

    def __init__(self, draw: st.DrawFn, *, shortest_s: int, longest_s: int, slopes: bool = False) -> None:
        self.draw = draw
        self.shortest_s, self.longest_s = shortest_s, longest_s
        self.blocks: list[Block] = []
        self.facing = draw(st.sampled_from(Facing))
        self.kmh = 0.0
        self.slopes, self.slope = slopes, 0.0
        self.walked = False
        self.started = False
        self.settled = False
        self.hands = Hands.BOTH

    def add(self, kind: Kind, kmh: float = 0.0) -> None:
        """One block more, facing as before."""
        gate = Block(kind, 1).gate
        hands = self.draw(st.sampled_from(HANDS))
        shortest_s = max(self.shortest_s, 10) if kind is Kind.SETTLE else self.shortest_s
        if kind in WALKING:
            shortest_s = self.shortest_s if hands is self.hands is Hands.BOTH else max(self.shortest_s, 15)
            self.hands = hands
        seconds = st.integers(1, 60) if gate else st.integers(shortest_s, self.longest_s)
        self.blocks.append(Block(kind, self.draw(seconds), kmh, self.facing, hands, self.slope))
        self.kmh = kmh
        self.settled = not kmh and (self.settled or kind is Kind.SETTLE)

    def may_turn(self) -> bool:
        """Settled since the belt stopped, or the belt never moved."""
        return self.settled or not self.started

    def turn(self) -> None:
        """On the still belt, to the other side."""
        self.facing = Facing.ROOM if self.facing is Facing.CONSOLE else Facing.CONSOLE
        self.add(Kind.TURN)

    def start(self) -> None:
        """The key clipped on again after stepping off, feet on the edges, belt on, and mostly a first walk."""
        kinds = [block.kind for block in self.blocks]
        off = max((n for n, kind in enumerate(kinds) if kind in (Kind.STEP_OFF, Kind.SEATED_REST)), default=-1)
        if off >= 0 and Kind.PREPARE not in kinds[off:]:
            self.add(Kind.PREPARE)
        self.add(Kind.STRADDLE)
        self.add(Kind.BELT_START, 0.8)
        self.started = True
        if not self.walked or self.draw(st.booleans()):
            self.walk()

    def walk(self) -> None:
        """Walking the way the person faces; facing the room the speed is set in a gate first."""
        if self.facing is Facing.CONSOLE:
            slow = self.draw(st.booleans())
            self.add(*((Kind.SLOW, 0.8) if slow else (Kind.FORWARD, self.draw(speeds(4.8)))))
        else:
            if self.draw(st.booleans()):
                self.add(Kind.SET_SPEED, self.draw(speeds(2.0)))
            self.add(Kind.BACKWARD, self.kmh)
        self.walked = True

    def tilt(self) -> None:
        """The belt moves on while its slope is changed."""
        self.slope = self.draw(st.sampled_from((0.0, 0.5, 1.0, 2.0, 3.25, 4.0)))
        self.add(Kind.SET_SLOPE, self.kmh)

    def end(self) -> None:
        """Standing still on a level belt."""
        if self.slope:
            if not self.kmh:
                self.start()
            self.slope = 0.0
            self.add(Kind.SET_SLOPE, self.kmh)
        if self.kmh:
            self.halt()

    def step(self) -> None:
        """Any one of what may come now."""
        if self.kmh:
            self.draw(st.sampled_from((self.walk, self.halt, *((self.tilt, self.tilt) if self.slopes else ()))))()
            return
        steps = [self.rest, self.rest, self.start, self.start]
        if self.may_turn() and not self.slope:
            steps.append(self.turn)
        self.draw(st.sampled_from(steps))()

    def rest(self) -> None:
        """Standing or sitting, belt still; on a slope nobody sits or settles."""
        if self.slope:
            self.add(Kind.REST)
            return
        self.add(self.draw(st.sampled_from((Kind.SETTLE, Kind.SETTLE, Kind.REST, Kind.SEATED_REST, Kind.STEP_OFF))))

    def halt(self) -> None:
        """Belt off."""
        self.add(Kind.BELT_STOP)


@st.composite
def primitive_plans(
    draw: st.DrawFn, *, shortest_s: int = 15, longest_s: int = 200, most_steps: int = 12, slopes: bool = False
) -> Plan:
    """Plans of primitive blocks in any safe order. With ``slopes``: for a person whose physio allows them."""
    walk = PlanWalk(draw, shortest_s=shortest_s, longest_s=longest_s, slopes=slopes)
    if draw(st.booleans()):
        walk.add(Kind.LOOSEN)
    walk.add(Kind.PREPARE)
    for _ in range(draw(st.integers(1, most_steps))):
        walk.step()
    walk.end()
    return made(draw, walk.blocks)


@st.composite
def slope_plans(draw: st.DrawFn, *, short: bool = False) -> Plan:
    """P9-like (evidence 3.9), or any safe order of blocks on slopes of up to 4 %; only a physio allows these."""
    if draw(st.booleans()):
        return draw(primitive_plans(shortest_s=15, longest_s=40 if short else 200, most_steps=8, slopes=True))
    seconds = st.integers(15, 60 if short else 300)
    kmh, slope = draw(speeds(2.0)), draw(st.sampled_from((0.5, 1.0, 2.0, 3.25, 4.0)))
    blocks = [*macros.prepare(), *macros.start_forward(), *macros.warm_up(draw(seconds), 2.0)]
    blocks += macros.turn_away(kmh)
    blocks += macros.bouts(draw(st.integers(1, 3)), draw(seconds), draw(seconds), kmh, incline_percent=slope)
    blocks += [*macros.turn_back(), *macros.cool_down(draw(seconds), 1.5), *macros.end()]
    return made(draw, blocks)


# -- plans on the floor --------------------------------------------------------------------------------------------
class FloorWalk:
    """Along a rail: each method is a step that is safe from where the person is now."""

    def __init__(self, draw: st.DrawFn, longest_s: int) -> None:
        self.draw, self.longest_s = draw, longest_s
        self.blocks: list[Block] = []
        self.facing = draw(st.sampled_from(Facing))

    def add(self, kind: Kind, shortest_s: int = 5, distance_m: float = 0.0) -> None:
        """One block more, facing as before."""
        seconds = self.draw(st.integers(shortest_s, self.longest_s))
        task = self.draw(tasks(seconds)) if kind in (Kind.FORWARD, Kind.BACKWARD) and not distance_m else ""
        hands = self.draw(st.sampled_from(HANDS))
        self.blocks.append(
            Block(kind, seconds, facing=self.facing, hands=hands, distance_m=distance_m, task=task),
        )

    def walk(self) -> None:
        """One way, for a time or a distance."""
        kind = self.draw(st.sampled_from((Kind.FORWARD, Kind.BACKWARD)))
        self.add(kind, distance_m=self.draw(st.sampled_from((0.0, 0.0, 1.0, 2.5, 10.0, 100.0))))
        self.add(self.draw(st.sampled_from((Kind.SETTLE, Kind.REST))), shortest_s=10)

    def turn(self) -> None:
        """Stop, settle, turn."""
        self.add(Kind.SETTLE, shortest_s=10)
        self.facing = Facing.ROOM if self.facing is Facing.CONSOLE else Facing.CONSOLE
        self.add(Kind.TURN)

    def sit(self) -> None:
        """On a chair beside the rail."""
        self.add(Kind.SEATED_REST)


@st.composite
def floor_plans(draw: st.DrawFn, *, short: bool = False) -> Plan:
    """Plans without a belt, written with macros or of primitive blocks in any safe order."""
    longest_s = 80 if short else 300
    if draw(st.booleans()):
        walk = FloorWalk(draw, longest_s)
        for kind in draw(st.sampled_from(((), (Kind.LOOSEN,)))):
            walk.add(kind)
        walk.add(Kind.PREPARE)
        for _ in range(draw(st.integers(1, 6))):
            draw(st.sampled_from((walk.walk, walk.walk, walk.turn, walk.sit)))()
        return on_floor(*walk.blocks, posture_every_s=draw(posture_spacings()))
    far = st.fixed_dictionaries({"distance_m": st.floats(1.0, 100.0)})
    long = st.fixed_dictionaries({"seconds": st.integers(5, longest_s)})
    hands = draw(st.sampled_from(HANDS))
    blocks = [*macros.prepare(), *macros.floor_walk(**draw(st.one_of(far, long)), hands=hands)]
    blocks += [*macros.floor_turn(Facing.ROOM), *macros.floor_turn(Facing.CONSOLE)]
    blocks += macros.floor_bouts(
        draw(st.integers(1, 3)), draw(st.integers(10, 60)), **draw(st.one_of(far, long)), hands=hands
    )
    return on_floor(*blocks, *macros.floor_end(), posture_every_s=draw(posture_spacings()))


def posture_spacings() -> st.SearchStrategy[float]:
    """How far apart technique cues must be."""
    return st.one_of(st.sampled_from((45.0, 90.0, 120.0)), st.floats(20.0, 150.0))


def valid_plans() -> st.SearchStrategy[Plan]:
    """Any treadmill plan of ordinary length that may be walked at home."""
    return st.one_of(macro_plans(), room_plans(), primitive_plans())


def all_plans() -> st.SearchStrategy[Plan]:
    """Any plan of ordinary length that anybody may walk: also on a slope, and on the floor."""
    return st.one_of(macro_plans(), room_plans(), primitive_plans(), slope_plans(), floor_plans())


def short_plans() -> st.SearchStrategy[Plan]:
    """Treadmill plans of a few minutes that may be walked at home, for tests that walk them."""
    return st.one_of(
        macro_plans(short=True),
        room_plans(short=True),
        primitive_plans(shortest_s=5, longest_s=40, most_steps=8),
    )


def written_walks() -> st.SearchStrategy[Plan]:
    """As somebody writes them who means to walk: with macros, facing the room only, on a slope, on the floor."""
    return st.one_of(macro_plans(short=True), room_plans(short=True), slope_plans(short=True), floor_plans(short=True))


def short_walks() -> st.SearchStrategy[Plan]:
    """As ``short_plans``, and also on a slope, and on the floor."""
    return st.one_of(short_plans(), slope_plans(short=True), floor_plans(short=True))


# -- clip lengths --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ClipLengths:
    """Each (tone, words) has one length between ``least_s`` and ``most_s``, picked by ``seed``."""

    seed: int
    least_s: float
    most_s: float

    def __call__(self, tone: Tone, said: str) -> float:
        part = crc32(f"{self.seed} {tone} {said}".encode()) / 0xFFFFFFFF
        return round(self.least_s + part * (self.most_s - self.least_s), 3)


def clip_lengths(least_s: float = 0.1, most_s: float = 6.0) -> st.SearchStrategy[Lengths]:
    """Functions from a cue to the seconds it takes."""
    mixed = st.integers(0, 10_000).map(lambda seed: ClipLengths(seed, least_s, most_s))
    same = st.floats(least_s, most_s).map(lambda length: ClipLengths(0, round(length, 3), round(length, 3)))
    return st.one_of(same, mixed)


# -- ticks ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tick:
    """How long until the next tick: by the monotonic clock, and how much more (or less) by the one on the wall."""

    mono_s: float
    wall_step_s: float = 0.0


def ticks() -> st.SearchStrategy[Tick]:
    """Early, on time, late, a machine that slept, and a clock on the wall that was set."""
    early = st.sampled_from((0.0, 0.000001, 0.01, 0.1))
    late = st.floats(0.0, 4.9)
    asleep = st.floats(5.1, 7200.0)
    small = st.sampled_from((0.0, 0.0, 0.0, 0.4, -0.4, 4.0, -3600.0))
    return st.one_of(
        st.builds(Tick, early, small),
        st.builds(Tick, late, small),
        st.builds(Tick, late, small),
        st.builds(Tick, asleep),
        st.builds(Tick, late, st.floats(5.1, 7200.0)),
    )


def tick_sequences(most: int = 60) -> st.SearchStrategy[list[Tick]]:
    """Some ticks in a row."""
    return st.lists(ticks(), min_size=1, max_size=most)
