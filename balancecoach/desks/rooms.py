"""The desks beside the everyday one, made after the first paint: plans, people, editor, settings, demonstrations."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.allowed import First
from balancecoach.core.moving import Place
from balancecoach.core.plan import HOME, BeltControl, Limits, Units
from balancecoach.core.programme import expand
from balancecoach.desks import set_up_draft as drafts
from balancecoach.desks.buttons import ButtonsDesk
from balancecoach.desks.demo import DemoDesk
from balancecoach.desks.editor import EditorDesk
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.desks.help import HelpDesk
from balancecoach.desks.media import MakeMedia, MediaDesk
from balancecoach.desks.people import PeopleDesk
from balancecoach.desks.people_tools import Copies
from balancecoach.desks.plans import PlansDesk
from balancecoach.desks.record_rooms import RecordRooms
from balancecoach.desks.senses import Senses, Shape
from balancecoach.desks.settings import SettingsDesk
from balancecoach.desks.sound_file import SoundFileDesk
from balancecoach.pin import Pin
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store.backups import folder_of
from balancecoach.store.store import Store
from balancecoach.ui.button_screen import ButtonScreen
from balancecoach.ui.demo_screen import DemoScreen
from balancecoach.ui.repeat_screen import RepeatScreen
from balancecoach.ui.sight_pages import screen_inches

#: What is demonstrated to somebody who has not set anybody up.
FIRST_DEMO = Place("p1-first-steps", 1)


class Rooms(QObject):
    """Makes them when the everyday desk is ready, and connects each to it."""

    def __init__(
        self, desk: Desk, store: Store, programmes: Programmes, clock: Clock, make_media: MakeMedia | None = None
    ) -> None:
        super().__init__(desk)
        self._make_media = make_media
        self._desk, self._store, self._programmes, self._clock = desk, store, programmes, clock

    def make(self) -> None:
        """All of them, when ``desk`` is built."""
        desk, window = self._desk, self._desk.window
        pin = Pin(self._store.pin, self._store.keep_pin)
        self.guard = desk.guard = Guard(pin, self._clock, window.pin, window.show_screen, desk.show_today)
        self.plans = PlansDesk(
            store=self._store, programmes=self._programmes, day=desk.day, window=window, guard=self.guard
        )
        self.senses = Senses(self._store, desk.voicing, self._shape, self._clock)
        self.settings = SettingsDesk(
            store=self._store,
            pin=pin,
            window=window,
            voicing=desk.voicing,
            senses=self.senses,
            person=desk.day.person,
            now=lambda: self._clock.now().wall,
        )
        self._make_people()
        self._make_editor()
        self._make_demo()
        self._make_buttons()
        self.sound_files = SoundFileDesk(
            store=self._store, day=desk.day, programmes=self._programmes, voicing=desk.voicing, window=window
        )
        self.records = RecordRooms(desk, self._store, self._programmes, self._clock, self.guard)
        self.help = HelpDesk(window, self)
        self._connect()

    def _make_people(self) -> None:
        window = self._desk.window
        self.people = PeopleDesk(
            store=self._store,
            clock=self._clock,
            programmes=self._programmes,
            show_screen=self._show,
            guard=self.guard,
            current=self._current,
            backups=str(folder_of(self._store.path)),
            before_delete=self._settle,
            copies=Copies(
                folder_of(self._store.path),
                lambda: self.records.whole.has_copies(),
                lambda person_id, then: self.records.whole.take_out(person_id, then),
            ),
            senses=self.senses,
        )
        people, person, delete, set_up = self.people.screens
        window.add_page("people", people)
        window.add_page("person", person)
        window.add_screen(delete)
        window.add_screen(set_up)

    def _make_editor(self) -> None:
        window = self._desk.window
        self.editor = EditorDesk(
            store=self._store,
            clock=self._clock,
            limits=self._limits,
            hear=self._desk.voicing.say_words,
            show_screen=self._show,
            units=self._units,
            control=self._control,
        )
        window.add_page("editor", self.editor.screen)

    def _make_demo(self) -> None:
        window = self._desk.window
        self.demo_screen = screen = DemoScreen()
        repeating = RepeatScreen()
        window.add_screen(screen)
        window.add_screen(repeating)
        self.demo = DemoDesk(
            screen=screen,
            repeating=repeating,
            voicing=self._desk.voicing,
            clock=self._clock,
            show=window.show_full,
            parent=self,
        )
        self._desk.went_wrong.connect(self.demo.hold)

    def _make_buttons(self) -> None:
        desk, screen = self._desk, ButtonScreen()
        window = desk.window
        window.add_page("buttons", screen)
        self.buttons = ButtonsDesk(
            store=self._store,
            screen=screen,
            screens=(window.session, self.demo_screen),
            show=lambda: window.show_page("buttons"),
            back=self.settings.show,
        )
        window.settings.buttons_wanted.connect(self.buttons.show)
        if self._make_media is not None:
            self.media = MediaDesk(self._make_media, (window.session, self.demo_screen), self)
            desk.closing.connect(self.media.end)

    def _connect(self) -> None:
        desk = self._desk
        desk.page_wanted.connect(self._open_page)
        desk.fix_wanted.connect(self._fix)
        desk.set_up_wanted.connect(self.people.add_person)
        desk.demo_wanted.connect(self._first_demo)
        self.plans.walk.connect(desk.walk_today)
        self.plans.today.connect(desk.show_today)
        self.plans.demo.connect(lambda plan: self.demo.run(plan, *self._to_call()))
        self.plans.repeat.connect(self.demo.repeat)
        self.plans.copy_wanted.connect(self._copy)
        self.plans.new_wanted.connect(self.editor.open_new)
        self.plans.edit_wanted.connect(self.editor.open_saved)
        self.plans.file_wanted.connect(self.editor.import_text)
        self.editor.left.connect(self.plans.show)
        self.sound_files.left.connect(self.plans.show)
        desk.closing.connect(self.sound_files.close)
        self.people.chosen.connect(desk.choose_person)
        self.people.changed.connect(desk.people_changed)
        self.people.changed.connect(self.records.checkups.forget)
        self.people.left.connect(desk.show_today)
        self.settings.preferred.connect(desk.prefer)
        self.records.whole.left.connect(self.settings.show)
        self.records.whole.changed.connect(self.buttons.reload)
        self._desk.window.settings.about.news.connect(lambda: self.help.show_news(self.settings.show))
        self.settings.senses_wanted.connect(lambda: self.people.check_senses(self._current(), self._checked))
        self.settings.treadmill_wanted.connect(lambda: self.people.check_treadmill(self._current()))
        self.demo.left.connect(self._back)
        self.editor.saved.connect(lambda _: self._saved())
        desk.may_close_too, desk.may_leave = self._may_close, self._may_leave
        desk.closing.connect(self.demo.close)

    # -- which screen ------------------------------------------------------------------------------------------
    def _show(self, screen: QWidget) -> None:
        self._desk.window.show_any(screen)

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

    def _checked(self) -> None:
        """From the sound and sight check to where it was asked for; what was only tried is forgotten."""
        self._desk.prefer()
        self.settings.show()

    def _back(self) -> None:
        """From a demonstration to where it was asked for."""
        if self._current():
            self.plans.show()
        else:
            self._desk.show_today()

    def _may_close(self) -> bool:
        """A demonstration is left first, and a check-up that would be lost."""
        if self.demo.runner is None:
            return self._may_leave() and self.records.checkups.may_close()
        self.demo.leave()
        return False

    def _may_leave(self) -> bool:
        """A plan with changes is asked about first, and so is a person's page."""
        if self._desk.window.shown() is self.people.person:
            return self.people.person.may_leave()
        if self._desk.window.shown() is not self.editor.screen or not self.editor.unsaved:
            return True
        self.editor.back()
        return False

    def _settle(self) -> None:
        """Nothing is being written, and no copy is being made."""
        self._desk.journal.flush(5.0)
        self.records.whole.daily.errand.wait(60.0)

    def _saved(self) -> None:
        """A plan was kept; one that came from a file is seen in the list at once."""
        if self._desk.window.shown() is not self.editor.screen:
            self.plans.show()

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
        people = self.people
        if person_id in drafts.read(self._store):
            self.guard(lambda: people.set_up.resume(person_id, people.left.emit))
        else:
            people.ask_again(person_id)

    # -- what they need to know ----------------------------------------------------------------------------------
    def _current(self) -> str:
        person = self._desk.day.person()
        return person.id if person else ""

    def _shape(self) -> Shape:
        """Of the display that sessions fill."""
        size = self._desk.window.screen().size()
        return Shape(size.width(), size.height(), screen_inches(self._desk.window))

    def _limits(self) -> Limits:
        person = self._desk.day.person()
        return person.limits if person else HOME

    def _units(self) -> Units:
        person = self._desk.day.person()
        return person.units if person else Units.KMH

    def _control(self) -> BeltControl:
        person = self._desk.day.person()
        return (person.control if person else None) or BeltControl.HELPER

    def _to_call(self) -> tuple[str, str]:
        person = self._desk.day.person()
        return (person.emergency, person.helper) if person else ("", "")

    def _first_demo(self) -> None:
        programme = self._programmes[FIRST_DEMO.programme_id]
        self.demo.run(expand(programme, FIRST_DEMO.week, sample_walker(programme)))

    def _copy(self, place: Place) -> None:
        programme = self._programmes[place.programme_id]
        person = self._desk.day.person()
        walker = person.walker(self._store.treadmill().slowest_kmh) if person else sample_walker(programme)
        self.editor.open_copy(programme, place.week, walker)
