"""Turns a draft and what it comes to into the plain facts that the editor shows."""

import math

from msgspec import Struct

from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Block, Kind, Limits, Surface, Units, shown_speed
from balancecoach.core.progress import minutes
from balancecoach.core.words import number, tr, trn
from balancecoach.desks.editor_fields import fields_of
from balancecoach.desks.editor_values import clock
from balancecoach.plans.draft import Draft, History
from balancecoach.plans.examine import Examined, Fault
from balancecoach.ui.editor_facts import WHOLE, EditorFacts, PartFacts, SaidFacts
from balancecoach.ui.editor_words import PARTS, hands_word, part_name, plain
from balancecoach.ui.theme import strip_key

_WALKS = (Kind.BACKWARD, Kind.FORWARD)
_HALTS = (Kind.TURN, Kind.BELT_STOP)
PIPS = "● ● ● ● ●"


class Shown(Struct, frozen=True):
    """Everything the facts are made of."""

    history: History
    found: Examined
    current: int
    limits: Limits
    units: Units = Units.KMH
    notice: str = ""

    @property
    def draft(self) -> Draft:
        """As it is now."""
        return self.history.now


def editor_facts(shown: Shown) -> EditorFacts:
    """For the editor's screen."""
    draft, found, current = shown.draft, shown.found, shown.current
    floor = draft.surface is Surface.FLOOR
    instead = "" if found.script else tr("This shows once everything can be read.")
    fields = fields_of(draft, found.problems, current, shown.limits, shown.units)
    return EditorFacts(
        title=draft.title,
        totals=totals_words(found, floor),
        parts=tuple(_part(shown, row) for row in range(len(draft.rows))),
        current=current,
        heading=tr("THE WHOLE PLAN") if current == WHOLE else part_name(draft.rows[current].name).upper(),
        fields=fields,
        said=tuple(fact for _, fact in said(shown)),
        said_instead=instead,
        problems=_problems(shown),
        menu=tuple((use, tr(words)) for use, words in PARTS[draft.surface].items()),
        second=tr("METRES") if floor else tr("BELT"),
        may_undo=bool(shown.history.past),
        may_redo=bool(shown.history.future),
        draft=bool(found.problems),
        notice=shown.notice,
    )


def totals_words(found: Examined, floor: bool) -> str:
    """ "19 min 50 s in all, 5 minutes backwards, 2 turns"."""
    total = found.totals
    if not math.isfinite(total.total_s):
        return tr("The times cannot be added up.")
    whole, rest = divmod(round(total.total_s), 60)
    words = [tr("{0} min {1} s in all").format(whole, rest)]
    if floor and total.backward_m:
        words.append(tr("{0:g} metres backwards").format(total.backward_m))
    else:
        words.append(tr("{0} backwards").format(minutes(total.backward_s)))
    return ", ".join([*words, trn("{0} turn", "{0} turns", total.turns).format(total.turns)])


def _part(shown: Shown, row: int) -> PartFacts:
    found, draft = shown.found, shown.draft
    blocks = found.blocks[row]
    trouble = any(problem.row == row for problem in found.problems)
    name = part_name(draft.rows[row].name)
    if not blocks:
        return PartFacts(name, "rest", "–", "–", "–", "–", True)
    main = next((b for b in blocks if b.kind in _WALKS), None) or _main(blocks)
    walks = [b for b in blocks if b.kind is main.kind] if main.kind in _WALKS else []
    if main.kind is Kind.BACKWARD and draft.rows[row].name in ("bouts", "floor_bouts"):
        name = tr("{0} × {1}").format(name, len(walks))
    holds = {b.hands for b in walks or blocks}
    hands = hands_word(next(iter(holds)).value) if len(holds) == 1 else tr("varied")
    time = clock(round(found.seconds(row)))
    second = _metres(blocks) if draft.surface is Surface.FLOOR else _belt(blocks, shown.units)
    return PartFacts(name, strip_key(main), time, second, hands, _goes_on(blocks), trouble)


def _main(blocks: tuple[Block, ...]) -> Block:
    """What a part without walking is about: its sitting, its turn, or its first block."""
    kinds = (Kind.SEATED_REST, Kind.TURN)
    return next((block for kind in kinds for block in blocks if block.kind is kind), blocks[0])


def _belt(blocks: tuple[Block, ...], units: Units) -> str:
    walk = next((b for b in blocks if b.kind in _WALKS), None)
    if walk is not None:
        return number(shown_speed(walk.speed_kmh, units), ".1f") if math.isfinite(walk.speed_kmh) else "–"
    moving = [b for b in blocks if b.moving]
    if not moving or any(b.kind in _HALTS for b in blocks):
        return tr("off")
    return number(shown_speed(moving[-1].speed_kmh, units), ".1f")


def _metres(blocks: tuple[Block, ...]) -> str:
    metres = sum(b.distance_m for b in blocks)
    return number(metres, "g") if metres else "–"


def _goes_on(blocks: tuple[Block, ...]) -> str:
    """What ends the part: its time, a press of the ready key, or both in turn."""
    gates = {b.gate for b in blocks if b.kind in _WALKS} or {any(b.gate for b in blocks)}
    if gates == {True}:
        return tr("ready key")
    return tr("timed, key") if any(b.gate for b in blocks) else tr("timed")


def said(shown: Shown) -> tuple[tuple[tuple[Tone, str], SaidFacts], ...]:
    """Of the chosen part: what can be heard, and how it is shown."""
    found = shown.found
    if found.script is None or shown.current == WHOLE:
        return ()
    first, made, start = found.first[shown.current], [], 0.0
    for index in range(first, first + len(found.blocks[shown.current])):
        for cue in found.script.cues[index]:
            at = clock(int(start + cue.offset_s))
            pips = SaidFacts(at, PIPS, tr("five short tones"))
            made.append(((cue.tone, cue.say), SaidFacts(at, cue.say) if cue.say else pips))
        start += found.script.seconds[index]
    return tuple(made)


def _problems(shown: Shown) -> tuple[str, ...]:
    """In words; those of the chosen part first. The same one in several parts is told once; their signs show it."""
    faults = sorted(shown.found.problems, key=lambda fault: fault.row != shown.current)
    once = {(fault.row is None, fault.field, fault.text): fault for fault in reversed(faults)}
    told = reversed(tuple(once.values()))
    return tuple(problem_words(shown.draft, fault, shown.units, shown.limits) for fault in told)


def problem_words(draft: Draft, fault: Fault, units: Units, limits: Limits) -> str:
    """One problem with its place."""
    row = WHOLE if fault.row is None else fault.row
    fields = fields_of(draft, (fault,), row, limits, units)
    field = next((f for f in fields if f.name == fault.field), None)
    text = field.problem if field is not None and field.problem else plain(fault.text, units)
    if row == WHOLE:
        return f"{field.words}: {text}" if field is not None else text
    return tr("Part {0}, {1}: {2}").format(row + 1, part_name(draft.rows[row].name), text)
