"""What the documents say of plan and programme files is so."""

import re
from pathlib import Path

from balancecoach.core.plan import GATES, Kind
from balancecoach.core.programme import Walker, expand
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Programmes
from balancecoach.plans.programmes import parse_programme
from balancecoach.plans.schema import MACROS

DOCS = Path(__file__).parents[2] / "docs"
FILES = (DOCS / "plan-files.md").read_text(encoding="utf-8")
TABLE = (DOCS / "programmes.md").read_text(encoding="utf-8")


def test_the_worked_example_is_a_programme() -> None:
    example = FILES.split("## A programme")[1].split("\nWithout `[[weeks]]`")[0]
    programme = parse_programme("\n".join(line[4:] for line in example.splitlines()), "example")
    assert [week.approval for week in programme.weeks] == [False, False, True]
    assert [
        sum(b.seconds for b in expand(programme, w, Walker()).blocks if b.kind is Kind.BACKWARD) for w in (1, 2, 3)
    ] == [
        180,
        360,
        360,
    ]


def test_every_macro_and_kind_is_explained_with_all_that_it_takes() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|(.*?)\| ", FILES, re.MULTILINE))
    assert set(rows) - {"use"} == set(MACROS)
    for name, schema in MACROS.items():
        assert all(f"`{value}`" in rows[name] for value in schema), name
    kinds = FILES.split("`kind` of a single block:")[1].split("Gates")[0]
    assert re.findall(r"`([a-z_]+)`", kinds) == [kind.value for kind in Kind]
    gates = FILES.split("Gates, which wait for a person:")[1].split(", and walking")[0]
    assert set(re.findall(r"`([a-z_]+)`", gates)) == {kind.value for kind in GATES}


def test_every_programme_is_in_the_table() -> None:
    programmes = Programmes(assets() / "programmes")
    for name in BUILT_IN:
        assert f" {programmes[name].title} | " in TABLE, name
        row = next(line for line in TABLE.splitlines() if f" {programmes[name].title} | " in line)
        assert programmes[name].setting.value in row
