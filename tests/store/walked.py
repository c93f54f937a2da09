"""The events of a whole session, walked by the real machine with a fake clock."""

from balancecoach.core.events import CheckedIn, Refused, Stored
from balancecoach.core.plan import Plan
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from tests.fakes import FakeClock


def walked(plan: Plan, tick_s: float = 1.0) -> tuple[Stored, ...]:
    """Each gate passed as soon as it may be; answered afterwards that all was well."""
    clock, session = FakeClock(), Session(build_script(plan))
    events = list(session.begin(clock.now()))
    while session.state is not State.ENDED:
        clock.sleep(tick_s)
        events += session.tick(clock.now())
        if session.view(clock.now()).ready_in_s == 0 and session.state in (State.GATE, State.EASY):
            events += session.confirm(clock.now())
    kept = [event for event in events if not isinstance(event, Refused)]
    return (*kept, CheckedIn(clock.now().wall, 3, "none", "no"))
