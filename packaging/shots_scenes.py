"""Every screen, one after the other: each generator shows one and gives its name, and goes on when it was drawn."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from shots_camera import Camera, sample
from shots_checkups import checkups, stopwatch
from shots_damaged import damaged
from shots_files import files
from shots_help import helped
from shots_past import past
from shots_records import records
from shots_samples import NOW, check_ups, fill, history
from shots_session import AT_THE_RAIL, ON_A_SLOPE, ON_THE_BELT, moments

from balancecoach.core.events import Noted
from balancecoach.core.moving import Place as Week
from balancecoach.core.periods import View
from balancecoach.core.plan import Surface
from balancecoach.core.screening import QUESTIONS
from balancecoach.core.script import build_script
from balancecoach.core.session import Session
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.desks.mishaps import lame_question, wrong_words
from balancecoach.desks.progress_facts import progress_facts
from balancecoach.ui.actions import Action
from balancecoach.ui.ask_screen import remove_plan, since_last, stop_sign
from balancecoach.ui.button_screen import ButtonScreen
from balancecoach.ui.facts import CutOffFacts
from balancecoach.ui.sense_pages import VoiceSet
from balancecoach.ui.sight_pages import Place

#: As ``desks/cut_off.py`` says it.
CUT_OFF = (
    "The last session was cut off at 9:27",
    "If the belt still moves, stop it first. 7 minutes walked, 1½ minutes of them backwards. What you walked is kept."
    " Carrying on begins with the daily check, and takes 11 minutes.",
)
#: What is answered on each page of the sound and sight check; nothing on the last.
SENSE_ANSWERS = ("", 4, VoiceSet(1.0), Place(3.0, 24.0), True, None)


def scenes(camera: Camera) -> Iterator[str]:
    """All of them."""
    for part in (everyday, past, people, set_up, senses, plans, around_a_session, session, demonstrations):
        yield from part(camera)
    for part in (helped, records, damaged, checkups, stopwatch, files, mishaps):
        yield from part(camera)


def everyday(camera: Camera) -> Iterator[str]:
    """Today in every state, Progress, Settings, the PIN."""
    desk, window, rooms = camera.desk, camera.window, camera.rooms
    yield "today-nobody"
    window.nav["progress"].click()
    yield "progress-nobody"
    rooms.people.show_people()
    yield "people-nobody"
    fill(camera.store)
    for who, name in (("locked", "locked"), ("ready", "move-on"), ("away", "step-back")):
        desk.choose_person(who)
        yield f"today-{name}"
    desk.choose_person("margaret")
    yield "today"
    window.today.cut_off.show_facts(CutOffFacts(sample(CUT_OFF[0]), sample(CUT_OFF[1]), may_carry_on=True))
    yield "today-cut-off"
    desk.show_today()
    yield from progress(camera)
    yield from report(camera)
    rooms.settings.show()
    yield "settings"
    area = window.settings.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    for name, share in (("sound", 0.3), ("spoken", 0.65), ("end", 1.0)):
        camera.settle()
        bar.setValue(round(bar.maximum() * share))
        yield f"settings-{name}"
    yield from buttons(camera)
    window.pin.start(sample("That was not right. Wait 5 seconds."))
    window.show_plain(window.pin)
    yield "pin"
    for name, question in (("since-last", since_last()), ("stop-sign", stop_sign()), ("remove", remove_plan("Mine"))):
        window.ask.ask(question, lambda _answer: None)
        window.show_plain(window.ask)
        yield f"ask-{name}"


def report(camera: Camera) -> Iterator[str]:
    """The one-page report: with notes, of days of one's own, without a name, and the page large."""
    report = camera.rooms.records.report
    for session_id in camera.store.session_ids("margaret")[-2:]:
        camera.store.append(session_id, Noted(camera.clock.now().wall, "Felt steady. Knee a little stiff at first."))
    report.show()
    camera.settle()  # the page takes its place beside the choices, and then they theirs
    yield "report"
    screen = report.screen
    screen.period.group.button(3).click()
    screen.first.edit.setText("23 November")
    camera.settle()
    yield "report-own-dates"
    screen.period.group.button(1).click()
    screen.nameless.click()
    camera.settle()
    yield "report-nameless"
    screen.larger.click()
    camera.settle()
    yield "report-large"
    screen.larger.click()


def progress(camera: Camera) -> Iterator[str]:
    """Twelve weeks of somebody's, in each way of looking."""
    found = camera.desk.day.situation()
    assert found is not None
    file, friday = replace(found.file, facts=(*found.file.facts, *check_ups())), NOW + timedelta(days=4)
    situation = replace(found, file=file, sessions=history("margaret"), now=friday)
    facts = progress_facts(history("margaret"), friday.date(), situation, camera.library.programmes)
    screen = camera.window.progress
    screen.show_facts(facts)
    camera.window.show_page("progress")
    yield "progress"
    for view in (View.MONTHS, View.ALL, View.WEEKS):
        screen.views.buttons[view].click()
        if view is not View.WEEKS:
            yield f"progress-{view}"
    area = screen.findChild(QScrollArea)
    assert area is not None
    camera.settle()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    yield "progress-end"


def buttons(camera: Camera) -> Iterator[str]:
    """Which button does what, and a press that is refused."""
    camera.rooms.buttons.show()
    yield "buttons"
    screen = camera.window.shown()
    assert isinstance(screen, ButtonScreen)
    screen.choose[Action.PAUSE].click()
    QTest.keyClick(screen.catcher, Qt.Key.Key_PageUp)
    yield "buttons-press"
    screen.catcher.end("")


def people(camera: Camera) -> Iterator[str]:
    """The list, a person from top to bottom, the way to delete one."""
    desk = camera.rooms.people
    desk.show_people()
    yield "people"
    desk.show_person("margaret")
    yield "person"
    bar = desk.person.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    yield "person-middle"
    bar.setValue(bar.maximum())
    yield "person-end"
    desk.person.delete.emit()
    yield "person-delete"


def set_up(camera: Camera) -> Iterator[str]:
    """Every page of a person's set-up."""
    desk = camera.rooms.people
    desk.add_person()
    yield "set-up-name"
    pages = ("units", "control", f"ask:{QUESTIONS[0].key}", f"ask:{QUESTIONS[-1].key}", "checks", "slowest", "outcome")
    for page in (*pages, "forward", "walk", "speed", "done"):
        try:
            desk.set_up.part("locked", (page,), lambda: None)
        except (KeyError, ValueError):  # no page of this name
            continue
        yield f"set-up-{page.replace(':', '-').replace('_', '-')}"


def senses(camera: Camera) -> Iterator[str]:
    """The sound and sight check."""
    rooms = camera.rooms
    rooms.people.check_senses("margaret", lambda: None)
    screen = rooms.people.set_up.screen
    for name, answer in zip(("place", "hear", "voice", "where", "read", "result"), SENSE_ANSWERS, strict=True):
        yield f"senses-{name}"
        if answer is not None and screen.page is not None:
            screen.page.went_on.emit(answer)


def plans(camera: Camera) -> Iterator[str]:
    """Programmes, one of them open, and the editor."""
    rooms, window = camera.rooms, camera.window
    rooms.plans.show()
    yield "plans"
    window.plans.open_programme("p2-gentle-build")
    yield "plans-open"
    yield from sound_files(camera)
    someone = camera.store.person("margaret")
    assert someone is not None
    rooms.editor.open_copy(camera.library.programmes["p2-gentle-build"], 2, someone.walker(0.8))
    yield "editor"
    window.show_page("plans")


def sound_files(camera: Camera) -> Iterator[str]:
    """A session as a sound file: ready, on its way, saved, and one that may not be walked."""
    desk = camera.rooms.sound_files
    desk.open_week(Week("p2-gentle-build", 2))
    yield "sound-file"
    desk.page.show_working(sample("Gentle build, week 2"), 42)
    yield "sound-file-working"
    desk._result = sample("Saved: {0}\nA list of its parts is beside it: {1}").format("Music/Week 2.mp3", "Week 2.cue")
    desk._show_facts()
    desk.page.focus_result()
    yield "sound-file-saved"
    desk.open_week(Week("p9-gentle-slope", 1))
    yield "sound-file-locked"
    desk.left.emit()


def around_a_session(camera: Camera) -> Iterator[str]:
    """The daily check, what a no leads to, the check-in."""
    window = camera.window
    camera.desk.choose_person("margaret")
    window.today.start.emit()
    for name in ("well", "clear_head", "same", "shoes", "key"):
        window.before.boxes[name].setChecked(True)
    yield "before"
    window.before.set_sound(tr("No sound. Helper: read the words out loud."))
    yield "before-no-sound"
    window.before.no_button.click()
    yield "not-today"
    window.checkin.start(tr("Well done"), sample("11 minutes walked, 1½ minutes of them backwards."))
    window.checkin.effort.button(3).click()
    window.checkin.stumbles.button(0).click()
    window.show_plain(window.checkin)
    yield "checkin"
    window.checkin.start(tr("You stopped. That is always fine."), sample("4 minutes walked."), stopped=True)
    window.checkin.pain.button(2).click()
    yield "checkin-stopped"


def session(camera: Camera) -> Iterator[str]:
    """Every kind of block and every state."""
    screen = camera.window.session
    screen.set_emergency("112", "Anna")
    camera.window.show_plain(screen)
    for plan in (ON_THE_BELT, ON_A_SLOPE, AT_THE_RAIL):
        script = build_script(camera.library.find(plan))
        screen.start(script)
        for name, view, words in moments(script):
            screen.show_view(view)
            screen.say(words)
            yield f"session-{name}"
    screen.set_trouble(tr("No sound. Helper: read the words out loud."))
    yield "session-no-sound"
    screen.set_trouble("")
    screen.flash()
    yield "session-flash"
    screen._flash_timer.stop()
    screen._end_flash()


def demonstrations(camera: Camera) -> Iterator[str]:
    """Shown by itself, and cue by cue."""
    rooms = camera.rooms
    plan = rooms.plans.plan(Week("p1-first-steps", 1))
    rooms.plans.demo.emit(plan)
    rooms.demo.jump(3)
    yield "demo"
    rooms.demo.leave()
    rooms.demo.repeat(plan)
    yield "repeat"
    rooms.demo.leave()


def mishaps(camera: Camera) -> Iterator[str]:
    """After a mistake of ours: away from sessions, in one that is held, and in one that cannot go on."""
    window = camera.window
    window.nav["progress"].click()
    camera.desk.wrong_page.show("drawn for a picture")
    yield "went-wrong"
    camera.desk.show_today()
    script = build_script(camera.library.find(ON_THE_BELT))
    held = Session(script)
    held.state = State.PAUSED
    window.session.start(script)
    name, view, words = next(each for each in moments(script) if each[0] == "paused")
    window.session.show_view(view)
    window.session.say(words)
    window.session.set_trouble(wrong_words(held, kept=True, again=False))
    window.show_plain(window.session)
    yield f"went-wrong-{name}"
    for surface in Surface:
        window.ask.ask(lame_question(surface, kept=True), lambda _answer: None)
        window.show_screen(window.ask)
        yield f"went-wrong-{surface}"
