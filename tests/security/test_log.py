"""The log and what is made of it: three small files, for their owner alone, with nobody in them."""

import logging
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.bundle import without
from balancecoach.log import CRASH, LARGEST_BYTES, NAME, Log
from balancecoach.paths import find_paths
from balancecoach.scrub import scrubbed, trace_text
from balancecoach.store.store import Store
from tests.cli.tools import ROOT, Run, keep, runner, screened, walker

NAMES = ("Zebedee Quirke", "Philomena", "0161 496 0999", "slipped at the zoo")
log = logging.getLogger("balancecoach.tests")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder that is logged into."""
    made = Log(tmp_path / "log")
    yield tmp_path / "log"
    made.close()


def nobody_in(text: str) -> None:
    for name in NAMES:
        assert name not in text


def test_three_files_of_a_megabyte_for_their_owner(kept: Path) -> None:
    for number in range(60):
        log.error("%d %s", number, "x" * 100_000)  # a line is cut, so that one mistake does not push out all others
    for number in range(20_000):
        log.error("%d %s", number, "x" * 300)
    files = sorted(kept.iterdir())
    assert [path.name for path in files] == [NAME, f"{NAME}.1", f"{NAME}.2"]
    assert all(path.stat().st_size <= LARGEST_BYTES for path in files)
    assert "19999 x" in (kept / NAME).read_text()
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log").write_text("a file in its place")
    made = Log(tmp_path / "log")
    log.error("nobody hears it")
    made.watch_crashes()
    made.close()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/zebedee/x y/sessions.sqlite3: damaged (its pages do not fit).", "…: damaged (its pages do not fit)."),
        (r"C:\Users\Zebedee Quirke\a.json: gone", "…: gone"),
        ("Person zebedee-quirke was left out: not an object.", "Person … was left out: not an object."),
        ("Invalid isoformat string: 'Zebedee Quirke'", "Invalid isoformat string: …"),
        ("belt at 1.0 km/h and steps/minute", "belt at 1.0 km/h and steps/minute"),
    ],
)
def test_what_is_left_of_a_sentence(text: str, left: str) -> None:
    assert scrubbed(text) == left


def test_a_traceback_has_places_and_kinds_but_no_words() -> None:
    try:
        try:
            int(NAMES[0])
        except ValueError as error:
            raise RuntimeError(f"{NAMES[1]} could not be counted") from error
    except RuntimeError as error:
        text = trace_text(error)
    nobody_in(text)
    assert text.splitlines()[1::3] == ["ValueError"] or "ValueError" in text
    assert "test_log.py" in text and "RuntimeError" in text and str(ROOT) not in text


def test_a_crash_of_the_interpreter_is_in_the_log_of_the_next_start(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from balancecoach.log import Log; import faulthandler, os, signal\n"
        "made = Log(Path(sys.argv[1])); made.watch_crashes()\n"
        "os.kill(os.getpid(), signal.SIGSEGV)"
    )
    dead = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert dead.returncode < 0
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / CRASH).stat().st_mode) == 0o600
    made = Log(tmp_path)
    made.watch_crashes()
    made.close()
    text = (tmp_path / NAME).read_text()
    assert "the program died the last time" in text
    assert "Segmentation fault" in text
    assert (tmp_path / CRASH).read_text() == ""


# -- for somebody who helps ----------------------------------------------------------------------------------------
def bundle(run: Run, target: Path) -> dict[str, str]:
    got = run("doctor", "--bundle", target)
    assert (got.code, got.out.strip(), got.err) == (0, str(target), "")
    with zipfile.ZipFile(target) as made:
        return {name: made.read(name).decode() for name in made.namelist()}


def test_the_bundle_has_all_but_people(run: Run, tmp_path: Path, kept: Path) -> None:
    keep(walker(name=NAMES[0], helper=NAMES[1], emergency=NAMES[2]), facts=(screened(),))
    with Store.open(find_paths(), write=True) as store:
        store.keep_preferences(replace(store.preferences(), output=f"{NAMES[0]}'s headphones", volume=0.5))
    folder = find_paths().log
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_text(f"an old line about {NAMES[0]}, {NAMES[1]}\nkept line\n", encoding="utf-8")
    texts = bundle(run, tmp_path / "b.zip")
    assert set(texts) == {"README.txt", "doctor.json", "settings.json", NAME, f"{NAME}.1", f"{NAME}.2", CRASH}
    for text in texts.values():
        nobody_in(text)
        assert str(tmp_path) not in text
    assert "kept line" in texts[NAME]
    assert '"volume": 0.5' in texts["settings.json"] and '"output": "chosen"' in texts["settings.json"]
    assert "PySide6-Essentials" in texts["doctor.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_the_bundle_of_a_damaged_record(run: Run, tmp_path: Path, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "sessions.sqlite3").write_bytes(b"not a database" * 100)
    assert "not a Balance Coach database" in bundle(run, tmp_path / "b.zip")["settings.json"]


def test_a_bundle_where_no_file_can_be(run: Run, tmp_path: Path) -> None:
    assert "no folder" in run("doctor", "--bundle", tmp_path / "no" / "b.zip").told(2)


def test_names_go_whole_and_in_any_case() -> None:
    assert without("ANNA, anna and Annabel", ["Anna", ""]) == "…, … and Annabel"
