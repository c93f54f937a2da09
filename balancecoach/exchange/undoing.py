"""Take out again what the last import brought, until the next one, also after a restart.

Exactly that is taken out, and what was there comes back; what was changed since stays as it is, and so does everybody
who has walked since. The copy that was made before the import is not put in its place: it knows nothing of later walks.
"""

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from balancecoach.core.words import tr, trn
from balancecoach.errors import UserError
from balancecoach.store.came import Came, Change, fingerprint
from balancecoach.store.everything import Everything
from balancecoach.store.records import Part
from balancecoach.store.store import Store
from balancecoach.store.values import UnreadableError, Values


class LastImport(Struct, frozen=True):
    """An import that can be undone. ``changes``: records that it wrote."""

    at: datetime
    changes: int


class Undone(Struct, frozen=True):
    """What undoing came to, in records. ``stayed``: changed or needed since the import."""

    taken_out: int
    put_back: int
    stayed: int

    def lines(self) -> tuple[str, ...]:
        """In words."""
        out, back, stayed = self.taken_out, self.put_back, self.stayed
        lines = (
            trn("{0} record of the last import is taken out.", "{0} records of the last import are taken out.", out),
            trn("{0} record is as it was before.", "{0} records are as they were before.", back),
            trn(
                "{0} record stays: it was changed or is needed since.",
                "{0} records stay: they were changed or are needed since.",
                stayed,
            ),
        )
        told = (line.format(number) for line, number in zip(lines, (out, back, stayed), strict=True) if number)
        return tuple(told) or (tr("Nothing of the last import is here any more."),)


def last_import(store: Store) -> LastImport | None:
    """The import that ``undo`` would undo; ``None`` when there is none, or its copy is gone."""
    found = _marked(store.everything())
    return None if found is None else found[0]


def undo(store: Store) -> Undone:
    """Undo the last import, all or nothing. Raises ``UserError`` when there is none. Flush the journal before."""
    everything = store.everything()
    found = _marked(everything)
    if found is None:
        raise UserError(tr("{0}: there is no import that can be undone; nothing was changed.").format(everything.path))
    counts = {"out": 0, "back": 0, "stayed": 0}
    with Came(found[1]) as came, everything.changing():
        for change in came.changes():
            counts[_undo(everything, change)] += 1
        everything.set_mark(None)
    return Undone(counts["out"], counts["back"], counts["stayed"])


def _undo(everything: Everything, change: Change) -> str:
    now = everything.find(change.part, change.key)
    if now is None or fingerprint(now) != change.after:
        return "stayed"
    if change.before is not None:
        everything.put(change.part, change.before)
        return "back"
    if change.part is Part.PEOPLE and everything.is_needed(now["id"]):
        return "stayed"
    everything.delete(change.part, now)
    return "out"


def _marked(everything: Everything) -> tuple[LastImport, Path] | None:
    try:
        values = Values(everything.mark())
        last, name = LastImport(values.when("at"), values.whole("changes")), values.text("copy")
    except (UnreadableError, ValueError):
        return None
    copy = everything.backups / Path(name).name
    return (last, copy) if copy.is_file() else None
