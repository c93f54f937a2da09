"""What is said and judged about people, without a widget; and the page for the GP or physio."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.core.events import CheckedIn
from balancecoach.core.events import Outcome as Ended
from balancecoach.core.person import File, Person, Screened, Treadmill
from balancecoach.core.plan import Units
from balancecoach.core.progress import Summary
from balancecoach.core.safety import Outcome, Override, effective, screen
from balancecoach.core.screening import QUESTIONS
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks.names import shown_name
from balancecoach.desks.people_facts import (
    best_allowable,
    details_problems,
    health_words,
    last_words,
    place_words,
    refers,
    start_words,
    typed_forward,
    typed_slowest,
    typed_speed,
    typed_walk,
    with_physio,
)
from balancecoach.desks.set_up_draft import Draft
from balancecoach.reports.outcome import Answered, outcome_html, outcome_text
from balancecoach.ui.fields import number_from
from balancecoach.ui.printing import document, pdf_bytes, safe_name, save_pdf
from tests.fakes import WALL
from tests.people_fakes import MemoryStore, programmes

ANNA = Person("a", "Anna")


def answers(**changed: str) -> dict[str, str]:
    """Nothing stands in the way but what is changed."""
    well = {question.key: "no" for question in QUESTIONS}
    return {**well, "falls": "none", "six_minutes": "yes", **changed}


# -- numbers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "number"),
    [("1.2", 1.2), (" 1,2 ", 1.2), ("١٫٢", 1.2), ("12", 12), ("", None), ("fast", None), ("nan", None), ("inf", None)],
)
def test_numbers_as_people_write_them(text: str, number: float | None) -> None:
    assert number_from(text) == number


@pytest.mark.parametrize(
    ("text", "units", "said"),
    [
        ("12", Units.KMH, "12 km/h is above 8 km/h. Did you mean 1.2?"),
        ("12", Units.MPH, "12 mph is above 4.9 mph. Did you mean 1.2?"),
        ("9", Units.KMH, "9 km/h is above 8 km/h. Write a lower speed."),
        ("0", Units.MPH, "The speed must be more than 0."),
        ("-1", Units.KMH, "The speed must be more than 0."),
        ("quick", Units.KMH, "This is no number. Write it like 1.2."),
    ],
)
def test_a_speed_that_cannot_be(text: str, units: Units, said: str) -> None:
    assert typed_speed(text, units, 8.0).problem.startswith(said)


def test_a_speed_in_miles_is_kept_in_kilometres() -> None:
    assert typed_speed("1.2", Units.MPH, 8.0).value == pytest.approx(1.93)


def test_the_start_speed_is_said_and_never_rounded_up() -> None:
    assert typed_forward("3", ANNA, 0.8).note == "Walking backwards starts at 1.0 km/h."
    assert typed_forward("1.9", ANNA, 0.8).note == "Walking backwards starts at 0.9 km/h."
    low = typed_forward("1.4", ANNA, 0.8)
    assert low.warning == "The safe speed is below the belt's slowest, 0.8 km/h. Ask a physio; do not walk faster."
    assert not low.note
    assert low.problem == ""
    slow_belt = typed_walk("8", replace(ANNA, forward_kmh=3.0), 0.8)
    assert slow_belt.value == 8
    assert "Ask a physio" in slow_belt.warning
    assert not refers(ANNA, 0.8), "nothing is known, so nothing is said"
    assert start_words(ANNA, 0.8) == ""


def test_three_metres_take_a_sensible_time() -> None:
    assert "between 1 and 120 seconds" in typed_walk("0.2", ANNA, 0.8).problem


def test_the_belts_slowest_agrees_with_what_was_ticked() -> None:
    assert typed_slowest("0.5", Units.MPH).problem == ""
    assert typed_slowest("0.8", Units.KMH).problem == ""
    assert "0.8 km/h or slower" in typed_slowest("1.2", Units.KMH).problem


# -- names -----------------------------------------------------------------------------------------------------------
def test_names_of_any_script_fit_into_a_sentence() -> None:
    assert shown_name("王小明") == "王小明"
    assert shown_name("محمد علي") == "\u2068محمد علي\u2069", "the sentence around it is not turned"
    long = shown_name("A" * 200)
    assert long.replace("\u200b", "") == "A" * 39 + "…"
    assert "\u200b" in long, "it may be broken where it is too wide"


# -- details ---------------------------------------------------------------------------------------------------------
def test_only_a_physio_raises_a_limit_and_each_time_by_name() -> None:
    wanted = with_physio(ANNA, replace(ANNA, limit_kmh=3.0), "")
    assert "Only a physio" in details_problems(ANNA, wanted, ())["limit_kmh"]
    raised = with_physio(ANNA, replace(ANNA, limit_kmh=3.0), "Dr Li")
    assert not details_problems(ANNA, raised, ())
    assert raised.limit_by == "Dr Li"
    again = with_physio(raised, replace(raised, limit_kmh=4.0), "")
    assert "Only a physio" in details_problems(raised, again, ())["limit_kmh"]
    lowered = with_physio(raised, replace(raised, limit_kmh=2.5), "")
    assert lowered.limit_by == "Dr Li"
    assert with_physio(raised, replace(raised, limit_kmh=2.0), "").limit_by == ""


def test_a_limit_in_miles_is_told_in_miles() -> None:
    anna = replace(ANNA, units=Units.MPH)
    text = details_problems(anna, replace(anna, limit_kmh=4.0), ())["limit_kmh"]
    assert text.startswith("2.49 mph is above 1.2 mph.")
    assert "Only a physio" in text


def test_week_and_speed_do_not_change_together() -> None:
    wanted = replace(ANNA, programme_id="p1-first-steps", week=2, speed_kmh=1.2)
    assert "not both at once" in details_problems(ANNA, wanted, ())["speed_kmh"]
    assert not details_problems(ANNA, replace(wanted, speed_kmh=None), ())


def test_words_of_a_card() -> None:
    assert place_words(ANNA, programmes()) == "Getting to know the treadmill"
    assert place_words(replace(ANNA, programme_id="p1-first-steps", week=2), programmes()) == "First steps, week 2 of 2"
    assert "is gone" in place_words(replace(ANNA, programme_id="own-lost"), programmes())
    assert last_words((), WALL.date()) == "Not walked yet."
    walked = Summary(
        started=WALL - timedelta(days=1),
        backward_s=270,
        outcome=Ended.COMPLETED,
        checkin=CheckedIn(WALL, 3, "none", "no"),
    )
    assert last_words((walked,), WALL.date()) == "Last session: yesterday, 4½ minutes backwards. Effort 3 of 10."


def test_health_in_words() -> None:
    assert "not been answered" in health_words(File(ANNA))
    file = File(ANNA, (Screened(WALL, tuple(answers().items())),))
    assert health_words(file) == "You may walk. Answered on 4 March 2026."


# -- what a physio may allow -----------------------------------------------------------------------------------------
def test_a_physio_is_only_offered_what_would_count() -> None:
    assert best_allowable(screen(answers())) == ()
    assert best_allowable(screen(answers(fainted="yes"))) == (Outcome.GO, Outcome.HELPER, Outcome.CLINIC)
    assert best_allowable(screen(answers(fainted="yes", aid="yes"))) == (Outcome.HELPER, Outcome.CLINIC)
    assert best_allowable(screen(answers(aid="yes"))) == (), "never alone"
    assert best_allowable(screen({})) == (), "open questions"


# -- unfinished set-ups ----------------------------------------------------------------------------------------------
def test_a_draft_comes_back_and_goes() -> None:
    store = MemoryStore()
    drafts.keep(store, "a", Draft("ask:heart", answers(), treadmill=False))
    assert drafts.read(store) == {"a": Draft("ask:heart", answers(), treadmill=False)}
    drafts.keep(store, "a", None)
    assert store.get_setting(drafts.SETTING) == {}


@pytest.mark.parametrize(
    "kept",
    [None, 3, "x", [], {"a": 3}, {"a": {"page": "nowhere", "answers": {"heart": "maybe", "falls": 3, "new": "yes"}}}],
)
def test_a_damaged_draft_begins_again(kept: object) -> None:
    store = MemoryStore()
    store.put_setting(drafts.SETTING, kept)
    assert all(draft == Draft("units") for draft in drafts.read(store).values())


def test_a_first_set_up_has_three_steps_or_two_where_sound_and_sight_are_known() -> None:
    whole = Draft("name", senses=True).pages
    assert drafts.place_of("name", whole) == drafts.Spot(1, 3, "Who is walking", "The person")
    assert drafts.place_of("sight:read", whole) == drafts.Spot(2, 3, "Sound and sight")
    assert drafts.place_of("walk", whole) == drafts.Spot(3, 3, "Safety", "Walking speed")
    assert drafts.place_of("done", whole) == drafts.Spot(0, 0, "Done")
    assert drafts.place_of("walk", Draft("name").pages).step == 2


def test_a_few_pages_alone_are_counted_by_their_parts() -> None:
    assert drafts.place_of("ask:heart", drafts.HEALTH) == drafts.Spot(1, 1, "Questions about health")
    assert drafts.place_of("sight:where", drafts.SENSES) == drafts.Spot(1, 1, "Sound and sight")


# -- on paper --------------------------------------------------------------------------------------------------------
def answered(name: str = "Anna") -> Answered:
    given = answers(fainted="yes", joints="yes")
    override = Override("Dr Li <b>", "knows Anna", WALL, Outcome.HELPER)
    return Answered(name, WALL, effective(screen(given), override, WALL), given)


def test_the_paper_says_everything() -> None:
    text = outcome_text(answered())
    for words in (
        "Anna",
        "4 March 2026",
        "Walk with a helper beside you",
        "Dr Li <b> allows more",
        "You said you fainted",
        "Talk to your GP or physio about what hurts",
        "3. In the last year, have you fainted or nearly blacked out? Yes.",
        "This is not a diagnosis.",
    ):
        assert words in text
    assert sum(line[:1].isdigit() for line in text.splitlines()) == len(QUESTIONS)


def test_an_open_question_is_shown_as_open() -> None:
    assert "18. Can you walk forward on this treadmill for six minutes? No answer." in outcome_text(
        Answered("Anna", WALL, screen({}), {})
    )


def test_the_pdf_is_one_with_the_text(qtbot: QtBot, tmp_path: Path) -> None:
    html = outcome_html(answered("<i>Ann & Co</i> محمد 王"))
    text = document(html).toPlainText()
    for words in ("<i>Ann & Co</i> محمد 王", "Dr Li <b> allows more", "This is not a diagnosis.", "No"):
        assert words in text
    made = pdf_bytes(html, "Anna")
    assert made.startswith(b"%PDF")
    assert b"/Font" in made, "real text, not a picture"
    path = tmp_path / "anna.pdf"
    assert save_pdf(html, "Anna", str(path)) == ""
    assert path.read_bytes().startswith(b"%PDF")


def test_a_pdf_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    wrong = save_pdf("<p>x</p>", "x", str(tmp_path / "no" / "such" / "x.pdf"))
    assert "could not be written" in wrong
    assert "Choose another folder." in wrong


def test_file_names_are_harmless() -> None:
    assert safe_name("Balance Coach ../../Ann:a 王") == "Balance Coach Ann a 王"
    assert len(safe_name("A" * 500)) == 60
    assert safe_name("///") == "Balance Coach"


def test_a_new_treadmill_has_the_usual_slowest() -> None:
    assert Treadmill().slowest_kmh == 0.8
