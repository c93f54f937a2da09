"""The helper's PIN: optional, guards plans, limits, people and settings. Only its argon2 hash is kept.

It guards nothing against whoever owns the computer account: they can change every file of ours. That is also the way
out of a PIN that is forgotten or damaged: they run ``balancecoach pin --forget`` in a terminal. Sessions and people
stay.

Wrong tries wait longer and longer. When the last one was is kept with the hash, so a restart does not shorten the
wait. It is measured by the wall clock, the only one that goes on while the computer is off:

- set back, the wait begins anew when next looked at, so from there it is never longer than its own delay;
- set forward, the wait is over early: that looks like time that has passed, and nobody can know better.

Time is an argument, and argon2 is loaded only when a PIN is set or tried.
"""

import math
import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Self
from unicodedata import decimal, normalize

from msgspec import Struct
from msgspec.structs import asdict, replace

from balancecoach.core.progress import minutes
from balancecoach.core.words import N_, tr
from balancecoach.errors import FailedError, UserError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: Seconds to wait after 0, 1, 2... wrong tries in a row. The last one counts for all that follow.
DELAYS_S = (0.0, 0.0, 0.0, 5.0, 15.0, 60.0, 300.0, 900.0)
MOST_WRONG = len(DELAYS_S) - 1
#: The way out, for wherever a PIN is asked for; say it with ``tr``.
RECOVERY = N_(
    "Whoever owns this computer account can run “balancecoach pin --forget” in a terminal; sessions and people stay."
)
NOT_A_PIN = N_("A PIN has 4 to 8 digits and nothing else.")
#: Stands for a hash that was damaged: a PIN is set, and none opens it.
UNREADABLE = "?"
_FORM = re.compile(
    r"\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})(?:\$[A-Za-z0-9+/]{8,200}){2}"
)
#: 1 GiB, 16 rounds, 16 lanes. A damaged number above these would keep the computer busy for hours.
_MOST_COST = (1 << 20, 16, 16)


class PinState(Struct, frozen=True):
    """What is kept. ``wrong``: tries since the last right one; ``tried_at``: the last of them, POSIX seconds."""

    hash: str = ""
    wrong: int = 0
    tried_at: float | None = None

    def __repr__(self) -> str:
        """Without the hash."""
        return f"PinState(wrong={self.wrong}, tried_at={self.tried_at})"

    @property
    def is_set(self) -> bool:
        """There is a PIN, even if it can no longer be read."""
        return self.hash != ""

    def to_json(self) -> dict[str, Any]:
        """An object that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: object) -> Self:
        """Back from JSON; ``None`` is no PIN. Damage never opens, and never locks for ever:

        - a damaged hash is a PIN that nobody knows, for an accident must not take the guard away;
        - a damaged count is the largest, for it must not hand out free tries;
        - a damaged time is none, so one try is let through: a wait since nobody knows when would never end.
        """
        if found is None:
            return cls()
        kept = found if isinstance(found, dict) else {}
        code, wrong, at = kept.get("hash"), kept.get("wrong", 0), kept.get("tried_at")
        return cls(
            code if isinstance(code, str) else UNREADABLE,
            wrong if type(wrong) is int and 0 <= wrong < MOST_WRONG else MOST_WRONG,
            float(at) if isinstance(at, int | float) and not isinstance(at, bool) and abs(at) < 1e15 else None,
        )


class Verdict(Enum):
    """What became of a try, and the sentence for it."""

    OPEN = ""
    WRONG = N_("That is not the PIN.")
    WAITING = N_("Too many wrong tries.")  # refused without looking
    NOT_A_PIN = NOT_A_PIN  # nothing was guessed, so it does not count
    DAMAGED = N_("The PIN that was kept is damaged, so none will do.")  # counts as wrong


class Answer(Struct, frozen=True):
    """What became of a try, and the seconds until another one is looked at."""

    verdict: Verdict
    wait_s: float = 0.0

    @property
    def is_open(self) -> bool:
        """What the PIN guards may be shown."""
        return self.verdict is Verdict.OPEN

    @property
    def sentence(self) -> str:
        """For the person who tried; nothing when it was right."""
        said = [tr(self.verdict.value)] if self.verdict.value else []
        if self.verdict is Verdict.DAMAGED:
            said.append(tr(RECOVERY))
        if self.wait_s > 0:
            said.append(tr("Try again in {0}.").format(_rounded_up(self.wait_s)))
        return " ".join(said)


def set_pin(pin: str, hasher: "PasswordHasher | None" = None) -> PinState:
    """A new PIN: 4 to 8 digits of any script. Raises ``UserError`` for anything else."""
    digits = _digits(pin)
    if not digits:
        raise UserError(tr(NOT_A_PIN))
    return PinState(_hashed(digits, _hasher(hasher)))


def try_pin(
    state: PinState, pin: str, now: datetime, hasher: "PasswordHasher | None" = None
) -> tuple[bool, PinState, float]:
    """Whether it opens, what to keep from now on, and the seconds until another try is looked at.

    Without a PIN everything opens. While waiting nothing does: even the right PIN is refused, without looking.
    """
    answer, after = _answer(state, pin, now, hasher)
    return answer.is_open, after, answer.wait_s


def wait_s(state: PinState, now: datetime) -> float:
    """Seconds until a try is looked at; never more than the delay itself."""
    at = _posix(now)
    if not state.is_set or state.tried_at is None:
        return 0.0
    return max(0.0, DELAYS_S[min(state.wrong, MOST_WRONG)] - max(0.0, at - state.tried_at))


def settled(state: PinState, now: datetime) -> PinState:
    """With a wrong try that lies ahead moved to now: the clock was set back, and the wait begins anew, once."""
    at = _posix(now)
    return replace(state, tried_at=at) if state.tried_at is not None and state.tried_at > at else state


class Pin:
    """The PIN in a store's settings. ``get`` gives what was ``put`` last, ``None`` if nothing was.

    Reads once and remembers: a store that writes later, or cannot write, gives nobody another try. So make only one.
    """

    def __init__(
        self, get: Callable[[], object], put: Callable[[object], object], hasher: "PasswordHasher | None" = None
    ) -> None:
        self._get, self._put, self._hasher = get, put, hasher
        self._known: PinState | None = None

    @property
    def is_set(self) -> bool:
        """There is a PIN to ask for."""
        return self._state().is_set

    def set(self, pin: str) -> None:
        """Use this one from now on; whoever calls has asked for the old one. Raises ``UserError``."""
        state = set_pin(pin, self._hasher)
        self._put(state.to_json())
        self._known = state

    def forget(self) -> None:
        """Ask for none from now on, also when the old one is forgotten or damaged."""
        self._put(None)
        self._known = PinState()

    def try_(self, pin: str, now: datetime) -> Answer:
        """Look at a PIN, and keep that it was tried."""
        answer, after = _answer(self._state(), pin, now, self._hasher)
        self._move(after)
        return answer

    def wait_s(self, now: datetime) -> float:
        """Seconds until a try is looked at; for a countdown."""
        self._move(settled(self._state(), now))
        return wait_s(self._state(), now)

    def _state(self) -> PinState:
        if self._known is None:
            self._known = PinState.from_json(self._get())
        return self._known

    def _move(self, after: PinState) -> None:
        if after != self._known:
            self._known = after  # first, so that it counts even if it cannot be kept
            self._put(after.to_json())


def _answer(state: PinState, pin: str, now: datetime, hasher: "PasswordHasher | None") -> tuple[Answer, PinState]:
    before, digits = settled(state, now), _digits(pin)
    if not before.is_set:
        return Answer(Verdict.OPEN), before
    if (wait := wait_s(before, now)) > 0:
        return Answer(Verdict.WAITING, wait), before
    if not digits:
        return Answer(Verdict.NOT_A_PIN), before
    verdict = _look(before.hash, digits, hasher := _hasher(hasher))
    if verdict is Verdict.OPEN:
        renew = hasher.check_needs_rehash(before.hash)
        return Answer(verdict), PinState(_hashed(digits, hasher) if renew else before.hash)
    after = PinState(before.hash, min(before.wrong + 1, MOST_WRONG), _posix(now))
    return Answer(verdict, wait_s(after, now)), after


def _look(code: str, digits: str, hasher: "PasswordHasher") -> Verdict:
    from argon2.exceptions import VerificationError, VerifyMismatchError

    form = _FORM.fullmatch(code)
    if form is None or any(int(cost) > most for cost, most in zip(form.groups(), _MOST_COST, strict=True)):
        return Verdict.DAMAGED
    try:
        hasher.verify(code, digits)
    except VerifyMismatchError:
        return Verdict.WRONG
    except VerificationError:
        return Verdict.DAMAGED
    return Verdict.OPEN


def _hashed(digits: str, hasher: "PasswordHasher") -> str:
    from argon2.exceptions import HashingError

    try:
        return hasher.hash(digits)
    except HashingError as error:  # no memory left
        raise FailedError(tr("The PIN could not be kept. Close some other programs, then try again.")) from error


def _hasher(given: "PasswordHasher | None") -> "PasswordHasher":
    """By default argon2id as RFC 9106 advises where memory is short."""
    from argon2 import PasswordHasher

    return given or PasswordHasher()


def _digits(pin: str) -> str:
    """The digits 0-9 that are meant, in whatever script; "" when it is no PIN."""
    found = [decimal(sign, None) for sign in normalize("NFKC", pin).strip()]
    return "".join(map(str, found)) if 4 <= len(found) <= 8 and None not in found else ""


def _posix(now: datetime) -> float:
    if now.tzinfo is None:
        raise ValueError(f"{now!r} has no offset from UTC")
    return now.timestamp()


def _rounded_up(seconds: float) -> str:
    """In words that promise nothing too early: whole seconds, above a minute half minutes."""
    step = 1 if seconds <= 60 else 30
    return minutes(math.ceil(seconds / step) * step)
