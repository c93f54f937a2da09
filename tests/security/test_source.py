"""Read from the source: SQL is never built from text, no shell is ever used, and who starts programs is known."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "balancecoach"
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|WHERE|FROM|VALUES|ALTER|CREATE|DROP|ORDER|AND|LIMIT)\b")
#: What may stand in a statement besides its own letters: names of tables and columns, clauses written in the same file,
#: and numbers of ours. Values from outside go into ``?``. Look at where it comes from before you add one.
OURS = {
    ("store/backups.py", "name"),  # of ``_COUNTED``
    ("store/damage.py", "column"),  # of ``_TEXTS``
    ("store/damage.py", "name"),  # of two in the function
    ("store/damage.py", "table"),  # of ``_TEXTS``
    ("store/damage.py", "what"),  # clauses in the same file
    ("store/database.py", "APPLICATION_ID"),
    ("store/erasure.py", "held"),  # a clause, two lines above
    ("store/erasure.py", "table"),  # called with two names
    ("store/everything.py", "key"),  # of ``_KEY``
    ("store/everything.py", "part.value"),  # of ``Part``
    ("store/everything.py", "table"),  # of a tuple above it
    ("store/folded.py", "waits_ms"),  # what SQLite itself says, as a whole number
    ("store/people_rows.py", "table"),  # of a tuple above it
    ("store/records.py", "_KEYS[part]"),
    ("store/records.py", "_ORDER[part]"),
    ("store/records.py", "condition"),  # clauses in the same function
    ("store/records.py", "key"),
    ("store/records.py", "order"),
    ("store/records.py", "part.value"),
    ("store/records.py", "where"),
    ("store/rows.py", "'AND' if where else 'WHERE'"),
    ("store/rows.py", "'NOT ' if removed else ''"),
    ("store/rows.py", "_ENDED"),
    ("store/rows.py", "where"),
    ("store/salvage.py", "APPLICATION_ID"),
    ("store/schema.py", "number"),  # a whole number of ours: a pragma takes no parameters
    ("store/summaries.py", "'AND' if where else 'WHERE'"),
    ("store/summaries.py", "FORM"),
    ("store/summaries.py", "bad"),  # a clause, two lines above
    ("store/summaries.py", "where"),  # as of ``rows.of_person``
}
#: Who starts programs.
STARTERS = {"integrate.py", "speech/child.py", "speech/voice_process.py"}  # the first: PowerShell, for the Start menu


def sources() -> Iterator[tuple[str, ast.Module]]:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 200
    for path in files:
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def letters(node: ast.AST) -> str:
    """The fixed text of an expression."""
    found = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return " ".join(found)


def test_no_statement_is_built_from_text() -> None:
    mixed, built = set(), []
    for name, tree in sources():
        if not name.startswith("store/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and SQL.search(letters(node)):
                parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
                mixed |= {(name, ast.unparse(part.value)) for part in parts}
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod) and SQL.search(letters(node)):
                built.append(f"{name}:{node.lineno}")
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
                built += [f"{name}:{node.lineno}"] if SQL.search(letters(node.func)) else []
    assert built == []
    assert mixed == OURS


def test_only_the_store_speaks_sql() -> None:
    calls = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("execute", "executemany", "executescript")
    }
    assert calls and all(name.startswith("store/") for name in calls)


def test_no_shell_and_no_other_programs() -> None:
    starters, shells = set(), []
    for name, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called.startswith("subprocess.") or called in ("Popen", "QProcess", "os.posix_spawn"):
                starters.add(name)
            if called in (
                "os.system",
                "os.popen",
                "subprocess.getoutput",
                "eval",
                "exec",
                "pickle.loads",
                "marshal.loads",
            ):
                shells.append(f"{name}:{node.lineno} {called}")
            shells += [f"{name}:{node.lineno} shell" for word in node.keywords if word.arg == "shell"]
    assert shells == []
    assert starters == STARTERS
