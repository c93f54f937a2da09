"""The desks that are not needed every day, each made with its screens when somebody asks for it.

All of them together take 10 MB and a quarter of a second, so their code is loaded then, too.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from balancecoach.clock import Clock
from balancecoach.core.moving import Place
from balancecoach.desks.everyday import Desk
from balancecoach.desks.guard import Guard
from balancecoach.desks.media import MediaDesk
from balancecoach.desks.record_rooms import RecordRooms
from balancecoach.desks.whose import Whose
from balancecoach.pin import Pin
from balancecoach.plans.library import Programmes, sample_walker
from balancecoach.store.backups import folder_of
from balancecoach.store.store import Store
from balancecoach.ui.actions import Buttons

if TYPE_CHECKING:
    from balancecoach.desks.buttons import ButtonsDesk
    from balancecoach.desks.demo import DemoDesk
    from balancecoach.desks.editor import EditorDesk
    from balancecoach.desks.help import HelpDesk
    from balancecoach.desks.people import PeopleDesk
    from balancecoach.desks.plans import PlansDesk
    from balancecoach.desks.senses import Senses
    from balancecoach.desks.settings import SettingsDesk
    from balancecoach.desks.sound_file import SoundFileDesk
    from balancecoach.ui.demo_screen import DemoScreen
    from balancecoach.ui.session_screen import SessionScreen


class WhenWanted(QObject):
    """Each is an attribute. ``Rooms`` adds what has to be there before anybody asks."""

    guard: Guard
    records: RecordRooms
    media: MediaDesk | None = None
    _pin: Pin

    def __init__(self, desk: Desk, store: Store, programmes: Programmes, clock: Clock) -> None:
        super().__init__(desk)
        self._desk, self._store, self._programmes, self._clock = desk, store, programmes, clock
        self._whose = Whose(desk.day, store)

    def _made(self, name: str) -> bool:
        """Whether somebody has asked for this one."""
        return name in self.__dict__

    @cached_property
    def plans(self) -> "PlansDesk":
        """The page of plans."""
        from balancecoach.desks.plans import PlansDesk

        desk, screen = self._desk, self._desk.window.plans
        made = PlansDesk(
            store=self._store, programmes=self._programmes, day=desk.day, window=desk.window, guard=self.guard
        )
        made.walk.connect(desk.walk_today)
        made.today.connect(desk.show_today)
        made.demo.connect(lambda plan: self.demo.run(plan, *self._whose.to_call()))
        made.repeat.connect(lambda plan: self.demo.repeat(plan))
        made.copy_wanted.connect(self._copy)
        made.new_wanted.connect(lambda: self.editor.open_new())
        made.edit_wanted.connect(lambda plan_id: self.editor.open_saved(plan_id))
        made.file_wanted.connect(lambda name: self.editor.import_text(name))
        screen.sound_week.connect(lambda place: self.sound_files.open_week(place))
        screen.sound_plan.connect(lambda plan_id: self.sound_files.open_plan(plan_id))
        return made

    @cached_property
    def sound_files(self) -> "SoundFileDesk":
        """A session as a sound file."""
        from balancecoach.desks.sound_file import SoundFileDesk

        desk = self._desk
        made = SoundFileDesk(
            store=self._store, day=desk.day, programmes=self._programmes, voicing=desk.voicing, window=desk.window
        )
        made.left.connect(self.plans.show)
        desk.closing.connect(made.close)
        return made

    @cached_property
    def senses(self) -> "Senses":
        """The sound and sight check."""
        from balancecoach.desks.senses import Senses, Shape
        from balancecoach.ui.sight_pages import screen_inches

        window = self._desk.window

        def shape() -> Shape:  # of the display that sessions fill
            size = window.screen().size()
            return Shape(size.width(), size.height(), screen_inches(window))

        return Senses(self._store, self._desk.voicing, shape, self._clock)

    @cached_property
    def settings(self) -> "SettingsDesk":
        """What is set, with the card of the record."""
        from balancecoach.desks.settings import SettingsDesk

        desk, screen = self._desk, self._desk.window.settings
        made = SettingsDesk(
            store=self._store,
            pin=self._pin,
            window=desk.window,
            voicing=desk.voicing,
            senses=self.senses,
            person=desk.day.person,
            now=lambda: self._clock.now().wall,
        )
        made.preferred.connect(desk.prefer)
        made.senses_wanted.connect(lambda: self.people.check_senses(self._whose.current(), self._checked))
        made.treadmill_wanted.connect(lambda: self.people.check_treadmill(self._whose.current()))
        screen.buttons_wanted.connect(lambda: self.buttons.show())
        screen.about.news.connect(lambda: self.help.show_news(made.show))
        self.records.whole.dress_settings()
        return made

    @cached_property
    def people(self) -> "PeopleDesk":
        """Who there is, and setting somebody up."""
        from balancecoach.desks.people import PeopleDesk
        from balancecoach.desks.people_tools import Copies

        desk, window, folder = self._desk, self._desk.window, folder_of(self._store.path)
        made = PeopleDesk(
            store=self._store,
            clock=self._clock,
            programmes=self._programmes,
            show_screen=self._show,
            guard=self.guard,
            current=self._whose.current,
            backups=str(folder),
            before_delete=self._settle,
            copies=Copies(
                folder,
                lambda: self.records.whole.has_copies(),
                lambda person_id, then: self.records.whole.take_out(person_id, then),
            ),
            senses=self.senses,
        )
        for name, page in (("people", made.people), ("person", made.person)):
            window.add_page(name, page)
        for screen in (made.delete, made.set_up.screen):
            window.add_screen(screen)
        made.chosen.connect(desk.choose_person)
        made.changed.connect(desk.people_changed)
        made.changed.connect(self.records.forget)
        made.left.connect(desk.show_today)
        return made

    @cached_property
    def editor(self) -> "EditorDesk":
        """Plans of one's own."""
        from balancecoach.desks.editor import EditorDesk

        made = EditorDesk(
            store=self._store,
            clock=self._clock,
            limits=self._whose.limits,
            hear=self._desk.voicing.say_words,
            show_screen=self._show,
            units=self._whose.units,
            control=self._whose.control,
        )
        self._desk.window.add_page("editor", made.screen)
        made.left.connect(self.plans.show)
        made.saved.connect(lambda _: self._saved())
        return made

    @cached_property
    def demo_screen(self) -> "DemoScreen":
        """A session that is only shown."""
        from balancecoach.ui.demo_screen import DemoScreen

        made = DemoScreen()
        self._desk.window.add_screen(made)
        if self.media is not None:
            self.media.follow(made)
        made.set_buttons(Buttons(self._store.preferences().keys))
        return made

    @cached_property
    def demo(self) -> "DemoDesk":
        """Demonstrations."""
        from balancecoach.desks.demo import DemoDesk
        from balancecoach.ui.repeat_screen import RepeatScreen

        desk, repeating = self._desk, RepeatScreen()
        desk.window.add_screen(repeating)
        made = DemoDesk(
            screen=self.demo_screen,
            repeating=repeating,
            voicing=desk.voicing,
            clock=self._clock,
            show=desk.window.show_full,
            parent=self,
        )
        made.left.connect(self._back)
        desk.went_wrong.connect(made.hold)
        desk.closing.connect(made.close)
        return made

    @cached_property
    def buttons(self) -> "ButtonsDesk":
        """Which buttons do what."""
        from balancecoach.desks.buttons import ButtonsDesk
        from balancecoach.ui.button_screen import ButtonScreen

        window, screen = self._desk.window, ButtonScreen()
        window.add_page("buttons", screen)
        return ButtonsDesk(
            store=self._store,
            screen=screen,
            screens=self._with_buttons,
            show=lambda: window.show_page("buttons"),
            back=self.settings.show,
        )

    @cached_property
    def help(self) -> "HelpDesk":
        """The guides."""
        from balancecoach.desks.help import HelpDesk

        return HelpDesk(self._desk.window, self)

    # -- from one to another -------------------------------------------------------------------------------------
    def _show(self, screen: QWidget) -> None:
        self._desk.window.show_any(screen)

    def _checked(self) -> None:
        """From the sound and sight check to where it was asked for; what was only tried is forgotten."""
        self._desk.prefer()
        self.settings.show()

    def _back(self) -> None:
        """From a demonstration to where it was asked for."""
        if self._whose.current():
            self.plans.show()
        else:
            self._desk.show_today()

    def _settle(self) -> None:
        """Nothing is being written, and no copy is being made."""
        self._desk.journal.flush(5.0)
        self.records.daily.errand.wait(60.0)

    def _saved(self) -> None:
        """A plan was kept; one that came from a file is seen in the list at once."""
        if self._desk.window.shown() is not self.editor.screen:
            self.plans.show()

    def _copy(self, place: Place) -> None:
        programme = self._programmes[place.programme_id]
        walker = self._whose.walker() or sample_walker(programme)
        self.editor.open_copy(programme, place.week, walker)

    def _with_buttons(self) -> "tuple[SessionScreen, ...]":
        """The screens whose buttons are chosen."""
        return (self._desk.window.session, *((self.demo_screen,) if self._made("demo_screen") else ()))
