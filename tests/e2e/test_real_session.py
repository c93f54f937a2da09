"""The whole app as a person meets it: a real window, a real sound output, a real keyboard, real time.

Tolerances: every cue's sound starts within ``SPREAD_S`` of its time by the engine's schedule, once the sound system's
constant latency (the median) is taken away; that latency itself is below ``LATENCY_S``.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from balancecoach.core.allowed import statements
from balancecoach.core.events import BlockStarted, CheckedIn, GatePassed, SessionEnded, SessionStarted, Stored
from balancecoach.core.phrases import Phrase, words
from balancecoach.core.programme import Setting
from balancecoach.core.script import Script, build_script
from balancecoach.paths import find_paths
from balancecoach.plans.files import load_plan
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, Wanted, key
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.tones import RATE_HZ
from balancecoach.speech.voice import VoiceChild
from balancecoach.store.store import Store
from balancecoach.voicing import HEAR_ME, SAVED
from tests.e2e import listen
from tests.e2e.stage import Stage, demand, missing, set_up, wait_for
from tests.fakes import thorough

PLAN_FILE = Path(__file__).with_name("short.toml")
PLAN = load_plan(PLAN_FILE)
BOUT = 2
SPREAD_S = 0.3
LATENCY_S = 0.35
#: Of the pieces of a clip's tone and words, the middle one. Wide, since a busy machine loses bits of sound:
#: `tests/bench/run.py` measures to the millisecond.
ALIKE = 0.45
EARLY_S, LATE_S = 0.2, 0.6
#: Of 32767: what is quieter is no sound. Resampling rings at this level around a loud clip.
SOUND = 400
AROUND_S = 0.6
#: What a person has after a crash: at most one heartbeat and one write are lost.
LOST_S = 2.0

Event = TypeVar("Event", bound=Stored)


@pytest.fixture
def stage_of(tmp_path: Path) -> Callable[[bool], Stage]:
    demand(missing())
    return lambda sound: Stage(tmp_path / "stage", sound=sound)


class Walk:
    """One session of ``PLAN``, watched from outside: keys go in, the record comes out."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.paths = find_paths(str(stage.home))
        set_up(stage)
        self.app = stage.start_app("--plan", str(PLAN_FILE))
        self.began_s = 0.0  # by the monotonic clock
        self.clips: Clips
        self.script: Script

    def begin(self) -> None:
        """From Today through the daily check to the first block, with every clip ready."""
        self.stage.wait_for_window()
        others = [(tone, words(Phrase(name))) for tone, name in (HEAR_ME, SAVED)]
        wanted = dict.fromkeys([*others, *build_script(PLAN).clips()])
        wait_for(lambda: len(list(self.paths.clips.glob("*.wav"))) >= len(wanted), "clips in the cache", 30.0)
        self.clips = self._rendered(tuple(wanted))
        self.script = build_script(PLAN, self.clips.layout_s)
        self.stage.press("Return")
        lines = statements(PLAN.surface, Setting.HOME, helper=True)
        self.stage.press(*(str(number) for number, _ in enumerate(lines, 1)), "Return", "Return")
        started = self.wait_for_event(SessionStarted)
        self.began_s = started.wall.timestamp() - (time.time() - time.monotonic())

    def _rendered(self, wanted: tuple[Wanted, ...]) -> Clips:
        """The app's own clips, from its cache."""
        renderer = Renderer(ClipCache(self.paths.clips), VoiceChild())
        try:
            clips = renderer.render(wanted, VoiceChoice())
        finally:
            renderer.close()
        assert not clips.trouble
        return clips

    def events(self) -> tuple[Stored, ...]:
        with Store.open(self.paths, write=False) as store:
            ids = store.session_ids()
            return store.events(ids[0]) if ids else ()

    def wait_for_event(self, kind: type[Event], index: int | None = None, deadline_s: float = 15.0) -> Event:
        def there() -> Event | None:
            rows = [row for row in self.events() if isinstance(row, kind)]
            return next((row for row in rows if index is None or getattr(row, "index", None) == index), None)

        return wait_for(there, f"{kind.__name__} {'' if index is None else index} in the record", deadline_s)

    def pass_gate(self, index: int) -> None:
        """Press Enter as soon as the gate may be passed, once."""
        opened = self.wait_for_event(BlockStarted, index)
        opens_s = self.began_s + opened.at_s + self.script.seconds[index] + 0.2
        wait_for(lambda: time.monotonic() >= opens_s, "time for the gate", 60.0)
        self.stage.press("Return")
        self.wait_for_event(GatePassed, index)

    def to_the_bout(self) -> BlockStarted:
        for index in range(BOUT):
            self.pass_gate(index)
        return self.wait_for_event(BlockStarted, BOUT)

    def sessions(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.stage.run_app("sessions", "--json"))
        return rows


def test_a_short_session_is_heard_on_time_and_kept(stage_of: Callable[[bool], Stage]) -> None:
    with stage_of(True) as stage:
        walk = Walk(stage)
        walk.begin()
        walk.to_the_bout()
        wait_for(lambda: time.monotonic() > walk.began_s + _end_of_bout(walk), "end of the bout", 60.0)
        walk.pass_gate(BOUT + 1)
        walk.wait_for_event(SessionEnded)
        since = time.monotonic()
        stage.press("3", "Return", "Return", "Return", "Return")
        answers = walk.wait_for_event(CheckedIn)
        saved = listen.clip_samples(walk.clips.files[key((SAVED[0], words(Phrase(SAVED[1]))))])
        wait_for(lambda: _hears(listen.recorded(stage.capture, since)[1], saved), '"Saved."')
        stage.press("alt+F4")
        assert walk.app.wait(15) == 0
        assert (stage.folder / "app.log").read_text() == ""
        origin_s, recording = listen.recorded(stage.capture)
        rows = walk.sessions()
        events = walk.events()
    _check_sound(walk, events, answers, recording, origin_s)
    _check_record(walk, rows, events)


def _hears(recording: listen.Samples, clip: listen.Samples) -> bool:
    """Whether a clip is there to its end."""
    found = listen.in_pieces(recording, clip, 0.0, len(recording) / RATE_HZ)
    return found.alike > ALIKE and len(recording) >= found.at_s * RATE_HZ + len(clip)


def _end_of_bout(walk: Walk) -> float:
    return walk.wait_for_event(BlockStarted, BOUT).at_s + walk.script.seconds[BOUT]


def _check_sound(
    walk: Walk, events: tuple[Stored, ...], answers: CheckedIn, recording: listen.Samples, origin_s: float
) -> None:
    """Each cue in the recording at its time, in order, its tone and its words; and nothing else."""
    starts = {row.index: row.at_s for row in events if isinstance(row, BlockStarted)}
    due = [(starts[cue.block] + cue.offset_s, (cue.tone, cue.say)) for cue in walk.script.all_cues()]
    due.append((_seconds_into(events, answers.wall), (SAVED[0], words(Phrase(SAVED[1])))))
    assert due == sorted(due, key=lambda row: row[0])
    sounds = {row: listen.clip_samples(walk.clips.files[key(row)]) for _, row in due}
    heard = []
    for due_s, wanted in due:
        first_s = max(0.0, walk.began_s + due_s - origin_s - EARLY_S)
        found = listen.in_pieces(recording, sounds[wanted], first_s, first_s + EARLY_S + LATE_S)
        assert found.alike > ALIKE, f"{wanted}: not heard about {due_s:.1f} s (alike {found.alike:.2f})"
        heard.append((found.at_s, wanted))
    late = [origin_s + at_s - walk.began_s - due_s for (at_s, _), (due_s, _) in zip(heard, due, strict=True)]
    latency = statistics.median(late)
    spread = [round(1000 * (seconds - latency), 1) for seconds in late]
    print(f"latency {1000 * latency:.0f} ms; each cue off by {spread} ms")
    assert -0.03 < latency < LATENCY_S
    assert max(abs(seconds - latency) for seconds in late) < SPREAD_S, spread
    spans = [(at_s - AROUND_S, at_s + len(sounds[row]) / RATE_HZ + AROUND_S) for at_s, row in heard]
    assert listen.loud_outside(recording, spans, SOUND) == [], "something else sounded"


def _seconds_into(events: tuple[Stored, ...], wall: datetime) -> float:
    started = next(row for row in events if isinstance(row, SessionStarted))
    return (wall - started.wall).total_seconds()


def _check_record(walk: Walk, rows: list[dict[str, Any]], events: tuple[Stored, ...]) -> None:
    assert len(rows) == 1
    (row,) = rows
    ended = next(event for event in events if isinstance(event, SessionEnded))
    expected = {
        "plan": PLAN.id,
        "person": "ann",
        "title": PLAN.title,
        "outcome": "completed",
        "forward_s": 0.0,
        "backward_kmh": [0.8],
        "forward_kmh": [],
        "wobbles": 0,
        "pauses": 0,
        "missed_cues": 0,
        "checkin": {"effort": 3, "stumbles": "none", "pain": "no", "reason": None},
        "demo": False,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["backward_s"] == row["walked_s"] == pytest.approx(PLAN.blocks[BOUT].seconds, abs=0.01)
    length = datetime.fromisoformat(row["ended"]) - datetime.fromisoformat(row["started"])
    assert length.total_seconds() == pytest.approx(ended.at_s, abs=0.01)
    assert ended.at_s == pytest.approx(sum(walk.script.seconds), abs=5.0)  # gates: as soon as the test could press


@thorough
def test_a_killed_session_is_kept_as_interrupted(stage_of: Callable[[bool], Stage]) -> None:
    with stage_of(False) as stage:
        walk = Walk(stage)
        walk.begin()
        bout_s = walk.began_s + walk.to_the_bout().at_s
        wait_for(lambda: time.monotonic() > bout_s + 4.0, "four seconds of the bout")
        walk.app.kill()
        walked_s = time.monotonic() - bout_s
        walk.app.wait()
        assert walk.sessions()[0]["outcome"] is None
        stage.start_app(log="again.log")
        stage.wait_for_window()
        (row,) = walk.sessions()
    assert row["outcome"] == "interrupted"
    assert walked_s - LOST_S <= row["backward_s"] <= walked_s
    assert row["walked_s"] == row["backward_s"]
