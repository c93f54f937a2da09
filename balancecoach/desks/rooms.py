"""The desks beside the everyday one, after the first paint, or a press before it."""

from balancecoach.clock import Clock
from balancecoach.core.allowed import First
from balancecoach.core.moving import Place
from balancecoach.core.programme import expand
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.desks.media import MakeMedia, MediaDesk
from balancecoach.desks.record_rooms import RecordRooms
from balancecoach.desks.when_wanted import WhenWanted
from balancecoach.pin import Pin
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store.store import Store
from balancecoach.ui.actions import Buttons

#: What is demonstrated to somebody who has not set anybody up.
FIRST_DEMO = Place("p1-first-steps", 1)


class Rooms(WhenWanted):
    """Makes what every day needs when the everyday desk is ready; each other desk waits until somebody asks for it."""

    def __init__(
        self, desk: Desk, store: Store, programmes: Programmes, clock: Clock, make_media: MakeMedia | None = None
    ) -> None:
        super().__init__(desk, store, programmes, clock)
        self._make_media = make_media

    def make(self) -> None:
        """When ``desk`` is built: what has to be there before it is asked for."""
        desk, window = self._desk, self._desk.window
        self._pin = Pin(self._store.pin, self._store.keep_pin)
        self.guard = desk.guard = Guard(self._pin, self._clock, window.pin, window.show_screen, desk.show_today)
        self.records = RecordRooms(desk, self._store, self._programmes, self._clock, self.guard)
        self.records.settings = lambda: self.settings.show()
        self.records.changed.connect(self._look_anew)
        if self._make_media is not None:
            self.media = MediaDesk(self._make_media, (window.session,), self)
            desk.closing.connect(self.media.end)
        self._use_buttons()
        desk.page_wanted.connect(self._open_page)
        desk.fix_wanted.connect(self._fix)
        desk.set_up_wanted.connect(lambda: self.people.add_person())
        desk.demo_wanted.connect(self._first_demo)
        desk.may_close_too, desk.may_leave = self._may_close, self._may_leave

    # -- which screen ------------------------------------------------------------------------------------------
    def _open_page(self, name: str) -> None:
        if name == "plans":
            self.plans.show()
        elif name == "people":
            self.people.show_people()
        elif name == "settings":
            self.guard(self.settings.show)
        elif name == "help":
            self.guard.lock()
            self.help.show()

    def _may_close(self) -> bool:
        """A demonstration is left first, and a check-up that would be lost."""
        if not self._made("demo") or self.demo.runner is None:
            return self._may_leave() and self.records.may_close()
        self.demo.leave()
        return False

    def _may_leave(self) -> bool:
        """A plan with changes is asked about first, and so is a person's page."""
        shown = self._desk.window.shown()
        if self._made("people") and shown is self.people.person:
            return self.people.person.may_leave()
        if not self._made("editor") or shown is not self.editor.screen or not self.editor.unsaved:
            return True
        self.editor.back()
        return False

    def _fix(self, person_id: str, first: str) -> None:
        """To what is missing. The questions about health are the person's own, and need no PIN."""
        people, guard = self.people, self.guard
        ways = {
            First.SCREENING: lambda: self._questions(person_id),
            First.PROFESSIONAL: lambda: people.show_outcome(person_id),
            First.CLINIC: lambda: people.show_outcome(person_id),
            First.SET_UP: lambda: people.check_treadmill(person_id),
            First.CONTROL: lambda: guard(lambda: people.ask_control(person_id)),
            First.SPEED: lambda: guard(lambda: people.ask_speed(person_id)),
        }
        ways.get(First(first), lambda: guard(lambda: people.show_person(person_id)))()

    def _questions(self, person_id: str) -> None:
        """A set-up that was left half-way goes on; else the questions about health come again."""
        from balancecoach.desks import set_up_draft as drafts

        people = self.people
        if person_id in drafts.read(self._store):
            self.guard(lambda: people.set_up.resume(person_id, people.left.emit))
        else:
            people.ask_again(person_id)

    def _first_demo(self) -> None:
        programme = self._programmes[FIRST_DEMO.programme_id]
        self.demo.run(expand(programme, FIRST_DEMO.week, sample_walker(programme)))

    # -- buttons -------------------------------------------------------------------------------------------------
    def _use_buttons(self) -> None:
        for screen in self._with_buttons():
            screen.set_buttons(Buttons(self._store.preferences().keys))

    def _look_anew(self) -> None:
        """Others may be in the record than before."""
        self._use_buttons()
        if self._made("buttons"):
            self.buttons.reload()
