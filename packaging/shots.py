"""Draws every screen with sample data to PNG files, offscreen, in seconds: ``python3 packaging/dev.py shots [FOLDER]``.

The pictures of the README come from here, and the eyes of a reviewer. Nothing is read from or written to a record.
"""

import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from balancecoach.core.events import CheckedIn, Outcome
from balancecoach.core.plan import Kind
from balancecoach.core.progress import Summary, Week, week_sentence
from balancecoach.core.script import Script, build_script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.desks.facts import plan_facts, today_facts
from balancecoach.paths import assets
from balancecoach.plans.library import Library
from balancecoach.ui.facts import ProgressFacts
from balancecoach.ui.window import Window

SIZES = ((1366, 768), (1920, 1080), (1280, 800), (1024, 768))
NOW = datetime(2026, 11, 23, 18, 5).astimezone()


def main(folder: Path, sizes: tuple[tuple[int, int], ...] = SIZES) -> int:
    """Draw all screens at all sizes. Returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in sizes:
        shoot(app, folder, width, height)
    print(folder)
    return 0


def shoot(app: object, folder: Path, width: int, height: int) -> None:
    """Draw all screens at one size."""
    library = Library(assets() / "programmes")
    script = build_script(library.built_in("p1-week1"))
    window = Window((assets() / "icons" / "tick.svg").as_posix(), lambda: True)
    window.resize(width, height)
    window.show()
    window.build_rest()

    def save(name: str, screen: QWidget | None = None) -> None:
        if screen is not None:
            window.show_plain(screen)
        QApplication.processEvents()
        QApplication.processEvents()
        window.grab().save(str(folder / f"{name}-{width}x{height}.png"))

    window.show_page("today")
    window.today.show_facts(today_facts(script.plan, _history(), NOW, ""))
    save("today")
    window.show_page("plans")
    window.plans.show_plans(tuple(plan_facts(plan) for plan in library.all()), "p1-week1")
    save("plans")
    window.show_page("progress")
    weeks = _weeks()
    window.progress.show_facts(ProgressFacts(week_sentence(weeks), weeks, _history()))
    save("progress")
    window.show_plain(window.before)
    window.before.start("")
    for key in ("well", "clear_head", "shoes", "key"):
        window.before.boxes[key].setChecked(True)
    save("before")
    window.show_plain(window.not_today)
    window.not_today.show_reasons((window.before.boxes["well"].text(),), True)
    save("not-today")
    window.show_plain(window.checkin)
    window.checkin.start("Well done", "11 minutes walked, 1½ minutes of them backwards.")
    window.checkin.effort.button(3).click()
    window.checkin.stumbles.button(0).click()
    save("checkin")
    window.show_plain(window.session)
    window.session.start(script)
    for name, view, words in session_moments(script):
        window.session.show_view(view)
        window.session.say(words)
        save(f"session-{name}")
    window.session.set_trouble("No sound. Helper: read the words out loud.")
    save("session-no-sound")
    window.close()


def session_moments(script: Script) -> list[tuple[str, View, str]]:
    """One moment of each kind of block: its name, the view, the caption."""
    blocks = script.plan.blocks

    def view(state: State, kind: Kind, left_s: float, ready_s: float = 0.0) -> View:
        index = next(n for n, block in enumerate(blocks) if block.kind is kind)
        rest = sum(script.seconds[index + 1 :])
        return View(state, index, blocks[index], script.seconds[index] - left_s, left_s, ready_s, left_s + rest)

    return [
        ("backward", view(State.TIMED, Kind.BACKWARD, 22), "Reach back, toes first."),
        ("forward", view(State.TIMED, Kind.FORWARD, 348), "Warm-up now. Walk at an easy pace."),
        ("gate", view(State.GATE, Kind.BELT_STOP, 9, 9), "Stop the belt. Keep holding both rails."),
        ("turn", view(State.GATE, Kind.TURN, 24, 24), "Turn with small steps. Take your time."),
        ("ready", view(State.GATE, Kind.TURN, 0), "Press ready when you are set."),
        ("rest", view(State.TIMED, Kind.REST, 42), "Rest now. Belt stopped, both hands on."),
        ("paused", view(State.PAUSED, Kind.BACKWARD, 22), "Paused. The belt is still moving."),
        ("restart", view(State.RESTART, Kind.BACKWARD, 22, 12), "Helper, start the belt at its slowest."),
        ("stopped", view(State.STOPPED, Kind.BACKWARD, 22, 9), "Keep walking until the belt is still."),
        ("long", view(State.TIMED, Kind.FORWARD, 754), "Keep breathing. Try not to hold it."),
    ]


def _history() -> tuple[Summary, ...]:
    sessions = []
    for back in (11, 9, 6, 4, 2):
        started = NOW - timedelta(days=back, hours=8)
        sessions.append(
            Summary(
                id=str(back),
                plan_id="p1-week1",
                plan_title="First steps, week 1",
                started=started,
                ended=started + timedelta(minutes=24),
                outcome=Outcome.STOPPED if back == 6 else Outcome.COMPLETED,
                planned_s=1430,
                planned_backward_s=90,
                backward_s=45 if back == 6 else 90,
                forward_s=560,
                wobbles=1 if back == 9 else 0,
                checkin=None if back == 6 else CheckedIn(started, 3, "none", "no"),
            )
        )
    return tuple(sessions)


def _weeks() -> tuple[Week, ...]:
    first = date(2026, 9, 7)
    backward = (90, 90, 180, 180, 270, 180, 0, 270, 360, 450, 480, 600)
    return tuple(
        Week(first + timedelta(weeks=n), seconds, 1100 + 90 * (n % 4) if seconds else 0, 2 if seconds else 0)
        for n, seconds in enumerate(backward)
    )


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("shots")
    chosen = tuple((int(w), int(h)) for w, h in (size.split("x") for size in sys.argv[2:])) or SIZES
    sys.exit(main(where, chosen))
