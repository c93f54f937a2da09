"""How far the set-up of a person is: which pages there are, and what of it is kept until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from balancecoach.core.screening import QUESTIONS
from balancecoach.core.words import N_, tr

#: The setting that keeps unfinished set-ups: person id -> draft. Emptied when a set-up is done or a person deleted.
SETTING = "set_up"

PERSON = ("name", "units", "control")
HEALTH = (*(f"ask:{question.key}" for question in QUESTIONS), "outcome")
TREADMILL = ("checks", "slowest")
SPEED = ("forward", "walk")
DONE = ("done",)

_STEPS = {
    "name": N_("The person"),
    "units": N_("The treadmill's numbers"),
    "control": N_("Stopping the belt"),
    "health": N_("Questions about health"),
    "treadmill": N_("The treadmill"),
    "speed": N_("Walking speed"),
    "done": N_("Done"),
}


class Settings(Protocol):
    """Where settings are kept."""

    def get_setting(self, key: str, default: Any = None) -> Any:
        """A setting."""
        ...

    def put_setting(self, key: str, value: object) -> None:
        """Keep a setting."""
        ...


@dataclass(frozen=True)
class Draft:
    """``page``: where it goes on. ``treadmill``: whether the treadmill is checked in this set-up."""

    page: str
    answers: Mapping[str, str] = field(default_factory=dict)
    treadmill: bool = True

    @property
    def pages(self) -> tuple[str, ...]:
        """Of the whole set-up."""
        return (*PERSON, *HEALTH, *(TREADMILL if self.treadmill else ()), *SPEED, *DONE)


def step_of(page: str) -> str:
    """The step that a page belongs to."""
    for name, pages in (("health", HEALTH), ("treadmill", TREADMILL), ("speed", SPEED)):
        if page in pages:
            return name
    return page


def place_of(page: str, pages: tuple[str, ...]) -> tuple[int, int, str]:
    """Step number, number of steps, and the step's name; the end is not counted."""
    steps = [step for step in dict.fromkeys(step_of(each) for each in pages) if step != "done"]
    step = step_of(page)
    return steps.index(step) + 1 if step in steps else 0, len(steps), tr(_STEPS[step])


def read(settings: Settings) -> dict[str, Draft]:
    """Every unfinished set-up. What cannot be read begins again; nothing of it was lost but answers."""
    found = settings.get_setting(SETTING)
    drafts = {}
    for person_id, row in found.items() if isinstance(found, dict) else ():
        rows = row if isinstance(row, dict) else {}
        given = rows.get("answers")
        answers = {
            question.key: given[question.key]
            for question in QUESTIONS
            if isinstance(given, dict) and given.get(question.key) in question.values
        }
        draft = Draft("units", answers, rows.get("treadmill") is not False)
        page = rows.get("page")
        drafts[person_id] = replace(draft, page=page) if page in draft.pages else draft
    return drafts


def keep(settings: Settings, person_id: str, draft: Draft | None) -> None:
    """Keep a set-up, or with ``None`` forget it."""
    drafts = read(settings)
    if draft is None:
        if drafts.pop(person_id, None) is None:
            return
    else:
        drafts[person_id] = draft
    rows = {
        each: {"page": one.page, "answers": dict(one.answers), "treadmill": one.treadmill}
        for each, one in drafts.items()
    }
    settings.put_setting(SETTING, rows)
