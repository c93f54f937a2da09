"""How far the set-up of a person is: which pages there are, and what of it is kept until it is done."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core.screening import QUESTIONS
from balancecoach.core.words import N_, tr

#: The setting that keeps unfinished set-ups: person id -> draft. Emptied when a set-up is done or a person deleted.
SETTING = "set_up"

PERSON = ("name", "units", "control")
#: The sound and sight check (``desks/senses.py``).
SENSES = ("sound:place", "sound:hear", "sound:voice", "sight:where", "sight:read", "sight:result")
HEALTH = (*(f"ask:{question.key}" for question in QUESTIONS), "outcome")
TREADMILL = ("checks", "slowest")
SPEED = ("forward", "walk")
DONE = ("done",)

#: The three steps of a first set-up, each of several pages.
_WHOLE = {"who": N_("Who is walking"), "senses": N_("Sound and sight"), "safety": N_("Safety")}
_STEPS = {
    "name": N_("The person"),
    "senses": N_("Sound and sight"),
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


class Draft(Struct, frozen=True):
    """``page``: where it goes on. ``treadmill``, ``senses``: whether these are checked in this set-up."""

    page: str
    answers: Mapping[str, str] = field(default_factory=dict)
    treadmill: bool = True
    senses: bool = False

    @property
    def pages(self) -> tuple[str, ...]:
        """Of the whole set-up."""
        senses, treadmill = SENSES if self.senses else (), TREADMILL if self.treadmill else ()
        return (*PERSON, *senses, *HEALTH, *treadmill, *SPEED, *DONE)


def part_of(page: str) -> str:
    """The part that a page belongs to."""
    for name, pages in (("senses", SENSES), ("health", HEALTH), ("treadmill", TREADMILL), ("speed", SPEED)):
        if page in pages:
            return name
    return page


def _step_of(page: str) -> str:
    """The step of a first set-up that a page belongs to."""
    return "who" if page in PERSON else "senses" if page in SENSES else "safety"


class Spot(Struct, frozen=True):
    """``step`` of ``steps`` (0: the end, which is not counted), its name, and the name of the part within it."""

    step: int
    steps: int
    name: str
    part: str = ""


def place_of(page: str, pages: tuple[str, ...]) -> Spot:
    """Where a page is. A first set-up has three steps; anything less is a few pages of one part."""
    part = part_of(page)
    if part == "done":
        return Spot(0, 0, tr(_STEPS[part]))
    if "name" not in pages:
        parts = list(dict.fromkeys(part_of(each) for each in pages))
        return Spot(parts.index(part) + 1, len(parts), tr(_STEPS[part]))
    steps = list(dict.fromkeys(_step_of(each) for each in pages))
    step = _step_of(page)
    return Spot(steps.index(step) + 1, len(steps), tr(_WHOLE[step]), "" if step == "senses" else tr(_STEPS[part]))


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
        draft = Draft("units", answers, rows.get("treadmill") is not False, rows.get("senses") is True)
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
        each: {"page": one.page, "answers": dict(one.answers), "treadmill": one.treadmill, "senses": one.senses}
        for each, one in drafts.items()
    }
    settings.put_setting(SETTING, rows)
