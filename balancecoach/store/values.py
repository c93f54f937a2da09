"""JSON values checked as they are read, and times of day as text."""

import json
import math
from datetime import datetime
from typing import Any

Json = dict[str, Any]
_MISSING: Any = object()


class UnreadableError(ValueError):
    """An event that this program cannot read: from a newer one, or damaged. Says which, in a few words."""


class Values:
    """A JSON object whose values are checked as they are read; anything unexpected is an ``UnreadableError``."""

    def __init__(self, found: object) -> None:
        if not isinstance(found, dict):
            raise UnreadableError("not an object")
        self._found = found

    def _get(self, key: str, kinds: tuple[type, ...], default: Any = _MISSING) -> Any:
        value = self._found.get(key, default)
        if value is _MISSING:
            raise UnreadableError(f"{key} is missing")
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise UnreadableError(f"{key} is of the wrong kind")
        return value

    def inner(self, key: str) -> "Values":
        """An object inside this one."""
        return Values(self._get(key, (dict,)))

    def number(self, key: str, default: Any = _MISSING) -> float:
        """A finite number."""
        return finite(self._get(key, (int, float), default))

    def whole(self, key: str, default: Any = _MISSING) -> int:
        """A whole number."""
        return int(self._get(key, (int,), default))

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A text."""
        return str(self._get(key, (str,), default))

    def flag(self, key: str, default: Any = _MISSING) -> bool:
        """True or false."""
        return bool(self._get(key, (bool,), default))

    def when(self, key: str) -> datetime:
        """A time of day with its offset from UTC."""
        return moment(self.text(key))

    def rows(self, key: str, default: Any = _MISSING) -> list[Any]:
        """A list."""
        return list(self._get(key, (list,), default))

    def texts(self, key: str, default: Any = _MISSING) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(_text(row) for row in self.rows(key, default))

    def maybe_text(self, key: str) -> str | None:
        """A text, or nothing."""
        return None if self._found.get(key) is None else self.text(key)

    def maybe_number(self, key: str) -> float | None:
        """A finite number, or nothing."""
        return None if self._found.get(key) is None else self.number(key)

    def maybe_when(self, key: str) -> datetime | None:
        """A time of day with its offset from UTC, or nothing."""
        return None if self._found.get(key) is None else self.when(key)

    def maybe_whole(self, key: str) -> int | None:
        """A whole number, or nothing."""
        return None if self._found.get(key) is None else self.whole(key)


def finite(value: object) -> float:
    """A number that can be counted with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableError("not a number")
    number = float(value)
    if not math.isfinite(number):
        raise UnreadableError("not a finite number")
    return number


def moment(text: object) -> datetime:
    """A time of day from ISO 8601 with an offset."""
    found = datetime.fromisoformat(_text(text))
    if found.tzinfo is None:
        raise UnreadableError("a time without its offset from UTC")
    return found


def stamp(wall: datetime) -> str:
    """A time of day as ISO 8601 with its offset. A time without one is a bug of ours."""
    if wall.tzinfo is None:
        raise ValueError(f"{wall!r} has no offset from UTC")
    return wall.isoformat()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError("not a text")
    return value


def loads(text: object) -> Any:
    """The value of a JSON text, or ``UnreadableError``."""
    try:
        return json.loads(_text(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON: {error}") from error


def dumps(value: object) -> str:
    """A value as JSON text. Infinity and the like are no JSON: a bug of ours."""
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
