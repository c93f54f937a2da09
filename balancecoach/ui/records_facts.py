"""What the screens about the whole record show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CopyFacts:
    """A copy on this computer. ``id``: names it in signals."""

    id: str
    when: str
    holds: str


@dataclass(frozen=True)
class RecordsFacts:
    """``said``: what was just done, or why not. ``undo``: what was brought in last and can be taken out again."""

    has: str = ""
    saved: str = ""
    copies: tuple[CopyFacts, ...] = ()
    where: str = ""
    trouble: str = ""
    said: str = ""
    undo: str = ""
