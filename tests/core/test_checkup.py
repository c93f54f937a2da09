"""Check-ups: which count, what they come to, what may be said of them, when the next is due, and what they offer."""

import math
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.checkup import (
    MOST_TRIALS,
    POSSIBLE_S,
    CheckedUp,
    CheckUpRemoved,
    free_moment,
    problem,
    result_s,
    results,
    rounded,
    shown,
    speed_kmh,
    trial_problem,
)
from balancecoach.core.checkup import (
    Test as What,  # pytest takes every class named Test for one of its own
)
from balancecoach.core.checkup_due import EVERY, due_at, refused, reminder
from balancecoach.core.checkup_meaning import ALONE, LINES, Kind, change, last_change, meaning
from balancecoach.core.checkup_said import (
    AFTER_SITTING,
    AFTER_TRIAL,
    ALL_DONE,
    ONCE_MORE,
    READY,
    SAID,
    UNSURE,
)
from balancecoach.core.checkup_taken import offer
from balancecoach.core.events import CheckedIn
from balancecoach.core.person import Happened, Overridden, start_speed
from balancecoach.core.safety import Outcome
from tests.fakes import examples
from tests.histories import NOW, ago, person, screened, session, situation

BACK, WALK, TUG = What.BACKWARD_3M, What.WALK_10M, What.TUG


def done(days: float = 0, test: What = BACK, *seconds: float, aid: str = "") -> CheckedUp:
    """A check-up that many days ago."""
    return CheckedUp(ago(days), test, seconds or (4.2, 4.4), aid)


# -- which count -----------------------------------------------------------------------------------------------------
def test_results_are_by_day_and_without_the_removed_whatever_the_order() -> None:
    old, new, wrong = done(30), done(2), done(1, BACK, 40.0)
    gone = CheckUpRemoved(NOW, wrong.at)
    for facts in ((new, wrong, old, gone), (gone, wrong, new, old), (screened(), gone, old, new)):
        assert results(facts) == (old, new)
    assert results((new, done(3, TUG, 9.0), old), TUG) == (done(3, TUG, 9.0),)


def test_a_moment_is_the_same_in_every_zone() -> None:
    there = replace(done(1), at=ago(1).astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert results((done(1), CheckUpRemoved(NOW, there.at))) == ()


def test_a_damaged_time_counts_nowhere() -> None:
    for seconds in ((), (math.nan,), (4.0, math.inf), (0.0,), (-3.0,), (9999.0,)):
        assert results((replace(done(), trials_s=seconds), done(9))) == (done(9),)


def test_a_moment_that_is_taken_is_not_given_again() -> None:
    facts = (done(1), CheckUpRemoved(NOW, ago(1) + timedelta(microseconds=1)))
    assert free_moment(ago(1), facts) == ago(1) + timedelta(microseconds=2)
    assert free_moment(ago(2), facts) == ago(2)


@examples(100)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=20))
def test_removing_takes_exactly_what_is_meant(rows: list[tuple[int, bool]]) -> None:
    facts: list[object] = []
    kept = []
    for days, remove in rows:
        fact = replace(done(), at=free_moment(ago(days), facts))
        facts.append(fact)
        if remove:
            facts.append(CheckUpRemoved(NOW, fact.at))
        else:
            kept.append(fact)
    assert set(results(facts)) == set(kept)
    assert [fact.at for fact in results(facts)] == sorted(fact.at for fact in kept)


# -- numbers ---------------------------------------------------------------------------------------------------------
def test_the_result_is_the_mean_of_the_trials() -> None:
    assert result_s(done(0, BACK, 4.0, 5.0)) == 4.5
    assert result_s(done(0, TUG, 11.25)) == 11.25


@pytest.mark.parametrize(("seconds", "kmh"), [(3.0, 3.6), (4.5, 2.4), (5.5, 1.96), (8.15, 1.33), (9.31, 1.16)], ids=str)
def test_speeds_are_those_of_the_evidence(seconds: float, kmh: float) -> None:
    found = speed_kmh(BACK, seconds)
    assert found is not None and round(found, 2) == kmh
    assert speed_kmh(WALK, 10.0) == pytest.approx(3.6)
    assert speed_kmh(TUG, 10.0) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4.25, "4.3"), (4.249, "4.3"), (4.24, "4.2"), (0.05, "0.1"), (0.04, "0.0"), (9.96, "10.0"), (75.25, "75.3")],
)
def test_what_is_shown_is_what_is_kept(seconds: float, words: str) -> None:
    assert shown(seconds) == words == shown(rounded(seconds))


@pytest.mark.parametrize("test", What)
def test_a_slip_of_the_thumb_is_told_in_a_sentence(test: What) -> None:
    least, most = POSSIBLE_S[test]
    for seconds in (0.2, least - 0.01, most + 0.01, 600.0, math.nan, math.inf, -4.0):
        told = trial_problem(test, seconds)
        assert told.endswith("Measure again."), seconds
        assert problem(CheckedUp(NOW, test, (least, seconds)), NOW) == told
    assert not trial_problem(test, least) and not trial_problem(test, most)


def test_other_things_that_cannot_be() -> None:
    assert "times" in problem(replace(done(), trials_s=()), NOW)
    assert str(MOST_TRIALS) in problem(done(0, BACK, *[4.0] * (MOST_TRIALS + 1)), NOW)
    assert "not come yet" in problem(done(-0.01), NOW)
    assert "aid" in problem(done(aid="x" * 81), NOW)
    assert "note" in problem(replace(done(), note="x" * 1001), NOW)
    assert problem(done(), NOW) == ""
    other_zone = replace(done(), at=NOW.astimezone(timezone(timedelta(hours=14))))
    assert problem(other_zone, NOW) == "", "it is today there"


# -- meaning ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("test", What)
def test_every_result_begins_with_what_a_test_cannot_do(test: What) -> None:
    for seconds in (1.0, 4.2, 13.5, 100.0):
        said = meaning(test, seconds)
        assert said[0] == ALONE
        assert len(said) == len(LINES[test]) + 1
        assert not re.search(r"you (will|are|have)|elderly|normal result|diagnos(ed|e )|healthy result", " ".join(said))


def test_a_result_is_put_beside_each_line() -> None:
    said = meaning(BACK, 4.2)
    assert [line.rsplit(". ", 1)[-1] for line in said if "Yours" in line] == [
        "Yours is longer.",
        "Yours is shorter.",
        "Yours is longer.",
        "Yours is shorter.",
        "Yours is shorter.",
        "Yours is shorter.",
        "Yours is shorter.",
    ]
    assert meaning(BACK, 5.5)[4].endswith("Yours is the same.")
    assert meaning(TUG, 13.5001)[2].endswith("Yours is the same.")
    assert meaning(WALK, 13.0)[1].endswith("Yours is shorter.")


def test_lines_are_no_others_than_those_of_the_evidence() -> None:
    assert sorted(line.seconds for line in LINES[BACK] if line.seconds) == [3.0, 3.5, 4.5, 5.0, 5.5, 8.15, 9.31]
    assert [line.seconds for line in LINES[TUG]] == [12.0, 13.5]
    assert [round(10 / line.seconds, 2) for line in LINES[WALK] if line.seconds] == [0.76]
    for line in (line for lines in LINES.values() for line in lines):
        assert line.source
        assert line.seconds is None or f"{line.seconds:g}" in line.words or f"{line.seconds:.1f}" in line.words


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (6.5, 4.36, Kind.QUICKER),
        (6.5, 4.37, Kind.NONE),
        (4.0, 5.69, Kind.NONE),
        (4.0, 6.12, Kind.NONE),
        (4.0, 6.13, Kind.NONE),
        (4.0, 6.14, Kind.SLOWER),
        (4.0, 4.0, Kind.NONE),
    ],
)
def test_a_change_of_the_backward_walk_is_shown_only_beyond_what_it_wavers(
    before: float, after: float, kind: Kind
) -> None:
    found = change(done(28, BACK, before), done(0, BACK, after))
    assert found.kind is kind
    assert "2.13" in found.words and "healthy older adults no" in found.words
    assert ("than before" in found.words) is (kind is not Kind.NONE), "no number that may be chance"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(10.0, 9.0, Kind.QUICKER), (10.0, 9.4, Kind.SMALL), (10.0, 9.6, Kind.NONE), (10.0, 11.2, Kind.SLOWER)],
)
def test_a_change_of_walking_speed(before: float, after: float, kind: Kind) -> None:
    found = change(done(28, WALK, before), done(0, WALK, after))
    assert found.kind is kind
    assert ("not known here" in found.words) is (kind is not Kind.NONE)


@pytest.mark.parametrize(
    ("after", "kind"), [(9.0, Kind.QUICKER), (9.01, Kind.NONE), (13.0, Kind.SLOWER), (12.99, Kind.NONE)]
)
def test_a_change_of_up_and_go(after: float, kind: Kind) -> None:
    assert change(done(28, TUG, 11.0), done(0, TUG, after)).kind is kind


def test_with_another_aid_nothing_is_compared() -> None:
    found = change(done(28, BACK, 9.0, aid="frame"), done(0, BACK, 4.0))
    assert found.kind is Kind.UNLIKE and "aid" in found.words
    assert change(done(28, BACK, 9.0, aid="Stick "), done(0, BACK, 4.0, aid="stick")).kind is Kind.QUICKER
    with pytest.raises(ValueError, match="cannot be compared"):
        change(done(0, TUG, 9.0), done(0, BACK, 9.0))
    assert last_change((done(),)) is None
    assert last_change((done(60, BACK, 3.0), done(30, BACK, 9.0), done(0, BACK, 5.0))) == change(
        done(30, BACK, 9.0), done(0, BACK, 5.0)
    )


# -- when the next is due ----------------------------------------------------------------------------------------------
def test_four_weeks_after_the_last() -> None:
    assert due_at(situation(None, screened(), done(10), done(20, TUG, 9.0))) == ago(10) + EVERY
    assert not reminder(situation(None, screened(), done(27.9)))
    assert reminder(situation(None, screened(), done(28))) == "A check-up with your helper is due."


def test_before_anything_was_walked_nothing_is_due() -> None:
    assert due_at(situation()) is None and reminder(situation()) == ""
    walked = situation(None, screened(), sessions=(session(40), session(3)))
    assert due_at(walked) == ago(40) + EVERY
    assert reminder(walked)
    assert not reminder(situation(sessions=(session(20),)))
    assert not reminder(situation(sessions=(session(40, demo=True),))), "a demonstration is no walk"


def test_put_off_is_over_after_four_weeks_too() -> None:
    known = situation(None, screened(), done(50))
    assert reminder(known)
    assert not reminder(known, ago(27))
    assert reminder(known, ago(28))
    assert reminder(known, ago(-5)), "a clock that was wrong puts nothing off for years"


def test_a_removed_one_or_one_of_the_future_is_none() -> None:
    facts = (screened(), done(50), done(2), CheckUpRemoved(NOW, ago(2)))
    assert due_at(situation(None, *facts)) == ago(50) + EVERY
    assert due_at(situation(None, screened(), done(50), done(-3))) == ago(50) + EVERY


def test_summer_time_moves_nothing() -> None:
    there = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert due_at(replace(situation(None, replace(done(), at=there)), now=there + EVERY)) == there + EVERY


# -- who may ---------------------------------------------------------------------------------------------------------
def test_whoever_may_walk_may_be_timed() -> None:
    assert [refused(situation(), test) for test in What] == [None] * 3


def test_questions_that_are_open_come_first() -> None:
    for facts in ((Happened(ago(1), "fall"),), (screened(40), Happened(ago(1), "fall")), (screened(100),)):
        for test in What:
            found = refused(situation(None, *facts), test)
            assert found is not None and "questions" in found.why[0]


def test_whoever_has_to_ask_is_not_timed_at_home_and_not_reminded() -> None:
    known = situation(None, screened(dizzy="yes"), done(60))
    for test in What:
        found = refused(known, test)
        assert found is not None and "GP or physio" in found.why[0] and len(found.why) > 1
    assert reminder(known) == ""
    allowed = Overridden(ago(1), "Dr Moss", "Knows them", Outcome.HELPER)
    assert refused(situation(None, screened(dizzy="yes"), allowed), BACK) is None


def test_clinic_and_forwards_only_mean_no_backward_walk_at_home() -> None:
    for answers in ({"condition": "yes"}, {"six_minutes": "no"}):
        known = situation(None, screened(40, **answers))
        found = refused(known, BACK)
        assert found is not None and found.why
        assert refused(known, WALK) is None and refused(known, TUG) is None


def test_a_stop_sign_of_last_time_comes_first() -> None:
    pain = session(2, checkin=CheckedIn(ago(2), 3, "none", "stop"))
    for test in What:
        found = refused(situation(sessions=(pain,)), test)
        assert found is not None and "stop sign" in found.why[0]


# -- what is said ----------------------------------------------------------------------------------------------------
def test_spoken_sentences_are_short_and_never_ask_for_speed() -> None:
    spoken = [*(line for said in SAID.values() for line in said.walker)]
    for line in (*spoken, AFTER_TRIAL, AFTER_SITTING, ONCE_MORE, ALL_DONE, UNSURE):
        assert len(line.split()) <= 8, line
    every = [*spoken, *(line for said in SAID.values() for line in (*said.lines, said.helper, said.spot))]
    for line in every:
        assert not re.search(r"\b(fast|faster|quick|quickly|quicker|hurry)\b", line, re.IGNORECASE), line


@pytest.mark.parametrize("test", What)
def test_every_test_asks_for_a_helper_clear_ground_and_shoes(test: What) -> None:
    keys = [statement.key for statement in READY[test]]
    assert {"well", "shoes", "ground", "marks", "helper"} <= set(keys)
    assert len(set(keys)) == len(keys)
    assert any("Helper" in line for line in SAID[test].walker)


# -- the start speed ---------------------------------------------------------------------------------------------------
def test_the_backward_walk_is_offered_for_the_start_speed() -> None:
    someone = person(speed_kmh=None, walk3m_s=9.0, forward_kmh=3.0)
    found = offer(someone, done(0, BACK, 6.0, 7.0), NOW)
    assert found is not None and found.field == "walk3m_s"
    assert found.person == replace(someone, walk3m_s=6.5, moved_at=NOW)
    assert found.start_before == start_speed(someone) == pytest.approx(0.6)
    assert found.start_after == start_speed(found.person) == pytest.approx(10.8 / 6.5 / 2)
    assert offer(found.person, done(0, BACK, 6.0, 7.0), NOW) is None, "nothing new"


def test_a_speed_that_is_walked_already_stays() -> None:
    someone = person(speed_kmh=1.2, walk3m_s=None, forward_kmh=3.0)
    found = offer(someone, done(0, BACK, 6.0), NOW)
    assert found is not None and found.person.speed_kmh == 1.2 and found.person.moved_at is None
    assert found.below_now
    quick = offer(person(speed_kmh=0.8), done(0, BACK, 3.0), NOW)
    assert quick is not None and not quick.below_now


def test_a_floor_speed_is_offered_only_where_it_is_the_lower_one_or_the_only_one() -> None:
    kept = offer(person(forward_kmh=None, speed_kmh=None), done(0, WALK, 12.0), NOW)
    assert kept is not None and kept.person.forward_kmh == 3.0 and kept.start_before is None
    assert offer(person(forward_kmh=2.6), done(0, WALK, 12.0), NOW) is None
    lower = offer(person(forward_kmh=3.5), done(0, WALK, 12.0), NOW)
    assert lower is not None and lower.person.forward_kmh == 3.0
    assert offer(person(forward_kmh=3.02), done(0, WALK, 12.0), NOW) is None


def test_what_cannot_be_is_not_offered() -> None:
    assert offer(person(forward_kmh=None), done(0, WALK, 2.5), NOW) is None, "14.4 km/h"
    assert offer(person(), done(0, TUG, 9.0), NOW) is None


@examples(200)
@given(
    st.floats(1, 120),
    st.sampled_from((None, 0.8, 1.0, 2.0)),
    st.sampled_from((None, 1.5, 3.0, 8.0)),
    st.sampled_from((None, 2.0, 9.0)),
)
def test_no_offer_raises_a_limit_or_a_speed(
    seconds: float, speed: float | None, forward: float | None, walk: float | None
) -> None:
    someone = person(speed_kmh=speed, forward_kmh=forward, walk3m_s=walk)
    for test in (BACK, WALK):
        found = offer(someone, done(0, test, seconds), NOW)
        if found is not None:
            assert found.person.speed_kmh == speed
            assert found.person.limits == someone.limits
            assert found.start_after is None or found.start_after <= 1.0
