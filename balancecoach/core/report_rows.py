"""The report's table and chart: weeks, or months, or years, whichever fit on a page."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from balancecoach.core.dates import short_month_year
from balancecoach.core.person import Moved, utc
from balancecoach.core.plan import Units, shown_speed
from balancecoach.core.programme import Programme
from balancecoach.core.progress import Summary, monday_of
from balancecoach.core.report import Asked, Bar, Known, Table, known_days, short_day
from balancecoach.core.words import number as words_of
from balancecoach.core.words import tr, trc

#: Rows of the table, and bars of the chart.
MOST_ROWS = 13
NOTHING = "–"


class Span(Struct, frozen=True):
    """A row's days, both included, cut to what is asked for."""

    words: str
    first: date
    last: date


def spans(first: date, last: date) -> tuple[Span, ...]:
    """These days in weeks from Monday on; in months, or years, when there would be too many rows."""
    for cut in (_weeks, _months):
        found = cut(first, last)
        if len(found) <= MOST_ROWS:
            return found
    found = _years(first, last)
    extra = len(found) - MOST_ROWS
    if extra <= 0:
        return found
    old = Span(tr("before {0}").format(found[extra].last.year), first, found[extra].last)
    rest = found[extra + 1 :]
    return (Span(tr("before {0}").format(rest[0].last.year), old.first, old.last), *rest)


def _weeks(first: date, last: date) -> tuple[Span, ...]:
    number = (monday_of(last) - monday_of(first)).days // 7 + 1
    if number > MOST_ROWS:
        return (Span("", first, last),) * (MOST_ROWS + 1)  # too many: nobody needs all of them
    mondays = [monday_of(first) + timedelta(weeks=week) for week in range(number)]
    begins = [max(first, monday) for monday in mondays]
    return tuple(
        Span(short_day(begin, last), begin, min(last, monday + timedelta(days=6)))
        for begin, monday in zip(begins, mondays, strict=True)
    )


def _months(first: date, last: date) -> tuple[Span, ...]:
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + month, 12) for month in range(min(number, MOST_ROWS + 1))]
    begins = [date(year, month + 1, 1) for year, month in months]
    ends = [date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1) for year, month in months]
    return tuple(
        Span(short_month_year(begin), max(first, begin), min(last, end))
        for begin, end in zip(begins, ends, strict=True)
    )


def _years(first: date, last: date) -> tuple[Span, ...]:
    return tuple(
        Span(str(year), max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
        for year in range(first.year, last.year + 1)
    )


def within(walked: Iterable[Summary], first: date, last: date) -> list[Summary]:
    """Those that began on one of these days."""
    return [each for each in walked if each.started is not None and first <= each.started.date() <= last]


def rows_of(known: Known, asked: Asked, walked: Sequence[Summary]) -> tuple[tuple[Span, list[Summary]], ...]:
    """Each row's days and sessions, from the first day of which anything is known."""
    oldest, newest = known_days(known)
    last = min(asked.last, newest)
    first = max(asked.first, oldest)
    if first > last:
        return ()
    found = tuple((span, within(walked, span.first, span.last)) for span in spans(first, last))
    return found if any(sessions for _, sessions in found) else ()


def bars(rows: Sequence[tuple[Span, list[Summary]]]) -> tuple[Bar, ...]:
    """A bar a row."""
    return tuple(
        Bar(span.words, sum(each.backward_s for each in sessions), sum(each.forward_s for each in sessions))
        for span, sessions in rows
    )


def bars_words(made: Sequence[Bar]) -> str:
    """The chart for those who do not see it."""
    said = tr("{0}: {1} minutes backwards, {2} forwards")
    return ". ".join(said.format(bar.words, minutes(bar.backward_s), minutes(bar.forward_s)) for bar in made)


def table(known: Known, rows: Sequence[tuple[Span, list[Summary]]]) -> Table:
    """A row for each week, month or year."""
    weekly = bool(rows) and all((span.last - span.first).days < 7 for span, _ in rows)
    units = known.file.person.units
    speed = tr("Belt, mph") if units is Units.MPH else tr("Belt, km/h")
    columns = (
        tr("Week from") if weekly else trc("column", "Time"),
        tr("Sessions (planned)") if weekly else tr("Sessions"),
        tr("Backwards, minutes (planned)"),
        tr("Forwards, minutes"),
        speed,
        tr("Effort (0–10)"),
        tr("Wobbles"),
    )
    title = tr("Week by week") if weekly else tr("Month by month") if _monthly(rows) else tr("Year by year")
    cells = tuple(_cells(span, sessions, planned(known, span.last) if weekly else "", units) for span, sessions in rows)
    return Table(title, columns, cells)


def _monthly(rows: Sequence[tuple[Span, list[Summary]]]) -> bool:
    return all((span.last - span.first).days < 31 for span, _ in rows)


def _cells(span: Span, sessions: list[Summary], plan: str, units: Units) -> tuple[str, ...]:
    number = f"{len(sessions)} ({plan})" if plan else str(len(sessions))
    if not sessions:
        return (span.words, number, *[NOTHING] * 5)
    back, aim = sum(each.backward_s for each in sessions), sum(each.planned_backward_s for each in sessions)
    speeds = [max(each.backward_kmh) for each in sessions if any(each.backward_kmh)]
    from statistics import median  # 10 ms, that no start needs

    efforts = efforts_of(sessions)
    return (
        span.words,
        number,
        f"{minutes(back)} ({minutes(aim)})",
        minutes(sum(each.forward_s for each in sessions)),
        words_of(shown_speed(max(speeds), units), ".1f") if speeds else NOTHING,
        words_of(median(efforts), "g") if efforts else NOTHING,
        str(sum(each.wobbles for each in sessions)),
    )


def minutes(seconds: float) -> str:
    """Minutes to the tenth, as a number for a column."""
    return words_of(seconds / 60, ".1f")


def efforts_of(sessions: Iterable[Summary]) -> list[int]:
    """The answers to how hard it was, 0 to 10."""
    return [each.checkin.effort for each in sessions if each.checkin is not None and each.checkin.effort is not None]


def planned(known: Known, day: date) -> str:
    """How many sessions a week were planned on that day, "" when that is not known."""
    programme = programme_on(known, day)
    if programme is None:
        return ""
    least, most = programme.sessions_a_week
    return str(most) if least == most else tr("{0} to {1}").format(least, most)


def programme_on(known: Known, day: date) -> Programme | None:
    """The programme of that day: what the person was moved to last, or walked last; before all that, the first one."""
    moves = [(utc(fact.at), fact.at.date(), fact.programme_id) for fact in known.file.facts if isinstance(fact, Moved)]
    moves += [
        (utc(each.started), each.started.date(), each.programme_id)
        for each in known.sessions
        if each.started is not None and each.programme_id and not each.demo
    ]
    moves.sort()
    until = [name for _, when, name in moves if when <= day] or [name for _, _, name in moves[:1]]
    return known.programmes.get(until[-1] if until else known.file.person.programme_id)
