"""What is asked before Today when the record was damaged."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from shots_camera import Camera, sample
from shots_samples import NOW

from balancecoach.desks.damaged_facts import added_facts, failed_facts, offer_facts, undone_facts
from balancecoach.store.backups import DAILY, Copy, Holds
from balancecoach.store.filling import NOTHING, Lacks
from balancecoach.store.mending import Offer
from balancecoach.ui.damaged_screen import DamagedFacts, DamagedScreen

FOLDER = Path("/home/margaret/.local/share/balancecoach/backups")
ASIDE = "damaged-20261127T093000Z.sqlite3"
COPY = Copy(FOLDER / "daily-20261126T080200Z.sqlite3", DAILY, NOW - timedelta(days=1, minutes=13))
LACKS = Lacks(people=1, sessions=2, in_part=1)


def pages() -> dict[str, DamagedFacts]:
    """Each of them, in the language of now."""
    return {
        "offer": offer_facts(Offer(True, ASIDE, False, Holds(1, 35), COPY, LACKS, 1), FOLDER, NOW),
        "nothing-read": offer_facts(Offer(True, ASIDE, False, Holds(0, 0), COPY, Lacks(2, 37, 0, 3)), FOLDER, NOW),
        "no-copy": offer_facts(Offer(True, ASIDE, False, Holds(1, 35)), FOLDER, NOW),
        "no-more": offer_facts(Offer(True, ASIDE, False, Holds(1, 35), COPY, NOTHING), FOLDER, NOW),
        "texts": offer_facts(Offer(False, "", False, Holds(2, 37), COPY, Lacks(in_part=2)), FOLDER, NOW),
        "older": offer_facts(Offer(False, "", True, Holds(2, 31), COPY, Lacks(sessions=6)), FOLDER, NOW),
        "added": added_facts(LACKS),
        "undone": undone_facts(),
        "failed": failed_facts(sample("The disk is full; delete something else, what was kept here is safe.")),
    }


def damaged(camera: Camera) -> Iterator[str]:
    """Each of its pages."""
    screen = DamagedScreen()
    camera.window.add_screen(screen)
    for name, facts in pages().items():
        camera.window.show_plain(screen)
        screen.show_facts(facts)
        yield f"damaged-{name}"
    camera.desk.show_today()
