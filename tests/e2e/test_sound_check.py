"""The sound check of a first set-up, for real: by keys alone, and what came out of the loudspeaker."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from balancecoach.core.hearing import STEPS_DB, heard_at
from balancecoach.paths import find_paths
from balancecoach.speech.tones import RATE_HZ
from balancecoach.store.store import Store
from tests.e2e import listen
from tests.e2e.stage import Stage, demand, missing, wait_for

#: Of full scale: below it there is silence. The softest step is some 40 dB below full scale.
SILENT = 10 ** (-60 / 20)
BLOCK_S = 0.1
#: Silence that ends a sentence; inside one the longest is the gap after the tone.
APART_S = 1.8
STEP = 2


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    demand(missing())
    return Stage(tmp_path / "stage")


def sentences(stage: Stage) -> list[float]:
    """The level of each sentence so far, in dB of full scale."""
    _, samples = listen.recorded(stage.capture)
    size = round(BLOCK_S * RATE_HZ)
    whole = samples[: len(samples) // size * size].reshape(-1, size) / 32768
    loud = np.sqrt(np.mean(whole**2, axis=1))
    heard = [at for at, level in enumerate(loud) if level > SILENT]
    groups: list[list[int]] = []
    for at in heard:
        if not groups or (at - groups[-1][-1]) * BLOCK_S > APART_S:
            groups.append([])
        groups[-1].append(at)
    return [10 * math.log10(float(np.mean(loud[group] ** 2))) for group in groups]


def test_louder_by_equal_steps_until_a_key_says_heard(stage: Stage) -> None:
    with stage:
        stage.start_app()
        stage.wait_for_window()
        stage.press("Return")  # set up the first person
        stage.xdotool("type", "Anna")
        stage.press("Return", "Return", "Return", "1", "Return", "1", "Return")
        assert not sentences(stage)
        stage.press("Return")  # we are ready
        wait_for(lambda: len(sentences(stage)) > STEP, f"{STEP + 1} sentences", 40.0, every_s=0.5)
        stage.press("space")  # heard
        wait_for(lambda: _volume(stage) == heard_at(STEP).volume, "the volume in the record", 10.0)
        levels = sentences(stage)[:STEP]  # the last one was cut off
    steps = [louder - softer for softer, louder in itertools.pairwise(levels)]
    assert steps == pytest.approx([STEPS_DB[1] - STEPS_DB[0]] * len(steps), abs=1.0)


def _volume(stage: Stage) -> float:
    with Store.open(find_paths(str(stage.home)), write=False) as store:
        return store.preferences().volume
