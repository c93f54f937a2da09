"""What the answers lead to: on paper, contradicted by notes, seen again, and more allowed by a physio."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from balancecoach.core.person import Happened, Screened
from balancecoach.core.plan import BeltControl
from balancecoach.core.safety import Outcome
from balancecoach.core.screening import QUESTIONS
from balancecoach.ui.outcome_screen import OutcomePage
from tests.fakes import WALL
from tests.ui.people_world import WELL, K, World, texts


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> World:
    return World(qtbot, tmp_path / "outcome.pdf")


# -- the outcome -----------------------------------------------------------------------------------------------------
def test_the_outcome_goes_to_paper_and_pdf(world: World, tmp_path: Path) -> None:
    world.to_outcome(fainted=1)
    page = world.page
    assert isinstance(page, OutcomePage)
    page.print_button.click()
    assert "You said you fainted" in world.paper.printed[0]
    page.pdf_button.click()
    assert (tmp_path / "outcome.pdf").read_bytes().startswith(b"%PDF")
    assert world.paper.names == ["Balance Coach Anna 2026-03-04"]
    assert page.problem.text() == f"Saved: {tmp_path / 'outcome.pdf'}"


def test_answers_that_notes_contradict_are_shown_and_can_be_put_right(world: World) -> None:
    person = world.person(control=BeltControl.HELPER)
    world.store.save_person(person, Happened(WALL - timedelta(days=3), "fall"), now=WALL)
    world.desk.ask_again("a")
    assert any(
        "You had a fall" in text or "Some questions" in text or "Anna answers" in text for text in texts(world.page)
    )
    world.answer_all()
    assert any("Your notes say something else" in text for text in texts(world.page))
    page = world.page
    assert isinstance(page, OutcomePage)
    page.answer_again.emit(page._facts.contradicted[0][0])
    assert world.page.question.text() == next(each.words for each in QUESTIONS if each.key == "falls")
    world.answer(2)
    for question in QUESTIONS[6:]:
        world.answer(WELL[question.key])
    assert not any("Your notes" in text for text in texts(world.page))
    world.press(K.Key_Return)
    assert world.left == 1


def test_the_outcome_can_be_seen_again_and_more_be_allowed(world: World) -> None:
    person = world.person("Anna", control=BeltControl.HELPER)
    given = {**{q.key: q.values[WELL[q.key] - 1] for q in QUESTIONS}, "fainted": "yes"}
    world.store.save_person(person, Screened(WALL, tuple(given.items())), now=WALL)
    world.desk.show_person("a")
    world.desk.person.wishes.outcome.click()
    page = world.page_of(OutcomePage)
    assert page.question.text() == "Ask your GP or physio first"
    page.allowed.emit("Dr Li", "knows Anna", Outcome.GO)
    assert world.page.question.text() == "You may walk"
    world.press(K.Key_Escape)
    assert world.stack.currentWidget() is world.desk.person
    assert len([fact for fact in world.store.facts["a"] if isinstance(fact, Screened)]) == 1
