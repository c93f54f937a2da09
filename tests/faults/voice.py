"""The voice child killed, stopped, slow by five seconds, or with garbage on its pipe, at random moments.

Several apps stand side by side, each round after round (``speaker``); the last round of each ends with ``kill -9`` of
the app while its voice child hangs.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.e2e.stage import ROOT, wait_for
from tests.faults.result import Result, together
from tests.faults.watched import children_of, shares

LANES = 12
#: A round, from when Today is shown.
ROUND_S = 20.0
#: An app may need so long to start, and to end a round, beside the others.
START_S, MORE_S = 300.0, 30.0
GONE_S = 5.0

Row = dict[str, Any]


class Lane:
    """One app, round after round."""

    def __init__(self, folder: Path, number: int, seed: int, round_s: float) -> None:
        self._folder, self._seed, self._round_s = folder / f"lane{number}", 100 * seed + number, round_s
        self._folder.mkdir(mode=0o700)
        self.rows: list[Row] = []

    def run(self, times: int) -> Result:
        """So many rounds."""
        command = [sys.executable, "-m", "tests.faults.speaker", str(self._folder), str(self._seed), str(times)]
        quiet = {"QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy", "PYTHONPATH": str(ROOT)}
        errors = self._folder / "errors"
        with errors.open("wb") as log:
            process = subprocess.Popen(
                [*command, str(self._round_s)],
                cwd=ROOT,
                env={**os.environ, **quiet},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        with process, ThreadPoolExecutor(1) as reader:
            reading = reader.submit(self._read, process, times)
            try:
                reading.result(START_S + times * (self._round_s + MORE_S))
            finally:
                process.kill()
        return Result(times, (*self._broken(times, errors), *self._left(times)))

    def _read(self, process: "subprocess.Popen[str]", times: int) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("voice "):
                self.rows.append(json.loads(line[6:]))
                if len(self.rows) == times:
                    return

    def _broken(self, times: int, errors: Path) -> list[str]:
        broken = [
            f"{row['kind']}, seed {row['seed']}: {'; '.join(row['broken'])}" for row in self.rows if row["broken"]
        ]
        if len(self.rows) < times:
            broken.append(f"{self._folder.name} ended after {len(self.rows)}: {errors.read_text()[-500:]}")
        return broken

    def _left(self, times: int) -> list[str]:
        """What outlives an app that was killed while its voice child hung."""
        home = self._folder / f"round{1000 * self._seed + times - 1}"
        try:
            wait_for(lambda: not children_of(home), "end of the voice child after the app's", GONE_S)
        except TimeoutError as error:
            return [str(error)]
        return []


def run(times: int, seed: int, lanes: int = LANES, round_s: float = ROUND_S) -> Result:
    """So many rounds, each with one of the kinds of fault."""
    lanes = max(1, min(lanes, times // 4))  # each starts its app once
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(lanes) as threads:
        made = [Lane(Path(folder), number, seed, round_s) for number in range(lanes)]
        results = list(threads.map(Lane.run, made, shares(times, lanes)))
    return together(results, note([row for lane in made for row in lane.rows]))


def note(rows: Sequence[Row]) -> str:
    """What was measured."""
    if not rows:
        return "nothing"
    kinds = Counter(row["kind"] for row in rows if row["struck"])
    total = {name: sum(row[name] for row in rows) for name in ("struck", "voiced", "toned", "silent", "changes")}
    return (
        f"{', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))}; {total['struck']} strikes,"
        f" {sum(row['mattered'] for row in rows)} rounds struck while words were missing;"
        f" cues: {total['voiced']} with words, {total['toned']} by tone, {total['silent']} silent, all flashed and"
        f" captioned; latest {max(row['latest_s'] for row in rows):.2f} s; {total['changes']} blocks begun;"
        f" longest without a new word or a line for the helper {max(row['untold_s'] for row in rows):.2f} s;"
        f" all words there at the end in {sum(row['mended'] for row in rows)} of {len(rows)}"
    )
