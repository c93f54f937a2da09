"""The building blocks of evidence section 3.0, as functions that return blocks.

A turn is never written by hand in a programme: ``turn_away`` and ``turn_back`` hold the whole sequence, so that no
plan can leave a step out. ``slowest_kmh`` is the slowest speed of the belt that is used.
"""

from collections.abc import Sequence

from balancecoach.core.plan import SLOWEST_KMH, Block, Facing, Hands, Kind

ROOM, CONSOLE = Facing.ROOM, Facing.CONSOLE

Blocks = tuple[Block, ...]


def loosen(seconds: float = 60.0) -> Blocks:
    """Neck and back, standing beside the treadmill or the rail (evidence 1b); a person may end it sooner."""
    return (Block(Kind.LOOSEN, seconds, part="loosen"),)


def prepare(seconds: float = 30.0) -> Blocks:
    """PREP. Evidence gives 2:00 with the daily check in it; here the check is its own screen, before the session."""
    return (Block(Kind.PREPARE, seconds, part="prepare"),)


def start_forward(*, slowest_kmh: float = SLOWEST_KMH) -> Blocks:
    """START_F: feet on the edges, belt on at its slowest, one foot at a time."""
    return (
        Block(Kind.STRADDLE, 20, part="start_forward"),
        Block(Kind.BELT_START, 20, slowest_kmh, part="start_forward"),
    )


def warm_up(seconds: float, speed_kmh: float, hands: Hands = Hands.BOTH) -> Blocks:
    """WU(m, v): forward walking, facing the console."""
    return (Block(Kind.FORWARD, seconds, speed_kmh, CONSOLE, hands, part="warm_up"),)


def forward(seconds: float, speed_kmh: float, hands: Hands = Hands.BOTH, task: str = "") -> Blocks:
    """More forward walking in the middle of a session."""
    return (Block(Kind.FORWARD, seconds, speed_kmh, CONSOLE, hands, part="forward", task=task),)


def cool_down(seconds: float, speed_kmh: float, *, slowest_kmh: float = SLOWEST_KMH) -> Blocks:
    """CD(m, v): forward walking, the last 0:30 at the belt's slowest."""
    slow = 30.0 if seconds > 60 else 0.0
    main = Block(Kind.FORWARD, seconds - slow, speed_kmh, part="cool_down")
    return (main, Block(Kind.SLOW, slow, slowest_kmh, part="cool_down")) if slow else (main,)


def _set_speed(speed_kmh: float, slowest_kmh: float, incline_percent: float = 0.0) -> Blocks:
    if speed_kmh <= slowest_kmh:
        return ()
    return (Block(Kind.SET_SPEED, 20, speed_kmh, ROOM, incline_percent=incline_percent, part="set_speed"),)


def set_slope(speed_kmh: float, incline_percent: float) -> Blocks:
    """The helper changes the slope, 0 to make the belt level again; facing the room, the belt moving."""
    return (Block(Kind.SET_SLOPE, 20, speed_kmh, ROOM, incline_percent=incline_percent, part="set_slope"),)


def turn_away(speed_kmh: float, *, slowest_kmh: float = SLOWEST_KMH, settle_seconds: float = 20.0) -> Blocks:
    """TURN-AWAY: from walking, facing the console, to the belt running at the bout's speed, facing the room."""
    return (
        Block(Kind.SLOW, 20, slowest_kmh, part="turn_away"),
        Block(Kind.BELT_STOP, 15, part="turn_away"),
        Block(Kind.SETTLE, settle_seconds, part="turn_away"),
        Block(Kind.TURN, 30, facing=ROOM, hands=Hands.ONE, part="turn_away"),
        Block(Kind.STRADDLE, 20, facing=ROOM, part="turn_away"),
        Block(Kind.BELT_START, 20, min(slowest_kmh, speed_kmh), ROOM, part="turn_away"),
        *_set_speed(speed_kmh, slowest_kmh),
    )


def turn_back(*, slowest_kmh: float = SLOWEST_KMH, settle_seconds: float = 30.0) -> Blocks:
    """TURN-BACK: from walking, facing the room, to the belt at its slowest, facing the console."""
    return (
        Block(Kind.BELT_STOP, 15, facing=ROOM, part="turn_back"),
        Block(Kind.SETTLE, settle_seconds, facing=ROOM, part="turn_back"),
        Block(Kind.TURN, 30, facing=CONSOLE, hands=Hands.ONE, part="turn_back"),
        Block(Kind.STRADDLE, 20, part="turn_back"),
        Block(Kind.BELT_START, 30, slowest_kmh, part="turn_back"),
    )


def bouts(
    count: int = 0,
    seconds: float = 0.0,
    rest_seconds: float = 60.0,
    speed_kmh: float = SLOWEST_KMH,
    hands: Hands | Sequence[Hands] = Hands.BOTH,
    *,
    each: Sequence[float] = (),
    incline_percent: float = 0.0,
    task: str = "",
    slowest_kmh: float = SLOWEST_KMH,
) -> Blocks:
    """B(n x d, rest r, v): backward bouts; between them belt stopped, a standing rest, and the belt started again.

    ``each``: seconds of every bout where they differ, instead of ``count`` and ``seconds``. ``hands``: for all, or for
    every bout. On a slope the helper raises the belt before the first bout and makes it level after the last.
    """
    lengths = tuple(each) or (seconds,) * count
    holds = (hands,) * len(lengths) if isinstance(hands, Hands) else tuple(hands)
    rest = _standing_rest(rest_seconds, speed_kmh, incline_percent, slowest_kmh)
    made: list[Block] = []
    for number, (length, hold) in enumerate(zip(lengths, holds, strict=True)):
        made += rest if number else ()
        made.append(Block(Kind.BACKWARD, length, speed_kmh, ROOM, hold, incline_percent, part="bouts", task=task))
    if not incline_percent:
        return tuple(made)
    return (*set_slope(speed_kmh, incline_percent), *made, *set_slope(speed_kmh, 0.0))


def _standing_rest(rest_seconds: float, speed_kmh: float, incline_percent: float, slowest_kmh: float) -> Blocks:
    slope, start_kmh = incline_percent, min(slowest_kmh, speed_kmh)
    return (
        Block(Kind.BELT_STOP, 15, facing=ROOM, incline_percent=slope, part="rest"),
        Block(Kind.REST, rest_seconds, facing=ROOM, incline_percent=slope, part="rest"),
        Block(Kind.STRADDLE, 20, facing=ROOM, incline_percent=slope, part="rest"),
        Block(Kind.BELT_START, 20, start_kmh, ROOM, incline_percent=slope, part="rest"),
        *_set_speed(speed_kmh, slowest_kmh, slope),
    )


def seated_break(speed_kmh: float, seconds: float = 300.0, *, slowest_kmh: float = SLOWEST_KMH) -> Blocks:
    """Between long bouts (evidence 3.6): off the treadmill, a seated rest, and on again, facing the room."""
    return (
        Block(Kind.BELT_STOP, 15, facing=ROOM, part="seated_break"),
        Block(Kind.SETTLE, 30, facing=ROOM, part="seated_break"),
        Block(Kind.TURN, 30, facing=CONSOLE, hands=Hands.ONE, part="seated_break"),
        Block(Kind.STEP_OFF, 20, part="seated_break"),
        Block(Kind.SEATED_REST, seconds, part="seated_break"),
        Block(Kind.PREPARE, 20, part="seated_break"),
        Block(Kind.TURN, 30, facing=ROOM, hands=Hands.ONE, part="seated_break"),
        Block(Kind.STRADDLE, 20, facing=ROOM, part="seated_break"),
        Block(Kind.BELT_START, 20, min(slowest_kmh, speed_kmh), ROOM, part="seated_break"),
        *_set_speed(speed_kmh, slowest_kmh),
    )


def practice_turn(*, slowest_kmh: float = SLOWEST_KMH) -> Blocks:
    """For P0: stop, stand on the edges, and turn there and back on the still belt. No backward walking."""
    return (
        Block(Kind.SLOW, 20, slowest_kmh, part="practice_turn"),
        Block(Kind.BELT_STOP, 15, part="practice_turn"),
        Block(Kind.SETTLE, 20, part="practice_turn"),
        Block(Kind.TURN, 30, facing=ROOM, hands=Hands.ONE, part="practice_turn"),
        Block(Kind.SETTLE, 30, facing=ROOM, part="practice_turn"),
        Block(Kind.TURN, 30, facing=CONSOLE, hands=Hands.ONE, part="practice_turn"),
        Block(Kind.STRADDLE, 20, part="practice_turn"),
        Block(Kind.BELT_START, 30, slowest_kmh, part="practice_turn"),
    )


def end(facing: Facing = CONSOLE, *, settle_seconds: float = 60.0, seated_seconds: float = 120.0) -> Blocks:
    """END: belt stopped, settle, step off, seated rest."""
    return (
        Block(Kind.BELT_STOP, 20, facing=facing, part="end"),
        Block(Kind.SETTLE, settle_seconds, facing=facing, part="end"),
        Block(Kind.STEP_OFF, 20, facing=facing, part="end"),
        Block(Kind.SEATED_REST, seated_seconds, facing=facing, part="end"),
    )


# -- on the floor: no belt; a rail at one side, a helper walking forwards beside ------------------------------------
def floor_walk(
    seconds: float = 0.0, distance_m: float = 0.0, hands: Hands = Hands.ONE, *, facing: Facing = CONSOLE
) -> Blocks:
    """Walk forwards along the rail, for a time or a distance; ``room`` is the way back."""
    return (_along(Kind.FORWARD, seconds, distance_m, hands, "floor_walk", facing),)


def floor_settle(seconds: float = 20.0, *, facing: Facing = CONSOLE) -> Blocks:
    """Stand still, between walking one way and the other without a turn."""
    return (Block(Kind.SETTLE, seconds, facing=facing, hands=Hands.ONE, part="floor"),)


def floor_bouts(
    count: int, rest_seconds: float, seconds: float = 0.0, distance_m: float = 0.0, hands: Hands = Hands.ONE
) -> Blocks:
    """Backwards along the rail, stand still, then walk forwards to where it began: no turn between bouts."""
    back = _along(Kind.BACKWARD, seconds, distance_m, hands, "bouts")
    there = (back, Block(Kind.SETTLE, 20, hands=hands, part="floor"))
    again = (
        _along(Kind.FORWARD, seconds, distance_m, hands, "floor_back"),
        Block(Kind.REST, rest_seconds, hands=hands, part="rest"),
    )
    return (*((*there, *again) * (count - 1)), *there)


def floor_turn(facing: Facing) -> Blocks:
    """Stop, settle, turn."""
    return (
        Block(Kind.SETTLE, 20, facing=CONSOLE if facing is ROOM else ROOM, hands=Hands.ONE, part="floor"),
        Block(Kind.TURN, 30, facing=facing, hands=Hands.ONE, part="floor"),
    )


def floor_end(facing: Facing = CONSOLE, *, seated_seconds: float = 120.0) -> Blocks:
    """Stand still, then sit down."""
    return (
        Block(Kind.SETTLE, 30, facing=facing, hands=Hands.ONE, part="end"),
        Block(Kind.SEATED_REST, seated_seconds, facing=facing, part="end"),
    )


def _along(kind: Kind, seconds: float, distance_m: float, hands: Hands, part: str, facing: Facing = CONSOLE) -> Block:
    """For a distance the seconds are the least it can take: 1 m/s, faster than anybody walks here."""
    return Block(kind, seconds or max(5.0, distance_m), 0.0, facing, hands, part=part, distance_m=distance_m)
