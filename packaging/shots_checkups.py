"""Check-ups for the pictures: the page, the form, and a guided one from the first line to the result."""

from collections.abc import Iterator
from datetime import timedelta

from shots_camera import Camera
from shots_samples import NOW, fill

from balancecoach.core.checkup import CheckedUp, Test
from balancecoach.core.checkup_taken import offer
from balancecoach.core.words import tr
from balancecoach.desks.checkup_facts import leave_question, offer_question, result_facts

#: Days ago, seconds of each try, walking aid.
DONE = (
    (Test.BACKWARD_3M, 141, (8.1, 7.4), ""),
    (Test.BACKWARD_3M, 113, (7.2, 6.9), ""),
    (Test.BACKWARD_3M, 85, (6.5, 6.7), ""),
    (Test.BACKWARD_3M, 57, (6.8, 6.1), ""),
    (Test.BACKWARD_3M, 29, (4.43, 4.12), ""),
    (Test.WALK_10M, 85, (12.4,), ""),
    (Test.WALK_10M, 29, (11.2,), ""),
    (Test.TUG, 29, (12.6,), "stick"),
)


def keep_checkups(camera: Camera, who: str) -> None:
    """Half a year of them."""
    someone = camera.store.person(who)
    assert someone is not None
    facts = [
        CheckedUp(NOW - timedelta(days=days, seconds=number), test, seconds, aid)
        for number, (test, days, seconds, aid) in enumerate(DONE)
    ]
    camera.store.save_person(someone, *facts, now=NOW)


def checkups(camera: Camera) -> Iterator[str]:
    """Every page; the watch itself is in ``stopwatch``."""
    desk, window = camera.rooms.records.checkups, camera.window
    desk.show()
    yield "checkups-none"
    keep_checkups(camera, "margaret")
    camera.desk.choose_person("margaret")
    yield "today-reminder"
    camera.desk.choose_person("locked")
    desk.show()
    yield "checkups-refused"
    camera.desk.choose_person("margaret")
    desk.show(tr("The result is kept."))
    yield "checkups"
    desk.page.unfold("meaning", Test.BACKWARD_3M)
    yield "checkups-known"
    desk.page.by_hand.emit(Test.TUG)
    yield "checkups-form"
    desk.form.first.set_text("0.2")
    desk.form.save_button.click()
    yield "checkups-form-wrong"
    desk.page.begin.emit(Test.BACKWARD_3M)
    yield "checkups-ready"
    desk.run.ready.go_button.click()
    yield "checkups-ready-lines"
    someone, fact = camera.store.person("margaret"), CheckedUp(NOW, Test.BACKWARD_3M, (4.31, 4.02))
    assert someone is not None
    window.show_screen(desk.run.result)
    desk.run.result.show_facts(result_facts(fact, (), someone.units))
    yield "checkups-result"
    found = offer(someone, fact, NOW)
    assert found is not None
    for name, question in (("leave", leave_question()), ("offer", offer_question(found, fact, someone.units))):
        window.ask.ask(question, lambda _answer: None)
        window.show_plain(window.ask)
        yield f"ask-checkup-{name}"
    desk.show()


def stopwatch(camera: Camera) -> Iterator[str]:
    """A whole check-up, as it is pressed."""
    if camera.store.person("margaret") is None:
        fill(camera.store)
    camera.desk.choose_person("margaret")
    desk, clock = camera.rooms.records.checkups, camera.clock
    desk.page.begin.emit(Test.BACKWARD_3M)
    desk.run.ready.go_button.click()
    for box in desk.run.ready.boxes.values():
        box.setChecked(True)
    desk.run.ready.go_button.click()
    watch = desk.run.watch
    yield "stopwatch-ready"
    for seconds, name in ((0.72, "slip"), (4.31, "first"), (13.07, "second")):
        clock.mono_s += 5
        watch.pressed.emit()
        clock.mono_s += seconds - 0.1
        watch.ticked.emit()
        yield f"stopwatch-running-{name}"
        clock.mono_s += 0.1
        watch.pressed.emit()
        yield f"stopwatch-{name}"
        clock.mono_s += 5
        watch.pressed.emit()
    desk.run.result.left.emit()
    camera.window.ask.yes.click()
