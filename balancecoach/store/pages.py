"""Rows straight from the pages of a damaged file, whatever its trees still know of them.

SQLite reads from the root down: one bad page hides all below it, and a bad first page everything. Rows lie in pages
that can each be understood alone (https://sqlite.org/fileformat2.html); here every page is looked at. What cannot be
understood is passed over. Nothing is written.
"""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

#: Values of a row, in the order in which they are stored.
Row = tuple[object, ...]

_TABLE, _INDEX, _INSIDE = 0x0D, 0x0A, 0x02  # a leaf of a table, of an index, an inner page of an index
_NO_ROWS = 0x05  # an inner page of a table
_KINDS = (_TABLE, _INDEX, _INSIDE, _NO_ROWS)
_USUAL = 4096
_SIZES = frozenset(1 << power for power in range(9, 17))
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
#: Bytes and values of a row: more is no row of ours.
_LONGEST, _MOST_VALUES = 16_000_000, 12


class Pages:
    """The pages of a database, with the newer ones of its write-ahead log over them."""

    def __init__(self, main: bytes | mmap.mmap, log: bytes, size: int) -> None:
        self._main, self._size = main, size
        self._newer = _logged(log, self._size)
        self.count = max((len(main) // self._size, *self._newer))
        self._free = self._find_free()

    def page(self, number: int) -> bytes:
        """By its number, from 1 on; empty when there is none."""
        if number in self._newer:
            return self._newer[number]
        return b"" if number < 1 else bytes(self._main[(number - 1) * self._size : number * self._size])

    def rows(self) -> Iterator[tuple[Row, bool]]:
        """Every row there is, and whether its page says that it is a table's with row numbers."""
        for number in range(1, self.count + 1):
            if number in self._free:
                continue  # deleted rows
            page = self.page(number)
            if len(page) < self._size:
                continue
            kind = page[100] if number == 1 else page[0]
            # a page with a kind that there is none of may have had its first byte damaged
            guesses = (_INDEX, _TABLE) if self._may_have_rows(page) else ()
            for tried in (kind,) if kind in _KINDS else guesses:
                if tried != _NO_ROWS:
                    yield from ((row, tried == _TABLE) for row in self._cells(page, tried, 100 * (number == 1)))

    def _may_have_rows(self, page: bytes) -> bool:
        """Whether every place that its head names is one where a row may be; in a page of text none is."""
        count = struct.unpack_from(">H", page, 3)[0]
        if not 0 < count <= self._size // 8:
            return False
        return all(8 + 2 * count <= at < self._size for at in struct.unpack_from(f">{count}H", page, 8))

    def _cells(self, page: bytes, kind: int, start: int) -> Iterator[Row]:
        head = 12 if kind == _INSIDE else 8
        count = min(struct.unpack_from(">H", page, start + 3)[0], (self._size - start - head) // 2)
        for at in struct.unpack_from(f">{count}H", page, start + head):
            try:
                row = self._row(page, at, kind)
            except (IndexError, struct.error, ValueError):
                continue
            if row:
                yield row

    def _row(self, page: bytes, at: int, kind: int) -> Row:
        at += 4 if kind == _INSIDE else 0
        length, at = _varint(page, at)
        if kind == _TABLE:
            _, at = _varint(page, at)  # the row's number
        if not 0 < length <= _LONGEST:
            return ()
        return _values(self._payload(page, at, length, kind))

    def _payload(self, page: bytes, at: int, length: int, kind: int) -> bytes:
        """With what lies in other pages; cut off where that chain is broken."""
        usable = self._size
        most = usable - 35 if kind == _TABLE else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return page[at : at + length]
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
        parts, left = [page[at : at + here]], length - here
        number = struct.unpack_from(">I", page, at + here)[0]
        while left > 0 and 0 < number <= self.count and len(parts) <= self.count:
            more = self.page(number)
            if len(more) < usable:
                break
            parts.append(more[4 : 4 + left])
            left -= usable - 4
            number = struct.unpack_from(">I", more, 0)[0]
        return b"".join(parts)

    def _find_free(self) -> frozenset[int]:
        """Pages that are in no table any more; none where their list makes no sense, for then no page may be lost."""
        first = self.page(1)
        if len(first) < 100:
            return frozenset()
        trunk, told = struct.unpack_from(">II", first, 32)
        found: set[int] = set()
        while 0 < trunk <= self.count and trunk not in found:
            page = self.page(trunk)
            after, leaves = struct.unpack_from(">II", page, 0) if len(page) == self._size else (0, self._size)
            if leaves > self._size // 4 - 2:
                return frozenset()
            found |= {trunk, *struct.unpack_from(f">{leaves}I", page, 8)}
            trunk = after
        return frozenset(found) if len(found) == told else frozenset()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _values(payload: bytes) -> Row:
    size, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != size or not 0 < len(kinds) <= _MOST_VALUES:
        return ()
    values: list[object] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[object, int]:
    if kind >= 12:
        end = at + (kind - 12) // 2
        data = payload[at:end]
        return (data.decode("utf-8", "replace") if kind % 2 else bytes(data)), end
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind in (10, 11):
        raise ValueError("no such kind of value")
    end = at + _WIDTHS[kind]
    return (int.from_bytes(payload[at:end], "big", signed=True) if kind else None), end


def _page_sizes(main: bytes | mmap.mmap, log: bytes) -> frozenset[int]:
    """As SQLite makes them, and as the first page and the log say: any of these may be damaged."""
    said = (int.from_bytes(data[at : at + width], "big") for data, at, width in ((main, 16, 2), (log, 8, 4)))
    return frozenset({_USUAL, *(65536 if size == 1 else size for size in said)} & _SIZES)


def _logged(log: bytes, size: int) -> dict[int, bytes]:
    """The pages of all changes in the log that came to their end."""
    found: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    salt = log[16:24]
    for at in range(32, len(log) - size - 23, size + 24):
        number, ends = struct.unpack_from(">II", log, at)
        if log[at + 8 : at + 16] != salt or not 0 < number < 10_000_000:
            break
        waiting[number] = log[at + 24 : at + 24 + size]
        if ends:
            found |= waiting
            waiting = {}
    return found


def every_row(main: Path, log: Path | None) -> Iterator[tuple[Row, bool]]:
    """Of ``Pages.rows``, from these files; a row may come more than once. Raises ``OSError``."""
    newer = log.read_bytes() if log is not None and log.is_file() else b""
    if not main.is_file() or not main.stat().st_size:
        yield from _rows(b"", newer)
        return
    with main.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield from _rows(mapped, newer)


def _rows(main: bytes | mmap.mmap, log: bytes) -> Iterator[tuple[Row, bool]]:
    for size in _page_sizes(main, log):
        yield from Pages(main, log, size).rows()
