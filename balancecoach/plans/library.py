"""The built-in plans, and finding a plan by its id or its file."""

import difflib
from pathlib import Path

from balancecoach.core.plan import HOME, Limits, Plan
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.plans.files import load_plan

#: In the order in which a person meets them.
BUILT_IN = ("p0-familiarisation", "p1-week1")


class Library:
    """Plans shipped with the app, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ids(self) -> tuple[str, ...]:
        """Ids of the built-in plans, in order."""
        return BUILT_IN

    def built_in(self, plan_id: str) -> Plan:
        """A built-in plan."""
        return load_plan(self._folder / f"{plan_id}.toml")

    def all(self) -> tuple[Plan, ...]:
        """All built-in plans, in order."""
        return tuple(self.built_in(plan_id) for plan_id in BUILT_IN)

    def find(self, name: str, limits: Limits = HOME) -> Plan:
        """A plan by id or file name. Raises ``UserError`` in a sentence."""
        if name in BUILT_IN:
            return self.built_in(name)
        looks_like_file = name.endswith(".toml") or "/" in name or "\\" in name or _exists(name)
        if looks_like_file:
            return load_plan(Path(name), limits)
        near = difflib.get_close_matches(name, BUILT_IN, n=1)
        hint = tr("Did you mean {0}?").format(near[0]) if near else tr("See the list with: balancecoach plans.")
        raise UserError(f"{name}: " + tr("no plan has this id and no file this name.") + " " + hint)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # a name longer than any file's, or in a folder that may not be entered
        return False
