"""What the screens about the whole record show."""

from msgspec import Struct


class CopyFacts(Struct, frozen=True):
    """A copy on this computer. ``id``: names it in signals."""

    id: str
    when: str
    holds: str


class RecordsFacts(Struct, frozen=True):
    """``said``: what was just done, or why not. ``undo``: what was brought in last and can be taken out again."""

    has: str = ""
    saved: str = ""
    copies: tuple[CopyFacts, ...] = ()
    where: str = ""
    trouble: str = ""
    said: str = ""
    undo: str = ""
