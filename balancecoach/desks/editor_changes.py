"""What typing in a field, or an arrow key in it, makes of a draft."""

from typing import Any

from msgspec.structs import replace

from balancecoach.core.plan import Surface, Units
from balancecoach.desks.editor_fields import WAY
from balancecoach.desks.editor_values import kind_of, one_step, value_from
from balancecoach.plans import draft as drafts
from balancecoach.plans.draft import Draft
from balancecoach.ui.editor_facts import WHOLE


def clean(text: str) -> str:
    """Without halves of letters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def typed(draft: Draft, row: int, name: str, text: str, units: Units) -> Draft:
    """With what is in a field now, of a row or of the whole plan."""
    if row == WHOLE:
        return _head(draft, name, text, units)
    if name == WAY:
        return drafts.set_either(draft, row, bool(text))
    kind = kind_of(name, draft.rows[row].values.get(name))
    return drafts.set_value(draft, row, name, value_from(kind, clean(text), units))


def _head(draft: Draft, name: str, text: str, units: Units) -> Draft:
    value: Any = clean(text)
    if name == "surface":
        value = Surface(text)
    elif name == "posture_every_s":
        value = value_from(kind_of(name, None), text, units)
        value = float(value) if isinstance(value, int | float) else 0.0
    return replace(draft, **{name: value})


def stepped(draft: Draft, row: int, name: str, by: int, units: Units) -> Draft:
    """With a number one step larger or smaller."""
    kind = kind_of(name, None)
    if row == WHOLE:
        return replace(draft, posture_every_s=one_step(kind, draft.posture_every_s, by, units))
    value = one_step(kind, draft.rows[row].values.get(name), by, units)
    return draft if value is None else drafts.set_value(draft, row, name, value)
