"""A few of each fault of the voice child, so that ``docs/reliability.md`` stays true; and that the judge can fail."""

import os
import queue
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from balancecoach.core.cue import Cue
from balancecoach.core.events import BlockStarted, CueDue
from balancecoach.core.phrases import Phrase, Tone
from balancecoach.core.script import build_script
from balancecoach.speech.announcer import Said
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice
from balancecoach.speech.renderer import Renderer
from balancecoach.speech.voice import VoiceChild, VoiceError
from tests.e2e.stage import ROOT, wait_for
from tests.fakes import p1_week_1
from tests.faults import witness
from tests.faults.strikes import GARBAGE, KINDS, strike
from tests.faults.witness import Moment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="stops processes by signal and looks into /proc")

ROWS = [row for row in build_script(p1_week_1()).clips() if row[1]][:8]
#: Long enough for a real child on a busy machine, short for one that is stopped.
START_S, ANSWER_S = 60.0, 3.0


class Struck:
    """A renderer with the real child, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.child = VoiceChild(None, START_S, ANSWER_S)
        self.renderer = Renderer(ClipCache(folder / "clips"), self.child)
        self.told: queue.Queue[Clips] = queue.Queue()

    def order(self) -> Clips:
        """Ask for all; what is told first."""
        self.renderer.render_later(ROWS, VoiceChoice(), self.told.put)
        return self.told.get(timeout=START_S)

    def until(self, spoken: int) -> Clips:
        """Told of so many sentences, or of the end."""
        while not ((clips := self.told.get(timeout=START_S)).complete or len(clips.spoken) >= spoken):
            pass
        return clips

    def pid(self) -> int:
        """Of the child."""
        assert self.child._process is not None
        return self.child._process.pid


@pytest.fixture
def struck(tmp_path: Path) -> Iterator[Struck]:
    made = Struck(tmp_path)
    yield made
    made.renderer.close()
    assert not _children(os.getpid()), "neither a child nor a zombie is left"


def _children(parent: int) -> list[str]:
    """Voice processes of a process, zombies among them."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            ours = int((each / "stat").read_text().rpartition(")")[2].split()[1]) == parent
            command = (each / "cmdline").read_bytes()
        except OSError:
            continue
        if ours and (b"--voice-child" in command or not command):
            found.append(each.name)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_struck_between_two_sentences_everything_is_spoken_and_explained(
    struck: Struck, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = struck.order()
    assert not first.complete
    assert len(first.files) == len(ROWS), "each has its tone at once"
    struck.until(2)
    assert strike(kind, struck.pid(), random.Random(1))
    last = struck.until(len(ROWS) + 1)
    assert last.complete
    assert len(last.spoken) == len(ROWS), last.trouble
    if kind == "kill":
        assert "the voice's process is gone" in caplog.text
    if kind == "hang":
        assert "The voice does not answer." in caplog.text
    assert not [said for _, said in ROWS if said in caplog.text], "names are spoken, too"


@pytest.mark.parametrize("number", range(len(GARBAGE)))
def test_any_garbage_is_no_more_than_a_wrong_answer(
    number: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "said").write_bytes(GARBAGE[number])
    child = VoiceChild(["cat", str(tmp_path / "said")])
    try:
        child.voices()
    except VoiceError as error:
        assert str(error).startswith(("The voice", "No voice"))
    finally:
        child.end()
    assert "voice" in caplog.text


def test_a_stopped_child_dies_with_its_parent() -> None:
    """Its pipe has ended, but it cannot see that."""
    code = (
        "from balancecoach.speech.voice import VoiceChild; import time; c = VoiceChild(); c.start();"
        "print(c._process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, signal.SIGSTOP)
        parent.kill()
    wait_for(lambda: not _runs(child), "end of the voice child")


def _runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# -- the judge -----------------------------------------------------------------------------------------------------
CUE = Cue(1, 0.0, Phrase("rest"), Tone.REST, 1.0)
TONE, WORDS = Path("tone.wav"), Path("words.wav")
SPOKEN = Moment(10.0, Said(CUE, "voice"), CUE.say, "", False, WORDS, True)
TONED = Moment(10.0, Said(CUE, "tone"), CUE.say, "No voice. Helper: read the words out loud.", True, TONE, False)


class Judge(witness.Witness):
    """Without an app."""

    def __init__(self, *moments: Moment) -> None:
        self._moments, self._speed = list(moments), 1.0

    def _tone(self, tone: Tone) -> Path:
        return TONE


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (SPOKEN, ""),
        (TONED, ""),
        (replace(SPOKEN, played=TONE), "words were not played"),
        (replace(SPOKEN, played=None), "words were not played"),
        (replace(SPOKEN, caption="Something else."), "the caption was another"),
        (replace(TONED, flash=False), "flash False"),
        (replace(TONED, banner=""), "banner ''"),
        (replace(TONED, there=True), "the words lay there"),
        (replace(TONED, played=None), "no tone"),
    ],
)
def test_the_judge_sees_how_a_cue_was_given(moment: Moment, says: str) -> None:
    found = "; ".join(Judge()._of_cues([moment]))
    assert says in found
    assert bool(found) == bool(says)


def at(at_s: float, event: object) -> Moment:
    return replace(SPOKEN, at_s=at_s, event=event)  # type: ignore[arg-type]


def test_the_judge_sees_what_is_late_or_never_said() -> None:
    other = at(40.0, BlockStarted(40.0, 2))
    assert Judge(at(10.0, CueDue(10.0, CUE)), SPOKEN, other)._of_due() == []
    assert "1.50 s late" in Judge(at(10.0, CueDue(10.0, CUE, 1.5)), SPOKEN)._of_due()[0]
    assert "never said" in Judge(at(10.0, CueDue(10.0, CUE)), other)._of_due()[0]


def test_the_judge_sees_a_change_that_nobody_announced() -> None:
    before = at(5.0, Said(structs.replace(CUE, block=0), "tone"))
    begun, end = at(10.0, BlockStarted(10.0, 1)), at(20.0, BlockStarted(20.0, 9))
    first = at(0.0, BlockStarted(0.0, 0))
    whole = Judge(
        first, at(0.1, Said(structs.replace(CUE, block=0), "voice")), before, begun, at(10.1, Said(CUE, "voice"))
    )
    assert whole._of_changes() == []
    assert "unannounced" in Judge(first, begun, at(10.1, Said(CUE, "voice")))._of_changes()[-1]
    assert "not said" in Judge(first, before, begun, end)._of_changes()[1]
