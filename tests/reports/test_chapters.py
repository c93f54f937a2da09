"""The parts of a sound file: in a cue sheet beside it, and inside where its kind has a place for them."""

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.core import macros
from balancecoach.core.for_file import build_file_script
from balancecoach.core.plan import Kind
from balancecoach.core.script import Script
from balancecoach.errors import FailedError
from balancecoach.reports.audio import write_cue_sheet, write_session
from balancecoach.reports.chapters import MOST_TRACKS, OURS, Chapter, chapters, cue_sheet
from tests.fakes import p1_week_1, plan_of, thorough
from tests.reports.test_audio import REAL_HZ, SHORT, hum

INDEX = re.compile(r"    INDEX 01 (\d+):(\d\d):(\d\d)")
TRACK_S = 1 / 75


def made_of(script: Script, ending: str, folder: Path) -> Path:
    target = folder / f"a{ending}"
    write_session(script, hum, target, REAL_HZ)
    return target


def times(sheet: str) -> list[float]:
    return [int(m) * 60 + int(s) + int(f) / 75 for m, s, f in INDEX.findall(sheet)]


def test_a_chapter_is_a_block_and_walks_backwards_are_numbered() -> None:
    script = build_file_script(p1_week_1())
    rows = chapters(script)
    assert [row.start_s for row in rows] == list(script.starts_s())
    assert rows[-1].end_s == pytest.approx(sum(script.seconds))
    back = [row.title for row, block in zip(rows, script.plan.blocks, strict=True) if block.kind is Kind.BACKWARD]
    assert back == ["Backwards, walk 1", "Backwards, walk 2", "Backwards, walk 3"]
    assert "Turn to the room" in [row.title for row in rows]


def test_the_cue_sheet_has_the_times_of_the_chapters() -> None:
    rows = chapters(build_file_script(p1_week_1()))
    sheet = cue_sheet("walk.mp3", "First steps", rows)
    assert sheet.startswith(OURS)
    assert 'FILE "walk.mp3" MP3' in sheet
    assert sheet.count("TRACK") == len(rows)
    for heard, row in zip(times(sheet), rows, strict=True):
        assert heard == pytest.approx(row.start_s, abs=TRACK_S)


@pytest.mark.parametrize(("name", "kind"), [("a.MP3", "MP3"), ("a.wav", "WAVE"), ("a.flac", "WAVE"), ("a.ogg", "WAVE")])
def test_the_kind_of_file_as_players_know_it(name: str, kind: str) -> None:
    assert f'FILE "{name}" {kind}' in cue_sheet(name, "A walk", (Chapter(0, 1, "Walk"),))


def test_quotes_and_lines_in_a_title_do_no_harm() -> None:
    sheet = cue_sheet('a".wav', 'My "best"\nFILE "x" MP3', (Chapter(0, 1, 'To "go"'),))
    assert sheet.count("FILE") == 2, "one of them in the title, in one line"
    assert sheet.splitlines()[1] == "TITLE \"My 'best' FILE 'x' MP3\""


def test_of_more_parts_than_a_sheet_has_room_for_the_longest_stay() -> None:
    rows = tuple(Chapter(10.0 * n, 10.0 * n + (1 if n % 2 else 9), str(n)) for n in range(180))
    got = times(cue_sheet("a.wav", "Long", rows))
    assert len(got) == MOST_TRACKS
    assert got == sorted(got)
    assert set(got) >= {10.0 * n for n in range(0, 180, 2)}


def test_an_hour_and_more_is_counted_in_minutes() -> None:
    assert "INDEX 01 75:30:38" in cue_sheet("a.wav", "Long", (Chapter(75 * 60 + 30.5, 5000, "Walk"),))


@pytest.mark.parametrize("ending", [".mp3", ".ogg", ".flac"])
def test_the_file_itself_has_title_and_chapters(tmp_path: Path, ending: str) -> None:
    import mutagen

    script = build_file_script(SHORT)
    found: Any = mutagen.File(made_of(script, ending, tmp_path))
    rows = chapters(script)
    if ending == ".mp3":
        assert found.tags["TIT2"].text == [SHORT.title]
        got = [
            (row.start_time / 1000, row.end_time / 1000, row.sub_frames["TIT2"].text[0])
            for row in found.tags.getall("CHAP")
        ]
        assert len(found.tags.getall("CTOC")[0].child_element_ids) == len(rows)
        assert [row[1] for row in sorted(got)] == pytest.approx([row.end_s for row in rows], abs=0.001)
    else:
        assert found["title"] == [SHORT.title]
        got = [
            (seconds(found[f"chapter{n:03}"][0]), 0.0, found[f"chapter{n:03}name"][0]) for n in range(1, len(rows) + 1)
        ]
    assert [row[0] for row in sorted(got)] == pytest.approx([row.start_s for row in rows], abs=0.001)
    assert [row[2] for row in sorted(got)] == [row.title for row in rows]


def seconds(text: str) -> float:
    hours, minutes, rest = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


@thorough
def test_more_parts_than_an_mp3_can_list_are_no_trouble(tmp_path: Path) -> None:
    import mutagen

    plan = plan_of(*macros.prepare(), *macros.start_forward(), *macros.warm_up(5, 2.0) * 300, *macros.end())
    script = build_file_script(replace(plan, title="Long"))
    target = tmp_path / "a.mp3"
    write_session(script, lambda cue: hum(replace(cue, length_s=0.1)), target, REAL_HZ)
    found: Any = mutagen.File(target)
    assert len(found.tags.getall("CHAP")) == len(plan.blocks)


# -- the sheet beside the file -----------------------------------------------------------------------------------------
def test_a_sheet_of_ours_is_replaced_and_one_of_somebody_else_is_left(tmp_path: Path) -> None:
    script = build_file_script(SHORT)
    sheet = tmp_path / "a.cue"
    assert write_cue_sheet(script, tmp_path / "a.wav") == sheet
    assert write_cue_sheet(script, tmp_path / "a.mp3") == sheet
    assert 'FILE "a.mp3" MP3' in sheet.read_text("utf-8")
    sheet.write_text('PERFORMER "Somebody"', "utf-8")
    assert write_cue_sheet(script, tmp_path / "a.mp3") is None
    assert sheet.read_text("utf-8") == 'PERFORMER "Somebody"'
    assert list(tmp_path.iterdir()) == [sheet]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.cue").mkdir()
    with pytest.raises(FailedError, match=r"a\.cue: the sound file cannot be written"):
        write_cue_sheet(build_file_script(SHORT), tmp_path / "a.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["a.cue"]
