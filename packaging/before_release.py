#!/usr/bin/env python3
"""Before a release: python packaging/before_release.py v0.2.0 [--notes]

Says whether the tag, the program, CITATION.cff and CHANGELOG.md name the same version, and that its changes have a
date. --notes: prints what is new in it. Standard library only.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from deb import VERSION

ROOT = Path(__file__).resolve().parent.parent
HEAD = re.compile(r"^## (?P<version>\S+) \((?P<when>[^)]*)\)$", re.MULTILINE)


def problems(tag: str, changelog: str, citation: str) -> list[str]:
    """What is not right yet, a sentence each."""
    found = []
    if tag != f"v{VERSION}":
        found.append(f"The tag is {tag}, the program says {VERSION}: set __version__ in balancecoach/__init__.py.")
    first = HEAD.search(changelog)
    if first is None or first["version"] != VERSION:
        found.append(f"CHANGELOG.md begins with another version than {VERSION}.")
    elif not re.fullmatch(r"\d{4}-\d\d-\d\d", first["when"]):
        found.append(f"CHANGELOG.md has no date for {VERSION}, but ({first['when']}).")
    if f"version: {VERSION}\n" not in citation:
        found.append(f"CITATION.cff names another version than {VERSION}.")
    return found


def notes(changelog: str) -> str:
    """What is new in the first version of a list of changes."""
    heads = list(HEAD.finditer(changelog))
    end = heads[1].start() if len(heads) > 1 else len(changelog)
    return changelog[heads[0].end() : end].strip() + "\n"


def main(given: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tag", help="such as v0.2.0")
    parser.add_argument("--notes", action="store_true", help="print what is new")
    options = parser.parse_args(given)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if options.notes:
        print(notes(changelog), end="")
        return 0
    found = problems(options.tag, changelog, (ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    print("\n".join(found) or f"{options.tag} may be released.", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
