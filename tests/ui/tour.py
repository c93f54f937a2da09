"""A tour of every screen, and what a screen reader finds there; for tests that look at all of them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from balancecoach.core.checkup import CheckedUp, Test, free_moment
from balancecoach.core.events import Removed
from balancecoach.core.moving import Place
from balancecoach.core.plan import Kind, Surface
from balancecoach.desks.mishaps import lame_question
from balancecoach.ui.ask_screen import since_last, stop_sign
from balancecoach.ui.damaged_screen import DamagedFacts, DamagedScreen
from balancecoach.ui.facts import CutOffFacts
from balancecoach.ui.files_facts import KINDS
from balancecoach.ui.files_facts import Kind as FileKind
from tests.fakes import WALL
from tests.ui.world import Key, World, anybody, keep_session

Role, Text = QAccessible.Role, QAccessible.Text
#: What a person works with. A screen reader says what can be done with these.
WORKED = frozenset(
    {Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.SpinBox, Role.ComboBox, Role.List}
    | {Role.Table, Role.Tree, Role.Slider, Role.Link, Role.ButtonMenu, Role.PageTabList, Role.PageTab}
)
PLACE = Place("p2-gentle-build", 1)


@dataclass(frozen=True)
class Thing:
    """One thing of the tree of accessible interfaces, and the widget behind it, if any."""

    role: QAccessible.Role
    name: str
    description: str
    focusable: bool
    pressable: bool
    widget: QWidget | None


def things(root: QWidget) -> list[Thing]:
    """Every visible thing below a widget, in the order of the tree."""
    for _ in range(3):  # the lines of a page that was just opened: its style, where words wrap, what that moves
        QApplication.processEvents()
    found = QAccessible.queryAccessibleInterface(root)
    return [] if found is None else list(_below(found))


def _below(face: QAccessibleInterface) -> Iterator[Thing]:
    state = face.state()
    if state.invisible:
        return
    made, role = face.object(), face.role()
    yield Thing(
        role,
        face.text(Text.Name),
        face.text(Text.Description),
        bool(state.focusable),
        role in (Role.Button, Role.CheckBox, Role.RadioButton, Role.Link),
        made if isinstance(made, QWidget) else None,
    )
    if role in (Role.Table, Role.List, Role.Tree, Role.ComboBox):
        return  # their cells are read as what they hold
    for number in range(face.childCount()):
        child = face.child(number)
        if child is not None and child.isValid():
            yield from _below(child)


def tour(world: World) -> Iterator[str]:
    """Show each screen, by name."""
    yield from _everyday(world)
    yield from _past(world)
    yield from _people(world)
    yield from _setting_up(world)
    yield from _checkups(world)
    yield from _around(world)
    yield from _session(world)
    yield from _demonstrations(world)


def _everyday(world: World) -> Iterator[str]:
    window, rooms = world.window, world.rooms
    world.desk.show_today()
    yield "today"
    window.today.cut_off.show_facts(CutOffFacts("The last session was cut off at 9:27", "2 minutes walked.", True))
    yield "today: cut off"
    world.desk.show_today()
    for page in ("progress", "plans"):
        world.go(page)
        yield page
    window.plans.open_programme(PLACE.programme_id)
    yield "plans open"
    world.go("help")
    yield "help"
    rooms.help.screen.field.setText("no sound")
    rooms.help.screen.look()
    yield "help: found"
    rooms.help.open_guide("standing-by")
    yield "guide"
    rooms.records.report.show()
    yield "report"
    rooms.records.files.show()
    yield "files"
    screen = rooms.records.files.screen
    screen.kind.group.button(list(KINDS).index(FileKind.CALENDAR)).click()
    yield "files: calendar"
    screen.set_busy(True)
    screen.tell("Saving: 3 of 12 people …")
    yield "files: saving"
    screen.set_busy(False)
    rooms.sound_files.open_week(PLACE)
    yield "sound file"
    rooms.sound_files.page.show_working("Gentle build, week 1", 40)
    yield "sound file, on its way"
    rooms.settings.show()
    yield "settings"
    whole = rooms.records.whole
    whole.show("Saved.")
    whole.page.passphrase.lock.setChecked(True)
    yield "records"
    window.show_screen(whole.unlock)
    whole.unlock.start("a.balancecoach", "This passphrase does not open the file.")
    yield "records: locked"
    for may_stop in (True, False):
        window.show_screen(whole.working)
        whole.working.start("Saving everything", may_stop=may_stop)
        yield f"records: working, {may_stop}"
    damaged = DamagedScreen()
    window.add_screen(damaged)
    for second, place in (("Go on without it", "The damaged file: backups/damaged-1.sqlite3"), ("", "")):
        window.show_screen(damaged)
        facts = DamagedFacts("Your records were damaged", ("What could be read is kept.",), "Add", second, place)
        damaged.show_facts(facts)
        yield f"damaged: {second}"
    window.show_screen(window.pin)
    window.pin.start("That was not right. Wait 5 seconds.")
    yield "pin"
    rooms.editor.open_new()
    yield "editor"
    world.desk.show_today()


def _past(world: World) -> Iterator[str]:
    desk = world.rooms.records.past
    desk.show()
    yield "sessions: none"
    desk.open(keep_session(world.store, anybody(), 2))
    yield "session"
    world.click("Change the answers")
    yield "session: check-in"
    desk.change.left.emit()
    world.click("Remove this session")
    yield "session: ask"
    world.click("Remove it")
    yield "session: removed"
    world.click("Undo")
    desk.back_to_table()
    yield "sessions"
    world.store.append(world.store.session_ids()[-1], Removed(world.now))
    world.store.purge(world.now + timedelta(days=1))
    world.desk.show_today()


def _people(world: World) -> Iterator[str]:
    people = world.rooms.people
    people.show_people()
    yield "people"
    people.show_person("ann")
    yield "person"
    people.show_outcome("ann")
    yield "outcome"
    people.show_person("ann")
    world.click("Delete for ever")
    yield "delete"
    people.show_people()


def _setting_up(world: World) -> Iterator[str]:
    people = world.rooms.people
    people.add_person()
    yield "set-up: name"
    for name, ask in (
        ("control", people.ask_control),
        ("question", people.ask_again),
        ("treadmill", people.check_treadmill),
        ("speed", people.ask_speed),
    ):
        ask("ann")
        yield f"set-up: {name}"
    people.show_people()


def _checkups(world: World) -> Iterator[str]:
    desk = world.rooms.records.checkups
    facts: list[CheckedUp] = []
    for number, test in itertools.product(range(6), Test):
        facts.append(CheckedUp(free_moment(WALL - timedelta(days=number + 1), facts), test, (9.0 + number,)))
    world.store.save_person(world.file().person, *facts, now=WALL)
    desk.show()
    yield "check-ups"
    desk.page.unfold("meaning", Test.BACKWARD_3M)
    yield "check-ups: what is known"
    world.buttons("Remove")[0].click()
    yield "check-ups: removed"
    desk.page.by_hand.emit(Test.TUG)
    yield "check-ups: by hand"
    desk.page.begin.emit(Test.TUG)
    yield "check-ups: how it goes"
    desk.run.ready.go_button.click()
    yield "check-ups: lines"
    for box in desk.run.ready.boxes.values():
        box.setChecked(True)
    desk.run.ready.go_button.click()
    yield "check-ups: watch"
    for seconds in (1, 10):
        world.clock.sleep(seconds)
        desk.run.watch.pressed.emit()
    yield "check-ups: measured"
    world.clock.sleep(1)
    desk.run.watch.pressed.emit()
    yield "check-ups: result"
    desk.run.result.left.emit()
    yield "check-ups: leave?"
    world.window.ask.yes.click()
    world.desk.show_today()


def _around(world: World) -> Iterator[str]:
    window = world.window
    world.desk.sessions.check.ask()
    yield "before"
    window.before.no_button.click()
    yield "after a no"
    window.show_screen(window.not_today)
    window.not_today.show_reasons(("I feel well today.",), True)
    yield "not today"
    world.desk.wrong_page.show("a place")
    QApplication.processEvents()
    yield "went wrong"
    lame = [lame_question(surface, kept=kept) for surface in Surface for kept in (True, False)]
    for question in (stop_sign(), since_last(), *lame):
        window.show_screen(window.ask)
        window.ask.ask(question, lambda _: None)
        yield "ask"
    for stopped in (False, True):
        window.show_screen(window.checkin)
        window.checkin.start("Well done", "11 minutes walked.", stopped=stopped)
        yield "check-in"
    world.desk.show_today()


def _session(world: World) -> Iterator[str]:
    world.begin()
    yield "session: gate"
    world.go_to(Kind.FORWARD)
    yield "session: walking"
    world.press(Key.Key_P)
    yield "session: paused"
    world.press(Key.Key_Return)
    yield "session: restart"
    world.press(Key.Key_S, Key.Key_S)
    for _ in range(4):
        if world.runner is None:
            break
        yield f"session: stopped, {world.running().conductor.session.step}"
        world.pass_time(60)
        world.press(Key.Key_Return)
    world.pass_time(301)
    world.desk.show_today()


def _demonstrations(world: World) -> Iterator[str]:
    rooms = world.rooms
    rooms.plans.demo.emit(rooms.plans.plan(PLACE))
    yield "demonstration"
    rooms.demo.leave()
    rooms.demo.repeat(rooms.plans.plan(PLACE))
    yield "repeat with me"
    rooms.demo.leave()
