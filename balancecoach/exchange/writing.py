"""A record to a document. Nothing is held in memory but one session at a time."""

from datetime import datetime
from typing import BinaryIO

from balancecoach.exchange.layout import CLOSING, Check, head, opening
from balancecoach.store.bodies import encoded
from balancecoach.store.everything import Everything
from balancecoach.store.records import Part
from balancecoach.store.store import Store
from balancecoach.store.values import stamp


def write(store: Store, file: BinaryIO, *, now: datetime, person_id: str | None = None) -> None:
    """Write everything, or everything about one person, to a file that was opened for that.

    Of one moment, and the same bytes for the same content but for the first line. Without the PIN. Raises ``UserError``
    for what the record cannot say, ``OSError`` for what the file cannot take.
    """
    everything, check = store.everything(), Check()
    file.write(f"{head(stamp(now))}\n".encode())
    with everything.still():
        for part in Part:
            _write_part(everything, part, person_id, file, check)
    file.write(f'"check":{encoded(check.value())}}}\n'.encode())


def _write_part(everything: Everything, part: Part, person_id: str | None, file: BinaryIO, check: Check) -> None:
    check.part(part)
    file.write(f"{opening(part)}\n".encode())
    before = b""
    for record in everything.each(part, person_id):
        text = encoded(record).encode()
        check.record(text)
        file.write(before + text)
        before = b",\n"
    file.write((b"\n" if before else b"") + f"{CLOSING}\n".encode())
