"""Which values of a part can be changed, how each is typed, and what is wrong with it."""

from collections.abc import Iterable
from typing import Any

from balancecoach.core.plan import Kind, Limits, Surface, Units
from balancecoach.core.words import tr
from balancecoach.desks.editor_values import default_of, kind_of, text_of
from balancecoach.plans.draft import EITHER, Draft, Row
from balancecoach.plans.examine import Fault
from balancecoach.plans.schema import BLOCK, MACROS
from balancecoach.ui.editor_facts import WHOLE, FieldFacts, FieldKind
from balancecoach.ui.editor_words import ALONG, FACING, HANDS, TASKS, field_words, hands_word, plain, unreadable

#: Not in a file: which of its two ways a row has.
WAY = "way"
#: Of the whole plan.
HEAD = ("summary", "who", "posture_every_s", "surface")


def fields_of(
    draft: Draft, problems: Iterable[Fault], row: int, limits: Limits, units: Units
) -> tuple[FieldFacts, ...]:
    """The fields of a row, or of the whole plan."""
    wrong = {fault.field: fault.text for fault in reversed(tuple(problems)) if fault.row == (None if row < 0 else row)}
    if row == WHOLE:
        return tuple(_head(draft, name, wrong.get(name, "")) for name in HEAD)
    chosen = draft.rows[row]
    made = [_field(draft, chosen, name, wrong.get(name, ""), limits, units) for name in _names(draft, chosen, limits)]
    if chosen.name in EITHER and "kind" not in chosen.values:
        made.append(_way(chosen))
    return tuple(made)


def _head(draft: Draft, name: str, wrong: str) -> FieldFacts:
    words = field_words("", name, Units.KMH)
    if name == "surface":
        choices = (
            (Surface.TREADMILL.value, tr("on a treadmill")),
            (Surface.FLOOR.value, tr("on the floor, by a rail")),
        )
        return FieldFacts(name, words, FieldKind.CHOICE, draft.surface.value, choices=choices)
    value = getattr(draft, name)
    kind = kind_of(name, value)
    return FieldFacts(name, words, kind, text_of(kind, value, Units.KMH), problem=plain(wrong))


def _names(draft: Draft, row: Row, limits: Limits) -> list[str]:
    """In the order of the file's description; what a person cannot use here is left out, what is there never is."""
    there = [name for name in row.values if name not in ("use", "kind")]
    if "use" in row.values and "kind" not in row.values and row.name in MACROS:
        names = list(MACROS[row.name])
    elif "use" not in row.values and row.name in list(Kind):
        names = [name for name in BLOCK if name != "kind"]
    else:  # neither, or both: what is written can be changed
        names, there = [], list(row.values)
    if row.name in EITHER:
        first, others = EITHER[row.name]
        hidden = set(others) if first in row.values else {first}
        names = [name for name in names if name not in hidden]
    floor = draft.surface is Surface.FLOOR
    unused = {"speed_kmh", "incline_percent"} if floor else {"distance_m"}
    if not limits.incline_percent:
        unused.add("incline_percent")
    return [name for name in names if name not in unused or name in there] + [n for n in there if n not in names]


def _field(draft: Draft, row: Row, name: str, wrong: str, limits: Limits, units: Units) -> FieldFacts:
    value, words = row.values.get(name), field_words(row.name, name, units)
    default = default_of(row.name, name) if "use" in row.values else None
    kind = kind_of(name, value)
    text = text_of(kind, value, units)
    choices = _choices(draft, name, limits) if kind is FieldKind.CHOICE else ()
    if choices:
        text = text or str(default if default is not None else choices[0][0])
        if text not in dict(choices):  # from a file: it is shown as it is, and can be changed
            choices = (*choices, (text, text))
    problem = ""
    if wrong:
        bad = value is None or isinstance(value, str)
        problem = (unreadable(kind, words, text) if bad else "") or plain(wrong, units)
    return FieldFacts(name, words, kind, text, _hint(kind, default, units), choices, problem)


def _hint(kind: FieldKind, default: Any, units: Units) -> str:
    return text_of(kind, default, units) if isinstance(default, int | float) else ""


def _choices(draft: Draft, name: str, limits: Limits) -> tuple[tuple[str, str], ...]:
    if name == "hands":
        return tuple((key, hands_word(key)) for key in HANDS if key != "none" or limits.hands_off)
    facing = ALONG if draft.surface is Surface.FLOOR else FACING
    return tuple((key, tr(words)) for key, words in (facing if name == "facing" else TASKS).items())


def _way(row: Row) -> FieldFacts:
    """All bouts alike or each its own length; a time or a distance."""
    first = EITHER[row.name][0]
    words = (tr("all alike"), tr("one by one")) if first == "each" else (tr("a time"), tr("a distance"))
    label = tr("Lengths") if first == "each" else tr("Measured by")
    choices = (("", words[0]), (first, words[1]))
    return FieldFacts(WAY, label, FieldKind.CHOICE, first if first in row.values else "", choices=choices)
