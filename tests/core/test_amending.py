"""Changing the record afterwards: what loosens is said, what does not needs no word."""

from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.core.amending import advice_loosened, loosened, questions_loosened, with_change
from balancecoach.core.events import Outcome
from balancecoach.core.moving import Advice, Move, to_ask_about
from balancecoach.core.progress import Summary
from tests.histories import checkin, session

ASKED = "The stop sign of that day will no longer be asked about before the next walk."
HELD = "What went wrong that day will no longer hold back the advice to move on."


def said(*answers: Any, **more: Any) -> Summary:
    """A session with these answers."""
    return session(2, checkin=checkin(*answers, **more))


SIGNS = (said(pain="yes"), said(pain="of a later version"), said(reason="unwell"), said(reason="stumble"))
WEIGHTS = (
    said(pain="little"), said(stumbles="one"), said(stumbles="more"), said(5), said(7), session(2, wobbles=1),
    session(2, outcome=Outcome.STOPPED), session(2, outcome=Outcome.INTERRUPTED),
)  # fmt: skip


@pytest.mark.parametrize("before", SIGNS)
def test_taking_a_stop_sign_away_is_said_however_it_is_done(before: Summary) -> None:
    assert loosened(before, None) == (ASKED, HELD)
    assert loosened(before, replace(before, checkin=checkin())) == (ASKED, HELD)
    assert loosened(before, replace(before, checkin=checkin(pain="little"))) == (ASKED, HELD)


@pytest.mark.parametrize("before", SIGNS)
def test_a_stop_sign_that_stays_one_is_asked_about_still(before: Summary) -> None:
    assert loosened(before, replace(before, note="Better now.")) == ()
    assert ASKED not in loosened(before, replace(before, checkin=checkin(pain="yes", reason="unwell")))


def test_a_sign_that_somebody_cleared_is_not_asked_about_any_more_but_it_weighs() -> None:
    before = said(pain="yes")
    assert loosened(before, None, frozenset({before.id})) == (HELD,)


@pytest.mark.parametrize("before", WEIGHTS)
def test_what_weighs_against_moving_on_is_said_when_it_goes(before: Summary) -> None:
    assert loosened(before, None) == (HELD,)
    assert loosened(before, before) == ()


@pytest.mark.parametrize(
    ("before", "after", "loose"),
    [
        (checkin(8), checkin(7), False),
        (checkin(8), checkin(6), True),
        (checkin(6), checkin(4), True),
        (checkin(4), checkin(0), False),
        (checkin(3), checkin(9), False),
        (checkin(stumbles="more"), checkin(stumbles="one"), True),
        (checkin(stumbles="none"), checkin(stumbles="more"), False),
        (checkin(pain="no"), checkin(pain="yes"), False),
        (checkin(pain=None), checkin(pain="no"), False),
        (None, checkin(), False),
        (checkin(8, "more", "yes"), None, True),
    ],
)
def test_only_better_answers_loosen(before: Any, after: Any, loose: bool) -> None:
    assert bool(loosened(session(2, checkin=before), session(2, checkin=after))) is loose


def test_a_wobble_that_the_helper_noted_stays_whatever_is_answered() -> None:
    before = session(2, wobbles=2, checkin=checkin(stumbles="more"))
    assert loosened(before, replace(before, checkin=checkin(stumbles="none"))) == ()


def test_good_sessions_demonstrations_and_what_was_removed_already_loosen_nothing() -> None:
    assert loosened(session(2), None) == ()
    assert loosened(replace(said(pain="yes"), demo=True), None) == ()
    assert loosened(None, session(2)) == ()


def test_whatever_is_asked_about_before_a_walk_cannot_go_in_silence() -> None:
    """The rule of ``moving`` itself, for every session here."""
    for before in (*SIGNS, *WEIGHTS, session(2)):
        for after in (None, session(2), *SIGNS, *WEIGHTS):
            was = to_ask_about((before,), frozenset())
            now = to_ask_about(with_change((before,), before.id, after), frozenset())
            assert (ASKED in loosened(before, after)) is (was is not None and now is None)


def test_advice_that_gets_less_careful_is_said() -> None:
    on, stay, back = (Advice(move, ()) for move in (Move.ON, Move.STAY, Move.BACK))
    assert advice_loosened(stay, on) == advice_loosened(back, on) == ("After that, moving on is advised on Today.",)
    assert advice_loosened(back, stay) == ("After that, one week back is no longer advised on Today.",)
    for before, after in ((stay, back), (on, stay), (on, back), (stay, stay), (None, on), (back, None)):
        assert advice_loosened(before, after) == ()


def test_questions_that_are_no_longer_due_are_said() -> None:
    (words,) = questions_loosened("away", "")
    assert "first-time questions" in words
    assert questions_loosened("", "away") == questions_loosened("fall", "away") == questions_loosened("", "") == ()


def test_a_session_is_put_where_it_belongs_in_time() -> None:
    rows = (session(9), session(5), session(1))
    assert with_change(rows, rows[1].id, None) == (rows[0], rows[2])
    assert with_change((rows[0], rows[2]), rows[1].id, rows[1]) == rows
    changed = replace(rows[1], note="Warm.")
    assert with_change(rows, rows[1].id, changed) == (rows[0], changed, rows[2])
