"""Answers files: the answers to the first-time questions as TOML, for ``balancecoach screen`` and ``person add``.

format = 1

[answers]
beside = "no"
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balancecoach.core.safety import LONGEST_ECHO, problems
from balancecoach.core.screening import QUESTIONS
from balancecoach.core.words import tr
from balancecoach.plans.rows import Trouble, check, clean
from balancecoach.plans.schema import FORMAT, Format
from balancecoach.plans.text import BadTextError, read_table, told


def load_answers(path: Path) -> dict[str, str]:
    """The answers in a file, all there and all known. Raises ``PlanFileError`` with every problem found."""
    try:
        table = _read(path)
    except BadTextError as error:
        raise told(str(path), [error.trouble]) from error
    return read_answers(table, str(path))


def _read(path: Path) -> dict[str, Any]:
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError:  # a name that cannot be looked up; reading says why
        folder, there = False, True
    if folder:
        raise BadTextError("", tr("This is a folder. Name an answers file inside it."))
    if not there:
        text = tr("There is no such file. Check the name, or make one with: balancecoach screen --template.")
        raise BadTextError("", text)
    return read_table(path)


def read_answers(table: Mapping[str, Any], name: str) -> dict[str, str]:
    """The answers in a table; ``name`` stands for the file in messages. Raises ``PlanFileError``."""
    version = table.get("format")
    if isinstance(version, int) and version > FORMAT:
        newer = tr("The file was made for a newer Balance Coach. Update the app to open it.")
        raise told(name, [Trouble("format", newer)])
    head = {key: value for key, value in table.items() if key != "answers"}
    _, wrong = check(head, {"format": (Format, True)}, "")
    given = table.get("answers")
    if not isinstance(given, dict):
        text = tr("The answers are missing. Start them with a line [answers]; see: balancecoach screen --template.")
        raise told(name, [*wrong, Trouble("answers", text)])
    answers = {clean(key): _as_text(value) for key, value in given.items() if value != ""}
    wrong += [Trouble("answers", text) for text in problems(answers)]
    if wrong:
        raise told(name, wrong)
    return answers


def _as_text(value: object) -> str:
    """An answer as written; TOML's own true or 3 is no answer, and is repeated in the sentence that says so."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(value if isinstance(value, str) else repr(value)[:LONGEST_ECHO])


def template() -> str:
    """An answers file to fill in."""
    lines = [f"# {tr('The answers to the questions before the first walk. Not sure? Leave it empty.')}"]
    lines += [f"format = {FORMAT}", "", "[answers]"]
    for question in QUESTIONS:
        meanings = ", ".join(f'"{value}" = {tr(words)}' for value, words in question.choices)
        lines += [f"# {tr(question.words)}", f"# {meanings}", f'{question.key} = ""', ""]
    return "\n".join(lines)
