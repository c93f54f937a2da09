"""The JSON texts of events, facts and details as values inside a larger JSON value, and back.

A body that is JSON as we write it is put in as JSON; any other text (damaged, or another program's) as the text it is.
Either way the same text comes back.
"""

import json
from typing import Any

#: Lists and objects inside each other. Ours have five.
DEEPEST = 50
#: Between two objects in a row.
_BETWEEN = "},{"
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def encoded(value: object) -> str:
    """JSON text in ASCII, without spaces. Raises ``ValueError`` for what is no JSON."""
    return _ENCODER.encode(value)


def whole(text: str) -> Any:
    """A body: an object or a list when that gives the same text again, else the text."""
    try:
        value = json.loads(text)
        same = isinstance(value, dict | list) and encoded(value) == text and not too_deep(value)
    except (ValueError, RecursionError):
        return text
    return value if same else text


def too_deep(value: object) -> bool:
    """Whether a value is nested deeper than anything of ours, so that a reader might break under it."""
    level = [value]
    for _ in range(DEEPEST):
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [one for some in inner for one in some if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def wholes(texts: list[str]) -> list[Any]:
    """``whole`` of each. Together in one go where that is the same, which it is for nearly all: six times as fast.

    Objects that have no ``},{`` in them can be told apart by it when they stand in a row.
    """
    easy = [n for n, text in enumerate(texts) if text.startswith("{") and _BETWEEN not in text]
    row = whole(f"[{','.join(texts[n] for n in easy)}]")
    if not isinstance(row, list) or len(row) != len(easy) or not all(isinstance(each, dict) for each in row):
        return [whole(text) for text in texts]
    found: list[Any] = list(texts)
    for n, value in zip(easy, row, strict=True):
        found[n] = value
    hard = set(range(len(texts))) - set(easy)
    for n in hard:
        found[n] = whole(texts[n])
    return found


def texts_of(bodies: list[Any]) -> list[str]:
    """``text_of`` of each, in the same manner."""
    easy = [n for n, body in enumerate(bodies) if isinstance(body, dict) and not _has_list(body)]
    row = encoded([bodies[n] for n in easy])[1:-1].split(_BETWEEN) if easy else []
    if len(row) != len(easy):
        return [text_of(body) for body in bodies]
    found = [body if isinstance(body, str) else "" for body in bodies]
    for place, (n, text) in enumerate(zip(easy, row, strict=True)):
        found[n] = ("{" if place else "") + text + ("}" if place < len(row) - 1 else "")
    for n in set(range(len(bodies))) - set(easy):
        found[n] = text_of(bodies[n])
    return found


def _has_list(body: dict[str, Any]) -> bool:
    return any(isinstance(value, list) for value in body.values())


def text_of(body: object) -> str:
    """The text that ``whole`` was given."""
    return body if isinstance(body, str) else encoded(body)
