"""A plan while it is edited: rows as in its file, which may be wrong, and every change as a new draft.

A draft holds whatever was typed; ``plans/examine.py`` says what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from balancecoach.core.plan import Facing, Surface
from balancecoach.core.rules import MOST_BLOCKS
from balancecoach.core.words import tr
from balancecoach.plans.files import read_plan
from balancecoach.plans.rows import Trouble
from balancecoach.plans.schema import FORMAT
from balancecoach.plans.text import BadTextError, parse_table, told

#: Steps that can be undone.
MOST_STEPS = 200
#: As the schema of ids has it.
LONGEST_ID = 64
POSTURE_EVERY_S = 45.0

#: Rows that lead to a bout take its speed.
_LEADS = ("turn_away", "seated_break")
#: Fields of which a row has either the first or the others, and what the others are to begin with.
EITHER: dict[str, tuple[str, Mapping[str, Any]]] = {
    "bouts": ("each", {"count": 3, "seconds": 30.0}),
    "floor_walk": ("distance_m", {"seconds": 60.0}),
    "floor_bouts": ("distance_m", {"seconds": 30.0}),
}
_NEW: dict[str, Mapping[str, Any]] = {
    "warm_up": {"seconds": 300.0, "speed_kmh": 2.0},
    "forward": {"seconds": 120.0, "speed_kmh": 1.5},
    "cool_down": {"seconds": 180.0, "speed_kmh": 1.5},
    "bouts": {"count": 3, "seconds": 30.0, "rest_seconds": 45.0, "speed_kmh": 1.0},
    "floor_walk": {"seconds": 60.0},
    "floor_bouts": {"count": 3, "rest_seconds": 30.0, "seconds": 30.0},
}
_STARTER = {
    Surface.TREADMILL: (
        *("loosen", "prepare", "start_forward", "warm_up", "turn_away", "bouts", "turn_back", "cool_down", "end"),
    ),
    Surface.FLOOR: ("loosen", "prepare", "floor_walk", "settle", "floor_bouts", "floor_end"),
}
#: Single blocks that may be added by themselves.
_SINGLE: dict[str, Mapping[str, Any]] = {
    "settle": {"kind": "settle", "seconds": 15.0, "hands": "one"},
    "seated_rest": {"kind": "seated_rest", "seconds": 120.0, "hands": "one"},
}


class Row(Struct, frozen=True):
    """One row, its values as in the file, with ``use`` for a macro or ``kind`` for a single block. Never changed."""

    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Which macro or kind it is, "" for neither."""
        name = self.values.get("use", self.values.get("kind"))
        return name if isinstance(name, str) else ""

    def having(self, name: str, value: object) -> "Row":
        """With another value, ``None`` to leave it out."""
        values = {key: old for key, old in self.values.items() if key != name or value is not None}
        return Row(values if value is None else {**values, name: value})


class Draft(Struct, frozen=True):
    """A plan being edited."""

    id: str = "new-plan"
    title: str = ""
    summary: str = ""
    who: str = ""
    sources: tuple[str, ...] = ()
    posture_every_s: float = POSTURE_EVERY_S
    surface: Surface = Surface.TREADMILL
    rows: tuple[Row, ...] = ()

    def table(self) -> dict[str, Any]:
        """As the table of a plan file; what is empty is left out."""
        words = {"summary": self.summary, "who": self.who, "sources": list(self.sources)}
        return {
            "format": FORMAT,
            "id": self.id,
            "title": self.title,
            **{name: value for name, value in words.items() if value},
            "posture_every_s": self.posture_every_s,
            "surface": self.surface.value,
            "blocks": [dict(row.values) for row in self.rows],
        }


# -- changes: each gives a new draft; a row that is not there changes nothing ----------------------------------------
def add(draft: Draft, index: int, row: Row) -> Draft:
    """With one row more, at ``index``."""
    index = max(0, min(index, len(draft.rows)))
    return replace(draft, rows=(*draft.rows[:index], row, *draft.rows[index:]))


def remove(draft: Draft, index: int) -> Draft:
    """Without that row."""
    if not 0 <= index < len(draft.rows):
        return draft
    return replace(draft, rows=draft.rows[:index] + draft.rows[index + 1 :])


def move(draft: Draft, index: int, by: int) -> Draft:
    """That row further down (``by`` above 0) or up, as far as there is room."""
    if not 0 <= index < len(draft.rows):
        return draft
    return add(remove(draft, index), max(0, index + by), draft.rows[index])


def repeat(draft: Draft, index: int) -> Draft:
    """That row once more, right below."""
    return add(draft, index + 1, draft.rows[index]) if 0 <= index < len(draft.rows) else draft


def set_value(draft: Draft, index: int, name: str, value: object) -> Draft:
    """Another value in a row, ``None`` to leave it out. A bout's speed and that of the turn to it go together."""
    if not 0 <= index < len(draft.rows):
        return draft
    old = draft.rows[index].values.get(name)
    rows = list(draft.rows)
    rows[index] = rows[index].having(name, value)
    if name == "speed_kmh" and value is not None:
        for other in _same_speed(draft, index):
            if rows[other].values.get(name) == old:
                rows[other] = rows[other].having(name, value)
    return replace(draft, rows=tuple(rows))


def _same_speed(draft: Draft, index: int) -> list[int]:
    """The bouts that belong to a row, and the turns and breaks that lead to them."""
    if draft.rows[index].name not in ("bouts", *_LEADS):
        return []
    found = []
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(draft.rows) and draft.rows[at].name in ("bouts", *_LEADS):
            found.append(at)
            at += step
    return found


def set_either(draft: Draft, index: int, first: bool) -> Draft:
    """Change a row between its two ways: all bouts alike or each its own length; a distance or a time."""
    if not 0 <= index < len(draft.rows) or draft.rows[index].name not in EITHER:
        return draft
    values = dict(draft.rows[index].values)
    name, others = EITHER[draft.rows[index].name]
    if first == (name in values):
        return draft
    was = {key: values.pop(key, None) for key in (name, *others)}
    if first:
        values[name] = 10.0 if name == "distance_m" else _each(was["count"], was["seconds"])
    else:
        values |= others
        each = was[name]
        if name == "each" and isinstance(each, list) and each:
            values |= {"count": len(each), "seconds": each[0]}
    return replace(draft, rows=(*draft.rows[:index], Row(values), *draft.rows[index + 1 :]))


def _each(count: object, seconds: object) -> list[Any]:
    number = count if isinstance(count, int) and 1 <= count <= 50 else 1
    return [seconds if isinstance(seconds, int | float) else 30.0] * number


def new_row(use: str, draft: Draft, index: int) -> Row:
    """A row to be added at ``index``, with values that fit what is around it."""
    values = dict(_SINGLE.get(use, {"use": use, **_NEW.get(use, {})}))
    near = [row for row in (*draft.rows[index:], *reversed(draft.rows[:index])) if row.name == "bouts"]
    if use in (*_LEADS, "bouts"):
        values["speed_kmh"] = near[0].values.get("speed_kmh", 1.0) if near else 1.0
    if use == "floor_turn":
        turns = [row.values.get("facing") for row in draft.rows[:index] if row.name == "floor_turn"]
        values["facing"] = Facing.CONSOLE.value if turns[-1:] == [Facing.ROOM.value] else Facing.ROOM.value
    return Row(values)


def starter(title: str, surface: Surface = Surface.TREADMILL) -> Draft:
    """A short plan to begin from, which may be walked as it is."""
    draft = Draft(title=title, surface=surface)
    for use in _STARTER[surface]:
        draft = add(draft, len(draft.rows), new_row(use, draft, len(draft.rows)))
    return draft


# -- from text -------------------------------------------------------------------------------------------------------
def from_plan_text(text: str, name: str) -> Draft:
    """The draft in a plan file's text, however wrong its values are. ``name`` stands for the file in messages.

    Raises ``PlanFileError`` when there is nothing to edit: no TOML, a newer version's file, blocks that are no tables.
    """
    try:
        return from_table(parse_table(text))
    except BadTextError as error:
        raise told(name, [error.trouble]) from error


def from_table(table: Mapping[str, Any]) -> Draft:
    """The same for a table that was read. Raises ``BadTextError``."""
    version = table.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise BadTextError("format", next(t.text for t in read_plan({"format": version}).wrong if t.place == "format"))
    rows = table.get("blocks", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadTextError("blocks", tr("This is not a list of tables. Start each block with a line [[blocks]]."))
    if len(rows) > MOST_BLOCKS:
        text = tr("The plan has {0} blocks. Use {1} at most.").format(len(rows), MOST_BLOCKS)
        raise BadTextError("blocks", text)
    words = {key: value for key in ("id", "title", "summary", "who") if isinstance(value := table.get(key), str)}
    sources, every = table.get("sources"), table.get("posture_every_s")
    return Draft(
        **{"title": tr("Plan without a name"), **words},
        sources=tuple(row for row in sources if isinstance(row, str)) if isinstance(sources, list) else (),
        posture_every_s=every if isinstance(every, int | float) and every > 0 else POSTURE_EVERY_S,
        surface=Surface.FLOOR if table.get("surface") == Surface.FLOOR.value else Surface.TREADMILL,
        rows=tuple(Row(row) for row in rows),
    )


def lost(table: Mapping[str, Any]) -> tuple[Trouble, ...]:
    """What is wrong in a file's head and is mended by making a draft of it."""
    found = read_plan({**table, "blocks": [{"use": "prepare"}]}).wrong
    return tuple(trouble for trouble in found if not trouble.place.startswith("blocks"))


def unique_id(title: str, taken: Collection[str]) -> str:
    """A short name of small letters, digits and hyphens made of a title, unlike all that are taken."""
    flat = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:LONGEST_ID].strip("-") or "plan"
    name, number = base, 2
    while name in taken:
        tail = f"-{number}"
        name, number = base[: LONGEST_ID - len(tail)].strip("-") + tail, number + 1
    return name


# -- undo ------------------------------------------------------------------------------------------------------------
class History(Struct, frozen=True):
    """A draft, those before it, and those that were undone, the next one last."""

    now: Draft
    past: tuple[Draft, ...] = ()
    future: tuple[Draft, ...] = ()
    tag: str = ""

    def do(self, draft: Draft, tag: str = "") -> "History":
        """One change more. Changes in a row with the same ``tag``, such as letters typed, are one step."""
        if draft == self.now:
            return self
        if tag and tag == self.tag and self.past:
            return History(draft, self.past, (), tag)
        return History(draft, (*self.past, self.now)[-MOST_STEPS:], (), tag)

    def undo(self) -> "History":
        """The draft before."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redo(self) -> "History":
        """What was undone last."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now)[-MOST_STEPS:], self.future[:-1])
