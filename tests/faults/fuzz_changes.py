"""Good files made bad: bytes, lines of TOML, values of JSON. Everything is drawn from the ``Random`` that is given."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

Change = Callable[[random.Random, bytes], bytes]

#: Letters that have hurt programs before: half a character, none, the one that turns the line, a flag, a joined family.
LETTERS = (
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\ufeff",
    "\u0300",
    "\u2028",
    "ß",
    "ﬀ",
    "İ",
    "🏴",
    "👨‍👩‍👧",
    "٣",
    "\x7f",
    "\r",
    "\n",
)
DATES = (
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "2026-02-30T00:00:00+00:00",
    "2026-01-31T23:30:00",
    "2026-01-31",
    "2026-W05-6T10:00:00Z",
    "1979-05-27T07:32:00.999999999+05:30",
    "2026-03-29T02:30:00+01:00",
)


def odd(chance: random.Random) -> Any:
    """A value that nobody would write, or nearly nobody."""
    match chance.randrange(12):
        case 0:
            return chance.choice((None, True, False, [], {}, "", 0, -1, -0.0, 1, 2, 0.5))
        case 1:
            return chance.choice((1e308, -1e308, 5e-324, 1e-9, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30, 10**400))
        case 2:
            return chance.choice((float("nan"), float("inf"), -float("inf"), 1e16, 4.8000001, 30.0, 100.0))
        case 3:
            return chance.choice(DATES)
        case 4:
            return chance.choice(LETTERS) * chance.choice((1, 3, 50))
        case 5:
            return "\ud800" if chance.random() < 0.5 else "a\udfffb"
        case 6:
            return "x" * chance.choice((41, 101, 201, 1001, 5000))
        case 7:
            return nested(chance, chance.choice((2, 10, 49, 50, 51, 60)))
        case 8:
            return [odd(chance) for _ in range(chance.randrange(4))]
        case 9:
            return {chance.choice(("name", "wall", "at_s", "x", "", "\ud800")): odd(chance)}
        case 10:
            return chance.uniform(-10, 4000)
        case _:
            return chance.randrange(-5, 100)


def nested(chance: random.Random, deep: int) -> Any:
    """Lists and objects inside each other."""
    value: Any = chance.choice((0, "x", None))
    for _ in range(deep):
        value = [value] if chance.random() < 0.5 else {"a": value}
    return value


# -- bytes -----------------------------------------------------------------------------------------------------------
def bytes_changed(chance: random.Random, raw: bytes) -> bytes:
    """A few bytes flipped, cut out, doubled, put in, or the end cut off."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(raw) + 1)
        far = min(len(raw), at + chance.choice((1, 1, 2, 8, 200)))
        match chance.randrange(7):
            case 0 if raw and at < len(raw):
                raw = raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + chance.randbytes(far - at) + raw[far:]
            case 2:
                raw = raw[:at] + raw[far:]
            case 3:
                raw = raw[:at]
            case 4:
                raw = raw[:far] + raw[at:]
            case 5:
                raw = raw[:at] + chance.choice(LETTERS).encode() + raw[at:]
            case _:
                raw = raw[:at] + chance.choice((b"\xff", b"\x00" * 9, b"\xed\xa0\x80", b"\xef\xbb\xbf")) + raw[at:]
    return raw


def ends_changed(chance: random.Random, raw: bytes) -> bytes:
    """Other ends of lines, a mark at the beginning, another encoding: what editors do to a good file."""
    match chance.randrange(6):
        case 0:
            return b"\xef\xbb\xbf" + raw
        case 1:
            return raw.replace(b"\n", b"\r\n")
        case 2:
            return raw.replace(b"\n", b"\r")
        case 3:
            return raw.decode("utf-8", "replace").encode("utf-16")
        case 4:
            return raw + chance.choice((b"\x00", b"\x1a", b"\n" * 100, raw))
        case _:
            return raw.decode("utf-8", "replace").encode("latin-1", "replace")


# -- TOML ------------------------------------------------------------------------------------------------------------
def toml_value(chance: random.Random, words: Sequence[str]) -> str:
    """As TOML writes values, likely and unlikely ones."""
    match chance.randrange(8):
        case 0 | 1:
            return f'"{chance.choice(words)}"'
        case 2:
            return str(chance.randrange(-3, 400))
        case 3:
            return f"{chance.uniform(0, 6):.2f}"
        case 4:
            numbers = ("nan", "-inf", "inf", "1e308", "9" * 30, "0x" + "f" * 300, "-0.0", "9" * 4400, "1_0", "0b1")
            return chance.choice(numbers)
        case 5:
            others = ("true", "1979-05-27", "07:32:00", "[]", "{}", "[[]]", "{a={b={c=1}}}", "1979-05-27T07:32:00Z")
            return chance.choice(others)
        case 6:
            value = odd(chance)
            text = value if isinstance(value, str) else json.dumps(value)
            return json.dumps(text).replace("\\ud800", "\\uD800")
        case _:
            count = chance.randrange(5)
            return "[" + ", ".join(toml_value(chance, words) for _ in range(count)) + "]"


def toml_changed(chance: random.Random, raw: bytes, lines: Sequence[str], words: Sequence[str]) -> bytes:
    """Lines dropped, doubled, swapped, taken from elsewhere, with another value or another name."""
    rows = raw.decode("utf-8", "replace").split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(rows))
        match chance.randrange(8):
            case 0 if len(rows) > 1:
                del rows[at]
            case 1:
                rows.insert(at, rows[at])
            case 2:
                other = chance.randrange(len(rows))
                rows[at], rows[other] = rows[other], rows[at]
            case 3:
                rows.insert(at, chance.choice(lines))
            case 4:
                rows[at] = f"{chance.choice(words)} = {toml_value(chance, words)}"
            case _ if "=" in rows[at]:
                rows[at] = f"{rows[at].partition('=')[0]}= {toml_value(chance, words)}"
    return "\n".join(rows).encode("utf-8", "surrogatepass")


def toml_trap(chance: random.Random, words: Sequence[str]) -> bytes:
    """A file of up to a megabyte that is made to take long, or much memory."""
    word, many = chance.choice(words), chance.choice((500, 5000, 30_000))
    head = b'format = 1\nid = "x"\ntitle = "X"\nprogramme = "x"\nsetting = "home"\n'[: chance.choice((10, 33, 80))]
    match chance.randrange(9):
        case 0:
            body = "[" * many + "]" * many
            trap = f"{word} = {body[:7900]}"
        case 1:
            trap = "\n".join(f"k{number} = 1" for number in range(many))
        case 2:
            trap = "[[blocks]]\n" + "\n".join(f"z{number} = 1" for number in range(many))
        case 3:
            trap = "\n".join(f"[{'a.' * 3900}b{number}]\n{'c.' * 3900}d = 1" for number in range(60))
        case 4:
            trap = "\n".join(f'[[blocks]]\nuse = "{word}"' for _ in range(many))
        case 5:
            weeks = ("[[weeks]]\n" + '[[weeks.blocks]]\nuse = "q"\n' * 500) * 26
            trap = weeks
        case 6:
            trap = f"{word} = [" + f"{{a{'.a' * 100} = 1}},\n" * (many // 10) + "]"
        case 7:
            trap = "[[weeks]]\n" + "\n".join(f"[weeks.z{number}]" for number in range(many))
        case _:
            trap = f'{word} = """' + "\\\n " * many + '"""'
    return (head + trap.encode())[:1_000_000]


# -- JSON ------------------------------------------------------------------------------------------------------------
def json_changed(chance: random.Random, value: Any) -> Any:
    """The same with one to a few things changed, deep inside or at the top. The value itself is used up."""
    holder = [value]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        _change(chance, holder)
    return holder[0]


def _change(chance: random.Random, holder: list[Any]) -> None:
    inside: Any = holder
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(inside[key], dict | list) or not inside[key] or chance.random() < 0.12:
            break
        inside = inside[key]
    match chance.randrange(7):
        case 0 if isinstance(inside, dict):
            del inside[key]
        case 0 if inside is not holder:
            inside.insert(key, inside[key])
        case 1 if isinstance(inside, dict):
            inside[chance.choice(("x", "", "id", f"{key}2", "\ud800", "wall"))] = odd(chance)
        case 1 if inside is not holder:
            chance.shuffle(inside)
        case 2:
            inside[key] = near(chance, inside[key])
        case 3 if inside is not holder:
            inside[key] = chance.choice(list(inside.values()) if isinstance(inside, dict) else inside)
        case _:
            inside[key] = odd(chance)


def near(chance: random.Random, value: Any) -> Any:
    """A little different: what still may be read, and mean something else."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return chance.choice((value + 1, value - 1, value * 1000, -value, value // 2, str(value)))
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        letter = chance.choice((*LETTERS, "0", "9", "-", "T", " ", "a"))
        return value[:at] + letter + value[at + chance.randrange(2) :]
    return odd(chance)


def json_bytes(chance: random.Random, value: Any) -> bytes:
    """As text: ours, or as other programs write it."""
    tight = chance.random() < 0.7
    return json.dumps(value, separators=(",", ":") if tight else None, indent=None if tight else 1).encode()
