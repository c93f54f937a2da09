"""Checks one table of a plan file against its schema, and turns rows into blocks."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import msgspec
from msgspec import Struct

from balancecoach.core import macros
from balancecoach.core.plan import Block, Facing, Hands, Kind
from balancecoach.core.words import tr
from balancecoach.plans.schema import BLOCK, MACROS

Schema = Mapping[str, tuple[object, bool]]

#: Problems of one file after which no more are looked for: a file may have a hundred thousand.
ENOUGH = 100


class Trouble(Struct, frozen=True):
    """A problem in a file. ``place``: "blocks 3 (turn), seconds"; ``text``: what is wrong and what to do."""

    place: str
    text: str


def check(table: Mapping[str, Any], schema: Schema, place: str) -> tuple[dict[str, Any], list[Trouble]]:
    """The good values of a table, and what is wrong with the others."""
    good: dict[str, Any] = {}
    wrong: list[Trouble] = []
    for name, value in table.items():
        if len(wrong) >= ENOUGH:
            break
        if name not in schema:
            wrong.append(Trouble(_at(place, clean(name)), _unknown(name, schema)))
            continue
        try:
            good[name] = msgspec.convert(value, cast("type[Any]", schema[name][0]))
        except msgspec.ValidationError:
            text = tr("{0} does not fit. Write {1}.").format(_short(value), _meaning(schema[name][0]))
            wrong.append(Trouble(_at(place, name), text))
    for name, (kind, needed) in schema.items():
        if needed and name not in table:
            wrong.append(Trouble(_at(place, name), _missing(name, kind)))
    return good, wrong


def read_row(row: object, number: int) -> tuple[tuple[Block, ...], str, list[Trouble]]:
    """One entry of ``blocks``: its blocks, its place for later messages, and its problems. ``number`` from 1."""
    place = f"blocks {number}"
    if not isinstance(row, dict):
        return (), place, [Trouble(place, tr("This is not a table. Start each block with a line [[blocks]]."))]
    if "use" in row and "kind" in row:
        return (), place, [Trouble(place, tr("Use either kind or use here, not both. Take one out."))]
    if "use" in row:
        return _macro(row, place)
    if "kind" not in row:
        return (), place, [Trouble(place, tr('Say what it is: add kind = "forward", or use = "bouts".'))]
    return _block(row, place)


def _macro(row: dict[str, Any], place: str) -> tuple[tuple[Block, ...], str, list[Trouble]]:
    name = row["use"]
    if not isinstance(name, str) or name not in MACROS:
        return (), place, [Trouble(_at(place, "use"), _unknown(name, MACROS))]
    place = f"{place} ({name})"
    good, wrong = macro_values(row, MACROS[name], place)
    if wrong:
        return (), place, wrong
    make = cast("Callable[..., tuple[Block, ...]]", getattr(macros, name))
    return make(**good), place, []


def macro_values(row: Mapping[str, Any], schema: Schema, place: str) -> tuple[dict[str, Any], list[Trouble]]:
    """The values of one macro as the core wants them, and what is wrong with them."""
    good, wrong = check({key: value for key, value in row.items() if key != "use"}, schema, place)
    if not wrong:
        wrong = _together(good, schema, place)
    if isinstance(hands := good.get("hands"), list):
        good["hands"] = tuple(Hands(hold) for hold in hands)
    elif hands is not None:
        good["hands"] = Hands(hands)
    if "facing" in good:
        good["facing"] = Facing(good["facing"])
    if "each" in good:
        good["each"] = tuple(good["each"])
    return good, wrong


def _together(good: Mapping[str, Any], schema: Schema, place: str) -> list[Trouble]:
    """Values that need or exclude each other."""
    wrong = []
    if "each" in schema:
        same = [key for key in ("count", "seconds") if key in good]
        if ("each" in good) == bool(same):
            wrong.append(Trouble(_at(place, "count"), tr("Give either count and seconds, or each with all seconds.")))
        elif len(same) == 1:
            missing = "seconds" if same == ["count"] else "count"
            wrong.append(Trouble(_at(place, missing), _missing(missing, schema[missing][0])))
        elif isinstance(good.get("hands"), list):
            number = len(good["each"]) if "each" in good else good["count"]
            if len(good["hands"]) != number:
                text = tr("There are {0} bouts. Give hands once for all, or {0} times.").format(number)
                wrong.append(Trouble(_at(place, "hands"), text))
    if "distance_m" in schema and ("distance_m" in good) == ("seconds" in good):
        wrong.append(Trouble(_at(place, "distance_m"), tr("Give either seconds or distance_m.")))
    if "percent_of_usual" in schema:
        named = [key for key in ("speed_kmh", "percent_of_usual", "percent_of_baseline") if key in good]
        if len(named) != 1:
            text = tr("Give one of speed_kmh, percent_of_usual and percent_of_baseline.")
            wrong.append(Trouble(_at(place, "speed_kmh"), text))
    return wrong


def _block(row: dict[str, Any], place: str) -> tuple[tuple[Block, ...], str, list[Trouble]]:
    name = row["kind"]
    kinds = [kind.value for kind in Kind]
    if not isinstance(name, str) or name not in kinds:
        return (), place, [Trouble(_at(place, "kind"), _unknown(name, kinds))]
    place = f"{place} ({name})"
    good, wrong = check(row, BLOCK, place)
    if wrong:
        return (), place, wrong
    block = Block(
        Kind(name),
        good["seconds"],
        good.get("speed_kmh", 0.0),
        Facing(good.get("facing", "console")),
        Hands(good.get("hands", "both")),
        good.get("incline_percent", 0.0),
        distance_m=good.get("distance_m", 0.0),
        task=good.get("task", ""),
    )
    return (block,), place, []


def _at(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _missing(name: str, kind: object) -> str:
    return tr("This is missing. Add {0} = {1}.").format(name, _meaning(kind))


def _unknown(name: object, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1) if isinstance(name, str) else []
    if near:
        return tr("{0} is not known here. Did you mean {1}?").format(_short(name), near[0])
    return tr("{0} is not known here. Use one of: {1}.").format(_short(name), ", ".join(names))


def _meaning(kind: object) -> str:
    for meta in getattr(kind, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.description:
            return meta.description
    return str(kind)


def clean(text: str) -> str:
    """Fit for a message: one short line, nothing that moves the cursor."""
    text = "".join(letter if letter.isprintable() else "?" for letter in text[:44])
    return f"{text[:40]}..." if len(text) > 43 else text


def _short(value: object) -> str:
    try:
        text = value if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):  # thousands of digits, or of tables one in another
        text = "..."
    return f'"{clean(text)}"'
