"""Sessions piece by piece as a table: what was done from second to second. ``docs/exports.md`` says what is in it."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from balancecoach.core.course import Course, Doing, Piece, Sort, course
from balancecoach.core.events import Stored
from balancecoach.core.plan import Block
from balancecoach.reports.csv_cells import Cell, write_table
from balancecoach.reports.share import Belongings, Share, real

#: A session's events by its id.
Events = Callable[[str], Iterable[Stored]]

#: Of the block that a piece belongs to.
_BLOCK: tuple[tuple[str, Callable[[Block], Cell]], ...] = (
    ("kind", lambda block: block.kind.value),
    ("part", lambda block: block.part),
    ("speed_kmh", lambda block: block.speed_kmh),
    ("incline_percent", lambda block: block.incline_percent),
    ("facing", lambda block: block.facing.value),
    ("hands", lambda block: block.hands.value),
    ("distance_m", lambda block: block.distance_m or None),
    ("task", lambda block: block.task),
)
_PIECE = ("person_id", "person", "session_id", "started", "from_s", "to_s", "doing", "why", "block")
BLOCK_COLUMNS = (*_PIECE, *(name for name, _ in _BLOCK), "near_stumbles")


def write_blocks(file: BinaryIO, everybody: Iterable[Belongings], share: Share, events: Events) -> int:
    """One row a piece of a session, end to end from its start. Returns how many."""
    return write_table(file, BLOCK_COLUMNS, _rows(everybody, share, events))


def _rows(everybody: Iterable[Belongings], share: Share, events: Events) -> Iterator[tuple[Cell, ...]]:
    for whose in everybody:
        who = (whose.person.id if whose.person else None, share.name(whose.person))
        for summary in real(whose.sessions(), share):
            line = course(events(summary.id))
            for number, piece in enumerate(line.pieces):
                wobbles = _wobbles(line, number)
                yield (*who, summary.id, summary.started, *_piece(piece, line), wobbles)


def _piece(piece: Piece, line: Course) -> tuple[Cell, ...]:
    known = piece.doing is not Doing.NONE and 0 <= piece.index < len(line.blocks)
    block = line.blocks[piece.index] if known else None
    cells = tuple(None if block is None else value(block) for _, value in _BLOCK)
    number = piece.index + 1 if known else None
    return (piece.start_s, piece.end_s, piece.doing.value, piece.why, number, *cells)


def _wobbles(line: Course, number: int) -> int:
    """Near-stumbles in a piece; one at the very end is in the last."""
    piece, last = line.pieces[number], number == len(line.pieces) - 1
    marks = (mark.at_s for mark in line.marks if mark.sort is Sort.WOBBLE)
    return sum(piece.start_s <= at_s and (at_s < piece.end_s or last) for at_s in marks)
