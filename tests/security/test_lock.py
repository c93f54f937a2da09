"""Every package that is declared is locked, with a hash."""

import re
import tomllib

from tests.cli.tools import ROOT

LINE = re.compile(r"([a-z0-9.-]+)==([0-9][0-9a-z.]*) --hash=sha256:[0-9a-f]{64}")


def test_what_is_declared_is_locked_with_its_hash() -> None:
    lines = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Made by packaging/lock.py for Python 3.")
    locked = {found[1]: found[2] for line in lines[1:] if (found := LINE.fullmatch(line))}
    assert len(locked) == len(lines) - 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for row in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name, least = re.match(r"([A-Za-z0-9._-]+)>=([0-9.]+)", row).groups()  # type: ignore[union-attr]
        version = locked[name.lower().replace("_", "-")]
        assert numbers(version) >= numbers(least), row


def numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
