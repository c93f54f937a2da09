"""The built-in programmes, and finding a plan by its id or its file."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from balancecoach.core.plan import HOME, Limits, Plan
from balancecoach.core.programme import Programme, Walker, expand
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.plans.files import load_plan
from balancecoach.plans.programmes import load_programme

#: In the order in which a person meets them.
BUILT_IN = (
    "p0-familiarisation",
    "p1-first-steps",
    "p2-gentle-build",
    "p3-short-intervals",
    "p4-five-and-one",
    "p5-steady-builder",
    "p6-knee-comfort",
    "p7-steady-four-day",
    "p8-rails-fade",
    "p9-gentle-slope",
    "p10-step-and-think",
    "p11-stroke-ladder",
    "p12a-clinic-thirty",
    "p12b-short-course",
    "p12c-supported",
    "p13-along-the-rail",
)
#: Ids of earlier versions.
_FORMER = {"p1-week1": ("p1-first-steps", 1)}


class Programmes(Mapping[str, Programme]):
    """Built-in programmes from ``folder``, each read when it is first asked for, and those that a person added."""

    def __init__(self, folder: Path, own: Mapping[str, Programme] | None = None) -> None:
        self._folder, self._read = folder, dict[str, Programme]()
        self._own = dict(own or {})

    def __getitem__(self, programme_id: str) -> Programme:
        if programme_id in self._own:
            return self._own[programme_id]
        if programme_id not in BUILT_IN:
            raise KeyError(programme_id)
        if programme_id not in self._read:
            self._read[programme_id] = _translated(load_programme(self._folder / f"{programme_id}.toml"))
        return self._read[programme_id]

    def __iter__(self) -> Iterator[str]:
        yield from BUILT_IN
        yield from self._own

    def __len__(self) -> int:
        return len(BUILT_IN) + len(self._own)

    def add(self, programme: Programme) -> None:
        """One more, of a person's own. Raises ``UserError`` where a built-in one has the same id."""
        if programme.id in BUILT_IN:
            text = tr("{0} is the name of a built-in programme. Give yours another name.")
            raise UserError(text.format(programme.id))
        self._own[programme.id] = programme

    def remove(self, programme_id: str) -> None:
        """Forget one that a person added; built-in ones stay."""
        self._own.pop(programme_id, None)

    def own(self) -> tuple[Programme, ...]:
        """Those that a person added."""
        return tuple(self._own.values())


class Library:
    """Plans shipped with the app, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.programmes = Programmes(folder)

    def week(self, name: str, walker: Walker | None = None) -> Plan | None:
        """The plan of ``PROGRAMME:WEEK`` (week 1 where none is named); ``None`` when the name is no programme's.

        Raises ``UserError`` for a week that there is not.
        """
        programme_id, colon, week = name.partition(":")
        if name in _FORMER:
            programme_id, number = _FORMER[name]
        elif programme_id not in self.programmes:
            return None
        else:
            number = int(week) if week.isdecimal() and len(week) < 5 else 0 if colon else 1
        programme = self.programmes[programme_id]
        if not 1 <= number <= len(programme.weeks):
            text = tr("{0} has the weeks 1 to {1}. Write for example {0}:1.")
            raise UserError(f"{name}: " + text.format(programme_id, len(programme.weeks)))
        return expand(programme, number, walker or sample_walker(programme))

    def find(self, name: str, limits: Limits = HOME) -> Plan:
        """A plan by ``PROGRAMME:WEEK`` or file name. Raises ``UserError`` in a sentence."""
        if plan := self.week(name):
            return plan
        looks_like_file = name.endswith(".toml") or "/" in name or "\\" in name or _exists(name)
        if looks_like_file:
            return load_plan(Path(name), limits)
        near = difflib.get_close_matches(name.partition(":")[0], BUILT_IN, n=1)
        hint = tr("Did you mean {0}?").format(near[0]) if near else tr("See the list with: balancecoach programmes.")
        raise UserError(f"{name}: " + tr("no programme has this id and no file this name.") + " " + hint)


def _translated(programme: Programme) -> Programme:
    """One of ours, in the language that is spoken when it is first asked for; ``dev.py words`` collects its words."""

    def words(text: str) -> str:
        return tr(text) if text else ""

    return replace(
        programme,
        title=words(programme.title),
        summary=words(programme.summary),
        who=words(programme.who),
        weeks=tuple(replace(week, summary=words(week.summary)) for week in programme.weeks),
        sources=tuple(replace(source, text=words(source.text)) for source in programme.sources),
    )


def sample_walker(programme: Programme) -> Walker:
    """Somebody for whom a programme's own ceilings hold, to show it with; a baseline of 1.6 km/h."""
    return Walker(speed_kmh=programme.limits.backward_kmh, limits=programme.limits, baseline_kmh=1.6)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # a name longer than any file's, or in a folder that may not be entered
        return False
