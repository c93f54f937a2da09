"""The answers to the health questions and what they lead to, on paper for a GP or physio: as text and as HTML.

Only what was answered and what follows by ``core.safety``; no advice of its own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape

from msgspec import Struct, field

from balancecoach.core.dates import day_words
from balancecoach.core.plan import HOME
from balancecoach.core.safety import Outcome, Verdict
from balancecoach.core.screening import QUESTIONS
from balancecoach.core.words import N_, tr

TITLES = {
    Outcome.GO: N_("You may walk"),
    Outcome.HELPER: N_("Walk with a helper beside you"),
    Outcome.CLINIC: N_("Walk in a clinic, with a physio"),
    Outcome.ASK: N_("Ask your GP or physio first"),
    Outcome.NOT_TODAY: N_("Not today"),
}
FORWARD_ONLY = N_("Walk forwards only for now: six minutes forwards come before the first backward step.")
NOT_A_DIAGNOSIS = N_("This is not a diagnosis. It is what the person answered, and what Balance Coach makes of it.")
WHAT_IT_IS = N_(
    "Balance Coach guides walking backwards on a level treadmill: at home up to {0:g} km/h, hands on the rails, and "
    "every turn on a stopped belt."
)


class Answered(Struct, frozen=True):
    """What is to be printed. ``at``: when the questions were answered."""

    name: str
    at: datetime
    verdict: Verdict
    answers: Mapping[str, str] = field(default_factory=dict)


def title(outcome: Outcome) -> str:
    """The outcome in a few words."""
    return tr(TITLES[outcome])


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """Why, in sentences, and what holds besides."""
    said = tuple(reason.text for reason in verdict.reasons)
    return (*said, tr(FORWARD_ONLY)) if verdict.forward_only else said


def questions_and_answers(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each question and its answer in the words that were shown."""
    for question in QUESTIONS:
        words = dict(question.choices).get(answers.get(question.key, ""))
        yield tr(question.words), tr(words) if words else tr("No answer")


def outcome_text(answered: Answered) -> str:
    """All of it as plain text."""
    verdict = answered.verdict
    lines = [_heading(answered), _when(answered), "", title(verdict.outcome)]
    lines += [f"- {line}" for line in reasons(verdict)]
    if verdict.advice:
        lines += ["", tr("What to talk about"), *(f"- {tr(line)}" for line in verdict.advice)]
    lines += ["", tr("Questions and answers")]
    rows = enumerate(questions_and_answers(answered.answers), 1)
    lines += [f"{number}. {question} {answer}." for number, (question, answer) in rows]
    return "\n".join([*lines, "", tr(NOT_A_DIAGNOSIS), tr(WHAT_IT_IS).format(HOME.backward_kmh), ""])


def outcome_html(answered: Answered) -> str:
    """All of it for a page of paper: black on white, nothing that was typed is taken for markup."""
    verdict = answered.verdict
    rows = "".join(
        f'<tr><td width="5%">{number}</td><td width="65%">{escape(question)}</td>'
        f'<td width="30%"><b>{escape(answer)}</b></td></tr>'
        for number, (question, answer) in enumerate(questions_and_answers(answered.answers), 1)
    )
    advice = f"{_headline(tr('What to talk about'))}{_listed(tr(line) for line in verdict.advice)}"
    return (
        f'<html><body style="color:#000000; font-size:9pt">{_headline(_heading(answered), 14)}'
        f"<p>{escape(_when(answered))}</p>"
        f"{_headline(title(verdict.outcome), 13)}{_listed(reasons(verdict))}"
        f"{advice if verdict.advice else ''}"
        f"{_headline(tr('Questions and answers'))}"
        '<table width="100%" border="1" cellspacing="0" cellpadding="2" style="border-color:#000000">'
        f"{rows}</table>"
        f"<p>{escape(tr(NOT_A_DIAGNOSIS))} {escape(tr(WHAT_IT_IS).format(HOME.backward_kmh))}</p>"
        f"<p>{escape(tr('For the GP or physio: name, date, and what is allowed'))}</p>"
        "<p>&nbsp;<br/>____________________________________________________________</p></body></html>"
    )


def _headline(text: str, points: int = 11) -> str:
    return f'<p style="font-size:{points}pt; margin-top:10px; margin-bottom:4px"><b>{escape(text)}</b></p>'


def _listed(lines: Iterator[str] | tuple[str, ...]) -> str:
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{rows}</ul>" if rows else ""


def _heading(answered: Answered) -> str:
    return tr("Before walking backwards: the answers of {0}").format(answered.name)


def _when(answered: Answered) -> str:
    return tr("Answered on {0}").format(day_words(answered.at))
