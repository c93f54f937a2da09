"""The worked examples of docs/how-to.md: each is done in a copy of the program, and shows what the page says.

A block of the page with a file's name above it is that file, or (``diff``) a change of it. A block ``console`` has
commands after ``$`` and lines that are to be printed, in this order; ``...`` stands for anything.
"""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dev
import pytest

from balancecoach.store.schema import MIGRATIONS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
EXAMPLES = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
BLOCK = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`[^\n]*:\n\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
#: What the examples change, read or run.
COPIED = ("balancecoach", "assets", "packaging", "tests", "pyproject.toml", "CHANGELOG.md")
#: Not needed by any of them, and brought up to date for nothing by ``dev.py words``.
NOT_COPIED = shutil.ignore_patterns("LC_MESSAGES", "golden", "guides")


def patched(text: str, change: str) -> str:
    """A text after a change. What it was before has to stand there once."""
    rows = [row or " " for row in change.splitlines()]
    old = "".join(f"{row[1:]}\n" for row in rows if row[0] != "+")
    new = "".join(f"{row[1:]}\n" for row in rows if row[0] != "-")
    place = re.compile(f"^{re.escape(old)}", re.MULTILINE)
    assert len(place.findall(text)) == 1, f"docs/how-to.md no longer fits the code. This is to be there once:\n{old}"
    return place.sub(lambda _: new, text)


def not_shown(wanted: list[str], printed: str) -> list[str]:
    """Which of these lines are missing, or come too early."""
    lines = iter(printed.splitlines())
    return [row for row in wanted if not any(fits(row, line) for line in lines)]


def fits(wanted: str, line: str) -> bool:
    """Whether a line is as wanted."""
    return re.fullmatch(".*".join(map(re.escape, wanted.strip().split("..."))), line.strip()) is not None


class Copy:
    """A copy of the program, in which an example is done step by step."""

    def __init__(self, folder: Path, example: str) -> None:
        self._folder, self._blocks = folder, [*BLOCK.finditer(EXAMPLES[example])]
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
            else:
                shutil.copy2(ROOT / name, folder / name)

    def do(self) -> None:
        """All blocks, in their order."""
        for block in self._blocks:
            if block["kind"] == "console":
                for command, wanted in commands(block["body"]):
                    self._run(command, wanted)
            else:
                self._write(block["file"], block["kind"], block["body"])

    def _write(self, name: str, kind: str, body: str) -> None:
        path = self._folder / name
        assert path.exists() == (kind == "diff"), f"{name} is there already, or not yet"
        path.write_text(patched(path.read_text(encoding="utf-8"), body) if kind == "diff" else body, encoding="utf-8")

    def _run(self, command: str, wanted: list[str]) -> None:
        """A command, which has to succeed and to print these lines."""
        path = os.pathsep.join([str(self._folder), str(self._folder / "packaging")])
        done = subprocess.run(
            as_run_here(shlex.split(command)),
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        missing = not_shown(wanted, done.stdout)
        assert not missing, f"{command}\nshould show, in this order:\n{missing}\nbut shows:\n{done.stdout}"


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console, and the lines below it."""
    for part in f"\n{body}".split("\n$ ")[1:]:
        command, *wanted = part.splitlines()
        yield command, [row for row in wanted if row.strip() != "..."]


def as_run_here(words: list[str]) -> list[str]:
    """The same with this Python; ``dev.py`` itself would first make a .venv in the copy."""
    if words[0] == "balancecoach":
        return [sys.executable, "-m", *words]
    if words[:2] == ["python3", "packaging/dev.py"]:
        assert words[2] in dev.COMMANDS
        if words[2] == "test":
            assert words[3] == "--"
            return [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *words[4:]]
        return [sys.executable, f"packaging/{words[2]}.py", *words[3:]]
    return [sys.executable, *words[1:]] if words[0] == ".venv/bin/python" else words


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_done_as_it_says(tmp_path: Path, example: str) -> None:
    copy = Copy(tmp_path, example)
    copy.do()
    if example == "A migration":
        there_is_one_more_column(tmp_path / "try")


def there_is_one_more_column(home: Path) -> None:
    """In the record, and not in the copy of it from before."""
    (kept,) = (home / "backups").iterdir()
    found = []
    for path in (home / "sessions.sqlite3", kept):
        with closing(sqlite3.connect(path)) as record:
            people = "SELECT name FROM pragma_table_info('people')"
            columns = [name for (name,) in record.execute(people)]
            found.append((record.execute("PRAGMA user_version").fetchone()[0], "place" in columns))
    (version, _), (before, _) = found
    assert found == [(version, True), (version - 1, False)]
    assert before == len(MIGRATIONS), "the example begins with the newest file of tests/old_databases"


def test_the_page_has_what_it_is_asked_for() -> None:
    assert list(EXAMPLES) == ["A programme", "A cue", "A screen", "A language", "A migration"]
    for example, text in EXAMPLES.items():
        blocks = [*BLOCK.finditer(text)]
        assert {block["kind"] for block in blocks} > {"console"}, example
        assert all((block["file"] is None) == (block["kind"] == "console") for block in blocks), example
        assert len(blocks) == text.count("\n```") / 2, example
    asked = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"docs/how-to.md#{example.lower().replace(' ', '-')}" in asked for example in EXAMPLES)


# -- the test itself -----------------------------------------------------------------------------------------------
def test_a_change_that_no_longer_fits_is_told() -> None:
    assert patched("a\nb\nc\n", " a\n-b\n+d\n") == "a\nd\nc\n"
    assert patched("a\n\nb\n", " a\n\n+c\n") == "a\n\nc\nb\n"
    for text in ("a\nc\n", "a\nb\na\nb\n", "xa\nb\n"):
        with pytest.raises(AssertionError, match="no longer fits"):
            patched(text, " a\n-b\n+d\n")


def test_lines_that_are_not_shown_are_told() -> None:
    assert not_shown(["1", "2..."], "0\n 1\n23\n") == []
    assert not_shown(["1", "2"], "1\n23\n") == ["2"]
    assert not_shown(["23", "1"], "1\n23\n") == ["1"]
