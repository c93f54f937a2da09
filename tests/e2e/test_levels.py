"""The sound of a real session, captured at the sink's monitor: one level, no clipping, tone and gap as designed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from balancecoach.core.cue import TONE_S, Cue
from balancecoach.core.events import BlockStarted, SessionEnded
from balancecoach.core.phrases import Tone
from balancecoach.speech.clips import key
from balancecoach.speech.levels import loudness
from balancecoach.speech.peaks import true_peak
from balancecoach.speech.tones import RATE_HZ
from tests.e2e import listen
from tests.e2e.stage import Stage, demand, missing, wait_for
from tests.e2e.test_real_session import ALIKE, BOUT, EARLY_S, LATE_S, Walk

MOST_LU_APART = 2.0
#: Of full scale: below this there is silence.
SILENT = 10 ** (-50 / 20)
GAP_S = (0.3, 0.5)
#: A busy machine loses or adds a hundredth of a second.
SLACK_S = 0.03
HIGH_HZ, HIGH_DB = 2500.0, -40.0


@pytest.fixture
def stage_of(tmp_path: Path) -> Callable[[bool], Stage]:
    demand(missing())
    return lambda sound: Stage(tmp_path / "stage", sound=sound)


@dataclass(frozen=True)
class Sounded:
    """A cue in the recording. ``at_s``: from its start; ``samples``: from -1 to 1."""

    name: str
    tone: Tone
    words: bool
    at_s: float
    samples: listen.Samples

    @property
    def end_s(self) -> float:
        return self.at_s + len(self.samples) / RATE_HZ


def test_a_session_is_heard_at_one_level_and_as_designed(stage_of: Callable[[bool], Stage]) -> None:
    with stage_of(True) as stage:
        walk = Walk(stage)
        walk.begin()
        walk.to_the_bout()
        end_s = walk.wait_for_event(BlockStarted, BOUT).at_s + walk.script.seconds[BOUT]
        wait_for(lambda: time.monotonic() > walk.began_s + end_s, "end of the bout", 60.0)
        walk.pass_gate(BOUT + 1)
        walk.wait_for_event(SessionEnded)
        starts = {row.index: row.at_s for row in walk.events() if isinstance(row, BlockStarted)}
        origin_s, recording = listen.recorded(stage.capture)
    heard = [sounded for cue in walk.script.all_cues() if (sounded := _find(walk, cue, starts, origin_s, recording))]
    assert len(heard) == len(walk.script.all_cues())
    _check_levels(heard)
    _check_shapes(heard)
    _check_silence(heard, recording / 32768)


def _find(walk: Walk, cue: Cue, starts: dict[int, float], origin_s: float, recording: listen.Samples) -> Sounded | None:
    clip = listen.clip_samples(walk.clips.files[key((cue.tone, cue.say))])
    due_s = walk.began_s + starts[cue.block] + cue.offset_s - origin_s
    found = listen.in_pieces(recording, clip, max(0.0, due_s - EARLY_S), due_s + LATE_S)
    if found.alike <= ALIKE:
        return None
    first = round(found.at_s * RATE_HZ)
    return Sounded(
        key((cue.tone, cue.say)), cue.tone, bool(cue.say), found.at_s, recording[first : first + len(clip)] / 32768
    )


def _check_levels(heard: list[Sounded]) -> None:
    """Within 2 LU; pips are measured by the pulse, for most of their clip is silence. Nothing near full scale."""
    levels = {row.name: loudness(row.samples if row.words else _pulse(row)) for row in heard}
    print({name: round(level, 2) for name, level in levels.items()})
    quietest, loudest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    assert levels[loudest] - levels[quietest] <= MOST_LU_APART, (quietest, loudest)
    peaks = [true_peak(row.samples) for row in heard]
    print(f"{len(heard)} cues, {levels[quietest]:.2f} to {levels[loudest]:.2f} LUFS, peak {max(peaks):.3f}")
    assert max(peaks) < 1.0, "clipped; the clips' own ceiling is tested in tests/speech, without a busy machine's gaps"


def _pulse(row: Sounded) -> listen.Samples:
    return row.samples[: round(0.12 * RATE_HZ)]


def _check_shapes(heard: list[Sounded]) -> None:
    """Of each cue with tone and words: how long the tone, how long the quiet after it, how high the tone.

    Where a busy machine loses a bit of sound there is a click, which is heard at every pitch. What belongs to a kind of
    tone is in each of its cues, so the cleanest one counts; each clip by itself is measured in ``tests/speech``.
    """
    gaps: list[float] = []
    highs: dict[Tone, list[float]] = {}
    for row in heard:
        if row.tone is Tone.NONE or not row.words:
            continue
        tone = round(TONE_S[row.tone] * RATE_HZ)
        loud = np.flatnonzero(np.abs(row.samples) > SILENT)
        tone_ends = loud[loud < tone + SLACK_S * RATE_HZ][-1]
        words_begin = loud[loud > tone + 0.1 * RATE_HZ][0]
        gaps.append((words_begin - tone_ends) / RATE_HZ)
        highs.setdefault(row.tone, []).append(_high_db(row.samples[: tone_ends + 1]))
    high = max(min(rows) for rows in highs.values())
    print(f"gaps {min(gaps):.3f} to {max(gaps):.3f} s, above {HIGH_HZ:.0f} Hz at most {high:.0f} dB")
    assert min(gaps) >= GAP_S[0] - SLACK_S
    assert max(gaps) <= GAP_S[1] + SLACK_S
    assert high < HIGH_DB


def _high_db(samples: listen.Samples) -> float:
    energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    high = np.fft.rfftfreq(len(samples), 1 / RATE_HZ) > HIGH_HZ
    return float(10 * np.log10(energy[high].sum() / energy.sum()))


def _check_silence(heard: list[Sounded], recording: listen.Samples) -> None:
    """Between two cues there is nothing, and no less of it than the script says."""
    for one, other in pairwise(heard):
        assert other.at_s - one.end_s > 0.5 - 2 * SLACK_S - 0.05, (one.name, other.name)
        first, last = round((one.end_s + 0.1) * RATE_HZ), round((other.at_s - 0.1) * RATE_HZ)
        between = np.abs(recording[first:last])
        assert between.max(initial=0.0) < SILENT, (one.name, other.name)
