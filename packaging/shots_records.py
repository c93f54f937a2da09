"""The record as a whole: the page from top to bottom, a locked file, work on its way, and what is asked before."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QScrollArea
from shots_camera import Camera, sample
from shots_samples import NOW, fill

from balancecoach.core.words import tr
from balancecoach.desks import records_facts as facts
from balancecoach.store.backups import DAILY, RETURN, Holds, copies, folder_of, make

#: When the copies of the pictures were made: days ago, and why.
COPIES = ((30, DAILY), (12, DAILY), (3, DAILY), (2, DAILY), (1, RETURN), (1, DAILY), (0, DAILY))


def records(camera: Camera) -> Iterator[str]:
    """All of its screens."""
    fill(camera.store)
    desk = camera.rooms.records.whole
    for days, kind in COPIES:
        make(camera.store.path, kind, NOW - timedelta(days=days, minutes=7))
    desk.show(sample("Saved and read back: {0}").format("/media/stick/Balance Coach 2026-11-27.balancecoach"))
    yield "records"
    area = desk.page.findChild(QScrollArea)
    assert area is not None
    desk.page.passphrase.lock.setChecked(True)
    desk.page.passphrase.first.set_text("four walking")
    desk.page.passphrase.second.set_text("four walk")
    desk.page.passphrase.read()
    for name, share in (("passphrase", 0.25), ("copies", 0.7), ("end", 1.0)):
        camera.settle()
        bar = area.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))
        yield f"records-{name}"
    camera.window.show_screen(desk.unlock)
    desk.unlock.start("Balance Coach 2026-11-27.balancecoach", sample("This passphrase does not open the file."))
    yield "records-unlock"
    camera.window.show_screen(desk.working)
    desk.working.start(tr("Reading the file"), may_stop=True)
    desk.working.tell(tr("{0} percent are read.").format(42))
    yield "records-working"
    copy = facts.copy_facts(copies(folder_of(camera.store.path))[-1], Holds(2, 37), NOW)
    lines = (
        sample("2 new people: {0}.").format("Ann, Ben"),
        sample("37 new sessions."),
        sample("A copy of what is here is kept first, and all of it can be undone."),
    )
    for name, question in (("bring", facts.ask_bring(lines)), ("back", facts.ask_back(copy, Holds(3, 41)))):
        camera.window.ask.ask(question, lambda _answer: None)
        camera.window.show_screen(camera.window.ask)
        yield f"records-ask-{name}"
    camera.desk.show_today()
