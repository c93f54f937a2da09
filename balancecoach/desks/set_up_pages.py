"""The pages of the set-up, made for one person as things are now."""

from collections.abc import Mapping, Sequence

from balancecoach.core.allowed import FORWARD_ONLY, First, Situation, questions_due, verdict
from balancecoach.core.person import MOST_KMH, File, Happened, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Units
from balancecoach.core.safety import Outcome, contradictions
from balancecoach.core.screening import QUESTIONS, WHY_ASKED, Again, Question
from balancecoach.core.words import number, tr
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks.names import shown_name
from balancecoach.desks.people_facts import (
    best_allowable,
    first_session,
    set_up_name_problems,
    typed_forward,
    typed_slowest,
    typed_speed,
    typed_walk,
)
from balancecoach.desks.people_tools import Tools
from balancecoach.reports.outcome import Answered, outcome_html, reasons, title
from balancecoach.ui.fields import UNIT_WORDS, speed_text
from balancecoach.ui.outcome_screen import OutcomeFacts, OutcomePage
from balancecoach.ui.person_parts import CONTROL_WORDS
from balancecoach.ui.questions import ChoicePage
from balancecoach.ui.set_up import Where
from balancecoach.ui.set_up_forms import ChecksPage, DonePage, NamePage, NumberPage

BY_KEY = {question.key: question for question in QUESTIONS}


def where(page: str, pages: tuple[str, ...]) -> Where:
    """How far the set-up is."""
    spot = drafts.place_of(page, pages)
    detail = spot.part
    if page.startswith("ask:"):
        number = [f"ask:{question.key}" for question in QUESTIONS].index(page) + 1
        detail = tr("Question {0} of {1}").format(number, len(QUESTIONS))
    return Where(spot.step, spot.steps, spot.name, detail)


def paper(file: File) -> tuple[str, str]:
    """The outcome as a page to print, and what it is called."""
    screened, found = file.last(Screened), verdict(file)
    assert isinstance(screened, Screened) and found is not None  # it is printed from the outcome's page
    html = outcome_html(Answered(file.person.name, screened.at, found, dict(screened.answers)))
    return html, tr("Balance Coach {0} {1}").format(shown_name(file.person.name), f"{screened.at:%Y-%m-%d}")


def name_page(tools: Tools, person: Person | None, person_id: str) -> NamePage:
    """Who will walk."""
    others = tools.other_names(person_id)
    texts = (person.name, person.helper, person.emergency) if person else ("", "", "")
    return NamePage(*texts, lambda name, helper, phone: set_up_name_problems(name, helper, phone, others))


def units_page(person: Person, answered: bool) -> ChoicePage:
    """Kilometres or miles. ``answered``: asked before, so that the answer is shown."""
    choices = [(Units.KMH.value, tr("km/h (kilometres)")), (Units.MPH.value, tr("mph (miles)"))]
    words = tr("All speeds are then shown and spoken like that.")
    chosen = person.units.value if answered else ""
    return ChoicePage(tr("Which numbers does the treadmill show?"), choices, chosen, help_words=words)


def control_page(tools: Tools, person: Person) -> ChoicePage:
    """How the belt is worked while facing the room (evidence 3.0)."""
    question = tr("How will the belt be started and stopped while {0} faces the room?").format(shown_name(person.name))
    choices = [
        (BeltControl.HELPER.value, tr("A helper does it")),
        (BeltControl.REMOTE.value, tr("With buttons on the rails, or a remote")),
        (BeltControl.NONE.value, tr("None of these")),
    ]
    first = tools.programmes.get(FORWARD_ONLY)
    locked = tr("Then walking backwards stays locked. “{0}” can be walked: forwards only.")
    notes = {BeltControl.NONE.value: locked.format(first.title if first else FORWARD_ONLY)}
    words = tr("The console and its stop button are then behind the person.")
    chosen = person.control.value if person.control else ""
    return ChoicePage(question, choices, chosen, help_words=words, notes=notes)


def question_page(key: str, situation: Situation, answers: Mapping[str, str]) -> ChoicePage:
    """One question about health."""
    question: Question = BY_KEY[key]
    name = shown_name(situation.file.person.name)
    words = tr("{0} answers. Not sure? Choose Later, ask your GP, and go on another day.").format(name)
    due = questions_due(situation)
    if question is QUESTIONS[0] and due not in ("", Again.FIRST):
        words = f"{tr(WHY_ASKED[Again(due)])} {words}"
    choices = [(value, tr(said)) for value, said in question.choices]
    return ChoicePage(tr(question.words), choices, answers.get(key, ""), help_words=words)


def outcome_page(file: File, situation: Situation, *, last: bool) -> OutcomePage:
    """What the answers lead to. ``last``: nothing comes after it."""
    found, screened = verdict(file), file.last(Screened)
    assert found is not None and isinstance(screened, Screened)  # the questions were answered just now
    events = [(fact.what, fact.at) for fact in file.facts if isinstance(fact, Happened)]
    said = contradictions(dict(screened.answers), events, situation.now)
    words = tr("Finish for now") if found.outcome >= Outcome.ASK else tr("Done") if last else tr("Go on")
    return OutcomePage(
        OutcomeFacts(
            title=title(found.outcome),
            reasons=reasons(found) or (tr("Nothing in the answers stands in the way."),),
            advice=tuple(tr(line) for line in found.advice),
            contradicted=tuple((_question_of(sentence), sentence) for sentence in said),
            allowable=best_allowable(found),
            next_words=words,
        )
    )


def _question_of(sentence: str) -> str:
    return next((each.key for each in QUESTIONS if tr(each.words) in sentence), QUESTIONS[0].key)


def checks_page(ticked: Sequence[str], control: BeltControl | None) -> ChecksPage:
    """The treadmill and its place."""
    if control is None:
        said = tr("Facing the room, the belt has to be started and stopped: each person's own answer counts.")
    else:
        said = tr("Facing the room, the belt is started and stopped like this: {0}. (Answered before.)")
        said = said.format(tr(CONTROL_WORDS[control]))
    return ChecksPage(ticked, said)


def slowest_page(treadmill: Treadmill, ticked: Sequence[str], units: Units) -> NumberPage:
    """The belt's slowest speed."""
    slow = "slow_start" in ticked
    words = tr("Look at the console right after Start, or into the manual. Nothing is ever rounded up to it.")
    return NumberPage(
        tr("What is the belt's slowest speed?"),
        words,
        tr(UNIT_WORDS[units]),
        speed_text(treadmill.slowest_kmh, units),
        (lambda text: typed_slowest(text, units)) if slow else lambda text: typed_speed(text, units, MOST_KMH),
    )


def forward_page(person: Person, slowest_kmh: float) -> NumberPage:
    """The comfortable forward speed."""
    return NumberPage(
        tr("How fast does {0} walk forwards on this treadmill, at ease?").format(shown_name(person.name)),
        tr("From walks before today. If it is not known, leave it open: the first session is for finding it."),
        tr(UNIT_WORDS[person.units]),
        "" if person.forward_kmh is None else speed_text(person.forward_kmh, person.units),
        lambda text: typed_forward(text, person, slowest_kmh),
        tr("Not known yet"),
    )


def walk_page(person: Person, slowest_kmh: float) -> NumberPage:
    """The 3-metre backward walk."""
    return NumberPage(
        tr("How long do three metres backwards on the floor take?"),
        tr("Only if a physio has measured it. It makes the start slower, never faster."),
        tr("seconds"),
        "" if person.walk3m_s is None else number(person.walk3m_s, "g"),
        lambda text: typed_walk(text, person, slowest_kmh),
        tr("Not measured"),
    )


def done_page(tools: Tools, file: File) -> DonePage:
    """The end."""
    lines, allowed = first_session(tools.situation(file), tools.programmes)
    waits = list(allowed.why) if allowed is not None and not allowed.may else []
    if file.person.control is BeltControl.NONE and (allowed is None or allowed.first is not First.CONTROL):
        waits.append(tr("Nobody can stop the belt while you face the room, so walking backwards is locked."))
    return DonePage(tr("{0} is set up").format(shown_name(file.person.name)), lines, waits)
