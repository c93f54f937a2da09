"""How a document is laid out: one record a line, so that a whole history is read and written piece by piece."""

from hashlib import sha256

from balancecoach.store.bodies import encoded
from balancecoach.store.records import Part

FORMAT = "balancecoach"
#: One more with every change that an older program could not read.
VERSION = 1
#: Bytes of one line: a session of a whole day has about 2 MB.
LONGEST_LINE = 8 * 1024 * 1024
#: Bytes of a document that somebody laid out anew: it has to be read in one piece.
LARGEST_WHOLE = 16 * 1024 * 1024
#: Of one document: a clinic's hundred people in ten years have some 200,000.
MOST_RECORDS = 500_000


def head(made: str) -> str:
    """The first line. ``made``: ISO 8601 with its offset."""
    return encoded({"format": FORMAT, "version": VERSION, "made": made})[:-1] + ","


def opening(part: Part) -> str:
    """The line before a part's records."""
    return f'"{part.value}":['


#: The line after a part's records.
CLOSING = "],"


class Check:
    """The sum over all records, which shows whether a document is as it was written."""

    def __init__(self) -> None:
        self.records = 0
        self._sum = sha256()

    def part(self, part: Part) -> None:
        """A part begins."""
        self._sum.update(part.value.encode())

    def record(self, text: bytes) -> None:
        """A record as it is written, without comma and line end."""
        self.records += 1
        self._sum.update(b"\n")
        self._sum.update(text)

    def value(self) -> dict[str, object]:
        """As it stands at the end of a document."""
        return {"records": self.records, "sha256": self._sum.hexdigest()}
