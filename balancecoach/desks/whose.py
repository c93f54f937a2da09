"""What other desks need to know of the person whose day it is; of nobody where nobody is set up."""

from balancecoach.core.plan import HOME, BeltControl, Limits, Units
from balancecoach.core.programme import Walker
from balancecoach.day import Day
from balancecoach.store.store import Store


class Whose:
    """Asked anew each time."""

    def __init__(self, day: Day, store: Store) -> None:
        self._day, self._store = day, store

    def current(self) -> str:
        """The id, "" for nobody."""
        person = self._day.person()
        return person.id if person else ""

    def limits(self) -> Limits:
        """What plans may ask for."""
        person = self._day.person()
        return person.limits if person else HOME

    def units(self) -> Units:
        """Kilometres or miles."""
        person = self._day.person()
        return person.units if person else Units.KMH

    def control(self) -> BeltControl:
        """Who works the belt."""
        person = self._day.person()
        return (person.control if person else None) or BeltControl.HELPER

    def to_call(self) -> tuple[str, str]:
        """Whom in an emergency, and the helper."""
        person = self._day.person()
        return (person.emergency, person.helper) if person else ("", "")

    def walker(self) -> Walker | None:
        """With speeds for this treadmill; ``None`` for nobody."""
        person = self._day.person()
        return person.walker(self._store.treadmill().slowest_kmh) if person else None
