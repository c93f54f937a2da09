"""What mypy does not see of values (``docs/adr/0012-values.md``), read from the source."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "balancecoach"
#: Fewer of one kind than this means that the scan looked in the wrong place.
FEWEST_VALUES, FEWEST_CHANGES = 200, 100

Nodes = list[tuple[str, ast.AST]]
Values = dict[str, set[str]]


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    """Everything in the package, with its file."""
    files = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    return [(file, node) for file, text in files.items() for node in ast.walk(ast.parse(text))]


@pytest.fixture(scope="module")
def values(nodes: Nodes) -> Values:
    """Every class of values -> its fields."""
    return values_of(nodes)


def values_of(nodes: Nodes) -> Values:
    """A field is a name with a type."""
    found: Values = {}
    for _, node in nodes:
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Struct" for base in node.bases):
            rows = [row.target for row in node.body if isinstance(row, ast.AnnAssign)]
            found.setdefault(node.name, set()).update(row.id for row in rows if isinstance(row, ast.Name))
    return found


def changes(node: ast.AST) -> list[str]:
    """What a ``replace`` gives other values to."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "replace"):
        return []
    return [change.arg for change in node.keywords if change.arg is not None]


def from_class(node: ast.AST, values: Values) -> bool:
    """``Person.limit_kmh`` is no default but what finds the field in a value."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return False
    return node.attr in values.get(node.value.id, ())


def told(file: str, node: ast.AST, wrong: str) -> str:
    """One line that an editor can jump to."""
    return f"balancecoach/{file}:{getattr(node, 'lineno', 0)}: {wrong}"


def test_enough_was_scanned(nodes: Nodes, values: Values) -> None:
    assert len(values) >= FEWEST_VALUES
    assert sum(len(changes(node)) for _, node in nodes) >= FEWEST_CHANGES


def test_replace_changes_only_what_there_is(nodes: Nodes, values: Values) -> None:
    names = set().union(*values.values())
    wrong = [told(*at, f"no value has a {name}") for at in nodes for name in changes(at[1]) if name not in names]
    assert not wrong, "\n".join(wrong)


def test_no_default_is_read_from_a_class(nodes: Nodes, values: Values) -> None:
    wrong = [told(*at, f"{ast.unparse(at[1])} is no default") for at in nodes if from_class(at[1], values)]
    assert not wrong, "\n".join(wrong)


def test_the_scan_sees_what_is_wrong() -> None:
    source = "class Person(Struct, frozen=True):\n    name: str\n\nPerson.name\nperson.name\nreplace(person, nam='')\n"
    found: Nodes = [("file.py", node) for node in ast.walk(ast.parse(source))]
    values = values_of(found)
    assert values == {"Person": {"name"}}
    assert [name for _, node in found for name in changes(node)] == ["nam"]
    assert [ast.unparse(node) for _, node in found if from_class(node, values)] == ["Person.name"]
