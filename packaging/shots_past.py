"""The table of sessions and the page of one, after a session in which a good deal happened."""

from collections.abc import Iterator
from datetime import timedelta

from shots_camera import Camera
from shots_samples import NOW, fill

from balancecoach.core.events import (
    BlockStarted,
    CheckedIn,
    CueMissed,
    GatePassed,
    Noted,
    Outcome,
    Paused,
    Removed,
    RestartBegun,
    Resumed,
    SessionEnded,
    SessionStarted,
    StepTaken,
    Stored,
    Wobbled,
)
from balancecoach.core.plan import Kind
from balancecoach.store.store import Store

DAYS_AGO = 2


def eventful(store: Store) -> str:
    """A session of Margaret's that was paused, and stopped in the second backward walk. Its id."""
    from balancecoach.paths import assets
    from balancecoach.plans.library import Library

    plan = Library(assets() / "programmes").find("p2-gentle-build:2")
    began, id_, at_s, walks = NOW - timedelta(days=DAYS_AGO), store.begin(), 0.0, 0
    rows: list[Stored] = [
        SessionStarted(0.0, began, plan.id, plan.title, plan.blocks, False, (), "margaret", plan.programme_id, 2)
    ]
    for index, block in enumerate(plan.blocks):
        rows.append(BlockStarted(at_s, index))
        walks += block.kind is Kind.BACKWARD
        if walks == 2:
            break
        if block.kind is Kind.FORWARD and index < 6:
            rows += [CueMissed(at_s + 5, "chin_level", "silent"), Paused(at_s + 60, "key"), RestartBegun(at_s + 85)]
            rows.append(Resumed(at_s + 110))
            at_s += 50
        at_s += block.seconds + (8.5 if block.gate else 0)
        rows += [GatePassed(at_s, index)] if block.gate else []
    rows += [Wobbled(at_s + 14, index), SessionEnded(at_s + 20, began + timedelta(seconds=at_s + 20), Outcome.STOPPED)]
    rows += [StepTaken(at_s + 31, "belt"), StepTaken(at_s + 66, "settle")]
    rows.append(CheckedIn(began + timedelta(seconds=at_s + 400), 6, "one", "yes", "unwell"))
    rows.append(CheckedIn(began + timedelta(days=1), 6, "one", "little", "wanted"))
    rows.append(Noted(began + timedelta(days=1), "New shoes. The left knee felt stiff, gone the next day."))
    for row in rows:
        store.append(id_, row)
    return id_


def past(camera: Camera) -> Iterator[str]:
    """The table, sorted and sifted; one session, changed and removed."""
    if camera.store.person("margaret") is None:
        fill(camera.store)
    camera.desk.choose_person("margaret")
    id_ = eventful(camera.store)
    desk = camera.rooms.records.past
    desk.show()
    yield "sessions"
    desk.table.text.setText("nowhere")
    desk.table.sift()
    yield "sessions-none"
    desk.table.text.clear()
    desk.table.whose.setCurrentIndex(1)
    desk.table.whose.activated.emit(1)
    yield "sessions-everybody"
    desk.open(id_)
    yield "past"
    area = desk.page.lines.parentWidget()
    assert area is not None
    camera.settle()
    yield from _scrolled(camera)
    desk.page.checkin_wanted.emit()
    yield "past-checkin"
    desk.change.left.emit()
    desk.page.removed.emit()
    yield "past-ask"
    camera.window.ask.yes.click()
    yield "past-removed"
    camera.store.append(id_, Removed(NOW))
    desk.show()
    desk.table.which.setCurrentIndex(desk.table.which.count() - 1)
    desk.table.which.activated.emit(desk.table.which.count() - 1)
    yield "sessions-removed"
    camera.window.nav["today"].click()


def _scrolled(camera: Camera) -> Iterator[str]:
    """The lower parts of the page."""
    from PySide6.QtWidgets import QScrollArea

    area = camera.rooms.records.past.page.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    for name, share in (("middle", 0.5), ("end", 1.0)):
        bar.setValue(round(bar.maximum() * share))
        yield f"past-{name}"
    bar.setValue(0)
