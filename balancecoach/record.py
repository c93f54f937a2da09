"""A session's record: its events on their way to the journal."""

from balancecoach.core.events import Event, Instant, Refused, Stored
from balancecoach.store.journal import Journal


class JournalRecord:
    """Writes one session through a journal; never waits for the disk."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.session_id = journal.begin()
        #: All of the session so far, whatever the disk is doing.
        self.events: list[Stored] = []

    def append(self, event: Event) -> None:
        """Keep an event. A refusal is no fact of the session."""
        if not isinstance(event, Refused):
            self._journal.append(self.session_id, event)
            self.events.append(event)

    def beat(self, at_s: float, now: Instant) -> None:
        """The session is alive."""
        self._journal.beat(self.session_id, at_s, now.wall)
