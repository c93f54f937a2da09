"""Cells of a table for a spreadsheet: what is text stays text, whatever was typed."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO

Cell = str | float | int | datetime | date | None

#: A text that begins with one of these is taken for a formula (OWASP, CSV injection), also in its wide form.
_FORMULA = "=+\\-@＝＋－＠"
#: Where a spreadsheet of another country splits the line at a semicolon, a cell may begin behind one.
_INSIDE = re.compile(rf"(;[\s\"']*)(?=[{_FORMULA}])")
_FIRST = re.compile(rf"[{_FORMULA}]")
_LINES = re.compile(r"\s*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])\s*")


def text(words: str) -> str:
    """Words as they may stand in a spreadsheet: on one line, and never a formula. An apostrophe makes them text."""
    line = _LINES.sub(" / ", words.strip())
    line = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in line).strip()
    line = _INSIDE.sub(r"\1'", line)
    return f"'{line}" if _FIRST.match(_bare(line)) else line


def _bare(line: str) -> str:
    """Without what a reader may drop before it looks for a formula: spaces, quotes, letters that show nothing."""
    for number, letter in enumerate(line):
        if not (letter.isspace() or letter in "\"'`" or unicodedata.category(letter) == "Cf"):
            return line[number:]
    return ""


def cell(value: Cell) -> str:
    """A value as text: ISO 8601 with the offset from UTC, a decimal point in every country, "" for ``None``."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)


def write_table(file: BinaryIO, head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> int:
    """Write a table row by row as CSV (RFC 4180) and return how many rows. UTF-8 with a mark at its beginning.

    The mark is for Excel, which takes a file without one for another alphabet; others skip it.
    """
    count = 0
    words = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(words)
    writer.writerow(head)
    for row in _cells(rows):
        writer.writerow(row)
        count += 1
    words.flush()
    words.detach()
    return count


def _cells(rows: Iterable[Iterable[Cell]]) -> Iterator[list[str]]:
    return ([cell(value) for value in row] for row in rows)
