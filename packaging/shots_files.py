"""Save as files: a table, days of one's own, planned sessions, and a file on its way."""

from collections.abc import Iterator

from PySide6.QtWidgets import QScrollArea
from shots_camera import Camera, sample
from shots_samples import fill

from balancecoach.ui.files_facts import KINDS, Kind


def files(camera: Camera) -> Iterator[str]:
    """The page from top to bottom, in each of its forms."""
    if not camera.store.people():
        fill(camera.store)
    camera.desk.choose_person("margaret")
    desk = camera.rooms.records.files
    desk.show()
    yield "files"
    screen = desk.screen
    area = screen.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    screen.span.group.button(3).click()
    screen.first.set_text("31.1.")
    screen.save.click()
    camera.settle()
    yield "files-days"
    screen.kind.group.button(list(KINDS).index(Kind.CALENDAR)).click()
    camera.settle()
    for name, share in (("calendar", 0.0), ("calendar-end", 1.0)):
        bar.setValue(round(bar.maximum() * share))
        yield f"files-{name}"
    screen.set_busy(True)
    screen.tell(sample("Saving: 3 of 12 people …"))
    camera.settle()
    bar.setValue(bar.maximum())
    yield "files-saving"
    screen.set_busy(False)
