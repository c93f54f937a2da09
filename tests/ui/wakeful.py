"""A computer that stays awake without being asked over D-Bus."""

from collections.abc import Callable

from balancecoach.awake import Awake


class Wakeful(Awake):
    """Stays awake by itself, unless told otherwise; remembers the wishes."""

    def __init__(self) -> None:
        self._held = False
        self.can = True
        self.closed = False

    def made(self, told: Callable[[bool], None]) -> "Wakeful":
        """As the desk makes one."""
        self._told = told
        return self

    def held(self) -> bool:
        """Whether it is to stay awake now."""
        return self._held

    def hold(self) -> None:
        if not self._held:
            self._held = True
            self.answer()

    def answer(self) -> None:
        """Tell whether it worked."""
        self._told(self.can)

    def release(self) -> None:
        self._held = False

    def close(self, patience_s: float = 0.0) -> None:
        self._held, self.closed = False, True
