"""Keeps the computer and its displays awake while somebody walks.

The only importer of wakepy. It asks the desktop over D-Bus (Linux), by caffeinate (macOS) or SetThreadExecutionState
(Windows), and any of these may hang for seconds: all of it happens in a thread of its own, and nothing here waits.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Protocol


class Held(Protocol):
    """What was taken."""

    @property
    def active(self) -> bool:
        """Whether the computer really stays awake."""
        ...


Hold = Callable[[], AbstractContextManager[Held]]


def presenting() -> AbstractContextManager[Held]:
    """Neither sleep nor a dark display, while this is entered."""
    from wakepy import keep  # 50 ms to load, and only wanted for a walk

    return keep.presenting(on_fail="pass")


class Awake:
    """Awake or not, as wished last. ``told`` hears whether it worked, in the thread of this class."""

    def __init__(self, told: Callable[[bool], None], hold: Hold = presenting) -> None:
        self._told, self._take = told, hold
        self._changed = threading.Condition()
        self._wanted = self._closing = False
        self._thread: threading.Thread | None = None

    def hold(self) -> None:
        """Stay awake from now on. Returns at once; held already, it does nothing."""
        with self._changed:
            self._wanted = True
            self._changed.notify()
            if self._thread is None and not self._closing:
                # A daemon: a desktop that never answers must not keep the program from ending.
                self._thread = threading.Thread(target=self._run, name="awake", daemon=True)
                self._thread.start()

    def release(self) -> None:
        """The computer may sleep again. Returns at once."""
        with self._changed:
            self._wanted = False
            self._changed.notify()

    def close(self, patience_s: float = 3.0) -> None:
        """Let go for good; waits at most ``patience_s``. What is still held then ends with the process."""
        with self._changed:
            self._wanted, self._closing = False, True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(patience_s)

    def _run(self) -> None:
        """Take and let go in turn. One thread does both, for a hold belongs to the thread that took it."""
        while self._wait(wanted=True):
            stack = ExitStack()
            self._told(self._enter(stack))
            self._wait(wanted=False)
            with suppress(Exception):  # a desktop that went away has let go by itself
                stack.close()

    def _enter(self, stack: ExitStack) -> bool:
        try:
            return stack.enter_context(self._take()).active
        except Exception:  # whatever the desktop or the library does, the session goes on and the helper is told
            return False

    def _wait(self, *, wanted: bool) -> bool:
        """Until the wish is this one. ``False``: it never will be, the program ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted is wanted or self._closing)
            return self._wanted is wanted
