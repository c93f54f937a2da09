"""Which table a row found in a damaged file is of, by its shape alone: the file no longer says so."""

from collections.abc import Callable

from balancecoach.store.codec import FORMS
from balancecoach.store.pages import Row
from balancecoach.store.values import UnreadableError, loads, moment

#: Letters of an id, a name or a date; and the number of an event. More is noise.
_LONGEST, _MOST = 100, 10_000_000
#: No fact about a person has one of these names.
_EVENTS = frozenset(form.name for form in FORMS)


def table_of(row: Row, *, numbered: bool) -> tuple[str, Row] | None:
    """The table and the row with every column that there is today; ``None`` for an index, a summary, or noise.

    ``numbered``: it lay in a table with row numbers.
    """
    for name, with_numbers, fewest, most, fits in _SHAPES:
        if with_numbers is numbered and fewest <= len(row) <= most and fits(row):
            return name, row + (None,) * (most - len(row))
    return None


def is_json(text: object) -> bool:
    """Whether a text can be read as what it should be."""
    try:
        loads(text)
    except UnreadableError:
        return False
    return True


def indexed_session(row: Row, *, numbered: bool) -> Row | None:
    """The person, the beginning and the id of a session, from an entry of the index ``sessions_of_person``."""
    if numbered or len(row) != 3 or not (_maybe_word(row[0]) and _date(row[1]) and _word(row[2])):
        return None
    return row


def with_time(event: Row) -> Row:
    """An event whose time is damaged, with the one that its text has, too."""
    session, seq, at_s, name, body = event
    if at_s is None or _number(at_s):
        return event
    told = loads(body)
    at_s = told.get("at_s") if isinstance(told, dict) else None
    return (session, seq, at_s if _number(at_s) else None, name, body)


def _word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _maybe_word(value: object) -> bool:
    return value is None or _word(value)


def _number(value: object) -> bool:
    return isinstance(value, int | float)


def _date(value: object) -> bool:
    try:
        moment(value)
    except ValueError:
        return False
    return True


def _seq(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST


def _event(row: Row) -> bool:
    session, seq, at_s, name, body = row
    in_time = at_s is None or _number(at_s) or (name in _EVENTS and is_json(body))
    return _word(session) and _seq(seq) and in_time and _word(name) and isinstance(body, str)


def _fact(row: Row) -> bool:
    person, seq, at, name, body = row
    return _word(person) and _seq(seq) and _word(at) and _word(name) and isinstance(body, str)


def _session(row: Row) -> bool:
    return _word(row[0]) and _word(row[1]) and row[2] in (0, 1) and all(_maybe_word(each) for each in row[3:])


def _beat(row: Row) -> bool:
    return _word(row[0]) and _number(row[1]) and _date(row[2])


def _setting(row: Row) -> bool:
    return _word(row[0]) and is_json(row[1])


def _person(row: Row) -> bool:
    key, archived, body, created, changed = row
    return _word(key) and archived in (0, 1) and isinstance(body, str) and _word(created) and _word(changed)


def _declined(row: Row) -> bool:
    return row[0] is None and _word(row[1]) and _word(row[2]) and isinstance(row[3], str) and is_json(row[3])


def _plan(row: Row) -> bool:
    texts = all(isinstance(each, str) for each in row[:4])
    return texts and _word(row[0]) and row[3] in ("plan", "programme") and row[4] in (0, 1) and _word(row[5])


#: Table, whether its rows are numbered, the fewest columns a version had, the most, and whether a row fits.
_SHAPES: tuple[tuple[str, bool, int, int, Callable[[Row], bool]], ...] = (
    ("events", False, 5, 5, _event),
    ("person_facts", False, 5, 5, _fact),
    ("sessions", False, 3, 5, _session),
    ("heartbeat", False, 3, 3, _beat),
    ("settings", False, 2, 2, _setting),
    ("people", True, 5, 5, _person),
    ("not_today", True, 4, 5, _declined),
    ("plans", True, 6, 6, _plan),
)
