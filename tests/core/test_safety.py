"""Who may walk: the whole table of questions and answers, alone, in pairs, and at random.

``TABLE`` is written from evidence 5a and not from the code: R asks a professional, A needs a helper.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from gettext import NullTranslations
from itertools import combinations, product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from balancecoach.core import words
from balancecoach.core.daily import CALL_HELP, STATEMENTS, Statement
from balancecoach.core.safety import (
    Outcome,
    Override,
    Reason,
    Verdict,
    contradictions,
    daily,
    effective,
    override_problems,
    problems,
    screen,
    screening_due,
    set_up,
)
from balancecoach.core.screening import ADVICE, MEANING, QUESTIONS, SETUP, WHY_ASKED, Again
from tests.fakes import WALL, examples

GO, HELPER, CLINIC, ASK, NOT_TODAY = Outcome
R, A = {"yes": ASK, "no": GO}, {"yes": HELPER, "no": GO}

#: Question -> answer -> outcome, in the order of evidence 5a.
TABLE: dict[str, dict[str, Outcome]] = {
    "beside": R,
    "chest_pain": R,
    "fainted": R,
    "dizzy": R,
    "heart": {"no": GO, "stable": HELPER, "unstable": ASK},
    "falls": {"none": GO, "one": HELPER, "one_hurt": ASK, "two_or_more": ASK},
    "unsteady": A,
    "worried": A,
    "aid": A,
    "operation": R,
    "joints": A,
    "numb": A,
    "condition": {"yes": CLINIC, "no": GO},
    "medicines": A,
    "bones": A,
    "senses": A,
    "inactive": A,
    "six_minutes": {"yes": GO, "no": GO},
}
CLEAR = dict.fromkeys(TABLE, "no") | {"falls": "none", "six_minutes": "yes"}
SINGLES = [(key, value) for key, outcomes in TABLE.items() for value in outcomes]
PAIRS = [(one, two) for one, two in combinations(SINGLES, 2) if one[0] != two[0]]
KEYS = list(TABLE)

DAY = timedelta(days=1)
SETUP_KEYS = frozenset(statement.key for statement in SETUP)
DAILY_KEYS = frozenset(statement.key for statement in STATEMENTS)
PHYSIO = Override("Ana Ruiz, physio", "Knows the treadmill, walks well", WALL, GO)


def shown(verdict: Verdict) -> list[str]:
    """The keys of the reasons."""
    return [reason.key for reason in verdict.reasons]


def by_hand(answers: dict[str, str]) -> Outcome:
    """What evidence 5a says about these answers."""
    return max(TABLE[key][answers[key]] if answers.get(key) in TABLE[key] else ASK for key in TABLE)


def answer_sets() -> st.SearchStrategy[dict[str, str]]:
    """Complete answers, most of them clear, so that GO is seen too."""
    return st.fixed_dictionaries({key: st.sampled_from([CLEAR[key]] * 6 + list(TABLE[key])) for key in TABLE})


# -- the questions -------------------------------------------------------------------------------------------------
def test_the_questions_are_the_eighteen_of_the_table_in_its_order() -> None:
    assert len(QUESTIONS) == 18
    assert [(q.key, list(q.values)) for q in QUESTIONS] == [(key, list(TABLE[key])) for key in TABLE]


def test_every_answer_with_a_meaning_is_one_of_the_choices() -> None:
    assert set(MEANING) <= set(SINGLES)
    assert set(ADVICE) == {key for key, value in SINGLES if TABLE[key][value] in (HELPER, CLINIC)}


def every_word() -> list[str]:
    """All that a person may read of this."""
    return [
        *(question.words for question in QUESTIONS),
        *(text for question in QUESTIONS for _, text in question.choices),
        *(text for _, text in MEANING.values()),
        *ADVICE.values(),
        *WHY_ASKED.values(),
        *(statement.words for statement in SETUP),
    ]


@pytest.mark.parametrize("text", every_word())
def test_words_are_plain(text: str) -> None:
    assert text.strip() == text != ""
    assert not re.search(r"elderly|senior|patient|contraindicat|\bshould\b|{", text, re.IGNORECASE)
    assert max(len(part.split()) for part in re.split(r"[.?]", text)) <= 22, "a sentence too long to hold in mind"


def test_setup_has_each_check_of_the_evidence_once() -> None:
    keys = [statement.key for statement in SETUP]
    assert keys == ["manual", "rails", "stop_and_key", "slow_start", "space", "floor", "control", "phone", "screen"]
    assert set(WHY_ASKED) == set(Again)


# -- the table -----------------------------------------------------------------------------------------------------
def test_all_clear_may_walk() -> None:
    assert screen(CLEAR) == Verdict(GO)
    assert problems(CLEAR) == ()


@pytest.mark.parametrize(("key", "value"), SINGLES)
def test_each_answer_alone(key: str, value: str) -> None:
    verdict = screen(CLEAR | {key: value})
    clear = value == CLEAR[key]
    assert verdict.outcome is TABLE[key][value]
    assert shown(verdict) == ([] if clear else [key])
    assert verdict.forward_only is ((key, value) == ("six_minutes", "no"))
    assert verdict.large is ((key, value) == ("senses", "yes"))
    assert verdict.advice == ((ADVICE[key],) if verdict.outcome in (HELPER, CLINIC) else ())
    assert all(reason.text.startswith("You said") for reason in verdict.reasons)
    assert problems(CLEAR | {key: value}) == ()


@pytest.mark.parametrize("value", ["one_hurt", "two_or_more"])
def test_a_fall_that_hurt_or_a_second_fall_is_a_gate_and_not_a_tick_box(value: str) -> None:
    assert screen(CLEAR | {"falls": value}).outcome is ASK


def test_all_pairs_are_as_bad_as_the_worse_and_never_better() -> None:
    for one, two in PAIRS:
        answers = CLEAR | dict((one, two))
        verdict = screen(answers)
        alone = [screen(CLEAR | dict((each,))) for each in (one, two)]
        assert verdict.outcome is max(each.outcome for each in alone), f"{one} with {two}"
        assert verdict.forward_only is any(each.forward_only for each in alone)
        assert verdict.large is any(each.large for each in alone)
        assert set(verdict.reasons) == {reason for each in alone for reason in each.reasons}
        assert problems(answers) == (), f"{one} and {two} can both be true"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [None, "", "maybe", "YES", "Yes", "true"])
def test_an_open_question_is_never_go(key: str, value: str | None) -> None:
    answers = {k: v for k, v in CLEAR.items() if k != key} | ({} if value is None else {key: value})
    verdict = screen(answers)
    assert verdict.outcome is ASK and shown(verdict) == [key]
    words_of = next(question.words for question in QUESTIONS if question.key == key)
    assert words_of in verdict.reasons[0].text and "Answer it" in verdict.reasons[0].text
    assert verdict.forward_only is (key == "six_minutes")
    assert verdict.large is (key == "senses")
    (text,) = problems(answers)
    assert key in text and words_of in text and "Answer with one of: " + ", ".join(TABLE[key]) in text


def test_no_answers_at_all() -> None:
    assert screen({}).outcome is ASK and shown(screen({})) == KEYS
    assert len(problems({})) == 18


def test_unknown_questions_are_a_problem_and_no_answer() -> None:
    answers = {k: v for k, v in CLEAR.items() if k != "dizzy"} | {"dizy": "no", "age": "71"}
    assert screen(answers).outcome is ASK
    missing, age, typo = problems(answers)
    assert missing.startswith("dizzy has no answer")
    assert age.startswith("age is not one of the questions") and typo.startswith("dizy is not") and "dizzy" in typo
    assert screen(CLEAR | {"age": "71"}) == screen(CLEAR)


def test_a_value_from_a_file_may_be_of_any_type_and_length() -> None:
    read: dict[str, Any] = {"dizzy": False, "falls": ["none"], "numb": "{0}" * 1000}
    answers = CLEAR | read
    assert screen(answers).outcome is ASK and shown(screen(answers)) == ["dizzy", "falls", "numb"]
    assert all(len(text) < 300 for text in problems(answers)) and len(problems(answers)) == 3
    assert contradictions(answers, [("fall", WALL)], WALL) == ()


def test_reasons_come_worst_first_then_in_the_order_asked() -> None:
    some = {"six_minutes": "no", "worried": "yes", "condition": "yes", "operation": "yes", "heart": "stable"}
    assert shown(screen(CLEAR | some)) == ["operation", "condition", "heart", "worried", "six_minutes"]


def test_what_a_person_reads_is_translated_when_it_is_read() -> None:
    class Shouting(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    verdict = screen({key: value for key, value in CLEAR.items() if key != "bones"})
    allowed = effective(screen(CLEAR | {"dizzy": "yes"}), PHYSIO)
    words.use(Shouting())
    try:
        assert "HAVE YOU BEEN TOLD YOUR BONES ARE THIN?" in verdict.reasons[0].text
        assert "Ana Ruiz, physio ALLOWS" in allowed.reasons[0].text
    finally:
        words.use(NullTranslations())


# -- at random -----------------------------------------------------------------------------------------------------
@examples(300)
@given(answers=answer_sets(), dropped=st.sets(st.sampled_from(KEYS), max_size=2), order=st.permutations(KEYS))
def test_a_verdict_is_as_bad_as_its_worst_answer_in_any_order(
    answers: dict[str, str], dropped: set[str], order: list[str]
) -> None:
    kept = {key: value for key, value in answers.items() if key not in dropped}
    verdict = screen(kept)
    event(verdict.outcome.name)
    assert verdict.outcome is by_hand(kept)
    assert verdict.reasons or verdict.outcome is GO
    assert screen({key: kept[key] for key in order if key in kept}) == verdict
    assert problems({key: kept[key] for key in order if key in kept}) == problems(kept)
    ranks = [(-reason.outcome, KEYS.index(reason.key)) for reason in verdict.reasons]
    assert ranks == sorted(ranks)
    assert all(reason.text and "{" not in reason.text for reason in verdict.reasons)


@examples(300)
@given(answers=answer_sets(), change=st.sampled_from(SINGLES))
def test_a_worse_answer_never_makes_a_better_verdict(answers: dict[str, str], change: tuple[str, str]) -> None:
    key, value = change
    before, after = screen(answers), screen(answers | {key: value})
    if TABLE[key][value] >= TABLE[key][answers[key]]:
        assert after.outcome >= before.outcome
    without = screen({k: v for k, v in answers.items() if k != key})
    assert without.outcome >= max(before.outcome, ASK)


@examples(200)
@given(answers=st.dictionaries(st.text(max_size=8) | st.sampled_from(KEYS), st.text(max_size=8), max_size=20))
def test_nonsense_is_never_go(answers: dict[str, str]) -> None:
    assert screen(answers).outcome is ASK
    assert problems(answers)


# -- answers against what was noted --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "falls", "refused"),
    [
        ("none", 0, False),
        ("none", 1, True),
        ("one", 0, False),
        ("one", 1, False),
        ("one", 2, True),
        ("one_hurt", 1, False),
        ("one_hurt", 2, True),
        ("two_or_more", 0, False),
        ("two_or_more", 9, False),
        ("?", 3, False),
    ],
)
def test_fewer_falls_than_noted(answer: str, falls: int, refused: bool) -> None:
    noted = [("fall", WALL - 30 * DAY)] * falls
    texts = contradictions(CLEAR | {"falls": answer}, noted, WALL)
    assert len(texts) == refused
    assert all("Have you fallen" in text and "Answer it again" in text for text in texts)


@pytest.mark.parametrize(("kind", "days"), [("fall", 365), ("operation", 90)])
def test_notes_count_as_long_as_the_question_asks(kind: str, days: int) -> None:
    moment = timedelta(seconds=1)
    assert len(contradictions(CLEAR, [(kind, WALL - days * DAY)], WALL)) == 1
    assert contradictions(CLEAR, [(kind, WALL - days * DAY - moment)], WALL) == ()
    assert len(contradictions(CLEAR, [(kind, WALL + 400 * DAY)], WALL)) == 1, "the clock was set back"
    assert contradictions(CLEAR, [("wobble", WALL)], WALL) == ()


def test_no_operation_against_a_noted_one() -> None:
    noted = [("operation", WALL - DAY), ("fall", WALL - DAY)]
    fell, operated = contradictions(CLEAR, noted, WALL)
    assert "fallen" in fell and "operation" in operated
    assert contradictions(CLEAR | {"operation": "yes", "falls": "one"}, noted, WALL) == ()
    assert contradictions({}, noted, WALL) == (), "an open question says nothing wrong"


# -- today and the treadmill ---------------------------------------------------------------------------------------
def test_all_ticked_may_walk_today() -> None:
    assert daily(DAILY_KEYS) == Verdict(GO)
    assert daily(DAILY_KEYS | {"something else"}) == Verdict(GO)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_not_ticked_is_not_today(statement: Statement) -> None:
    verdict = daily(DAILY_KEYS - {statement.key})
    assert verdict.outcome is NOT_TODAY and shown(verdict) == [statement.key]
    assert statement.words in verdict.reasons[0].text
    assert verdict.advice == ((CALL_HELP,) if statement.seek_help else ())


def test_nothing_ticked_names_all_in_order() -> None:
    assert shown(daily(frozenset())) == [statement.key for statement in STATEMENTS]
    assert shown(daily(frozenset({"shoes"}), STATEMENTS[:3])) == ["well", "clear_head"]


def test_a_check_of_nothing_is_a_slip() -> None:
    with pytest.raises(ValueError, match="checks nothing"):
        daily(DAILY_KEYS, ())


def test_a_treadmill_with_all_checks_is_ready() -> None:
    assert set_up(SETUP_KEYS) == Verdict(GO)


@pytest.mark.parametrize("key", sorted(SETUP_KEYS - {"control"}))
def test_each_missing_check_of_the_treadmill(key: str) -> None:
    verdict = set_up(SETUP_KEYS - {key})
    assert (verdict.outcome, shown(verdict), verdict.forward_only) == (NOT_TODAY, [key], False)
    assert next(statement.words for statement in SETUP if statement.key == key) in verdict.reasons[0].text
    both = set_up(SETUP_KEYS - {key, "control"})
    assert (both.outcome, shown(both), both.forward_only) == (NOT_TODAY, [key, "control"], True)


def test_no_way_to_work_the_belt_facing_the_room_locks_backward_walking() -> None:
    verdict = set_up(SETUP_KEYS - {"control"})
    assert (verdict.outcome, shown(verdict), verdict.forward_only) == (GO, ["control"], True)
    assert "forward only" in verdict.reasons[0].text


# -- when the questions are asked again ----------------------------------------------------------------------------
def test_never_asked() -> None:
    assert screening_due(None, None, WALL) == "first"
    assert screening_due(None, WALL, WALL, [("fall", WALL)]) == "first"


@pytest.mark.parametrize(
    ("ago", "why"),
    [(0 * DAY, ""), (89 * DAY, ""), (90 * DAY - timedelta(seconds=1), ""), (90 * DAY, "away"), (91 * DAY, "away")],
)
@pytest.mark.parametrize("walked", [None, "then", "long before"])
def test_three_months_away(ago: timedelta, why: str, walked: str | None) -> None:
    then = WALL - ago
    last = {None: None, "then": then, "long before": then - 100 * DAY}[walked]
    assert screening_due(then, last, WALL) == why
    assert screening_due(then - 400 * DAY, then, WALL) == why, "the last session counts too"


@pytest.mark.parametrize("kind", ["fall", "operation"])
def test_a_fall_or_an_operation_since(kind: str) -> None:
    screened, moment = WALL - 10 * DAY, timedelta(seconds=1)
    assert screening_due(screened, None, WALL, [(kind, screened - moment)]) == ""
    assert screening_due(screened, None, WALL, [(kind, screened)]) == "", "asked at that very moment"
    assert screening_due(screened, None, WALL, [(kind, screened + moment)]) == kind
    assert screening_due(screened, WALL, WALL, iter([(kind, screened - DAY), (kind, WALL)])) == kind


def test_the_gravest_reason_is_given() -> None:
    screened = WALL - 200 * DAY
    both = [("operation", WALL - DAY), ("fall", WALL - DAY), ("wobble", WALL)]
    assert screening_due(screened, None, WALL, both) == "fall"
    assert screening_due(screened, None, WALL, both[:1]) == "operation"
    assert screening_due(screened, None, WALL, both[2:]) == "away"


def test_the_clock_was_set_back() -> None:
    later = WALL + 1000 * DAY
    assert screening_due(later, None, WALL) == "", "counts as asked now"
    assert screening_due(later, WALL - 300 * DAY, WALL) == ""
    assert screening_due(WALL - 100 * DAY, later, WALL) == "away", "a session that has not been proves nothing"
    assert screening_due(WALL - 10 * DAY, later, WALL) == ""
    assert screening_due(later, None, WALL, [("fall", WALL - DAY)]) == "fall", "nobody knows which came first"
    assert screening_due(later, None, WALL, [("fall", later - DAY)]) == "", "both by the same wrong clock"
    assert screening_due(WALL - DAY, None, WALL, [("fall", later)]) == "fall"


def test_time_zones_do_not_matter_but_must_be_there() -> None:
    auckland, lima = ZoneInfo("Pacific/Auckland"), timezone(timedelta(hours=-5))
    then = WALL - 90 * DAY
    assert screening_due(then.astimezone(auckland), None, WALL.astimezone(lima)) == "away"
    assert screening_due((then + timedelta(seconds=1)).astimezone(lima), None, WALL.astimezone(auckland)) == ""
    fall = [("fall", (then + timedelta(hours=1)).astimezone(lima))]
    assert screening_due(then.astimezone(auckland), None, WALL, fall) == "fall"
    with pytest.raises(ValueError, match="no time zone"):
        screening_due(WALL.replace(tzinfo=None), None, WALL)


def test_ninety_days_are_ninety_days_when_summer_time_begins() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    winter = datetime(2026, 1, 10, 9, 0, tzinfo=berlin)
    on_the_wall = datetime(2026, 4, 10, 9, 0, tzinfo=berlin)  # an hour short of 90 days
    assert screening_due(winter, None, on_the_wall) == ""
    assert screening_due(winter, None, on_the_wall + timedelta(hours=1)) == "away"


@examples(200)
@given(
    times=st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), min_size=4),
    kinds=st.lists(st.sampled_from(["fall", "operation", "wobble"])),
)
def test_due_is_always_a_known_reason_and_events_never_take_one_away(times: list[datetime], kinds: list[str]) -> None:
    screened, last, now, *rest = times
    events = list(zip(kinds, rest, strict=False))
    quiet, due = screening_due(screened, last, now), screening_due(screened, last, now, events)
    event(due or "not due")
    assert due in ("", "fall", "operation", "away")
    assert due or not quiet


# -- what a professional allows ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("key", "value"), SINGLES)
@pytest.mark.parametrize("allows", [GO, HELPER, CLINIC])
def test_an_override_lowers_and_never_raises(key: str, value: str, allows: Outcome) -> None:
    verdict = screen(CLEAR | {key: value})
    override = Override("Ana", "Walks well", WALL, allows)
    after = effective(verdict, override)
    floor = HELPER if (key, value) == ("aid", "yes") else GO
    assert after.outcome is min(verdict.outcome, max(allows, floor))
    assert after.forward_only is verdict.forward_only and after.large is verdict.large
    assert after.advice == verdict.advice
    lowered = after.outcome < verdict.outcome
    assert shown(after) == ["override"] * lowered + shown(verdict)


def test_an_override_says_who_and_why_and_hides_nothing() -> None:
    verdict = screen(CLEAR | {"dizzy": "yes", "senses": "yes", "six_minutes": "no"})
    after = effective(verdict, PHYSIO)
    assert after.outcome is GO and after.reasons[1:] == verdict.reasons
    assert PHYSIO.by in after.reasons[0].text and PHYSIO.reason in after.reasons[0].text
    assert after.forward_only and after.large
    braces = effective(verdict, Override(" {0} {x} ", "{} %s", WALL, HELPER))
    assert braces.reasons[0].text.startswith("{0} {x} allows") and braces.reasons[0].text.endswith("{} %s")


def test_no_override() -> None:
    assert effective(screen({}), None) == screen({})


@pytest.mark.parametrize("key", KEYS)
def test_an_open_question_is_not_lifted(key: str) -> None:
    verdict = screen({k: v for k, v in CLEAR.items() if k != key} | ({"dizzy": "yes"} if key != "dizzy" else {}))
    assert effective(verdict, PHYSIO) == verdict


def test_never_alone_is_not_lifted() -> None:
    verdict = screen(CLEAR | {"aid": "yes", "condition": "yes"})
    assert effective(verdict, PHYSIO).outcome is HELPER


@pytest.mark.parametrize("verdict", [daily(frozenset()), set_up(frozenset())])
def test_not_today_is_not_lifted(verdict: Verdict) -> None:
    assert effective(verdict, PHYSIO) == verdict


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Tokyo")])
def test_an_override_from_before_the_answers_has_no_effect(zone: tzinfo) -> None:
    verdict, moment = screen(CLEAR | {"dizzy": "yes"}), timedelta(seconds=1)
    assert effective(verdict, PHYSIO, (WALL + moment).astimezone(zone)) == verdict
    assert effective(verdict, PHYSIO, WALL.astimezone(zone)).outcome is GO
    assert effective(verdict, PHYSIO, (WALL - moment).astimezone(zone)).outcome is GO


WRONG: dict[str, tuple[Override, str]] = {
    "no name": (Override("", "Walks well", WALL, GO), "name"),
    "blank name": (Override(" \t", "Walks well", WALL, GO), "name"),
    "long name": (Override("a" * 201, "Walks well", WALL, GO), "name"),
    "no reason": (Override("Ana", "", WALL, GO), "reason"),
    "blank reason": (Override("Ana", "\n", WALL, GO), "reason"),
    "long reason": (Override("Ana", "a" * 201, WALL, GO), "reason"),
    "allows asking": (Override("Ana", "Walks well", WALL, ASK), "allowed"),
    "allows not today": (Override("Ana", "Walks well", WALL, NOT_TODAY), "allowed"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_override_is_named_and_has_no_effect(name: str) -> None:
    override, word = WRONG[name]
    (text,) = override_problems(override)
    assert word in text and "{" not in text
    verdict = screen(CLEAR | {"dizzy": "yes"})
    assert effective(verdict, override) == verdict


def test_the_longest_override() -> None:
    assert override_problems(Override("a" * 200, "b" * 200, WALL, CLINIC)) == ()
    assert len(override_problems(Override("", "", WALL, ASK))) == 3


@examples(200)
@given(answers=answer_sets(), allows=st.sampled_from([GO, HELPER, CLINIC]))
def test_no_override_makes_it_worse_or_forgets_a_reason(answers: dict[str, str], allows: Outcome) -> None:
    before = screen(answers)
    after = effective(before, Override("Ana", "Walks well", WALL, allows))
    assert after.outcome <= before.outcome
    assert set(before.reasons) <= set(after.reasons)
    assert after.reasons or after.outcome is GO
    assert effective(after, Override("Ana", "Walks well", WALL, allows)) == after, "once is enough"


# -- data that cannot be changed by accident -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("thing", "field"),
    [(QUESTIONS[0], "key"), (Verdict(GO), "outcome"), (PHYSIO, "allows"), (Reason("a", "b", GO), "floor")],
)
def test_frozen(thing: object, field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(thing, field, GO)


@pytest.mark.parametrize(("left", "right"), list(product(Outcome, repeat=2)))
def test_outcomes_are_ordered_from_go_to_not_today(left: Outcome, right: Outcome) -> None:
    order = ["GO", "HELPER", "CLINIC", "ASK", "NOT_TODAY"]
    assert (left < right) is (order.index(left.name) < order.index(right.name))
