"""What merging changes, in words: before anything is changed, and afterwards."""

from msgspec import Struct, field

from balancecoach.core.words import tr, trn


class MergeSummary(Struct):
    """What a document brings to a record. Names are of people, titles of plans."""

    people_new: list[str] = field(default_factory=list)
    #: Who is in both.
    people_known: list[str] = field(default_factory=list)
    #: Of those, whose details in the document are newer, and whose details here.
    newer_there: list[str] = field(default_factory=list)
    newer_here: list[str] = field(default_factory=list)
    #: Of those, whose speeds, grip or belt control differ.
    careful: list[str] = field(default_factory=list)
    #: Of those, about whom the document knows more.
    more_noted: list[str] = field(default_factory=list)
    #: Two people, one here and one in the document, with names that would be taken for each other.
    same_names: list[str] = field(default_factory=list)
    sessions_new: int = 0
    sessions_known: int = 0
    #: Of those, to which the document adds something.
    sessions_more: int = 0
    declined_new: int = 0
    plans_new: list[str] = field(default_factory=list)
    plans_newer_there: list[str] = field(default_factory=list)
    plans_newer_here: list[str] = field(default_factory=list)
    settings_new: int = 0
    #: Records that were or would be written.
    changes: int = 0

    def lines(self) -> tuple[str, ...]:
        """Sentences, the most important first; the last says what stays as it is."""
        if not self.changes:
            return (tr("Everything in the file is here already. Nothing changes."), *self._conflicts())
        return (*self._people(), *self._sessions(), *self._plans(), *self._conflicts(), *self._rest())

    def _people(self) -> tuple[str, ...]:
        new, known = len(self.people_new), len(self.people_known)
        return _some(
            new and trn("{0} new person: {1}.", "{0} new people: {1}.", new).format(new, _list(self.people_new)),
            known and trn("{0} person is here already.", "{0} people are here already.", known).format(known),
        )

    def _sessions(self) -> tuple[str, ...]:
        new, known, more = self.sessions_new, self.sessions_known, self.sessions_more
        return _some(
            new and trn("{0} new session.", "{0} new sessions.", new).format(new),
            known and trn("{0} session is here already.", "{0} sessions are here already.", known).format(known),
            more
            and trn(
                "{0} of these gets something added that was noted afterwards.",
                "{0} of these get something added that was noted afterwards.",
                more,
            ).format(more),
        )

    def _plans(self) -> tuple[str, ...]:
        new, newer = len(self.plans_new), len(self.plans_newer_there)
        return _some(
            new and trn("{0} new plan: {1}.", "{0} new plans: {1}.", new).format(new, _list(self.plans_new)),
            newer
            and tr("These plans are newer in the file and replace yours: {0}.").format(_list(self.plans_newer_there)),
            self.plans_newer_here
            and tr("These plans are newer here and stay: {0}.").format(_list(self.plans_newer_here)),
        )

    def _conflicts(self) -> tuple[str, ...]:
        there = tr("{0}: the details in the file are newer and replace those here.")
        here = tr("{0}: the details here are newer and stay.")
        care = tr(
            "{0}: of two measured speeds, grips or ways to stop the belt the more careful one counts. Look at them."
        )
        more = tr("{0}: falls, answers and check-ups that are only in the file are added.")
        same = tr("There will be two people called {0}: they were set up apart, so they stay two.")
        return (
            *(there.format(name) for name in self.newer_there),
            *(here.format(name) for name in self.newer_here),
            *(care.format(name) for name in self.careful),
            *(more.format(name) for name in self.more_noted),
            *(same.format(name) for name in self.same_names),
        )

    def _rest(self) -> tuple[str, ...]:
        days = self.declined_new
        return _some(
            days and trn("{0} day without a walk is added.", "{0} days without a walk are added.", days).format(days),
            self.settings_new and tr("Settings and the treadmill's checks are taken over."),
            tr("A copy of what is here is kept first, and all of it can be undone."),
        )


def _some(*lines: object) -> tuple[str, ...]:
    return tuple(str(line) for line in lines if line)


def _list(names: list[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else tr("{0} and {1} more").format(shown, len(names) - most)
