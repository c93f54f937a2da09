"""The words of the one-page report, for every kind of history."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core import checkup
from balancecoach.core.checkup import CheckedUp, CheckUpRemoved
from balancecoach.core.events import Outcome
from balancecoach.core.person import Fact, File, Happened, Moved, Person
from balancecoach.core.plan import Hands, Units
from balancecoach.core.progress import Summary, summarise
from balancecoach.core.report import Asked, DayOff, Known, Listing, Report
from balancecoach.core.report_rows import MOST_ROWS, spans
from balancecoach.core.reporting import every_note, everything, last_weeks, make_report
from tests.fakes import examples
from tests.histories import NOW, P1, P2, ago, checkin, person, programmes, screened, session
from tests.store.store_samples import whole

TODAY = NOW.date()  # a Wednesday


def known(
    *sessions: Summary, facts: tuple[Fact, ...] = (), days_off: tuple[DayOff, ...] = (), who: Person | None = None
) -> Known:
    return Known(File(who or person(), facts), sessions, days_off, programmes(), TODAY)


def twelve(what: Known, *, named: bool = True) -> Report:
    """Of twelve weeks, with every note."""
    asked = replace(last_weeks(what, 12), named=named)
    return make_report(what, replace(asked, notes=every_note(what, asked)))


def figure(report: Report, name: str) -> str:
    return dict(report.figures)[name]


def listed(report: Report, title: str) -> tuple[str, ...]:
    return next((each.lines for each in report.lists if each.title == title), ())


# -- how much there is -----------------------------------------------------------------------------------------------
def test_somebody_who_has_not_walked() -> None:
    report = twelve(known())
    assert report.figures == (("Sessions", "No session on these days. Planned: 2 to 3 a week."),)
    assert (report.bars, report.table.rows, report.lists) == ((), (), ())
    assert report.about[0] == "15 December 2025 to 4 March 2026. Written by Balance Coach on 4 March 2026."
    assert report.title == "Walking report of Ann, 15 December 2025 to 4 March 2026"
    assert report.file_name == "Balance Coach report Ann 2026-03-04"


def test_one_session() -> None:
    report = twelve(known(session(1, backward_hands=(Hands.BOTH,))))
    assert figure(report, "Sessions") == "1 walked: 1 finished. Planned: 2 to 3 a week."
    walked = "3.0 minutes backwards (planned in these sessions: 3.0) and 8.0 minutes forwards."
    assert figure(report, "Walked") == walked
    assert figure(report, "Belt, as planned") == "1.0 km/h."
    assert figure(report, "Hands, as planned") == "Lightest: both hands on the rails, in 1 session."
    assert figure(report, "Effort, 0 to 10") == "3 (1 of 1 answered)."
    assert figure(report, "Wobbles and stumbles") == (
        "No wobble noted by the helper. Stumbles, asked afterwards: none 1."
    )
    assert figure(report, "Pain or dizziness") == "none 1."
    assert report.table.rows == (("3 Mar", "1 (2 to 3)", "3.0 (3.0)", "8.0", "1.0", "3", "0"),)
    assert report.bars_words == "3 Mar: 3.0 minutes backwards, 8.0 forwards"


def test_weeks_are_rows_from_monday_on_also_those_in_which_nobody_walked() -> None:
    report = twelve(known(session(15, backward_s=60.0), session(1), session(2, wobbles=2)))
    assert [row[:3] for row in report.table.rows] == [
        ("17 Feb", "1 (2 to 3)", "1.0 (3.0)"),
        ("23 Feb", "0 (2 to 3)", "–"),
        ("2 Mar", "2 (2 to 3)", "6.0 (6.0)"),
    ]
    assert report.table.rows[-1][-1] == "2"


def test_removed_sessions_and_demonstrations_are_nowhere() -> None:
    gone = session(1, removed=NOW, note="Gone", outcome=Outcome.STOPPED)
    shown = session(1, demo=True, note="Shown", outcome=Outcome.STOPPED)
    assert twelve(known(gone, shown)).words() == twelve(known()).words()


def test_a_session_belongs_to_the_day_on_its_own_clock() -> None:
    east = datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=9)))  # a Sunday in London
    report = make_report(known(session(1, started=east)), Asked(date(2026, 3, 2), date(2026, 3, 2)))
    assert figure(report, "Sessions").startswith("1 walked")
    assert report.about[0].startswith("2 March 2026. ")


@pytest.mark.parametrize(
    ("days", "title", "first"),
    [(60, "Week by week", "3 Jan"), (200, "Month by month", "Aug 2025"), (3660, "Year by year", "2016")],
)
def test_long_times_are_months_and_years(days: int, title: str, first: str) -> None:
    what = known(session(days), session(3))
    table = make_report(what, everything(what)).table
    assert (table.title, table.rows[0][0]) == (title, first)
    assert len(table.rows) <= MOST_ROWS


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 30_000))
@examples(200)
def test_rows_cover_every_day_once(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = spans(first, last)
    assert 1 <= len(found) <= MOST_ROWS
    assert (found[0].first, found[-1].last) == (first, last)
    for one, next_one in pairwise(found):
        assert one.last + timedelta(days=1) == next_one.first
    assert all(span.words for span in found)


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 2000)), min_size=1, max_size=30))
@examples(60)
def test_no_second_is_lost_or_invented(walks: list[tuple[int, int]]) -> None:
    rows = [session(days, backward_s=float(seconds), forward_s=10.0) for days, seconds in sorted(walks, reverse=True)]
    what = known(*rows)
    report = make_report(what, everything(what))
    assert sum(bar.backward_s for bar in report.bars) == sum(row.backward_s for row in rows)
    assert sum(bar.forward_s for bar in report.bars) == 10.0 * len(rows)


def test_a_clock_that_was_set_back_hides_nothing() -> None:
    what = known(session(1), session(-40))
    assert figure(make_report(what, everything(what)), "Sessions").startswith("2 walked")


# -- what was planned ------------------------------------------------------------------------------------------------
def test_planned_sessions_are_those_of_the_programme_at_the_time() -> None:
    other = replace(programmes()[P1], sessions_a_week=(4, 4))
    moved = Moved(ago(7), "helper", P2, 1, 1.0)
    what = known(session(14, P1), session(1), facts=(screened(20), moved))
    report = twelve(replace(what, programmes={**programmes(), P1: other}))
    assert [row[1] for row in report.table.rows] == ["0 (4)", "1 (4)", "0 (2 to 3)", "1 (2 to 3)"]


def test_a_programme_that_is_no_longer_there_plans_nothing() -> None:
    report = twelve(known(session(1, "gone"), who=person("gone")))
    assert figure(report, "Sessions") == "1 walked: 1 finished."
    assert report.table.rows[0][1] == "1"
    assert report.about[1:] == ()


# -- figures ---------------------------------------------------------------------------------------------------------
def test_speeds_first_last_and_most_in_the_treadmills_own_numbers() -> None:
    rows = [session(20 - day, backward_kmh=(1.0, kmh)) for day, kmh in enumerate((1.0, 1.6, 1.3))]
    assert figure(twelve(known(*rows)), "Belt, as planned") == (
        "1.0 km/h in the first session, 1.3 km/h in the last. At most 1.6 km/h."
    )
    report = twelve(known(*rows, who=person(units=Units.MPH)))
    assert figure(report, "Belt, as planned") == "0.6 mph in the first session, 0.8 mph in the last. At most 0.9 mph."
    assert "Belt, mph" in report.table.columns


def test_sessions_that_were_forwards_only_have_no_part_in_backward_speeds() -> None:
    forwards = replace(session(30), backward_s=0.0, backward_kmh=())
    same = [session(20 - day, backward_kmh=(1.0,)) for day in range(2)]
    assert figure(twelve(known(*same)), "Belt, as planned") == "1.0 km/h in every session."
    only = figure(twelve(known(forwards, *same)), "Belt, as planned")
    assert only == "1.0 km/h in every session with backward walking."
    faster = session(10, backward_kmh=(1.2,))
    assert figure(twelve(known(forwards, *same, faster)), "Belt, as planned") == (
        "1.0 km/h in the first session with backward walking, 1.2 km/h in the last."
    )


def test_along_a_rail_there_is_no_belt() -> None:
    report = twelve(known(session(1, backward_kmh=(0.0,), backward_m=40.0)))
    assert "Belt, as planned" not in dict(report.figures)
    assert "40 metres backwards along a rail." in figure(report, "Walked")
    assert report.table.rows[0][4] == "–"


def test_the_lightest_hold_and_the_last() -> None:
    rows = (
        session(9, backward_hands=(Hands.BOTH, Hands.ONE)),
        session(8, backward_hands=(Hands.ONE,)),
        session(7, backward_hands=(Hands.LIGHT, Hands.BOTH)),
    )
    assert figure(twelve(known(*rows)), "Hands, as planned") == (
        "Lightest: one hand on the rail, in 2 sessions. In the last: fingertips on the rails."
    )


def test_hands_come_from_the_blocks_that_were_walked() -> None:
    assert summarise("s", whole()).backward_hands == (Hands.BOTH,)


def test_answers_that_were_not_given_are_counted_as_such() -> None:
    rows = (
        session(5, checkin=None),
        session(4, checkin=checkin(2, "one", "yes")),
        session(3, checkin=checkin(6, None, "no")),
        session(2, checkin=checkin(None, "more", None), wobbles=3),
    )
    report = twelve(known(*rows))
    assert figure(report, "Effort, 0 to 10") == "median 4, from 2 to 6 (2 of 4 answered)."
    assert figure(report, "Pain or dizziness") == "none 1, yes 1, not answered 2."
    assert figure(report, "Wobbles and stumbles") == (
        "3 wobbles noted by the helper, in 1 of 4 sessions. Stumbles, asked afterwards: "
        "one 1, two or more 1, not answered 2."
    )
    nothing = twelve(known(session(5, checkin=None), session(4, checkin=None)))
    assert figure(nothing, "Effort, 0 to 10") == "Not answered."


def test_how_sessions_ended() -> None:
    rows = (session(9), session(8, outcome=Outcome.STOPPED), session(7, outcome=Outcome.INTERRUPTED))
    report = twelve(known(*rows, session(6, outcome=None)))
    assert figure(report, "Sessions").startswith("4 walked: 1 finished, 1 stopped early, 1 cut off, 1 still open.")


# -- lists -----------------------------------------------------------------------------------------------------------
def test_stops_with_their_reasons_newest_first() -> None:
    stopped = Outcome.STOPPED
    rows = (
        session(100, outcome=stopped, checkin=checkin(reason="unwell")),
        session(6, outcome=stopped, checkin=checkin(reason="belt"), backward_s=0.0, forward_s=45.0),
        session(5, outcome=stopped, checkin=None, backward_s=0.0, forward_s=0.0),
        session(4, outcome=Outcome.INTERRUPTED),
    )
    assert listed(twelve(known(*rows)), "Stopped early") == (
        "28 Feb: after 11 minutes of walking, cut off (computer or power)",
        "27 Feb: before the first step, no reason given",
        "26 Feb: after 45 seconds of walking, the belt or the room",
    )


def test_days_that_were_declined() -> None:
    days = (DayOff(ago(200), ("well",)), DayOff(ago(3), ("helper", "shoes")), DayOff(ago(2)), DayOff(ago(1), ("odd",)))
    assert listed(twelve(known(days_off=days)), "“Not today” at the daily check") == (
        "3 Mar: no reason given",
        "2 Mar: no reason given",
        "1 Mar: no helper, or nobody near; shoes, glasses or hearing aids",
    )


def test_falls() -> None:
    report = twelve(known(facts=(Happened(ago(9), "fall"), Happened(ago(200), "fall"), Happened(ago(1), "operation"))))
    assert listed(report, "Falls and operations noted") == ("3 Mar: an operation", "23 Feb: a fall")


def test_check_ups_and_only_a_change_that_is_more_than_the_test_wavers() -> None:
    backward, up_and_go = checkup.Test.BACKWARD_3M, checkup.Test.TUG
    wrong = CheckedUp(ago(6), up_and_go, (99.0,))
    facts = (
        CheckedUp(ago(100), backward, (9.0, 8.0)),
        CheckedUp(ago(40), backward, (6.1, 6.3)),
        CheckedUp(ago(20), backward, (5.21, 4.8)),
        CheckedUp(ago(9), backward, (9.0,), "a stick"),
        CheckedUp(ago(41), up_and_go, (20.0,)),
        CheckedUp(ago(5), up_and_go, (12.25,)),
        wrong,
        CheckUpRemoved(ago(5), wrong.at),
    )
    assert listed(twelve(known(facts=facts)), "Check-ups on the floor") == (
        "27 Feb: Timed up and go 12.3 s",
        "23 Feb: 3-metre backward walk 9.0 s, with a stick",
        "12 Feb: 3-metre backward walk 5.2 s, 4.8 s (mean 5.0 s)",
        "23 Jan: 3-metre backward walk 6.1 s, 6.3 s (mean 6.2 s). "
        "2.3 s shorter than on 24 Nov 2025: more than the 2.13 s by which it wavers in people with Parkinson's.",
        "22 Jan: Timed up and go 20.0 s",
    )


def test_a_list_that_is_cut_says_how_many_more_there_are() -> None:
    made = Listing("Days", tuple("abcdefgh"), "and {0} more")
    assert made.at_most(3) == ("a", "b", "c", "and 5 more")
    assert made.at_most(7) == tuple("abcdefgh"), "the words would take the last line's place"
    assert made.at_most(0) == ("and 8 more",)


# -- notes and names -------------------------------------------------------------------------------------------------
def test_only_the_notes_that_are_asked_for() -> None:
    what = known(session(2, note="One"), session(1, note="Two\n\tlines"), session(200, note="Old"))
    asked = last_weeks(what, 12)
    assert not listed(make_report(what, asked), "Notes")
    every = every_note(what, asked)
    assert listed(make_report(what, replace(asked, notes=every)), "Notes") == ("3 Mar: Two lines", "2 Mar: One")
    one = replace(asked, notes=frozenset({"session 2"}))
    assert listed(make_report(what, one), "Notes") == ("2 Mar: One",)


def test_long_notes_are_shortened() -> None:
    (line,) = listed(twelve(known(session(1, note="word " * 80))), "Notes")
    assert line.startswith("3 Mar: word word")
    assert line.endswith("word…")
    assert len(line) < 180


NAMES = ["Margaret O'Neill", "Анна Müller", "山田 太郎", "علي حسن", "Ann", "J. Ö."]


@pytest.mark.parametrize("name", NAMES)
def test_without_a_name_no_name_is_in_any_word(name: str) -> None:
    who = person(name=name, helper="Bob Carter", emergency="+49 30 1234", limit_by="Dr Li")
    note = f"{name.upper()} was tired, {name.split()[0]} said to Bob. Ring +49 30 1234 or Dr  Li."
    facts = (CheckedUp(ago(5), checkup.Test.TUG, (12.0,), "Bob Carter's arm", note),)
    what = known(session(1, note=note), facts=facts, who=who)
    named = twelve(what)
    assert named.who == name
    assert name in named.title
    assert name in named.file_name
    assert "Helper: Bob Carter." in named.about[1]
    report = twelve(what, named=False)
    everything_said = " ".join((*report.words(), report.title, report.file_name)).casefold()
    for part in (*name.split(), "bob", "carter", "1234", "dr li"):
        assert f" {part.casefold()} " not in f" {everything_said.replace(',', ' ').replace('.', ' ')} "
    assert report.who == ""
    assert "[left out] was tired, [left out] said to [left out]." in " ".join(report.words())
    assert report.about[0].endswith("Shared without a name.")


def test_a_name_that_is_a_word_takes_no_other_words_away() -> None:
    who = person(name="May", helper="")
    what = known(session(1, note="Maybe in May, dismayed."), who=who)
    assert listed(twelve(what, named=False), "Notes") == ("3 Mar: Maybe in [left out], dismayed.",)
    assert "May" not in twelve(what, named=False).title


@pytest.mark.parametrize("written", ["+49 30 1234", "+49301234", "49-30-12 34", "(49) 30/1234"])
def test_an_emergency_number_is_found_however_it_is_parted(written: str) -> None:
    what = known(session(1, note=f"Ring {written} at 9."), who=person(name="Ann", emergency="+49 30 1234"))
    assert listed(twelve(what, named=False), "Notes")[0].endswith("[left out] at 9.")
    assert "34" not in listed(twelve(what, named=False), "Notes")[0]


def test_a_name_of_200_letters_is_shortened() -> None:
    report = twelve(known(who=person(name="Ann " * 49 + "Ann")))
    assert len(report.who) <= 70
    assert report.who.endswith("…")


def test_times_of_day_with_other_offsets_sort_by_when_they_were() -> None:
    east = datetime(2026, 3, 3, 1, 0, tzinfo=timezone(timedelta(hours=10)))  # 15:00 on 2 March in UTC
    days = (DayOff(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), ("well",)), DayOff(east, ("hear",)))
    assert [line[:5] for line in listed(twelve(known(days_off=days)), "“Not today” at the daily check")] == [
        "2 Mar",
        "3 Mar",
    ]
