"""The voice child's other end, and the renderer, against children that hang, die, lie and shout."""

import os
import queue
import signal
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from balancecoach.core.phrases import Tone
from balancecoach.speech.child import engine_name
from balancecoach.speech.clips import ClipCache, Clips, VoiceChoice, key, write_wav
from balancecoach.speech.renderer import GIVE_UP_AFTER, Renderer
from balancecoach.speech.voice import VoiceChild, VoiceError
from balancecoach.speech.voices import Voice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the children are written for POSIX")

FAKE = Path(__file__).parent / "children" / "fake.py"
#: Long for a fake that answers, short for one that does not.
START_S, ANSWER_S = 2.0, 0.3
PATIENT_S = 5.0
SENTENCES = tuple((Tone.CHANGE, f"Sentence {number}.") for number in range(8))
CHOICE = VoiceChoice()


class Nursery:
    """Makes children and knows the processes that came of them."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "processes"
        self.made: list[VoiceChild] = []

    def __call__(self, how: str, start_s: float = START_S, answer_s: float = PATIENT_S) -> VoiceChild:
        child = VoiceChild([sys.executable, "-E", "-S", str(FAKE), how, str(self.notes)], start_s, answer_s)
        self.made.append(child)
        return child

    def started(self) -> list[int]:
        """Their numbers, in order."""
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def left(self) -> list[int]:
        """Those that still run, or are zombies of ours."""
        return [number for number in self.started() if state(number) not in ("", "init's zombie")]


def state(number: int) -> str:
    """A process's letter in /proc ("Z" for a zombie); empty when it is gone. An orphan's corpse is not ours to bury."""
    try:
        rest = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "init's zombie" if rest[0] == "Z" and int(rest[1]) != os.getpid() else rest[0]


def gone(nursery: Nursery) -> bool:
    """Nothing is left; the kernel gets a moment to carry a killed grandchild off."""
    deadline = time.monotonic() + 2
    while nursery.left() and time.monotonic() < deadline:
        os.sched_yield()
    return not nursery.left()


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path)
    yield nursery
    for child in nursery.made:
        child.close()
    for number in nursery.left() if sys.platform == "linux" else []:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


# -- one child -----------------------------------------------------------------------------------------------------
def test_a_child_that_is_well_speaks_and_ends(nursery: Nursery, tmp_path: Path) -> None:
    child = nursery("is well")
    child.start()
    child.start()
    assert (child.engine, child.default_voice) == ("fake 1", "one")
    assert child.voices() == (Voice("one", "One"),)
    child.speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    assert (tmp_path / "1.wav").exists()
    child.close()
    child.close()
    assert len(nursery.started()) == 1
    assert gone(nursery)


def test_a_closed_child_starts_anew_when_asked(nursery: Nursery) -> None:
    child = nursery("is well")
    child.start()
    child.close()
    assert child.voices() == (Voice("one", "One"),)
    assert len(nursery.started()) == 2


@pytest.mark.parametrize(
    ("how", "start_s", "says"),
    [
        ("hangs at start", 0.3, "The voice does not answer."),
        ("dies at start", START_S, "The voice stopped working."),
        ("no voice", START_S, "No voice was found on this machine: there is no speech library."),
        ("garbage at start", START_S, "The voice gave a wrong answer."),
        ("a list at start", START_S, "The voice gave a wrong answer."),
        ("binary at start", START_S, "The voice stopped working."),
        ("endless line at start", START_S, "The voice gave a wrong answer."),
    ],
)
@linux
def test_one_that_does_not_start_is_told_and_leaves_nothing(
    nursery: Nursery, how: str, start_s: float, says: str
) -> None:
    child = nursery(how, start_s)
    for _ in range(2):  # half started it must not pass for running the second time
        with pytest.raises(VoiceError) as caught:
            child.start()
        assert str(caught.value) == says
        assert gone(nursery)
    if how != "hangs at start":  # killed before it could note that it ran
        assert len(nursery.started()) == 2


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="could not be started: No such file or directory"):
        VoiceChild([str(tmp_path / "none")]).start()


def test_a_program_that_may_not_be_run(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("")
    with pytest.raises(VoiceError, match="could not be started: Permission denied"):
        VoiceChild([str(tmp_path / "text")]).start()


def test_ready_and_nothing_else_is_enough(nursery: Nursery) -> None:
    child = nursery("ready and nothing else")
    child.start()
    assert (child.engine, child.default_voice) == (engine_name(), "")


@pytest.mark.parametrize("how", ["hangs the first time", "dies the first time"])
@linux
def test_one_failure_is_mended_by_a_new_child(nursery: Nursery, tmp_path: Path, how: str) -> None:
    child = nursery(how, answer_s=ANSWER_S if "hangs" in how else PATIENT_S)
    child.speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    assert (tmp_path / "1.wav").exists()
    assert len(nursery.started()) == 2
    assert len(nursery.left()) == 1


@pytest.mark.parametrize(
    "how", ["hangs at once", "deaf", "dies at once", "garbage", "wrong id", "no id", "huge answer"]
)
@linux
def test_a_second_failure_is_told(nursery: Nursery, tmp_path: Path, how: str) -> None:
    child = nursery(how, answer_s=ANSWER_S)
    with pytest.raises(VoiceError) as caught:
        child.speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    assert str(caught.value) in (
        "The voice does not answer.",
        "The voice stopped working.",
        "The voice gave a wrong answer.",
    )
    assert len(nursery.started()) == 2
    child.close()
    assert gone(nursery)


@pytest.mark.parametrize(
    ("how", "says"), [("says no", "No breath."), ("says no without a reason", "The voice gave no reason.")]
)
def test_an_honest_no_is_not_asked_again(nursery: Nursery, tmp_path: Path, how: str, says: str) -> None:
    with pytest.raises(VoiceError, match=says):
        nursery(how).speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    assert len(nursery.started()) == 1


def test_a_wrong_list_of_voices_is_told(nursery: Nursery) -> None:
    with pytest.raises(VoiceError, match="wrong answer"):
        nursery("voices wrong").voices()


def test_one_that_dies_between_sentences_is_started_again(nursery: Nursery, tmp_path: Path) -> None:
    child = nursery("dies after the answer")
    for number in range(3):
        child.speak(SENTENCES[number], CHOICE, tmp_path / f"{number}.wav")
        assert (tmp_path / f"{number}.wav").exists()


@linux
def test_chatter_between_sentences_does_not_fill_the_memory(nursery: Nursery) -> None:
    child = nursery("chatters")
    child.start()
    with pytest.raises(VoiceError):
        for _ in range(200):
            child.voices()
    assert child._process is None or child._process._lines.qsize() <= 110
    child.close()
    assert gone(nursery)


# -- one sentence ahead --------------------------------------------------------------------------------------------
def test_what_is_asked_ahead_is_spoken_once_and_its_answer_fetched(nursery: Nursery, tmp_path: Path) -> None:
    child = nursery("counts")
    paths = [tmp_path / f"{number}.wav" for number in range(3)]
    for number in range(3):
        ahead = (SENTENCES[number + 1], paths[number + 1]) if number < 2 else None
        child.speak(SENTENCES[number], CHOICE, paths[number], ahead)
        assert paths[number].exists()
    assert asked(tmp_path) == [says for _, says in SENTENCES[:3]]


def test_what_was_asked_ahead_and_is_not_wanted_any_more_is_in_nobodys_way(nursery: Nursery, tmp_path: Path) -> None:
    child = nursery("counts")
    child.speak(SENTENCES[0], CHOICE, tmp_path / "0.wav", (SENTENCES[1], tmp_path / "1.wav"))
    child.speak(SENTENCES[2], CHOICE, tmp_path / "2.wav", (SENTENCES[3], tmp_path / "3.wav"))
    assert child.voices() == (Voice("one", "One"),)
    child.speak(SENTENCES[3], CHOICE, tmp_path / "3.wav")
    assert (tmp_path / "2.wav").exists()
    assert (tmp_path / "3.wav").exists()
    assert asked(tmp_path) == [SENTENCES[n][1] for n in (0, 1, 2, 3, 3)]
    assert len(nursery.started()) == 1


def test_one_that_dies_of_the_sentence_ahead_still_speaks_this_one(nursery: Nursery, tmp_path: Path) -> None:
    child = nursery("dies of two at once")
    child.speak(SENTENCES[0], CHOICE, tmp_path / "0.wav", (SENTENCES[1], tmp_path / "1.wav"))
    assert (tmp_path / "0.wav").exists()
    assert len(nursery.started()) == 2


def asked(folder: Path) -> list[str]:
    """What a counting child was asked to say."""
    return (folder / "asked").read_text().splitlines()


@pytest.mark.parametrize("how", ["grandchild", "escaped grandchild"])
@linux
def test_what_the_child_started_is_killed_too_or_at_least_not_waited_for(
    nursery: Nursery, tmp_path: Path, how: str
) -> None:
    child = nursery(how, answer_s=ANSWER_S)
    began = time.monotonic()
    with pytest.raises(VoiceError, match="does not answer"):
        child.speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    child.close()
    assert time.monotonic() - began < 4
    if how == "grandchild":
        assert len(nursery.started()) == 4
        assert gone(nursery)
    else:
        assert len(nursery.left()) == 2, "only what left the group can be left"


# -- the renderer --------------------------------------------------------------------------------------------------
def rendered(child: VoiceChild | None, cache: ClipCache, nursery: Nursery) -> str:
    """All sentences: whatever the voice does, each has a clip. Returns the trouble."""
    clips = Renderer(cache, child).render(SENTENCES, CHOICE)
    assert set(clips.files) == {key(wanted) for wanted in SENTENCES}
    assert all(path.exists() for path in clips.files.values())
    tone = cache.path((Tone.CHANGE, ""), VoiceChoice(), "")
    for wanted in SENTENCES:
        assert (clips.files[key(wanted)] == tone) == (key(wanted) not in clips.spoken)
        assert clips.length_s(*wanted) > 0
    return clips.trouble


def spoken(cache: ClipCache, child: VoiceChild) -> int:
    """How many sentences lie in the cache."""
    return sum(cache.path(wanted, CHOICE, child.engine).exists() for wanted in SENTENCES)


@pytest.mark.parametrize(
    ("how", "starts"),
    [
        ("hangs at start", (0, 1)),
        ("dies at start", (1, 1)),
        ("no voice", (1, 1)),
        ("garbage at start", (1, 1)),
        ("hangs at once", (2, 2 * GIVE_UP_AFTER)),
        ("dies at once", (2, 2 * GIVE_UP_AFTER)),
        ("wrong id", (2, 2 * GIVE_UP_AFTER)),
        ("says no", (1, 1)),
        ("chatters", (2, 2 * GIVE_UP_AFTER)),
    ],
)
@linux
def test_a_bad_voice_is_given_up_soon_and_the_tones_are_left(
    nursery: Nursery, cache: ClipCache, how: str, starts: tuple[int, int]
) -> None:
    child = nursery(how, 0.3 if how == "hangs at start" else START_S, ANSWER_S)
    began = time.monotonic()
    trouble = rendered(child, cache, nursery)
    assert time.monotonic() - began < 5, "the session must not wait for a voice"
    assert trouble.endswith(".")
    assert starts[0] <= len(nursery.started()) <= starts[1]
    assert spoken(cache, child) <= (8 if how == "chatters" else 0)
    child.close()
    assert gone(nursery)


def test_one_that_dies_now_and_then_speaks_everything(nursery: Nursery, cache: ClipCache) -> None:
    child = nursery("dies after two")
    assert rendered(child, cache, nursery) == ""
    assert spoken(cache, child) == len(SENTENCES)
    assert len(nursery.started()) == 4


def test_one_sentence_that_fails_is_a_tone_and_the_others_are_spoken(nursery: Nursery, cache: ClipCache) -> None:
    child = nursery("fails every other")
    assert rendered(child, cache, nursery) == "A hiccup."
    assert spoken(cache, child) == len(SENTENCES) // 2


def test_a_yes_without_a_clip_counts_as_no(nursery: Nursery, cache: ClipCache) -> None:
    child = nursery("says yes and renders nothing")
    clips = Renderer(cache, child).render(SENTENCES, CHOICE)
    assert clips.spoken == frozenset()
    assert set(clips.files) == {key(wanted) for wanted in SENTENCES}
    assert clips.trouble, "the helper must hear of it"


def test_without_a_voice_there_are_tones_and_a_sentence(cache: ClipCache, nursery: Nursery) -> None:
    assert rendered(None, cache, nursery) == "The voice is off."


def test_pips_count_as_spoken_and_only_what_is_nothing_has_no_clip(cache: ClipCache) -> None:
    clips = Renderer(cache, None).render([(Tone.PIPS, ""), (Tone.NONE, "Hello."), (Tone.NONE, "")], CHOICE)
    assert clips.spoken == {key((Tone.PIPS, ""))}
    assert set(clips.files) == {key((Tone.PIPS, "")), key((Tone.NONE, "Hello."))}, "a sentence is never unmarked"
    assert clips.length_s(Tone.PIPS, "") == pytest.approx(4.12, abs=0.001)


def test_clips_in_the_cache_are_not_made_again(nursery: Nursery, cache: ClipCache) -> None:
    assert rendered(nursery("is well"), cache, nursery) == ""
    made = {path: path.stat().st_ino for path in cache.folder.iterdir()}
    assert rendered(nursery("is well"), cache, nursery) == ""
    assert {path: path.stat().st_ino for path in cache.folder.iterdir()} == made


def test_once_the_engine_is_known_what_is_cached_needs_no_process(nursery: Nursery, cache: ClipCache) -> None:
    child = nursery("is well")
    assert rendered(child, cache, nursery) == ""
    child.close()
    assert rendered(child, cache, nursery) == ""
    assert len(nursery.started()) == 1


@linux
def test_a_voice_that_nobody_asks_ends_and_starts_again(nursery: Nursery, cache: ClipCache) -> None:
    renderer = Renderer(cache, nursery("is well"), idle_s=0.05)
    for number in (1, 2):
        renderer.render([(Tone.CHANGE, f"Round {number}.")], CHOICE)
        deadline = time.monotonic() + 20
        while nursery.left() and time.monotonic() < deadline:
            os.sched_yield()
        assert nursery.left() == []
        assert len(nursery.started()) == number
    renderer.close()


@linux
def test_a_voice_ends_also_after_somebody_cancelled(nursery: Nursery, cache: ClipCache) -> None:
    renderer = Renderer(cache, nursery("is well"), idle_s=0.05)

    def cancelled() -> Iterator[tuple[Tone, str]]:
        yield from SENTENCES[:3]
        raise KeyError("enough")

    with pytest.raises(KeyError):
        renderer.render(cancelled(), CHOICE)
    assert gone(nursery)
    renderer.close()


@linux
def test_a_voice_at_work_is_not_ended(nursery: Nursery, cache: ClipCache) -> None:
    """Its time to rest comes while a sentence is under way: that is spoken, and by the same process."""
    renderer = Renderer(cache, nursery("is well"), idle_s=0.0)
    renderer.render(SENTENCES[:1], CHOICE)

    def slowly() -> Iterator[tuple[Tone, str]]:
        for row in SENTENCES:
            renderer._rest()
            yield row

    assert renderer.render(slowly(), CHOICE).trouble == ""
    assert len(nursery.started()) <= 2
    renderer.close()


def nowhere() -> Path:
    """For a clip cache: no temporary folder either."""
    raise OSError("no room")


def test_a_cache_that_cannot_be_is_told_and_survived(nursery: Nursery, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ClipCache(tmp_path / "file" / "clips", spare=nowhere)
    clips = Renderer(cache, nursery("is well")).render(SENTENCES, CHOICE)
    assert clips.files == {}
    assert "Not a directory" in clips.trouble
    assert clips.length_s(*SENTENCES[0]) > 1


def test_in_a_thread_it_always_comes_back(nursery: Nursery, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    came: queue.Queue[Clips] = queue.Queue()
    cache = ClipCache(tmp_path / "file", spare=nowhere)
    Renderer(cache, nursery("is well")).render_later(SENTENCES, CHOICE, came.put)
    while not (clips := came.get(timeout=10)).complete:
        pass
    assert clips.trouble


@linux
def test_closing_while_it_renders_ends_both(nursery: Nursery, cache: ClipCache) -> None:
    done = threading.Event()
    renderer = Renderer(cache, nursery("hangs at once", answer_s=30.0))
    renderer.render_later(SENTENCES, CHOICE, lambda _: done.set())
    while not nursery.started():
        os.sched_yield()
    renderer.close()
    while not done.wait(0.05):  # it may have begun anew just then
        renderer.close()
    assert gone(nursery)


# -- bit by bit ----------------------------------------------------------------------------------------------------
def test_who_orders_while_the_voice_hangs_has_the_tones_at_once(nursery: Nursery, cache: ClipCache) -> None:
    renderer = Renderer(cache, nursery("hangs at once", answer_s=60.0))
    renderer.render_later(SENTENCES[:1], CHOICE, lambda _: None)
    while not nursery.started():
        os.sched_yield()
    told: queue.Queue[Clips] = queue.Queue()
    renderer.render_later(SENTENCES, CHOICE, told.put)
    first = told.get(timeout=10)
    assert set(first.files) == {key(wanted) for wanted in SENTENCES}
    assert (first.spoken, first.complete) == (frozenset(), False)
    renderer.close()


def test_every_sentence_is_told_as_it_comes_and_the_last_time_it_is_complete(
    nursery: Nursery, cache: ClipCache
) -> None:
    told: queue.Queue[Clips] = queue.Queue()
    Renderer(cache, nursery("is well")).render_later(SENTENCES, CHOICE, told.put)
    seen = [told.get(timeout=10)]
    while not seen[-1].complete:
        seen.append(told.get(timeout=10))
    counts = [len(clips.spoken) for clips in seen]
    assert counts == sorted(counts)
    assert set(counts) == set(range(len(SENTENCES) + 1))


def test_an_order_that_nobody_wants_any_more_is_dropped(nursery: Nursery, cache: ClipCache) -> None:
    child, ended = nursery("is well"), threading.Event()

    def told(clips: Clips) -> bool:
        if clips.complete:
            ended.set()
        return len(clips.spoken) < 2

    Renderer(cache, child).render_later(SENTENCES, CHOICE, told)
    assert ended.wait(10)
    assert spoken(cache, child) < len(SENTENCES)


def test_what_lies_in_the_cache_is_spoken_though_no_voice_will_start(nursery: Nursery, cache: ClipCache) -> None:
    """Our own child's name is known before it runs."""
    cache.folder.mkdir()
    for wanted in SENTENCES:
        write_wav(cache.path(wanted, CHOICE, engine_name()), array("h", [1000] * 100))
    clips = Renderer(cache, nursery("dies at start")).render(SENTENCES, CHOICE)
    assert clips.spoken == {key(wanted) for wanted in SENTENCES}
    assert clips.trouble == ""
    assert nursery.started() == []


def test_one_that_was_ended_for_good_starts_no_more(nursery: Nursery) -> None:
    child = nursery("is well")
    child.start()
    child.end()
    with pytest.raises(VoiceError, match="off"):
        child.voices()
    assert child._process is None


@pytest.mark.parametrize("how", ["dies the first time", "hangs the first time", "garbage", "no voice"])
def test_each_fault_leaves_a_line_and_no_sentence_in_it(
    nursery: Nursery, tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    child = nursery(how, answer_s=ANSWER_S if "hangs" in how else PATIENT_S)
    with suppress(VoiceError):
        child.speak(SENTENCES[0], CHOICE, tmp_path / "1.wav")
    lines = [record.getMessage() for record in caplog.records]
    assert [line for line in lines if line.startswith(("The voice", "No voice"))]
    assert "the voice is started once more" in lines
    assert SENTENCES[0][1] not in caplog.text


def test_the_engine_is_named_as_its_packages_are_without_loading_what_reads_them() -> None:
    assert f"pyttsx3 {version('pyttsx3')}" in engine_name()
