"""A session that is over, in words: how it ended, what was answered, and its course line by line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from balancecoach.core.asides import STEPS
from balancecoach.core.course import Course, Doing, Mark, Piece, Sort
from balancecoach.core.events import CheckedIn, Outcome
from balancecoach.core.plan import OF_THE_BELT, Block, Hands, Kind, Surface, Units
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import N_, NC_, tr, trc, trn
from balancecoach.headings import console_speed, heading, metres, step_words

#: A removed session can be brought back for so long.
KEPT = timedelta(days=30)
#: A block this much longer or shorter than planned is not worth a word.
ABOUT_S = 1.0
_ENDED = {Outcome.COMPLETED: N_("finished"), Outcome.STOPPED: N_("stopped"), Outcome.INTERRUPTED: N_("cut off")}
_HANDS = {
    Hands.BOTH: N_("Both hands"),
    Hands.LIGHT: N_("Fingertips"),
    Hands.ONE: N_("One hand"),
    Hands.NONE: N_("Hands as agreed"),
}
_TIMED = (Doing.WALK, Doing.BLOCK)
#: As the check-in asks them.
_STUMBLES = {"none": NC_("stumbles", "None"), "one": NC_("stumbles", "One"), "more": NC_("stumbles", "Two or more")}
_PAIN = {"no": N_("No"), "little": N_("A little"), "yes": N_("Yes")}
_REASONS = {
    "wanted": N_("I wanted to"),
    "unwell": N_("Felt unwell"),
    "stumble": N_("A stumble"),
    "belt": N_("The belt or the room"),
}


class Line(Struct, frozen=True):
    """One line of a course. ``at_s``: since the start. ``wall``: the time of day, where it is known."""

    at_s: float
    wall: datetime | None
    words: str
    sort: str


def ended_words(summary: Summary) -> str:
    """How it ended."""
    words = tr(_ENDED[summary.outcome]) if summary.outcome else tr("still open")
    words = f"{words}, {tr('not readable in part')}" if summary.unreadable else words
    return f"{words}, {tr('demonstration')}" if summary.demo else words


def exact(seconds: float) -> str:
    """A length to the second: "45 seconds", "1 minute", "2 minutes 5 seconds"."""
    whole, rest = divmod(round(seconds), 60)
    parts = [trn("{0} minute", "{0} minutes", whole).format(whole)] if whole else []
    if rest or not whole:
        parts.append(trn("{0} second", "{0} seconds", rest).format(rest))
    return " ".join(parts)


def since_start(at_s: float) -> str:
    """Like a clock that began at 0:00."""
    whole = int(at_s)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def closing_words(outcome: Outcome | None) -> str:
    """The heading of the check-in."""
    if outcome is Outcome.COMPLETED:
        return tr("Well done")
    return tr("The session was cut off") if outcome is Outcome.INTERRUPTED else tr("You stopped. That is always fine.")


def walked_words(session: Summary) -> str:
    """How long somebody walked, and how much of it backwards."""
    walked, back = minutes(session.walked_s), minutes(session.backward_s)
    if session.backward_s:
        return tr("{0} walked, {1} of them backwards.").format(walked, back)
    return tr("{0} walked.").format(walked)


def days_left(removed: datetime, now: datetime) -> int:
    """Days until a removed session is deleted for good; never more than there are at first, whatever the clock says."""
    left = KEPT - (now - removed)
    return max(0, min(KEPT.days, -(-left // timedelta(days=1))))


def answers(checkin: CheckedIn | None, *, stopped: bool) -> tuple[tuple[str, str], ...]:
    """Questions of the check-in and what was answered. ``stopped``: why, is asked only of those who stopped."""
    said = checkin or CheckedIn(datetime.min, None, None, None)
    effort = None if said.effort is None else tr("{0} of 10").format(said.effort)
    rows = [
        (tr("How hard was it?"), effort),
        (tr("Any stumbles?"), _known(_STUMBLES, said.stumbles, "stumbles")),
        (tr("Any new pain or dizziness?"), _known(_PAIN, said.pain)),
    ]
    if stopped or said.reason is not None:
        rows.append((tr("Why did you stop?"), _known(_REASONS, said.reason)))
    return tuple((question, answer or tr("not answered")) for question, answer in rows)


def _known(words: dict[str, str], answer: str | None, context: str = "") -> str | None:
    """An answer of a later version is shown as it is on record."""
    if answer is None or answer not in words:
        return answer
    return trc(context, words[answer]) if context else tr(words[answer])


def hands_words(course: Course) -> str:
    """How the rails were to be held while walking, "" when nobody walked."""
    held = [course.blocks[piece.index].hands for piece in course.pieces if piece.doing is Doing.WALK]
    return ", ".join(tr(words) for hands, words in _HANDS.items() if hands in held)


def speeds_words(speeds_kmh: Iterable[float], units: Units) -> str:
    """Belt speeds as the console shows them, slowest first; "" for none."""
    return ", ".join(dict.fromkeys(console_speed(kmh, units) for kmh in sorted(speeds_kmh) if kmh > 0))


# -- the course ----------------------------------------------------------------------------------------------------
def course_lines(course: Course, units: Units = Units.KMH) -> tuple[Line, ...]:
    """Everything that happened, in order."""
    lines = [*_pieces(course, units), *_marks(course), *_end(course)]
    return tuple(sorted(lines, key=lambda line: line.at_s))  # stable: what began comes before what happened in it


def _pieces(course: Course, units: Units) -> Iterator[Line]:
    last = {piece.index: number for number, piece in enumerate(course.pieces) if piece.doing in _TIMED}
    for number, piece in enumerate(course.pieces):
        words = piece_words(course, piece, units)
        if last.get(piece.index) == number:
            words += _beside_plan(course, piece.index)
        yield Line(piece.start_s, course.wall(piece.start_s), words, piece_sort(course, piece))


def piece_sort(course: Course, piece: Piece) -> str:
    """Which kind of piece, for its look: "backward", "forward" or the value of ``Doing``."""
    if piece.doing is Doing.WALK:
        return "backward" if course.blocks[piece.index].kind is Kind.BACKWARD else "forward"
    return piece.doing.value


def piece_words(course: Course, piece: Piece, units: Units = Units.KMH) -> str:
    """A piece and how long it took."""
    took = exact(piece.length_s)
    match piece.doing:
        case Doing.PAUSE if piece.why == "asleep":
            return tr("Pause, as the computer was asleep: {0}").format(took)
        case Doing.PAUSE:
            return tr("Pause: {0}").format(took)
        case Doing.RESTART:
            return tr("Starting the belt again: {0}").format(took)
        case Doing.NONE:
            return tr("Nothing is on record: {0}").format(took)
        case Doing.WAIT:
            return tr("{0}: {1} until it was confirmed").format(block_words(course, piece.index, units), took)
    return f"{block_words(course, piece.index, units)}: {took}"


def block_words(course: Course, index: int, units: Units) -> str:
    """What a block is, and the belt's speed."""
    block = course.blocks[index]
    said = [heading(block, surface_of(course.blocks))]
    if block.distance_m:
        said.append(metres(block.distance_m))
    if block.speed_kmh > 0:
        said.append(console_speed(block.speed_kmh, units))
    return ", ".join(said)


def surface_of(blocks: tuple[Block, ...]) -> Surface:
    """A session on the floor has no belt in it."""
    return Surface.TREADMILL if any(block.kind in OF_THE_BELT for block in blocks) else Surface.FLOOR


def _beside_plan(course: Course, index: int) -> str:
    """What was planned, where it was something else."""
    planned_s, done_s = course.blocks[index].seconds, course.done_s(index)
    if abs(planned_s - done_s) < ABOUT_S or course.blocks[index].gate:
        return ""
    parts = sum(p.index == index and p.doing in _TIMED for p in course.pieces)
    if parts > 1:
        return tr(" ({0} in all, {1} planned)").format(exact(done_s), exact(planned_s))
    return tr(" ({0} planned)").format(exact(planned_s))


def _marks(course: Course) -> Iterator[Line]:
    for mark in course.marks:
        if mark.sort is Sort.WOBBLE:
            yield Line(mark.at_s, course.wall(mark.at_s), tr("Wobble noted"), Sort.WOBBLE.value)
        elif mark.sort is Sort.STEP:
            yield Line(mark.at_s, course.wall(mark.at_s), _step(mark), Sort.STEP.value)
    yield from _missed(course)


def _step(mark: Mark) -> str:
    act = step_words(mark.key).act if mark.key in STEPS else mark.key
    return tr("On the way down, done: {0}").format(act)


def _missed(course: Course) -> Iterator[Line]:
    """One line for all that was missed in the same piece: without a voice it is all of it."""
    starts = [piece.start_s for piece in course.pieces]
    missed = [mark.at_s for mark in course.marks if mark.sort is Sort.MISSED]
    first = {max((s for s in starts if s <= at), default=0.0): at for at in reversed(missed)}
    number = Counter(max((s for s in starts if s <= at), default=0.0) for at in missed)
    for start, at_s in first.items():
        count = number[start]
        words = trn("{0} spoken line was not heard", "{0} spoken lines were not heard", count).format(count)
        yield Line(at_s, course.wall(at_s), words, Sort.MISSED.value)


def _end(course: Course) -> Iterator[Line]:
    if course.outcome is not None:
        words = {
            Outcome.COMPLETED: tr("Finished"),
            Outcome.STOPPED: tr("Stopped"),
            Outcome.INTERRUPTED: tr("Cut off here"),
        }[course.outcome]
        yield Line(course.length_s, course.wall(course.length_s), words, "end")
