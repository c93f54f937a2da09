"""Sees what a person at the belt and their helper see and hear of a session, and judges it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from balancecoach.conductor import Shown
from balancecoach.core.events import BlockStarted, CueDue, CueMissed, GatePassed, Resumed
from balancecoach.core.phrases import Tone
from balancecoach.core.script import Script
from balancecoach.desks.everyday import Desk
from balancecoach.speech.announcer import Said
from balancecoach.speech.clips import VoiceChoice
from balancecoach.speech.playing import Player

#: Issue 6: recovered, or the helper knows.
WITHIN_S = 2.0
#: A cue may be so late, in real seconds, on a machine that others use, too.
LATE_S = 1.0
#: A clip that lies there so long has to be heard.
THERE_S = 2.0
EVERY_MS = 50


class Ear:
    """A player that remembers which file it played last."""

    def __init__(self, player: Player) -> None:
        self._player, self.files = player, dict[str, Path]()
        self.last: Path | None = None

    def load(self, clips: Mapping[str, Path]) -> None:
        """Read, and remember."""
        self.files.update(clips)
        self._player.load(clips)

    def play(self, name: str, late_s: float = 0.0) -> bool:
        """Start, and remember."""
        played = self._player.play(name, late_s)
        self.last = self.files.get(name) if played else None
        return played

    def __getattr__(self, name: str) -> object:
        return getattr(self._player, name)


@dataclass(frozen=True)
class Moment:
    """An event as it was shown, and what was heard and seen right after it."""

    at_s: float
    event: Shown
    caption: str
    banner: str
    flash: bool
    played: Path | None
    there: bool  # the words lay in the cache for a while


@dataclass(frozen=True)
class Seen:
    """What came of a round."""

    broken: tuple[str, ...]
    voiced: int = 0
    toned: int = 0
    silent: int = 0
    changes: int = 0
    latest_s: float = 0.0
    untold_s: float = 0.0  # the longest time in which words were missing, none came, and nobody was told
    mattered: bool = False  # words were missing when it was struck
    mended: bool = False  # all words were there at the end


class Witness(QObject):
    """Of one start of the app."""

    def __init__(self, desk: Desk, speed: float) -> None:
        super().__init__(desk)
        self._desk, self._speed = desk, speed
        self._moments: list[Moment] = []
        self._script: Script | None = None
        self._ear: Ear | None = None
        self._gap_from_s, self._spoken, self._untold_s = time.monotonic(), -1, 0.0
        self._missing: list[tuple[float, bool]] = []
        self.was_told = False
        self._listen()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        desk.built.connect(self._begin)

    def _begin(self) -> None:
        self._gap_from_s = time.monotonic()
        self._timer.start()

    def _listen(self) -> None:
        """Where the app itself passes things on."""
        sessions, voicing = self._desk.sessions, self._desk.voicing
        show, open_player = sessions._show, voicing._make_player

        def heard(event: Shown) -> None:
            show(event)
            self._note(event)

        def opened() -> Player:
            self._ear = Ear(open_player())
            return self._ear  # type: ignore[return-value] # the rest of it is the player's own

        sessions._show = heard  # type: ignore[method-assign]
        voicing._make_player = opened

    def _note(self, event: Shown) -> None:
        screen, sessions = self._desk.window.session, self._desk.sessions
        if sessions.runner is not None:
            self._script = sessions.runner.conductor.session.script
        there = isinstance(event, Said) and self._lies_there(event)
        banner = screen.banner.text() if not screen.banner.isHidden() else ""
        played = self._ear.last if self._ear is not None else None
        now = time.monotonic()
        self._moments.append(Moment(now, event, screen.caption.text(), banner, screen._flashing, played, there))

    def _lies_there(self, said: Said) -> bool:
        voicing = self._desk.voicing
        child = voicing._renderer._child
        assert child is not None
        path = voicing._renderer._cache.path((said.cue.tone, said.cue.say), voicing.choice, child.engine)
        try:
            return time.time() - path.stat().st_ctime > THERE_S
        except OSError:
            return False

    # -- the helper ------------------------------------------------------------------------------------------------
    def _look(self) -> None:
        """Words are missing, and none come: how long until somebody is told?"""
        now, clips = time.monotonic(), self._desk.voicing.clips
        spoken = len(clips.spoken) if clips is not None else 0
        missing = clips is None or not clips.complete or bool(clips.trouble)
        self._missing.append((now, missing))
        if spoken != self._spoken or not missing or self._is_told():
            self._spoken, self._gap_from_s = spoken, now
        if self._may_be_told():
            self._untold_s = max(self._untold_s, now - self._gap_from_s)

    def _may_be_told(self) -> bool:
        window = self._desk.window
        return hasattr(window, "before") and window.shown() in (window.before, window.session)

    def _is_told(self) -> bool:
        if not self._may_be_told():
            return False
        window = self._desk.window
        line = window.before.sound if window.shown() is window.before else window.session.banner
        told = bool(line.text()) and not line.isHidden()
        self.was_told = self.was_told or (told and "The voice does not" in line.text())
        return told

    # -- the judge -------------------------------------------------------------------------------------------------
    def sentences(self) -> tuple[str, ...]:
        """All that was to be spoken."""
        return tuple(said for _, said in self._script.clips() if said) if self._script else ()

    def judge(self, struck: list[float]) -> Seen:
        """All that was seen; nothing more is looked at."""
        self._timer.stop()
        said = [moment for moment in self._moments if isinstance(moment.event, Said)]
        hows = [moment.event.how for moment in said if isinstance(moment.event, Said)]
        broken = [*self._of_cues(said), *self._of_due(), *self._of_changes()]
        if self._untold_s > WITHIN_S:
            broken.append(f"for {self._untold_s:.2f} s words were missing and nobody was told")
        dues = [m.event.late_s / self._speed for m in self._moments if isinstance(m.event, CueDue)]
        return Seen(
            tuple(broken),
            hows.count("voice"),
            hows.count("tone"),
            hows.count("silent"),
            sum(isinstance(moment.event, BlockStarted) for moment in self._moments),
            max(dues, default=0.0),
            self._untold_s,
            any(missing for at_s, missing in self._missing if struck and 0 <= at_s - struck[0] < 0.2),
            bool(self._missing) and not self._missing[-1][1],
        )

    def _of_cues(self, said: list[Moment]) -> list[str]:
        broken = []
        for moment in said:
            assert isinstance(moment.event, Said)
            cue, how = moment.event.cue, moment.event.how
            name = f"{cue.phrase.key} by {how}"
            if not cue.say:
                continue  # pips
            if moment.caption != cue.say:
                broken.append(f"{name}: the caption was another")
            if how == "voice":
                if moment.played is None or moment.played == self._tone(cue.tone):
                    broken.append(f"{name}: the words were not played")
                continue
            if moment.there:
                broken.append(f"{name}: the words lay there")
            if how == "tone" and moment.played != self._tone(cue.tone):
                broken.append(f"{name}: no tone")
            if not moment.flash or "read the words out loud" not in moment.banner:
                broken.append(f"{name}: flash {moment.flash}, banner {moment.banner!r}")
        return broken

    def _tone(self, tone: Tone) -> Path:
        renderer, choice = self._desk.voicing._renderer, self._desk.voicing.choice
        made = VoiceChoice(sound=choice.sound, lead_in_s=choice.lead_in_s)
        return renderer._cache.path((tone, ""), made, "")

    def _of_due(self) -> list[str]:
        """On time, each said or recorded as missed."""
        broken, waiting = [], dict[str, Moment]()
        for moment in self._moments:
            event = moment.event
            if isinstance(event, CueDue):
                waiting[event.cue.phrase.key] = moment
                if event.late_s / self._speed > LATE_S:
                    broken.append(f"{event.cue.phrase.key}: {event.late_s / self._speed:.2f} s late")
            elif isinstance(event, Said):
                waiting.pop(event.cue.phrase.key, None)
            elif isinstance(event, CueMissed):
                waiting.pop(event.key, None)
        end_s = self._moments[-1].at_s if self._moments else 0.0
        old = [name for name, moment in waiting.items() if (end_s - moment.at_s) * self._speed > 15.0]
        return broken + [f"{name}: due, never said nor missed" for name in old]

    def _of_changes(self) -> list[str]:
        """Each block is announced as it begins, and one that begins by itself is announced before, too."""
        broken, said = list[str](), list[Moment]()
        gate, end_s = True, self._moments[-1].at_s if self._moments else 0.0
        for number, moment in enumerate(self._moments):
            event = moment.event
            if isinstance(event, Said):
                said.append(moment)
            elif isinstance(event, GatePassed | Resumed):
                gate = True
            elif isinstance(event, BlockStarted):
                last_s = 16.0 / self._speed
                before = [m for m in said if moment.at_s - m.at_s < last_s and _block(m) == event.index - 1]
                after = [m for m in self._moments[number:] if _block(m) == event.index]
                if not gate and not before:
                    broken.append(f"block {event.index} began unannounced")
                if end_s - moment.at_s > LATE_S and not (after and after[0].at_s - moment.at_s < LATE_S):
                    broken.append(f"block {event.index} was not said as it began")
                gate = False
        return broken


def _block(moment: Moment) -> int:
    return moment.event.cue.block if isinstance(moment.event, Said) else -1
