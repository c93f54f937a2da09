"""Reads a TOML file as a table: the first half of every plan, programme and answers file."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.plans.rows import Trouble

LARGEST_BYTES = 1_000_000
#: tomllib takes minutes over a key with a hundred thousand dots; a text of 1000 letters may double when written.
LONGEST_LINE = 8000
#: Of the names in a line; ours have one. Each costs as much as all that stand before it.
MOST_DOTS = 20
#: Problems of one file that are told; whoever mends these sees the rest.
MOST_TOLD = 40
_NO_NAME = re.compile(r"\"[^\"]*\"|'[^']*'|(?<![\w.])\d+\.\d+(?![\w.])")


class PlanFileError(UserError):
    """A file that cannot be used. ``lines``: one problem each, ``FILE: place: what is wrong, what to do``."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class BadTextError(Exception):
    """No table could be read at all."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__(text)
        self.trouble = Trouble(place, text)


def told(name: str, wrong: list[Trouble]) -> PlanFileError:
    """Each problem on one line of its own, whatever letters the file's name is made of."""
    name = "".join(letter if letter.isprintable() else "?" for letter in name)
    rows = [f"{name}: {row.place}: {row.text}" if row.place else f"{name}: {row.text}" for row in wrong[:MOST_TOLD]]
    if len(wrong) > MOST_TOLD:
        rows.append(f"{name}: " + tr("There is more wrong than that. Mend this first, then look again."))
    return PlanFileError(tuple(rows))


def read_table(path: Path) -> dict[str, Any]:
    """The table of a TOML file. Raises ``BadTextError``."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise BadTextError("", tr("This is a folder. Name a plan file inside it."))
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may have no end
            raise BadTextError("", tr("This is not an ordinary file. Save the plan as a file and name that."))
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
        if len(raw) > LARGEST_BYTES:
            raise BadTextError("", tr("The file is larger than 1 MB, so it is no plan. Choose another file."))
    except FileNotFoundError:
        text = tr("There is no such file. Check the name, or see the list with: balancecoach plans.")
        raise BadTextError("", text) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = tr("The file cannot be read ({0}). Check that you may open it.").format(reason)
        raise BadTextError("", text) from error
    return parse_table(_decoded(raw))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadTextError(f"line {line}", tr("The text is not UTF-8. Save the file again as UTF-8.")) from error


def parse_table(text: str) -> dict[str, Any]:
    """The table of a TOML text. Raises ``BadTextError``."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            long = tr("The line has more than {0} letters. Shorten it.").format(LONGEST_LINE)
            raise BadTextError(f"line {number}", long)
        if line.count(".") > MOST_DOTS and _NO_NAME.sub("", line).count(".") > MOST_DOTS:
            raise BadTextError(f"line {number}", tr("The line has too many dots. Take some out."))
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        place = where.rstrip(")") if what else ""
        wrong = tr("This is not TOML: {0}. Mend that line.").format((what or str(error)).rstrip("."))
        raise BadTextError(place, wrong) from error
    except (RecursionError, ValueError) as error:  # absurdly nested, or a date or number out of range
        wrong = tr("This is not TOML that can be read. Start from one of the built-in plans.")
        raise BadTextError("", wrong) from error
