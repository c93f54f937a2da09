"""A document to records, one at a time; anything unexpected is one sentence that names the file and the line.

A document as we write it is read line by line, however large it is. One that somebody laid out anew is read whole, up
to a size. Whoever reads must come to the end before believing anything: only there is it known that all of it is there.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any, BinaryIO

from msgspec import Struct

from balancecoach.exchange.checking import WrongError, checked, must_be_readable, parsed
from balancecoach.exchange.layout import (
    CLOSING,
    FORMAT,
    LARGEST_WHOLE,
    LONGEST_LINE,
    MOST_RECORDS,
    VERSION,
    Check,
    opening,
)
from balancecoach.exchange.source import Source
from balancecoach.store.bodies import encoded
from balancecoach.store.records import Part
from balancecoach.store.values import Json, moment

_BOM = b"\xef\xbb\xbf"


class Found(Struct, frozen=True):
    """One record. ``line`` 0: the document was read whole."""

    part: Part
    record: Json
    line: int = 0


def records(source: Source) -> Iterator[Found]:
    """Every record, settings first and sessions last. Raises ``UserError``."""
    reading = _Reading(source)
    seen: dict[Part, set[Any]] = {part: set() for part in Part}
    for found in reading.records():
        _fits(source, found, seen)
        yield found
    if reading.vouched:
        return
    for found in _Reading(source).records():
        try:
            must_be_readable(found.part, found.record)
        except WrongError as error:
            raise source.wrong(str(error), found.line) from error


def made(source: Source) -> datetime:
    """When it was made. Reads its beginning only."""
    return _Reading(source).made()


def _fits(source: Source, found: Found, seen: dict[Part, set[Any]]) -> None:
    """Nothing is there twice, and everything belongs to somebody who is in the document."""
    record = found.record
    person = record.get("person")
    if person is not None and _short(person) not in seen[Part.PEOPLE]:
        raise source.wrong(f"{person} is nobody in this file", found.line)
    key = _short(encoded(record) if found.part is Part.DECLINED else record.get("id") or record["key"])
    if key in seen[found.part]:
        raise source.wrong("this is in the file twice", found.line)
    seen[found.part].add(key)
    if sum(map(len, seen.values())) > MOST_RECORDS:
        raise source.wrong("this holds more records than a clinic ever has", found.line)


def _short(key: str) -> bytes:
    """In place of a key: half a million of them are held in memory."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class _Reading:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._line = 0
        self._check = Check()
        #: Whether it had a sum, and the sum was right.
        self.vouched = False

    def made(self) -> datetime:
        with self._source.reading() as file:
            return self._moment(self._head(file)[0])

    def records(self) -> Iterator[Found]:
        with self._source.reading() as file:
            head, ours = self._head(file)
            if not ours:
                yield from self._whole(head)
                return
            for part in Part:
                yield from self._part(file, part)
            self._end(file)

    # -- as we write it ----------------------------------------------------------------------------------------
    def _next(self, file: BinaryIO) -> bytes:
        self._line += 1
        line = file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise self._wrong("this line is too long")
        if not line:
            raise self._wrong("the file ends too early; it was cut off")
        return line.rstrip(b"\r\n")

    def _part(self, file: BinaryIO, part: Part) -> Iterator[Found]:
        if self._next(file) != opening(part).encode():
            raise self._wrong(f"here should be {opening(part)}")
        self._check.part(part)
        more = True
        while (line := self._next(file)) != CLOSING.encode():
            if not more:
                raise self._wrong("a comma is missing before this line")
            more = line.endswith(b",")
            text = line.removesuffix(b",")
            self._check.record(text)
            yield Found(part, self._record(part, self._parsed(text)), self._line)

    def _end(self, file: BinaryIO) -> None:
        line = self._next(file)
        self._compare(self._parsed(b"{" + line).get("check"))
        if file.read(1).strip():
            raise self._wrong("something comes after the end")

    # -- laid out by somebody else -----------------------------------------------------------------------------
    def _whole(self, document: Json) -> Iterator[Found]:
        self._line = 0
        for part in Part:
            rows = document.pop(part.value, None)
            if not isinstance(rows, list):
                raise self._wrong(f"the list of {part.value} is missing")
            self._check.part(part)
            for row in rows:
                record = self._record(part, row)
                self._check.record(encoded(record).encode())
                yield Found(part, record)
        if "check" in document:
            self._compare(document["check"])

    # -- both --------------------------------------------------------------------------------------------------
    def _head(self, file: BinaryIO) -> tuple[Json, bool]:
        """The first line's object and ``True``, or a whole document and ``False``."""
        self._line = 1
        first = file.readline(LARGEST_WHOLE + 1)
        text = first.removeprefix(_BOM).rstrip(b"\r\n")
        ours = text.startswith(b'{"format":') and text.endswith(b",") and len(text) < 1000
        if ours:
            document = self._parsed(text[:-1] + b"}")
        else:
            text += b"\n" + file.read(max(1, LARGEST_WHOLE - len(first) + 1))
            document = self._large(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise self._wrong("this was not saved by Balance Coach")
        self._version(document.get("version"))
        self._moment(document)
        return document, ours

    def _large(self, text: bytes) -> Any:
        if len(text) > LARGEST_WHOLE:
            mega = LARGEST_WHOLE // 1024 // 1024
            raise self._wrong(f"this was not saved by Balance Coach, or is laid out anew and larger than {mega} MB")
        self._line = 0
        return self._parsed(text)

    def _version(self, version: object) -> None:
        if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version < 10**6:
            raise self._wrong("its version is no number")
        if version > VERSION:
            raise self._source.newer(version, VERSION)

    def _moment(self, document: Json) -> datetime:
        try:
            return moment(document.get("made"))
        except ValueError as error:
            raise self._wrong("when it was made is no date with an offset from UTC") from error

    def _compare(self, found: object) -> None:
        if found is None:
            return
        if found != self._check.value():
            raise self._wrong("the file was altered or damaged after it was saved; its check sum does not fit")
        self.vouched = True

    def _parsed(self, text: bytes) -> Any:
        try:
            return parsed(text)
        except WrongError as error:
            raise self._wrong(str(error)) from error

    def _record(self, part: Part, found: object) -> Json:
        try:
            return checked(part, found)
        except WrongError as error:
            raise self._wrong(str(error) if self._line else f"{part.value}: {error}") from error

    def _wrong(self, what: str) -> Exception:
        return self._source.wrong(what, self._line)
