"""The whole window with a real record, desks, session machine and voice rules; only time, sound and voice are fake."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.allowed import Situation
from balancecoach.core.events import BlockStarted, CheckedIn, Outcome, SessionEnded, SessionStarted
from balancecoach.core.person import Fact, File, Person, Treadmill
from balancecoach.core.plan import WALKING, Kind
from balancecoach.core.programme import expand
from balancecoach.core.transitions import State
from balancecoach.desks.everyday import Desk
from balancecoach.desks.presence import PresenceDesk
from balancecoach.desks.rooms import Rooms
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.runner import Runner
from balancecoach.speech.clips import Clips, VoiceChoice, Wanted
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voices import Voice, offered
from balancecoach.store.journal import Journal
from balancecoach.store.plans import SavedPlan
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from balancecoach.voicing import Voicing
from tests.fakes import WALL, FakeClock
from tests.histories import BELT, P1, person, screened
from tests.ui.stage import Heard, clips_for
from tests.ui.wakeful import Wakeful

Key = Qt.Key


class InstantRenderer(Renderer):
    """Has every clip at once, without files; remembers in which voice."""

    def __init__(self) -> None:
        self.voice = True
        self.choices: list[VoiceChoice] = []

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        self.choices.append(choice)
        clips = clips_for(wanted)
        told(clips if self.voice else replace(clips, spoken=frozenset(), trouble="no voice"))

    def voices_later(self, done: Callable[[tuple[Voice, ...]], None]) -> None:
        done(offered([Voice("gmw/en", "English"), Voice("gmw/en-us", "English")]) if self.voice else ())

    def close(self) -> None:
        return


class LateRenderer(InstantRenderer):
    """Keeps its clips until told."""

    deliver: Callable[[], None]

    def render_later(self, wanted: Iterable[Wanted], choice: VoiceChoice, told: Callable[[Clips], object]) -> None:
        rows = tuple(wanted)
        self.deliver = lambda: InstantRenderer.render_later(self, rows, choice, told)


class World:
    """Every desk, in a window that is shown."""

    def __init__(self, qtbot: QtBot, store: Store, renderer: InstantRenderer, *, at_once: bool = False) -> None:
        """``at_once``: as it is before anything was painted, without the other desks."""
        self.qtbot, self.store, self.renderer = qtbot, store, renderer
        self.clock, self.player = FakeClock(), Heard()
        self.programmes = Programmes(assets() / "programmes")
        self.desk = Desk(
            store=store,
            make_journal=lambda trouble: Journal(store.twin, trouble),
            programmes=self.programmes,
            voicing=Voicing(renderer, lambda: self.player, VoiceChoice()),
            clock=self.clock,
            make_window=lambda may_close: Window((assets() / "icons" / "tick.svg").as_posix(), may_close),
        )
        self.rooms = Rooms(self.desk, store, self.programmes, self.clock)
        self.desk.built.connect(self.rooms.make)
        self.window = self.desk.window
        self.awake = Wakeful()
        self.presence = PresenceDesk(window=self.window, store=store, make_awake=self.awake.made)
        self.desk.built.connect(self.presence.connect_screens)
        self.desk.closing.connect(self.presence.close)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        if at_once:
            self.window.show()
            return
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.desk.prepare()

    # -- keys and clicks ---------------------------------------------------------------------------------------------
    def focus(self) -> QWidget:
        """What has the keyboard; there is always something."""
        QApplication.processEvents()  # what was made just now is shown by then, as for a person
        focused = QApplication.focusWidget()
        assert focused is not None, f"the keyboard goes nowhere, or elsewhere: {QApplication.topLevelWidgets()}"
        return focused

    def press(self, *keys: Qt.Key) -> None:
        """Keys, where the focus is; each a second later than the one before."""
        for each in keys:
            self.pass_time(1.0)
            QTest.keyClick(self.focus(), each)

    def type(self, text: str) -> None:
        """Letters, where the focus is."""
        QTest.keyClicks(self.focus(), text)

    def buttons(self, words: str) -> list[QPushButton]:
        """Those on the shown screen whose text or accessible name begins like that."""
        QApplication.processEvents()
        found = self.window.shown().findChildren(QPushButton)
        named = [b for b in found if b.text().strip().startswith(words) or b.accessibleName().startswith(words)]
        return [made for made in named if made.isVisible()]

    def click(self, words: str) -> None:
        """Press the first button with these words."""
        found = self.buttons(words)
        assert found, f"no button says {words!r}, only {[b.text() for b in self.buttons('')]}"
        found[0].click()

    def go(self, page: str) -> None:
        """Choose a page in the sidebar."""
        self.window.nav[page].click()

    def texts(self) -> str:
        """Every line of text that is seen."""
        QApplication.processEvents()
        return "\n".join(each.text() for each in self.window.shown().findChildren(QLabel) if each.isVisible())

    # -- time --------------------------------------------------------------------------------------------------------
    @property
    def runner(self) -> Runner | None:
        """Of a session or a demonstration."""
        return self.desk.sessions.runner or self.rooms.demo.runner

    def running(self) -> Runner:
        """The same, when there is one."""
        assert self.runner is not None
        return self.runner

    def pass_time(self, seconds: float) -> None:
        """Let a session's time pass in steps of its own choosing; what comes now is no bounce of the last press."""
        self.window.session.forget_presses()
        end = self.clock.mono_s + seconds
        while (runner := self.runner) is not None and self.clock.mono_s < end - 1e-9:
            self.clock.sleep(min(end - self.clock.mono_s, max(0.001, runner.conductor.next_due_s())))
            runner.wake()
        self.clock.sleep(max(0.0, end - self.clock.mono_s))

    def days(self, number: float) -> None:
        """Days go by."""
        self.clock.sleep(number * 86400)

    @property
    def now(self) -> datetime:
        """By the clock on the wall."""
        return self.clock.now().wall

    # -- a session ---------------------------------------------------------------------------------------------------
    def state(self) -> State:
        """Of the session."""
        return self.running().conductor.session.state

    def kind(self) -> Kind:
        """Of the session's block."""
        return self.running().conductor.session.block.kind

    def tick_all(self) -> None:
        """The daily check, by keyboard alone."""
        assert self.window.shown() is self.window.before
        for _ in self.window.before.boxes:
            self.press(Key.Key_Return)
        self.press(Key.Key_Return)

    def begin(self) -> None:
        """From Today, by keyboard alone, to the first block."""
        self.press(Key.Key_Return)
        self.tick_all()
        assert self.window.shown() is self.window.session

    def step(self) -> None:
        """A second, or a gate."""
        view = self.running().conductor.view()
        if self.state() is State.GATE and view.ready_in_s <= 0:
            self.press(Key.Key_Return)
        else:
            self.pass_time(1.0)

    def go_to(self, kind: Kind) -> None:
        """Pass gates until a block of this kind has begun."""
        for _ in range(5000):
            if self.kind() is kind:
                return
            self.step()
        raise AssertionError(f"no {kind} block came")

    def to_the_end(self, each: Callable[[], None] = lambda: None) -> None:
        """Walk until the check-in; ``each``: after every step."""
        for _ in range(8000):
            if self.runner is None:
                assert self.window.shown() is self.window.checkin
                return
            self.step()
            each()
        raise AssertionError("the session does not end")

    def stop_and_sit(self) -> None:
        """Stop, and the whole way down."""
        self.press(Key.Key_S, Key.Key_S)
        for _ in range(40):
            if self.runner is None:
                return
            self.pass_time(60)
            if self.runner is not None:
                self.press(Key.Key_Return)
        raise AssertionError("the way down does not end")

    # -- the record --------------------------------------------------------------------------------------------------
    def file(self, person_id: str = "ann") -> File:
        """Everything about somebody."""
        found = self.store.file(person_id)
        assert found is not None
        return found

    def situation(self) -> Situation:
        """Of whoever walks now."""
        found = self.desk.day.situation()
        assert found is not None
        return found

    def save(self, someone: Person, *facts: Fact) -> None:
        """Keep somebody, and show Today anew."""
        self.store.save_person(someone, *facts, now=self.now)
        self.desk.show_today()

    def change(self, person_id: str = "ann", **changes: object) -> None:
        """Change something about somebody, and show Today anew."""
        self.save(replace(self.file(person_id).person, **changes))

    def events(self) -> tuple[object, ...]:
        """Of the newest session."""
        self.desk.journal.flush(5)
        return self.store.events(self.store.session_ids()[-1])

    def set_pin(self, digits: str = "1234") -> None:
        """There is a helper's PIN."""
        self.rooms.guard.pin.set(digits)
        self.desk.show_today()


def anybody(**changes: object) -> Person:
    """Ann at week 1 of First steps, a helper at the belt, 1.0 km/h."""
    return replace(person(P1, 1), **changes)


def enter(store: Store, someone: Person, *facts: Fact) -> None:
    """Somebody in the record, the questions answered well unless told otherwise."""
    store.save_person(someone, *(facts or (screened(),)), now=WALL)


@contextmanager
def world_of(
    qtbot: QtBot,
    *everybody: Person,
    belt: Treadmill | None = BELT,
    renderer: InstantRenderer | None = None,
    at_once: bool = False,
) -> Iterator[World]:
    """A window on a record with these people. ``belt``: the treadmill, ``None`` for one that nobody has checked."""
    with Store.open(find_paths(), write=True) as store:
        for someone in everybody:
            enter(store, someone)
        if belt is not None:
            store.save_treadmill(belt)
        made = World(qtbot, store, renderer or InstantRenderer(), at_once=at_once)
        yield made
        made.desk.close()


def keep_session(
    store: Store,
    someone: Person,
    days_ago: float,
    *,
    said: CheckedIn | None = None,
    outcome: Outcome = Outcome.COMPLETED,
) -> str:
    """A session of a person's own week, a minute of each walk in it. ``said``: at the check-in, all well by default."""
    wall = WALL - timedelta(days=days_ago)
    programme = Programmes(assets() / "programmes")[someone.programme_id]
    plan = expand(programme, someone.week, someone.walker(BELT.slowest_kmh))
    session_id, at_s = store.begin(), 0.0
    whose = (someone.id, plan.programme_id, plan.week)
    store.append(session_id, SessionStarted(at_s, wall, plan.id, plan.title, plan.blocks, False, (), *whose))
    for index, block in enumerate(plan.blocks):
        if block.kind in WALKING:
            store.append(session_id, BlockStarted(at_s, index))
            at_s += 60.0
    store.append(session_id, SessionEnded(at_s, wall + timedelta(seconds=at_s), outcome))
    store.check_in(session_id, said or CheckedIn(wall, 3, "none", "no"))
    return session_id


def saved_plan(plan_id: str, title: str, text: str, *, kind: str = "plan", draft: bool = False) -> SavedPlan:
    """A plan as the record keeps it."""
    return SavedPlan(plan_id, title, text, kind, draft, WALL)
