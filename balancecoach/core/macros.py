"""The building blocks of evidence section 3.0, as functions that return blocks.

A turn is never written by hand in a programme: ``turn_away`` and ``turn_back`` hold the whole sequence, so that no
plan can leave a step out.
"""

from balancecoach.core.plan import SLOWEST_KMH, Block, Facing, Hands, Kind

ROOM, CONSOLE = Facing.ROOM, Facing.CONSOLE


def prepare(seconds: float = 30.0) -> tuple[Block, ...]:
    """PREP. Evidence gives 2:00 with the daily check in it; here the check is its own screen, before the session."""
    return (Block(Kind.PREPARE, seconds, part="prepare"),)


def start_forward() -> tuple[Block, ...]:
    """START_F: feet on the edges, belt on at its slowest, one foot at a time."""
    return (
        Block(Kind.STRADDLE, 20, part="start_forward"),
        Block(Kind.BELT_START, 20, SLOWEST_KMH, part="start_forward"),
    )


def warm_up(seconds: float, speed_kmh: float, hands: Hands = Hands.BOTH) -> tuple[Block, ...]:
    """WU(m, v): forward walking, facing the console."""
    return (Block(Kind.FORWARD, seconds, speed_kmh, CONSOLE, hands, part="warm_up"),)


def cool_down(seconds: float, speed_kmh: float) -> tuple[Block, ...]:
    """CD(m, v): forward walking, the last 0:30 at the belt's slowest."""
    slow = 30.0 if seconds > 60 else 0.0
    main = Block(Kind.FORWARD, seconds - slow, speed_kmh, part="cool_down")
    return (main, Block(Kind.SLOW, slow, SLOWEST_KMH, part="cool_down")) if slow else (main,)


def _set_speed(speed_kmh: float) -> tuple[Block, ...]:
    if speed_kmh <= SLOWEST_KMH:
        return ()
    return (Block(Kind.SET_SPEED, 20, speed_kmh, ROOM, part="set_speed"),)


def turn_away(speed_kmh: float) -> tuple[Block, ...]:
    """TURN-AWAY: from walking, facing the console, to the belt running at the bout's speed, facing the room."""
    return (
        Block(Kind.SLOW, 20, SLOWEST_KMH, part="turn_away"),
        Block(Kind.BELT_STOP, 15, part="turn_away"),
        Block(Kind.SETTLE, 20, part="turn_away"),
        Block(Kind.TURN, 30, facing=ROOM, hands=Hands.ONE, part="turn_away"),
        Block(Kind.STRADDLE, 20, facing=ROOM, part="turn_away"),
        Block(Kind.BELT_START, 20, SLOWEST_KMH, ROOM, part="turn_away"),
        *_set_speed(speed_kmh),
    )


def turn_back() -> tuple[Block, ...]:
    """TURN-BACK: from walking, facing the room, to the belt at its slowest, facing the console."""
    return (
        Block(Kind.BELT_STOP, 15, facing=ROOM, part="turn_back"),
        Block(Kind.SETTLE, 30, facing=ROOM, part="turn_back"),
        Block(Kind.TURN, 30, facing=CONSOLE, hands=Hands.ONE, part="turn_back"),
        Block(Kind.STRADDLE, 20, part="turn_back"),
        Block(Kind.BELT_START, 30, SLOWEST_KMH, part="turn_back"),
    )


def bouts(
    count: int, seconds: float, rest_seconds: float, speed_kmh: float, hands: Hands = Hands.BOTH
) -> tuple[Block, ...]:
    """B(n x d, rest r, v): backward bouts; between them belt stopped, a standing rest, and the belt started again."""
    bout = Block(Kind.BACKWARD, seconds, speed_kmh, ROOM, hands, part="bouts")
    rest = (
        Block(Kind.BELT_STOP, 15, facing=ROOM, part="rest"),
        Block(Kind.REST, rest_seconds, facing=ROOM, part="rest"),
        Block(Kind.STRADDLE, 20, facing=ROOM, part="rest"),
        Block(Kind.BELT_START, 20, SLOWEST_KMH, ROOM, part="rest"),
        *_set_speed(speed_kmh),
    )
    return (bout, *(block for _ in range(count - 1) for block in (*rest, bout)))


def practice_turn() -> tuple[Block, ...]:
    """For P0: stop, stand on the edges, and turn there and back on the still belt. No backward walking."""
    return (
        Block(Kind.SLOW, 20, SLOWEST_KMH, part="practice_turn"),
        Block(Kind.BELT_STOP, 15, part="practice_turn"),
        Block(Kind.SETTLE, 20, part="practice_turn"),
        Block(Kind.TURN, 30, facing=ROOM, hands=Hands.ONE, part="practice_turn"),
        Block(Kind.SETTLE, 30, facing=ROOM, part="practice_turn"),
        Block(Kind.TURN, 30, facing=CONSOLE, hands=Hands.ONE, part="practice_turn"),
        Block(Kind.STRADDLE, 20, part="practice_turn"),
        Block(Kind.BELT_START, 30, SLOWEST_KMH, part="practice_turn"),
    )


def end(facing: Facing = CONSOLE) -> tuple[Block, ...]:
    """END: belt stopped, settle, step off, seated rest."""
    return (
        Block(Kind.BELT_STOP, 20, facing=facing, part="end"),
        Block(Kind.SETTLE, 60, facing=facing, part="end"),
        Block(Kind.STEP_OFF, 20, facing=facing, part="end"),
        Block(Kind.SEATED_REST, 120, facing=facing, part="end"),
    )
