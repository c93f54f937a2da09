"""Draws who may import whom into docs/architecture.md: .venv/bin/python packaging/diagram.py

From the rules of the tests. Small modules that belong together are one box; what follows from others is not drawn.
"""

import sys
from collections.abc import Mapping, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.test_import_rules import ALLOWED  # noqa: E402  the path above comes first

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by packaging/diagram.py -->\n", "<!-- end of the drawing -->\n"

#: Box -> the folders and top files in it. Each of the rules' is in one of them.
BOXES: dict[str, str] = {
    "start": "__main__ cli app opening",
    "desks": "desks",
    "ui": "ui",
    "commands": "commands terminal doctor bundle",
    "walking": "conductor runner record aloud voicing",
    "day": "day pin",
    "carry": "carrying parcel locked exports sound_file",
    "exchange": "exchange",
    "reports": "reports",
    "speech": "speech",
    "store": "store",
    "plans": "plans",
    "wording": "headings past guides languages",
    "machine": "awake binding display integrate keys log log_pages mpris one_window scrub",
    "base": "clock errors paths whole_file",
    "core": "core",
}
#: The version alone, which anybody may ask for.
LEFT_OUT = frozenset({"__init__"})

Arrows = Mapping[str, Set[str]]


def boxed(allowed: Arrows, boxes: Mapping[str, str]) -> dict[str, set[str]]:
    """The same rules between boxes. Raises ``ValueError`` where a box for something is missing, or there is none."""
    of = {name: box for box, names in boxes.items() for name in names.split()}
    if wrong := (set(allowed) - LEFT_OUT) ^ set(of):
        raise ValueError(f"say in BOXES where these belong, or take them out: {', '.join(sorted(wrong))}")
    arrows: dict[str, set[str]] = {box: set() for box in boxes}
    for name, box in of.items():
        arrows[box] |= {of[other] for other in allowed[name] - LEFT_OUT} - {box}
    return arrows


def reach(arrows: Arrows, start: str, path: tuple[str, ...] = ()) -> set[str]:
    """All that arrows lead to from here. Raises ``ValueError`` for a circle."""
    if start in path:
        raise ValueError(f"a circle: {' -> '.join((*path, start))}")
    return set(arrows[start]).union(*(reach(arrows, other, (*path, start)) for other in arrows[start]))


def reduced(arrows: Arrows) -> dict[str, set[str]]:
    """Without the arrows that follow from others."""
    far = {box: set().union(*(reach(arrows, other) for other in arrows[box])) for box in arrows}
    return {box: set(others) - far[box] for box, others in arrows.items()}


def drawing(allowed: Arrows = ALLOWED, boxes: Mapping[str, str] = BOXES) -> str:
    """As Mermaid."""
    rows = ["```mermaid", "flowchart TD"]
    for box, names in boxes.items():
        inside = "" if names == box else "<br>" + names.replace(" ", ", ")
        rows.append(f'    {box}["<b>{box}</b>{inside}"]')
    for box, others in reduced(boxed(allowed, boxes)).items():
        rows += [f"    {box} --> {other}" for other in boxes if other in others]
    return "\n".join([*rows, "```", ""])


def redrawn(page: str) -> str:
    """A page with today's drawing in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not after:
        raise ValueError(f"there is no place for the drawing: {BEGIN.strip()} ... {END.strip()}")
    return f"{before}{BEGIN}{drawing()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
