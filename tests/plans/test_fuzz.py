"""Whatever is in a file: a plan that may be walked, or ``PlanFileError``. Nothing else, and soon."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from balancecoach.core.plan import Plan
from balancecoach.core.rules import validate
from balancecoach.core.script import build_script
from balancecoach.plans.files import PlanFileError, load_plan, parse_plan
from balancecoach.plans.schema import BLOCK, HEAD, MACROS
from tests.fakes import examples
from tests.plans import samples

TEXTS = (samples.PLAN, samples.RAIL_PLAN, samples.LONG_PLAN)
LINES = tuple(dict.fromkeys(line for text in TEXTS for line in text.splitlines()))
NAMES = sorted({*HEAD, *BLOCK, "use", "blocks", "x", *(name for macro in MACROS.values() for name in macro)})


def walkable(text: str) -> Plan | None:
    """The plan, checked, or nothing when the text was refused properly."""
    try:
        plan = parse_plan(text, "fuzz.toml")
    except PlanFileError as error:
        assert error.lines
        assert all(line.startswith("fuzz.toml: ") and line.isprintable() for line in error.lines), error.lines
        return None
    assert validate(plan) == ()
    assert build_script(plan).cues
    return plan


def test_the_plans_that_are_changed_are_good_ones() -> None:
    assert all(walkable(text) for text in TEXTS)


@examples(150)
@given(raw=st.binary(max_size=300))
def test_random_bytes(raw: bytes) -> None:
    assert refused_or_fine(raw)


@examples(150)
@given(where=st.integers(0, 4000), raw=st.binary(max_size=6), which=st.sampled_from(TEXTS), cut=st.integers(0, 30))
def test_a_few_bytes_changed(where: int, raw: bytes, which: str, cut: int) -> None:
    before = which.encode()
    where %= len(before)
    assert refused_or_fine(before[:where] + raw + before[where + cut :])


def refused_or_fine(raw: bytes) -> bool:
    """As ``walkable``, for bytes in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.toml"
        path.write_bytes(raw)
        try:
            plan = load_plan(path)
        except PlanFileError as error:
            return all(line.startswith(str(path)) and line.isprintable() for line in error.lines)
    return validate(plan) == ()


@st.composite
def mutations(draw: st.DrawFn, texts: tuple[str, ...] = TEXTS) -> str:
    """A good plan with lines dropped, doubled, swapped, taken from elsewhere, or with another value."""
    lines = list(draw(st.sampled_from(texts)).splitlines())
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("drop", "double", "swap", "take", "value", "value"))):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[-1] = lines[-1], lines[at]
            case "take":
                lines.insert(at, draw(st.sampled_from(LINES)))
            case _:
                lines[at] = lines[at].partition("=")[0] + " = " + draw(values())
    return "\n".join(lines)


def values() -> st.SearchStrategy[str]:
    """Values as TOML writes them, likely and unlikely."""
    said = st.text(max_size=20).map(lambda text: '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"')
    known = st.sampled_from((*MACROS, "room", "console", "both", "none", "room\\n", "backward", "turn")).map(
        '"{}"'.format
    )
    odd = st.sampled_from(
        (
            "nan",
            "-inf",
            "inf",
            "true",
            "1e308",
            "9" * 30,
            "0x" + "f" * 300,
            "1979-05-27",
            "[]",
            "{}",
            "-0.0",
            "07:32:00",
        )
    )
    return st.one_of(known, odd, said, st.integers(-5, 4000).map(str), st.floats(0, 5).map(lambda x: f"{x:.3f}"))


@examples(300)
@given(text=mutations())
def test_good_plans_changed(text: str) -> None:
    walkable(text)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Something like a plan, from known words in random places."""
    pair = st.tuples(st.sampled_from(NAMES), values()).map(lambda pair: f"{pair[0]} = {pair[1]}")
    rows = ["format = 1", 'id = "x"', 'title = "X"']
    rows += draw(st.lists(pair, max_size=3))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.sampled_from(("kind", "use")))
        rows += ["[[blocks]]", f"{start} = {draw(values())}", *draw(st.lists(pair, max_size=5))]
    return "\n".join(rows)


@examples(300)
@given(text=tables())
def test_tables_of_known_words(text: str) -> None:
    walkable(text)
