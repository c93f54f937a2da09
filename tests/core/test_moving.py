"""Advice: every branch of the rule of evidence 3, its boundaries, and what clocks and damage do to it."""

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from balancecoach.core.events import Outcome
from balancecoach.core.moving import (
    Move,
    Place,
    advise,
    move,
    place_problem,
    speed_after,
    stop_sign,
    stumbled,
    to_ask_about,
)
from balancecoach.core.person import Person
from balancecoach.core.plan import Hands
from balancecoach.core.progress import Summary
from tests.histories import NOW, P0, P1, P2, ago, checkin, person, programme, programmes, session, week

GOOD = (session(5), session(2))


def advice(
    *sessions: Summary, someone: Person | None = None, now: datetime = NOW
) -> tuple[Move, str, tuple[Place, ...]]:
    """What is advised, all reasons in one, and where to."""
    found = advise(programmes(), someone or person(), sessions, now)
    assert found.reasons and all(reason.endswith(".") for reason in found.reasons)
    return found.move, " ".join(found.reasons), found.to


def checked(**changes: Any) -> Summary:
    """The newest session, with other answers afterwards."""
    return session(1, checkin=checkin(**changes))


# -- on ------------------------------------------------------------------------------------------------------------
def test_two_good_sessions_lead_on() -> None:
    how, why, to = advice(*GOOD)
    assert (how, to) == (Move.ON, (Place(P2, 2),))
    assert "finished, felt easy" in why


def test_the_order_of_the_sessions_does_not_matter() -> None:
    assert advice(session(1, outcome=Outcome.STOPPED), *GOOD)[0] is Move.STAY
    assert advice(*reversed(GOOD))[0] is Move.ON


@pytest.mark.parametrize(("sessions", "how"), [(0, Move.STAY), (1, Move.STAY), (2, Move.ON)])
def test_forwards_first_takes_two_sessions_before_the_first_steps(sessions: int, how: Move) -> None:
    walked = [session(3 - day, P0, 1, backward_s=0.0, backward_kmh=()) for day in range(sessions)]
    found = advise(programmes(), person(P0), walked, NOW)
    assert found.move is how
    assert found.to == ((Place(P1, 1),) if how is Move.ON else ())


def test_the_end_of_a_programme_leads_to_those_that_are_there() -> None:
    sessions = (session(5, P1, 2), session(2, P1, 2))
    assert advice(*sessions, someone=person(P1, 2))[2] == (Place(P2, 1),)


def test_at_the_last_week_one_stays() -> None:
    how, why, to = advice(session(5, week=4), session(2, week=4), someone=person(week=4))
    assert (how, to) == (Move.STAY, ())
    assert "last week" in why


# -- stay ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        ((), "0 of 2"),
        ((session(2),), "1 of 2"),
        ((session(5), session(2, demo=True)), "1 of 2"),
        ((session(5), session(2, backward_s=0.0, forward_s=0.0)), "1 of 2"),
        ((session(5), session(2, person_id="bob")), "1 of 2"),
        ((session(5), session(2, person_id="")), "1 of 2"),
        ((session(5), session(2, week=2)), "1 of 2"),
        ((session(5), session(2, programme_id=P1)), "1 of 2"),
        ((session(5), session(2, started=None)), "1 of 2"),
        ((session(5), session(2, backward_s=math.nan)), "1 of 2"),
        ((*GOOD, session(1, outcome=Outcome.STOPPED)), "not finished"),
        ((*GOOD, session(1, outcome=Outcome.INTERRUPTED)), "not finished"),
        ((*GOOD, session(1, outcome=None)), "not finished"),
        ((session(5), session(2, outcome=Outcome.STOPPED), session(1)), "not finished"),
        (
            (session(5), session(2, outcome=Outcome.STOPPED), session(1, outcome=None)),
            "two sessions were stopped early",
        ),
        ((*GOOD, session(1, checkin=None)), "how hard it was"),
        ((*GOOD, checked(effort=None)), "how hard it was"),
        ((*GOOD, checked(effort=-1)), "how hard it was"),
        ((*GOOD, checked(effort=11)), "how hard it was"),
        ((*GOOD, checked(effort=5)), "harder than 4"),
        ((*GOOD, checked(effort=6)), "harder than 4"),
        ((*GOOD, checked(stumbles="one")), "stumble or a wobble"),
        ((*GOOD, checked(stumbles="more")), "stumble or a wobble"),
        ((*GOOD, checked(reason="stumble")), "stumble or a wobble"),
        ((*GOOD, session(1, wobbles=1)), "stumble or a wobble"),
        ((*GOOD, session(1, wobbles=-1)), "stumble or a wobble"),
        ((*GOOD, checked(stumbles=None)), "nobody noted whether there was a stumble"),
        ((*GOOD, checked(pain="yes")), "stop sign"),
        ((*GOOD, checked(pain="strong")), "stop sign"),
        ((*GOOD, checked(reason="unwell")), "stop sign"),
        ((*GOOD, checked(pain=None)), "nobody noted whether there was pain"),
        ((*GOOD, checked(pain="little")), "little pain"),
        ((session(5), session(2, checkin=checkin(pain="yes")), session(1)), "stop sign"),
        # what went wrong elsewhere, or before anybody walked, counts too
        ((*GOOD, session(1, programme_id="", checkin=checkin(stumbles="one"))), "stumble"),
        ((*GOOD, session(1, programme_id="", checkin=None)), "how hard"),
        (
            (*GOOD, session(1, backward_s=0.0, forward_s=0.0, checkin=checkin(None, None, None, reason="unwell"))),
            "stop sign",
        ),
        ((*GOOD, session(1, backward_s=0.0, forward_s=0.0, wobbles=1)), "wobble"),
    ],
)
def test_staying_and_why(sessions: tuple[Summary, ...], said: str) -> None:
    how, why, to = advice(*sessions)
    assert (how, to) == (Move.STAY, ())
    assert said in why


@pytest.mark.parametrize(
    "sessions",
    [
        (*GOOD, checked(effort=4)),
        (*GOOD, checked(effort=0)),
        (session(5), session(2, checkin=checkin(pain="little")), session(1)),  # settled since
        (session(9, outcome=Outcome.STOPPED), session(8, checkin=None), *GOOD),  # long ago
        (*GOOD, session(1, backward_s=0.0, forward_s=0.0, checkin=None)),  # begun by mistake
        (*GOOD, session(1, demo=True, checkin=checkin(9, "more", "yes"))),
        (*GOOD, session(1, person_id="bob", checkin=checkin(9, "more", "yes"))),
    ],
)
def test_nothing_that_keeps_one_back(sessions: tuple[Summary, ...]) -> None:
    assert advice(*sessions)[0] is Move.ON


def test_every_reason_is_named() -> None:
    bad = session(1, outcome=Outcome.STOPPED, checkin=checkin(5, "one", "yes"))
    why = advice(session(2), bad)[1]
    for said in ("not finished", "harder than 4", "stumble", "stop sign"):
        assert said in why


def test_sessions_from_before_the_move_do_not_count() -> None:
    assert "0 of 2" in advice(*GOOD, someone=person(moved_at=ago(1)))[1]
    assert "1 of 2" in advice(*GOOD, someone=person(moved_at=ago(2)))[1]
    assert advice(*GOOD, someone=person(moved_at=ago(5)))[0] is Move.ON


# -- back ----------------------------------------------------------------------------------------------------------
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("gap", "how"),
    [
        (timedelta(days=14) - SECOND, Move.ON),
        (timedelta(days=14), Move.BACK),
        (timedelta(days=14) + SECOND, Move.BACK),
        (timedelta(days=400), Move.BACK),
    ],
)
def test_two_weeks_without_a_session(gap: timedelta, how: Move) -> None:
    sessions = (session(5, week=2), session(2, week=2))
    found, why, to = advice(*sessions, someone=person(week=2), now=ago(2) + gap)
    assert found is how
    assert to == (Place(P2, 1 if how is Move.BACK else 3),)
    assert ("Two weeks" in why) == (how is Move.BACK)


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")]
)
@pytest.mark.parametrize("other", [UTC, ZoneInfo("Europe/London"), timezone(timedelta(hours=-11))])
@pytest.mark.parametrize("day", [datetime(2026, 3, 20, 9, tzinfo=UTC), datetime(2026, 10, 20, 0, 30, tzinfo=UTC)])
def test_two_weeks_are_as_long_in_every_zone_and_over_summer_time(zone: tzinfo, other: tzinfo, day: datetime) -> None:
    last = session(0, week=2, started=day.astimezone(zone))
    someone = person(week=2)
    for gap, how in ((timedelta(days=14) - SECOND, Move.STAY), (timedelta(days=14), Move.BACK)):
        assert advice(last, someone=someone, now=(day + gap).astimezone(other))[0] is how


def test_no_week_before_the_first() -> None:
    how, why, to = advice(session(20))
    assert (how, to) == (Move.STAY, ())
    assert "Two weeks" in why


def test_nobody_misses_what_they_never_walked() -> None:
    assert advice(someone=person(week=3, moved_at=ago(30)))[0] is Move.STAY


def test_after_a_confirmed_move_there_is_no_second_step_back_for_the_same_gap() -> None:
    sessions = (session(30, week=3), session(28, week=3))
    someone = person(week=3)
    found = advise(programmes(), someone, sessions, NOW)
    assert found.to == (Place(P2, 2),)
    back = move(programmes(), someone, found.to[0], NOW, 0.8, sessions)
    assert advice(*sessions, someone=back)[0] is Move.STAY
    later = NOW + timedelta(days=14)  # another gap: nobody came after the move
    assert advice(*sessions, someone=back, now=later - SECOND)[0] is Move.STAY
    assert advice(*sessions, someone=back, now=later)[2] == (Place(P2, 1),)


def test_after_a_gap_two_new_sessions_are_needed() -> None:
    before = session(20)
    assert "1 of 2" in advice(before, session(1))[1]
    assert advice(before, session(3), session(1))[0] is Move.ON
    assert advice(session(14.9), session(1))[0] is Move.ON  # a gap of less than two weeks
    assert "1 of 2" in advice(session(15), session(1))[1]


@pytest.mark.parametrize(("effort", "how"), [(6, Move.STAY), (7, Move.BACK), (10, Move.BACK), (11, Move.STAY)])
def test_a_hard_session_leads_back(effort: int, how: Move) -> None:
    hard = session(1, week=2, checkin=checkin(effort))
    found, why, to = advice(session(2, week=2), hard, someone=person(week=2))
    assert found is how
    assert (f"effort {effort} of 10" in why) == (how is Move.BACK)
    assert to == ((Place(P2, 1),) if how is Move.BACK else ())


def test_a_hard_session_leads_back_once() -> None:
    hard = session(1, week=2, checkin=checkin(8))
    assert advice(hard, someone=person(week=2, moved_at=ago(0.5)))[0] is Move.STAY
    assert advice(hard, someone=person(week=2, moved_at=ago(1)))[0] is Move.BACK  # walked since the move


# -- clocks --------------------------------------------------------------------------------------------------------
def test_sessions_dated_in_the_future_prove_nothing() -> None:
    how, why, _ = advice(session(-5), session(-2))
    assert how is Move.STAY
    assert "0 of 2" in why and "computer's clock" in why
    assert "1 of 2" in advice(session(2), session(-2))[1]


def test_what_went_wrong_in_the_future_keeps_one_back() -> None:
    assert advice(*GOOD, session(-2))[0] is Move.ON
    for bad in (
        session(-2, outcome=Outcome.STOPPED),
        session(-2, checkin=checkin(pain="little")),
        session(-2, checkin=None),
    ):
        assert advice(*GOOD, bad)[0] is Move.STAY


def test_a_future_session_does_not_hide_a_gap() -> None:
    sessions = (session(15, week=2), session(-300, week=2))
    assert advice(*sessions, someone=person(week=2))[0] is Move.BACK


def test_a_move_dated_in_the_future() -> None:
    how, why, to = advice(*GOOD, someone=person(week=2, moved_at=ago(-1)))
    assert (how, to) == (Move.STAY, ())
    assert "computer's clock" in why


# -- places that are gone ------------------------------------------------------------------------------------------
def test_a_programme_that_was_deleted() -> None:
    how, why, to = advice(*GOOD, someone=person("mine"))
    assert (how, to) == (Move.STAY, ())
    assert "no longer here" in why


@pytest.mark.parametrize(("number", "nearest"), [(0, 1), (-3, 1), (5, 4), (99, 4)])
def test_a_week_that_there_is_not(number: int, nearest: int) -> None:
    someone = person(week=number)
    how, why, to = advice(*GOOD, someone=someone)
    assert (how, to) == (Move.BACK, (Place(P2, nearest),))
    assert f"no week {number}" in why
    assert move(programmes(), someone, to[0], NOW, 0.8).week == nearest


@pytest.mark.parametrize(
    ("place", "said"), [(Place(P2, 4), ""), (Place(P2, 5), "1 to 4"), (Place("mine", 1), "no longer")]
)
def test_what_is_wrong_with_a_place(place: Place, said: str) -> None:
    found = place_problem(programmes(), place)
    assert said in found and bool(found) == bool(said)


@pytest.mark.parametrize(
    ("to", "error"), [(Place(P2, 5), IndexError), (Place(P2, 0), IndexError), (Place("x", 1), KeyError)]
)
def test_no_move_to_where_nothing_is(to: Place, error: type[Exception]) -> None:
    with pytest.raises(error):
        move(programmes(), person(), to, NOW, 0.8)


def test_a_move_changes_the_place_and_its_date_only() -> None:
    someone = person()
    moved = move(programmes(), someone, Place(P2, 2), NOW, 0.8, GOOD)
    assert moved == replace(someone, week=2, moved_at=NOW)


# -- speed ---------------------------------------------------------------------------------------------------------
def speed(someone: Person, to: Place, *sessions: Summary, slowest_kmh: float = 0.8) -> float | None:
    """The speed after a move; the place was walked unless told otherwise."""
    here = session(1, someone.programme_id, someone.week, backward_kmh=(someone.speed_kmh or 1.0,))
    return speed_after(programmes(*MORE), someone, to, slowest_kmh, sessions or (here,))


MORE = (
    programme("fast", *[week(speed_kmh=kmh) for kmh in (1.0, 1.5, 1.5, 2.0)]),
    programme("hands", week(speed_kmh=1.0), week(speed_kmh=1.5, hands=Hands.LIGHT)),
    programme("slope", week(speed_kmh=1.0), week(speed_kmh=1.5, incline_percent=1.0)),
    programme("longer", week(count=4, seconds=60, speed_kmh=1.0), week(count=2, seconds=120, speed_kmh=1.5)),
    programme("rests", week(speed_kmh=1.0), week(speed_kmh=1.5, rest_seconds=30)),
    programme("slow", week(speed_kmh=0.8), week(speed_kmh=1.0)),
    programme("think", week(percent_of_usual=75), week(percent_of_usual=75)),
    programme("ladder", week(percent_of_baseline=100), week(percent_of_baseline=110)),
)


@pytest.mark.parametrize(
    ("someone", "to", "expected"),
    [
        (person(P2, 1), Place(P2, 2), 1.0),  # more minutes
        (person(P2, 2), Place(P2, 3), 1.1),  # the same but for the speed
        (person(P2, 3, speed_kmh=1.1), Place(P2, 4), 1.1),
        (person(P2, 3, speed_kmh=1.1), Place(P2, 2), 1.1),  # held down there by the week's ceiling
        (person("fast", 1), Place("fast", 2), 1.1),  # 10 %, not to the ceiling
        (person("fast", 2, speed_kmh=1.1), Place("fast", 3), 1.2),
        (person("fast", 2, speed_kmh=1.4), Place("fast", 3), 1.5),
        (person("fast", 2, speed_kmh=1.5), Place("fast", 4), 1.6),
        (person("fast", 1, speed_kmh=1.6), Place("fast", 2), 1.1),  # what was walked counts: 1.0
        (person("fast", 2, speed_kmh=1.4, limit_kmh=1.4), Place("fast", 3), 1.4),
        (person("fast", 2, speed_kmh=1.4, limit_kmh=1.2), Place("fast", 3), 1.2),
        (person("fast", 3, speed_kmh=1.1), Place("fast", 2), 1.1),  # a step back is no faster
        (person("fast", 3, speed_kmh=1.1), Place("fast", 3), 1.1),
        (person("fast", 1, speed_kmh=0.9), Place("fast", 2), 0.9),  # a tenth more would be over 10 %
        (person("fast", 1, speed_kmh=0.98), Place("fast", 2), 0.9),  # the belt showed 0.9
        (person("hands", 1), Place("hands", 2), 1.0),
        (person("slope", 1), Place("slope", 2), 1.0),
        (person("longer", 1), Place("longer", 2), 1.0),
        (person("rests", 1), Place("rests", 2), 1.0),
        (person(P1, 2), Place("fast", 2), 1.0),  # another programme
        (person(P0, 1, speed_kmh=None), Place(P1, 1), 1.0),
        (person(P0, 1, speed_kmh=None, forward_kmh=1.8), Place(P1, 1), 0.9),
        (person(P0, 1, speed_kmh=None, forward_kmh=None), Place(P1, 1), None),
        (person("think", 1, speed_kmh=1.6), Place("think", 2), 1.6),
        (person("think", 1, speed_kmh=1.6), Place("fast", 4), 1.2),  # three quarters were walked
        (person("think", 1, speed_kmh=1.6), Place(P0, 1), 1.2),
        (person("ladder", 1, speed_kmh=1.2, baseline_kmh=1.5), Place("ladder", 2), 1.2),
        (person("ladder", 1, speed_kmh=1.2, baseline_kmh=1.0), Place("fast", 2), 1.0),
        (person("gone", 1, speed_kmh=1.6), Place("fast", 2), 1.0),  # what was walked is not known
        (person("gone", 1, speed_kmh=1.6, forward_kmh=1.8), Place("fast", 2), 0.9),
        (person("gone", 1, speed_kmh=1.6, forward_kmh=None), Place("fast", 2), 1.0),
        (person("fast", 9, speed_kmh=1.6), Place("fast", 2), 1.0),
    ],
)
def test_speed_after_a_move(someone: Person, to: Place, expected: float | None) -> None:
    found = speed(someone, to)
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_speed_grows_only_where_somebody_walked() -> None:
    someone, to = person("fast", 2, speed_kmh=1.2, moved_at=ago(3)), Place("fast", 3)
    assert speed(someone, to, session(4, "fast", 2, backward_kmh=(1.2,))) == 1.2
    assert speed(someone, to, session(2, "fast", 2, backward_kmh=(1.2,))) == pytest.approx(1.3)
    assert speed(someone, to, session(2, "fast", 2, demo=True)) == 1.2
    assert speed(someone, to, session(2, "fast", 2, person_id="bob")) == 1.2
    assert speed_after(programmes(*MORE), someone, to, 0.8) == 1.2


def test_what_a_move_added_is_not_taken_along_unwalked() -> None:
    walked = session(1, P2, 2, backward_kmh=(1.0,))
    third = move(programmes(), person(P2, 2), Place(P2, 3), NOW, 0.8, (walked,))
    assert third.speed_kmh == 1.1
    assert move(programmes(), third, Place(P2, 4), NOW, 0.8, (walked,)).speed_kmh == 1.0  # now minutes grow
    by_hand = person("fast", 2, speed_kmh=1.4, moved_at=NOW)
    assert move(programmes(*MORE), by_hand, Place("fast", 3), NOW, 0.8, (walked,)).speed_kmh == 1.4


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0, 0.0])
@pytest.mark.parametrize("field", ["speed_kmh", "forward_kmh", "baseline_kmh", "walk3m_s", "limit_kmh"])
def test_damaged_numbers_move_without_a_crash(field: str, wrong: float) -> None:
    someone = replace(person("fast", 1), **{field: wrong})
    moved = move(programmes(*MORE), someone, Place("fast", 2), NOW, 0.8, (session(1, "fast", 1),))
    assert moved.walker(0.8).speed_kmh <= 1.1


# -- stop signs ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "sign", "stumble"),
    [
        ({}, False, False),
        ({"pain": "little"}, False, False),
        ({"pain": "yes"}, True, False),
        ({"pain": "unheard of"}, True, False),
        ({"pain": None}, False, False),
        ({"reason": "wanted"}, False, False),
        ({"reason": "belt"}, False, False),
        ({"reason": "unwell"}, True, False),
        ({"reason": "stumble"}, True, True),
        ({"stumbles": "one"}, False, True),
        ({"stumbles": None}, False, True),
    ],
)
def test_signs(answers: dict[str, Any], sign: bool, stumble: bool) -> None:
    found = session(1, checkin=checkin(**answers))
    assert (stop_sign(found), stumbled(found)) == (sign, stumble)


def test_nobody_was_asked() -> None:
    assert not stop_sign(session(1, checkin=None))
    assert stumbled(session(1, checkin=None))


def test_a_stop_sign_is_asked_about_until_it_is_cleared() -> None:
    older, newer = (session(day, checkin=checkin(pain="yes")) for day in (9, 3))
    fine = session(1)
    assert to_ask_about((), frozenset()) is None
    assert to_ask_about((fine,), frozenset()) is None
    assert to_ask_about((older, newer, fine), frozenset()) is newer
    assert to_ask_about((older, newer, fine), frozenset({fine.id})) is newer
    assert to_ask_about((older, newer, fine), frozenset({newer.id})) is older
    assert to_ask_about((older, newer, fine), frozenset({newer.id, older.id})) is None
    assert to_ask_about((replace(newer, demo=True),), frozenset()) is None
    assert to_ask_about((replace(newer, backward_s=0.0, forward_s=0.0),), frozenset()) is not None


def test_advice_moves_nobody() -> None:
    someone = person()
    before = replace(someone)
    assert advise(programmes(), someone, GOOD, NOW) == advise(programmes(), someone, GOOD, NOW)
    assert someone == before
