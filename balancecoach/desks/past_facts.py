"""What the page of one session shows: pure, in and out."""

from datetime import datetime

from balancecoach.core.course import Course, Doing
from balancecoach.core.course import course as course_of
from balancecoach.core.dates import clock, day_words, weekday_day_year
from balancecoach.core.events import CheckedIn, Outcome, Stored
from balancecoach.core.plan import Units
from balancecoach.core.progress import Summary, minutes
from balancecoach.core.words import tr, trn
from balancecoach.headings import heading
from balancecoach.past import (
    answers,
    course_lines,
    days_left,
    ended_words,
    exact,
    hands_words,
    piece_sort,
    since_start,
    speeds_words,
    surface_of,
)
from balancecoach.ui.past_facts import CourseFacts, CourseLine, PastFacts, StripPart

#: A plan's name comes from a file, as long as somebody likes: cut at the first, and may be broken at the second.
LONGEST_TITLE, LONGEST_WORD = 120, 8
_OF_A_BLOCK = (Doing.WALK, Doing.WAIT, Doing.BLOCK)


def past_facts(
    summary: Summary,
    events: tuple[Stored, ...],
    *,
    now: datetime,
    name: str,
    units: Units,
    just: str = "",
    undo: bool = False,
) -> PastFacts:
    """One session. ``name``: whose; ``units``: of their treadmill."""
    course = course_of(events)
    stopped = summary.outcome not in (Outcome.COMPLETED, None)
    said = summary.checkin
    return PastFacts(
        id=summary.id,
        title=title_words(summary),
        when=when_words(summary, now),
        rows=_rows(summary, course, name, units),
        answers=answers(said, stopped=stopped),
        checkin=said,
        stopped=stopped,
        changed=changed_words(events),
        note=summary.note,
        course=course_facts(course, units),
        fixed="" if summary.outcome else tr("This session is still going on. Nothing of it can be changed yet."),
        removed=_removed(summary, now, undo=undo),
        just=just,
        undo=undo,
    )


def title_words(summary: Summary) -> str:
    """The plan's name, so that it never makes a page wider."""
    text = "".join(letter for letter in " ".join(summary.plan_title.split()) if letter.isprintable())
    text = text or tr("A session")
    text = text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"
    return " ".join(_breakable(word) for word in text.split(" "))


def _breakable(word: str) -> str:
    """With places of no width where a line may end."""
    return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))


def when_words(summary: Summary, now: datetime) -> str:
    """Day and time, by the clock of that day; with its offset from UTC where that is another than now."""
    start = summary.started
    if start is None:
        return ""
    day = weekday_day_year(start)
    zone = f" (UTC{start:%z})" if start.utcoffset() != now.utcoffset() else ""
    if summary.ended is None:
        return tr("{0}, from {1}").format(day, clock(start)) + zone
    return tr("{0}, {1} to {2}").format(day, clock(start), clock(summary.ended.astimezone(start.tzinfo))) + zone


def _moment(at: datetime) -> str:
    return tr("{0} at {1}").format(day_words(at), clock(at))


def _removed(summary: Summary, now: datetime, *, undo: bool) -> str:
    if summary.removed is None:
        return ""
    days = days_left(summary.removed, now)
    left = trn("It can be brought back for {0} day.", "It can be brought back for {0} days.", days).format(days)
    return left if undo else tr("Removed on {0}.").format(_moment(summary.removed)) + " " + left


def changed_words(events: tuple[Stored, ...]) -> str:
    """When the answers were changed, and what they were before; "" when they were not."""
    given = [event for event in events if isinstance(event, CheckedIn)]
    if len(given) < 2:
        return ""
    before = given[-2]
    marks = "¿?\u00a0"  # of a question: it is none in a list
    was = ", ".join(f"{question.strip(marks)}: {answer}" for question, answer in answers(before, stopped=False))
    return tr("Changed on {0}. Before that: {1}.").format(_moment(given[-1].wall), was)


def _rows(summary: Summary, course: Course, name: str, units: Units) -> tuple[tuple[str, str], ...]:
    rows = [(tr("Person"), name), (tr("Ended"), ended_words(summary)), (tr("Walked"), _walked(summary))]
    rows += [(tr("Damaged"), _unreadable(summary.unreadable))] if summary.unreadable else []
    if summary.backward_m:
        rows.append((tr("Metres backwards"), f"{summary.backward_m:g}"))
    rows += [
        (tr("Speed backwards"), speeds_words(summary.backward_kmh, units)),
        (tr("Speed forwards"), speeds_words(summary.forward_kmh, units)),
        (tr("Hands"), hands_words(course)),
        (tr("Waited until it was confirmed"), _length(course.total_s(Doing.WAIT))),
        (tr("Wobbles"), str(summary.wobbles)),
        (tr("Pauses"), _pauses(summary, course)),
        (tr("Spoken lines not heard"), str(summary.missed_cues or "")),
    ]
    return tuple((what, value) for what, value in rows if value)


def _unreadable(count: int) -> str:
    words = trn("{0} entry of this session cannot be read", "{0} entries of this session cannot be read", count)
    return tr("{0}; what is shown is from the others").format(words.format(count))


def _walked(summary: Summary) -> str:
    back, ahead = minutes(summary.backward_s), minutes(summary.forward_s)
    planned = minutes(summary.planned_backward_s)
    if not summary.backward_s and not summary.planned_backward_s:
        return tr("{0} forwards").format(ahead)
    return tr("{0} backwards of {1} planned, {2} forwards").format(back, planned, ahead)


def _length(seconds: float) -> str:
    return exact(seconds) if seconds >= 0.5 else ""


def _pauses(summary: Summary, course: Course) -> str:
    if not summary.pauses:
        return "0"
    return tr("{0}, {1} in all").format(summary.pauses, exact(course.total_s(Doing.PAUSE)))


# -- the course ----------------------------------------------------------------------------------------------------
def course_facts(course: Course, units: Units) -> CourseFacts:
    """Painted, and line by line."""
    parts = tuple(
        StripPart(piece.length_s, piece_sort(course, piece), _short(course, piece.index, piece.doing))
        for piece in course.pieces
    )
    lines = tuple(
        CourseLine(f"{line.wall:%H:%M:%S}" if line.wall else "", since_start(line.at_s), line.words, line.sort)
        for line in course_lines(course, units)
    )
    wobbles = tuple(mark.at_s for mark in course.marks if mark.sort == "wobble" and mark.at_s <= course.length_s)
    return CourseFacts(parts, wobbles, course.length_s, lines, _said(course, len(wobbles)))


def _short(course: Course, index: int, doing: Doing) -> str:
    if doing in _OF_A_BLOCK:
        return heading(course.blocks[index], surface_of(course.blocks))
    return tr("Pause") if doing is Doing.PAUSE else ""


def _said(course: Course, wobbles: int) -> str:
    pauses = sum(piece.doing is Doing.PAUSE for piece in course.pieces)
    text = tr("The course as a strip: {0} in all, {1} backwards, {2} forwards; pauses: {3}, wobbles: {4}.")
    back, ahead = course.walked_s(backward=True), course.walked_s(backward=False)
    return text.format(exact(course.length_s), exact(back), exact(ahead), pauses, wobbles)
