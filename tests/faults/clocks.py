"""A machine that sleeps, a clock on the wall that is set, summer time, and monotonic clocks that are none.

Virtual time: a table of oddities at each place of a session, and dates of sessions in several zones. ``--times`` cuts
the table short; without it each row is tried once.
"""

import logging
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from balancecoach.core.carry_on import cut_off, still_offered
from balancecoach.core.course import course
from balancecoach.core.events import Outcome, Removed, SessionEnded
from balancecoach.core.keeping import due
from balancecoach.core.plan import Kind
from balancecoach.core.progress import Summary
from balancecoach.core.week_picture import week_picture
from balancecoach.past import KEPT
from balancecoach.paths import find_paths
from balancecoach.pin import DELAYS_S, PinState, settled, wait_s
from balancecoach.store.forgetting import forget_removed
from balancecoach.store.store import Store
from tests.faults.odd_clocks import SYSTEMS, Odd, Sources, Walk, judge, oddities, places
from tests.faults.result import Result
from tests.histories import person

DAY_S = 86400.0
#: As POSIX writes them, so that no list of zones has to be installed: summer time both ways, of half an hour, none.
ZONES = {
    "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
    "America/New_York": "EST5EDT,M3.2.0,M11.1.0",
    "Australia/Lord_Howe": "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "Asia/Kolkata": "IST-5:30",
}
Case = tuple[str, Callable[[], list[str]]]


@contextmanager
def zone(posix: str) -> Iterator[None]:
    """The computer stands there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = posix
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def changes(year: int) -> Iterator[float]:
    """The moments of a year at which the local clock is set, to the second, by asking it."""
    moment = datetime(year, 1, 1, tzinfo=UTC).timestamp()
    for _ in range(366 * 24):
        if time.localtime(moment).tm_gmtoff != time.localtime(moment + 3600).tm_gmtoff:
            low, high = moment, moment + 3600
            while high - low > 1:
                middle = (low + high) // 2
                if time.localtime(middle).tm_gmtoff == time.localtime(low).tm_gmtoff:
                    low = middle
                else:
                    high = middle
            yield high
        moment += 3600


def midnight(year: int, month: int, day: int) -> float:
    """Of the local day."""
    return time.mktime((year, month, day, 0, 0, 0, 0, 0, -1))


def starts() -> Iterator[tuple[str, float]]:
    """When a session begins: across, before and after each change of the clock, across midnight and New Year."""
    for number, change in enumerate(changes(2026)):
        for words, before_s in (("across", 300.0), ("before", 3000.0), ("after", -1.0), ("an hour after", -3601.0)):
            yield f"{words} change {number + 1}", change - before_s
    yield "across midnight", midnight(2026, 3, 5) - 300.0
    yield "across Sunday's midnight", midnight(2026, 3, 9) - 300.0
    yield "across New Year", midnight(2027, 1, 1) - 300.0


def walked(store: Store, sources: Sources, walk: Walk, outcome: Outcome = Outcome.COMPLETED) -> str:
    """A whole session into the record, or one that is cut off in its first bout; its id."""
    walk.begin()
    if outcome is Outcome.COMPLETED:
        walk.finish()
    else:
        walk.go_to(lambda session: session.block.kind is Kind.BACKWARD)
        now = sources.clock().now()
        walk.record.events.append(SessionEnded(walk.session.at_s(now), now.wall, outcome))
    session_id = store.begin()
    for event in walk.events():
        store.append(session_id, event)
    return session_id


def dates(posix_s: float, folder: Path, template: Walk) -> list[str]:
    """What is wrong with the dates of a session that begins then, and of what hangs on it."""
    broken, sources = list[str](), Sources("says", posix_s)

    def must(holds: bool, words: str) -> None:
        if not holds:
            broken.append(words)

    with Store.open(find_paths(str(folder)), write=True) as store:
        store.save_person(person(), now=sources.clock().now().wall)
        session_id = walked(store, sources, Walk(sources, template.script))
        row, end_s, now = store.summaries("ann")[0], sources.posix_s, sources.clock().now().wall
        there = time.localtime(posix_s)
        assert row.started is not None and row.ended is not None
        must(f"{row.started:%F %T}" == time.strftime("%F %T", there), f"began at {row.started}")
        must(abs(row.started.timestamp() - posix_s) < 0.001, "began at another moment")
        must(abs(row.ended.timestamp() - end_s) < 1.0, "ended at another moment")
        middle = course(store.events(session_id)).wall(200.0)
        must(middle is not None and abs(middle.timestamp() - posix_s - 200.0) < 0.001, "its course is dated wrong")
        week = week_picture([row], now.date(), 3)
        same_week = (now.date() - timedelta(days=now.weekday())) <= row.started.date()
        must(week.sessions == int(same_week), "this week counts wrong")
        must(not same_week or week.backward_s[there.tm_wday] > 0, "another day of the week")
        must(due([row.started], now) == (now.date() != row.started.date()), "the day's copy")
        must(_waits(sources) == "", _waits(sources))
        store.append(session_id, Removed(now))
        for days, gone in ((0.0, 0), (29.9, 0), (31.0, 0), (32.1, 1)):
            at = datetime.fromtimestamp(end_s + days * DAY_S, UTC).astimezone()
            must(forget_removed(store, at, KEPT) == gone, f"{days} days after its removal")
        broken += _offered(store, sources, template)
    return broken


def _offered(store: Store, sources: Sources, template: Walk) -> list[str]:
    """A session that is cut off is offered for half an hour, and found for the rest of its own day."""
    walked(store, sources, Walk(sources, template.script), Outcome.INTERRUPTED)
    last = store.summaries("ann")[-1]
    ended, broken = sources.posix_s, list[str]()
    for later_s in (60.0, 1799.0, 1801.0, 7000.0, DAY_S):
        now = datetime.fromtimestamp(ended + later_s, UTC).astimezone()
        same_day = time.localtime(ended)[:3] == time.localtime(ended + later_s)[:3]
        if (cut_off([last], (), now) is not None) != same_day or still_offered(last, now) != (later_s <= 1800.0):
            broken.append(f"{later_s:g} s after it was cut off")
    return broken


def _waits(sources: Sources) -> str:
    """A PIN's wait is as long as it is, whatever summer time says; a clock set back begins it anew."""
    now = sources.clock().now().wall
    state = PinState("x", 6, now.timestamp())
    for step_s in (0.0, 100.0, DELAYS_S[6] + 1):
        later = datetime.fromtimestamp(now.timestamp() + step_s, UTC).astimezone()
        if abs(wait_s(state, later) - max(0.0, DELAYS_S[6] - step_s)) > 0.01:
            return f"the PIN waits {wait_s(state, later):.0f} s after {step_s:.0f}"
    back = datetime.fromtimestamp(now.timestamp() - DAY_S, UTC).astimezone()
    return "" if wait_s(settled(state, back), back) == DELAYS_S[6] else "a clock set back makes the PIN wait longer"


def wrong_wall(seconds: float, when: str, folder: Path, template: Walk) -> list[str]:
    """Three sessions, a day apart; the clock is wrong by so much before, during or after the second."""
    sources, broken = Sources("says"), list[str]()
    with Store.open(find_paths(str(folder)), write=True) as store:
        store.save_person(person(), now=sources.clock().now().wall)
        began = list[float]()
        for number in range(3):
            walk = Walk(sources, template.script)
            if number == 1 and when == "before":
                sources.set_wall(seconds)
            began.append(sources.posix_s)
            walk.begin()
            if number == 1 and when == "during":
                walk.wait(200.0)
                sources.set_wall(seconds)
            walk.finish()
            session_id = store.begin()
            for event in walk.events():
                store.append(session_id, event)
            if number == 1 and when == "after":
                sources.set_wall(seconds)
            elif number == 1:
                sources.set_wall(-seconds)
            sources.pass_(DAY_S)
            if number == 1 and when == "after":
                sources.set_wall(-seconds)
        rows = {round(row.started.timestamp()): row for row in store.summaries("ann") if row.started is not None}
        if sorted(rows) != sorted(map(round, began)):
            broken.append("a session is dated otherwise than its clock said when it began")
        if any(abs(row.walked_s - template.planned_s()) > 0.25 for row in rows.values()):
            broken.append("walked seconds are off")
        now = sources.clock().now().wall
        counted = week_picture(rows.values(), now.date(), 3).sessions + _not_this_week(rows.values(), now)
        if counted != 3:
            broken.append(f"{counted} of 3 sessions are found again")
    return broken


def _not_this_week(rows: Iterable[Summary], now: datetime) -> int:
    monday = now.date() - timedelta(days=now.weekday())
    days = [row.started.date() for row in rows if row.started is not None]
    return sum(day < monday or day > now.date() for day in days)


def _judged(walk: Walk, system: str, odd: Odd) -> list[str]:
    return judge(walk.copy(system), odd)


def _dated(posix: str, at_s: float, folder: Path, template: Walk) -> list[str]:
    with zone(posix):
        return dates(at_s, folder, template)


def cases(folder: Path) -> Iterator[Case]:
    """Every row of the table, as something to call."""
    found = places()
    template = next(iter(found.values()))
    for place, walk in found.items():
        for system in SYSTEMS:
            for odd in oddities(system):
                words = f"{odd.name}; {place}; monotonic clock {system}"
                yield words, partial(_judged, walk, system, odd)
    number = 0
    for name, posix in ZONES.items():
        with zone(posix):
            moments = list(starts())
        for words, at_s in moments:
            number += 1
            there = folder / f"zone{number}"
            yield f"{name}, {words}", partial(_dated, posix, at_s, there, template)
    for name, seconds in (("hour", 3600.0), ("day", DAY_S), ("year", 365 * DAY_S)):
        for sign in (1, -1):
            for when in ("before", "during", "after"):
                number += 1
                there = folder / f"wall{number}"
                words = f"wall {sign:+d} {name} {when} a session"
                yield words, partial(wrong_wall, sign * seconds, when, there, template)


@contextmanager
def quiet() -> Iterator[None]:
    """A thousand rows leave a thousand lines in the log: not here."""
    ours = logging.getLogger("balancecoach")
    before = ours.level
    ours.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        ours.setLevel(before)


def run(times: int, seed: int) -> Result:
    """So many rows of the table, drawn by ``seed``; 0 for all."""
    application = QCoreApplication.instance() or QCoreApplication([])
    with quiet(), tempfile.TemporaryDirectory() as folder:
        rows = list(cases(Path(folder)))
        chosen = rows if not times else random.Random(seed).sample(rows, min(times, len(rows)))
        broken = tuple(f"{words}: {'; '.join(found)}" for words, row in chosen if (found := _tried(row)))
    del application
    return Result(len(chosen), broken, f"{len(rows)} rows in the table")


def _tried(row: Callable[[], list[str]]) -> list[str]:
    try:
        return row()
    except Exception as error:
        return [repr(error)]
