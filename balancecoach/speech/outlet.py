"""The one owner of the sound output: opens it, watches it and opens it again, in a thread that may wait for ever.

Whoever plays never waits for it: while it is being opened or closed, nothing is to be heard, and that is said.
"""

import gettext
import logging
import threading
import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from balancecoach.speech.playing import Device, Sound

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # without a log, on the command line, whoever asks says it in a sentence
#: How often an open output is looked at, and how often one is looked for.
LOOK_S, RETRY_S = 0.25, 1.0
#: An output that took nothing at so many looks in a row hangs: a busy machine is late by less (ADR 2).
HANGS_AFTER = 3
#: Opening takes less than this, or it is said.
SLOW_S = 3.0


class Wish(Struct, frozen=True):
    """What is asked for. ``turn``: each time anew."""

    open: bool = False
    name: str = ""
    turn: int = 0


class State(Struct, frozen=True):
    """What there is. ``known``: the wish was tried. ``usable``: there is an output that takes what it is given.

    ``fallback``: it is the system's own, since the chosen one is not there.
    """

    known: bool = True
    usable: bool = False
    fallback: bool = False
    names: tuple[str, ...] = ()


def _only_dummies(names: tuple[str, ...]) -> bool:
    """A sound service without a loudspeaker plays into nothing, and says so in its user's language."""
    own = {"Dummy Output", gettext.dgettext("pulseaudio", "Dummy Output")}
    return bool(names) and own.issuperset(names)


def _in_thread(loop: Callable[[], None]) -> None:
    threading.Thread(target=loop, name="sound output", daemon=True).start()


class Outlet:
    """``make_device`` is called in the owner's thread, and may raise ``ImportError`` or ``OSError``: nothing plays.

    ``run``: starts that thread, which may be left behind when the program ends.
    """

    def __init__(
        self, make_device: Callable[[], Device], run: Callable[[Callable[[], None]], None] = _in_thread
    ) -> None:
        self._make_device, self._run = make_device, run
        self._device: Device | None = None
        self._lock = threading.Lock()  # never held while something may block
        self._asked = threading.Event()
        self._answered = threading.Condition(self._lock)
        self._wish, self._done = Wish(), Wish()
        self._runs = False
        self._told: Callable[[], None] = lambda: None
        self._late = 0  # looks at which nothing had been taken
        self._lost_at_s: float | None = None
        self.state = State()

    # -- from any thread; returns at once ------------------------------------------------------------------------
    def on_change(self, told: Callable[[], None]) -> None:
        """Call this after each change of ``state``; from the owner's thread."""
        self._told = told

    def ask(self) -> None:
        """An output is wanted from now on."""
        self._ask(replace(self._wish, open=True))

    def choose(self, name: str) -> None:
        """Which one, "" for the system's own; opens nothing that is closed."""
        self._ask(replace(self._wish, name=name))

    def _ask(self, wanted: Wish) -> None:
        with self._lock:
            if wanted == self._wish:
                return
            self._wish = replace(wanted, turn=wanted.turn + 1)
            self.state = replace(self.state, known=not wanted.open)
        if wanted.open:
            self._wake()

    def let_go(self, wait_s: float = 0.0) -> None:
        """No output is wanted any more. Waits as long as this at most until it was given back."""
        with self._lock:
            if not self._runs:
                return
            self._stop()
            self._wish = replace(self._wish, open=False, turn=self._wish.turn + 1)
            self.state = State()
        self._wake()
        if wait_s:
            with self._answered:
                self._answered.wait_for(lambda: self._done == self._wish, wait_s)

    def wait(self, seconds: float) -> bool:
        """Until the wish was tried; ``False`` when that takes longer."""
        with self._answered:
            return self._answered.wait_for(lambda: self.state.known, seconds)

    def start(self, sound: Sound, late_s: float = 0.0) -> bool:
        """Play it now, in place of what plays; it was due ``late_s`` ago. ``False`` when it would not be heard."""
        with self._lock:
            device = self._device if self.state.usable else None
            return device is not None and device.alive() and device.start(sound, late_s)

    def stop(self) -> None:
        """Silence at once."""
        with self._lock:
            self._stop()

    def alive(self) -> bool:
        """Whether there is an output now."""
        with self._lock:
            return self.state.usable and self._device is not None and self._device.alive()

    def _stop(self) -> None:
        if self.state.usable and self._device is not None:
            self._device.stop()

    def _wake(self) -> None:
        self._asked.set()
        if not self._runs:
            self._runs = True
            self._run(self._loop)

    # -- the owner's thread --------------------------------------------------------------------------------------
    def _loop(self) -> None:
        self.prepare()
        while True:
            usable = self.state.usable
            self._asked.wait((LOOK_S if usable else RETRY_S) if self._wish.open else None)
            self._asked.clear()
            self.look()

    def prepare(self) -> None:
        """Find out what there is to play with."""
        try:
            self._device = self._make_device()
        except (ImportError, OSError):
            _log.warning("the library for sound is missing")

    def look(self) -> None:
        """Do what is asked, or look whether all is well and do something about it."""
        wish = self._wish
        if wish != self._done:
            self._open(wish) if wish.open else self._close(wish)
        elif wish.open and self._device is not None:
            self._watch(self._device, wish)

    def _watch(self, device: Device, wish: Wish) -> None:
        if not device.alive():
            self._lose("it went away", self.state.names)
            self._open(wish)
        elif _only_dummies(names := device.names()):
            self._lose("there is no loudspeaker any more", names)
        elif self._flows(device):
            self._set(wish, replace(self.state, usable=True, names=names))
            device.listen()
            if self.state.fallback and wish.name in self.state.names and not device.sounds():
                self._open(wish)  # what was chosen is there again
        else:
            self._lose("it takes nothing", names)

    def _flows(self, device: Device) -> bool:
        with self._lock:
            self._late = 0 if device.flows() else self._late + 1
            return self._late < HANGS_AFTER if self.state.usable else self._late == 0

    def _lose(self, why: str, names: tuple[str, ...]) -> None:
        """From now on nothing is to be heard; what was to be is stale when there is sound again."""
        if self._lost_at_s is None:
            _log.warning("the sound output is lost: %s", why)
            self._lost_at_s = time.monotonic()
        with self._lock:
            self._stop()
        self._set(self._done, replace(self.state, usable=False, names=names))

    def _open(self, wish: Wish) -> None:
        device, began_s = self._device, time.monotonic()
        if device is None:
            self._set(wish, State())
            return
        with self._lock:
            self._stop()
            self.state = replace(self.state, usable=False)  # nobody plays while it opens
        found = device.open(wish.name)
        fallback = not found and bool(wish.name)
        found = found or (fallback and device.open())
        names = device.names() if found else ()
        found = found and not _only_dummies(names)
        if (took_s := time.monotonic() - began_s) > SLOW_S:
            _log.warning("the sound output was slow: it answered after %.0f seconds", took_s)
        if not found and self._lost_at_s is None:
            _log.warning("no sound output was found")
            self._lost_at_s = time.monotonic()
        self._late = 0
        self._set(wish, State(True, found, fallback and found, names))

    def _close(self, wish: Wish) -> None:
        if self._device is not None:
            self._device.close()
        self._lost_at_s = None
        self._set(wish, State())

    def _set(self, wish: Wish, state: State) -> None:
        """What was found, unless something else is wanted by now."""
        with self._lock:
            self._done = wish
            before = self.state
            if self._wish != wish:
                self.state = replace(self.state, usable=False)
            else:
                self.state = state
            changed = self.state != before
            self._answered.notify_all()
        if changed:
            self._tell(before)

    def _tell(self, before: State) -> None:
        if self._wish.open and self.state.usable and self._lost_at_s is not None:
            _log.warning("there is sound again, after %.1f seconds", time.monotonic() - self._lost_at_s)
            self._lost_at_s = None
        if self.state.fallback and not before.fallback:
            _log.warning("the chosen sound output is not there: the system's own is used")
        self._told()
