"""Plan files that cannot be walked: one sentence a problem, which names the file, the place and what to do."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from balancecoach.core.plan import Limits
from balancecoach.plans.files import PlanFileError, load_plan, parse_plan
from balancecoach.plans.text import LONGEST_LINE, MOST_DOTS
from tests.plans import samples

GOOD = samples.PLAN
HEAD = 'format = 1\nid = "mine"\ntitle = "Mine"\n'
#: What a sentence tells a person to do begins with one of these.
TO_DO = re.compile(
    r"\b(Add|Adjust|Begin|Break|Check|Choose|Did you mean|End|Give|Lower|Make|Mend|Move|Name|Put|Save|Say|Set|Shorten|"
    r"Start|Stop|Take|Update|Use|Write)\b"
)


def problems(path: Path) -> list[str]:
    """What is said of a file, each line checked for its shape, without the file's name."""
    with pytest.raises(PlanFileError) as caught:
        load_plan(path)
    lines = caught.value.lines
    assert str(caught.value) == "\n".join(lines)
    for line in lines:
        assert line.startswith(f"{path}: "), line
        assert line.isprintable(), line
        assert len(line) < len(str(path)) + 400, line
        assert line.endswith((".", "?")), line
        assert TO_DO.search(line), f"what to do is missing: {line}"
    return [line.removeprefix(f"{path}: ") for line in lines]


def said(tmp_path: Path, text: str | bytes) -> list[str]:
    """The same of a text."""
    path = tmp_path / "plan.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return problems(path)


def changed(old: str, new: str) -> str:
    """First steps, week 1, with one thing replaced where it first stands."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@dataclass(frozen=True)
class Bad:
    """A text, and how the one sentence about it begins and what it holds."""

    text: str | bytes
    place: str
    holds: str


BAD = {
    "not TOML": Bad("Dear physio,\nplease find", "line 1, column 6: ", "This is not TOML"),
    "half a table": Bad(GOOD + "\n[[blocks", "", "This is not TOML"),
    "duplicate key": Bad(changed("format = 1", "format = 1\nformat = 1"), "line 3, column 11: ", "Cannot overwrite"),
    "NUL": Bad("\0", "line 1, column 1: ", "This is not TOML"),
    "old Macintosh lines": Bad(GOOD.replace("\n", "\r").encode(), "line 1, ", "This is not TOML"),
    "UTF-16 with a mark": Bad(GOOD.encode("utf-16"), "line 1: ", "not UTF-8"),
    "UTF-16 without": Bad(GOOD.encode("utf-16-le"), "line ", "not UTF-8"),
    "Latin-1": Bad(GOOD.encode("latin-1"), "line 5: ", "Save the file again as UTF-8"),
    "half a letter": Bad(HEAD.encode() + b"# \xed\xa0\x80", "line 4: ", "not UTF-8"),
    "10 MB": Bad(b"#" * 10_000_000, "", "larger than 1 MB"),
    "1 MB of dots": Bad("a" + ".a" * 400_000 + " = 1", "line 1: ", f"more than {LONGEST_LINE} letters"),
    "thousands of digits": Bad(changed("seconds = 360", "seconds = 0x" + "f" * LONGEST_LINE), "line 23: ", "more than"),
    "many digits": Bad(changed("seconds = 360", "seconds = 1" + "0" * 400), "blocks 3 (warm_up), seconds: ", '0..."'),
    "hexadecimal": Bad(
        changed("seconds = 360", "seconds = 0x" + "f" * (LONGEST_LINE - 20)),
        "blocks 3 (warm_up), seconds: ",
        "1 to 3600",
    ),
    "a word": Bad(changed("seconds = 360", 'seconds = "six"'), "blocks 3 (warm_up), seconds: ", '"six" does not fit'),
    "true": Bad(changed("seconds = 360", "seconds = true"), "blocks 3 (warm_up), seconds: ", "does not fit"),
    "negative": Bad(changed("seconds = 360", "seconds = -360"), "blocks 3 (warm_up), seconds: ", "1 to 3600"),
    "zero": Bad(changed("seconds = 360", "seconds = 0"), "blocks 3 (warm_up), seconds: ", "1 to 3600"),
    "absurd": Bad(changed("seconds = 360", "seconds = 1e300"), "blocks 3 (warm_up), seconds: ", "1 to 3600"),
    "no number": Bad(changed("seconds = 360", "seconds = nan"), "blocks 3 (warm_up), seconds: ", "1 to 3600"),
    "endless": Bad(changed("seconds = 360", "seconds = inf"), "blocks 3 (warm_up), seconds: ", "1 to 3600"),
    "speed nan": Bad(changed("speed_kmh = 2.0", "speed_kmh = nan"), "blocks 3 (warm_up), speed_kmh: ", "km/h"),
    "speed -1": Bad(changed("speed_kmh = 2.0", "speed_kmh = -1"), "blocks 3 (warm_up), speed_kmh: ", "km/h"),
    "spacing nan": Bad(changed("posture_every_s = 45", "posture_every_s = nan"), "posture_every_s: ", "from 20 to 600"),
    "spacing 0": Bad(changed("posture_every_s = 45", "posture_every_s = 0"), "posture_every_s: ", "from 20 to 600"),
    "no bouts": Bad(changed("count = 3", "count = 0"), "blocks 5 (bouts), count: ", "from 1 to 50"),
    "half a bout": Bad(changed("count = 3", "count = 2.5"), "blocks 5 (bouts), count: ", "from 1 to 50"),
    "unknown key": Bad(
        changed("seconds = 360", "secnds = 360\nseconds = 360"), "blocks 3 (warm_up), secnds: ", "seconds?"
    ),
    "unknown key above": Bad(changed("title", 'titel = "x"\ntitle'), "titel: ", "Did you mean title?"),
    "unknown key far from all": Bad(changed("title", 'zzz = "x"\ntitle'), "zzz: ", "Use one of: format, id, title"),
    "key with a line end": Bad(changed("title", '"a\\nb" = 1\ntitle'), "a?b: ", "is not known here"),
    "key of 1000 letters": Bad(changed("title", "k" * 1000 + " = 1\ntitle"), "kkkk", "is not known here"),
    "unknown macro": Bad(changed('use = "bouts"', 'use = "bout"'), "blocks 5, use: ", "Did you mean bouts?"),
    "macro of no name": Bad(changed('use = "bouts"', "use = 7"), "blocks 5, use: ", "Use one of: loosen"),
    "macro without a part": Bad(changed("count = 3\n", ""), "blocks 5 (bouts), count: ", "This is missing. Add count"),
    "unknown kind": Bad(changed('use = "prepare"', 'kind = "prepar"'), "blocks 1, kind: ", "Did you mean prepare?"),
    "macro with two lengths": Bad(
        changed("count = 3", "count = 3\neach = [30]"), "blocks 5 (bouts), count: ", "either"
    ),
    "macro with one length": Bad(changed("count = 3\nseconds = 30\n", ""), "blocks 5 (bouts), count: ", "either"),
    "count without seconds": Bad(changed("seconds = 30\n", ""), "blocks 5 (bouts), seconds: ", "Add seconds"),
    "hands for two of three": Bad(
        changed("count = 3", 'count = 3\nhands = ["both", "light"]'), "blocks 5 (bouts), hands: ", "There are 3 bouts"
    ),
    "kind of no name": Bad(changed('use = "prepare"', "kind = []"), "blocks 1, kind: ", "Use one of: "),
    "neither": Bad(changed('use = "prepare"', "seconds = 5"), "blocks 1: ", "Say what it is"),
    "both": Bad(changed('use = "prepare"', 'use = "prepare"\nkind = "prepare"'), "blocks 1: ", "not both"),
    "block without seconds": Bad(
        changed('use = "prepare"', 'kind = "prepare"'), "blocks 1 (prepare), seconds: ", "Add"
    ),
    "facing with a line end": Bad(
        changed('use = "end"', 'use = "end"\nfacing = "console\\n"'), "blocks 8 (end), facing: ", '"console" or "room"'
    ),
    "hands with a line end": Bad(
        changed("count = 3", 'count = 3\nhands = "both\\n"'), "blocks 5 (bouts), hands: ", "both"
    ),
    "hands of three": Bad(changed("count = 3", 'count = 3\nhands = "three"'), "blocks 5 (bouts), hands: ", "light"),
    "id with a line end": Bad(changed('"p1-week1"', '"p1-week1\\n"'), "id: ", "a short name"),
    "id that is a path": Bad(changed('"p1-week1"', '"../p1"'), "id: ", "a short name"),
    "title that colours the terminal": Bad(changed('title = "', 'title = "\\u001b[31m'), "title: ", "on one line"),
    "title that turns the line around": Bad(changed('title = "', 'title = "\\u202e'), "title: ", "on one line"),
    "title of two lines": Bad(changed('title = "', 'title = "One\\n'), "title: ", "on one line"),
    "blank title": Bad(changed('"First steps, week 1"', '" "'), "title: ", "on one line"),
    "title too long": Bad(changed('"First steps, week 1"', f'"{"w" * 201}"'), "title: ", "on one line"),
    "title that is a day": Bad(changed('"First steps, week 1"', "2026-01-01"), "title: ", "on one line"),
    "summary that beeps": Bad(changed('summary = "', 'summary = "\\u0007'), "summary: ", "without control characters"),
    "sources of numbers": Bad(HEAD + 'sources = [1]\n[[blocks]]\nuse="prepare"', "sources: ", "a list of texts"),
    "empty list": Bad(HEAD + "blocks = []", "blocks: ", "Add at least one"),
    "no blocks": Bad(HEAD, "blocks: ", "Add at least one"),
    "blocks is a table": Bad(HEAD + "[blocks]\n", "blocks: ", "Add at least one"),
    "blocks is a word": Bad(HEAD + 'blocks = "all"', "blocks: ", "Add at least one"),
    "a block is a number": Bad(HEAD + "blocks = [1]", "blocks 1: ", "Start each block with a line [[blocks]]"),
    "501 rows": Bad(HEAD + '[[blocks]]\nuse = "end"\n' * 501, "blocks: ", "501 blocks. Use 500 at most"),
    "501 blocks from macros": Bad(
        HEAD + '[[blocks]]\nuse="bouts"\ncount=50\nseconds=30\nrest_seconds=30\nspeed_kmh=0.8\n' * 4,
        "blocks: ",
        "at most",
    ),
    "newer": Bad(changed("format = 1", "format = 2\nnew_key = 1"), "format: ", "newer Balance Coach"),
    "much newer": Bad(changed("format = 1", f"format = {2**70}"), "format: ", "newer Balance Coach"),
    "format of a word": Bad(changed("format = 1", 'format = "one"'), "format: ", "a whole number"),
    "too fast": Bad(
        changed("count = 3", "count = 1").replace("speed_kmh = 1.0", "speed_kmh = 20.0"), "", "Did you mean 2?"
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_each_problem_is_one_sentence_with_its_place(tmp_path: Path, bad: Bad) -> None:
    lines = said(tmp_path, bad.text)
    if bad.holds != "Did you mean 2?":  # three places set that speed
        assert len(lines) == 1, lines
    assert lines[0].startswith(bad.place), lines
    assert any(bad.holds in line for line in lines), lines


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = changed("seconds = 360", "seconds = -1").replace("count = 3", "count = 0").replace("title", "titel", 1)
    places = [line.split(": ")[0] for line in said(tmp_path, text)]
    assert places == ["titel", "title", "blocks 3 (warm_up), seconds", "blocks 5 (bouts), count"]


def test_an_empty_file_says_what_must_be_there(tmp_path: Path) -> None:
    places = [line.split(": ")[0] for line in said(tmp_path, "")]
    assert places == ["format", "id", "title", "blocks"]


def test_a_broken_rule_inside_a_macro_is_placed_at_its_step(tmp_path: Path) -> None:
    text = changed('use = "turn_back"', 'use = "end"')
    assert any(line.startswith("blocks 6 (end), step 1 belt_stop, facing: ") for line in said(tmp_path, text))


def test_tables_thousands_deep_are_survived(tmp_path: Path) -> None:
    lines = said(tmp_path, changed("seconds = 360", "seconds" + ".a" * (LONGEST_LINE // 2 - 10) + " = 1"))
    assert len(lines) == 1
    assert lines[0].endswith("The line has too many dots. Take some out.")
    lines = said(tmp_path, changed("seconds = 360", "seconds" + ".a" * MOST_DOTS + " = 1"))
    assert len(lines) == 1
    assert lines[0].startswith("blocks 3 (warm_up), seconds: ")


def test_lists_one_in_another_are_survived(tmp_path: Path) -> None:
    assert (
        len(
            said(
                tmp_path,
                changed(
                    "seconds = 360", "seconds = " + "[" * (LONGEST_LINE // 2 - 10) + "]" * (LONGEST_LINE // 2 - 10)
                ),
            )
        )
        == 1
    )
    assert len(said(tmp_path, changed("seconds = 360", "seconds = " + "[\n" * 50_000))) == 1


def test_a_folder(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["This is a folder. Name a plan file inside it."]


def test_a_missing_file(tmp_path: Path) -> None:
    assert "There is no such file" in problems(tmp_path / "none.toml")[0]
    assert "There is no such file" in problems(tmp_path / "none" / "none.toml")[0]


def test_a_file_in_a_files_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be read (Not a directory)" in problems(tmp_path / "file" / "plan.toml")[0]


def test_a_name_longer_than_any_files(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="File name too long"):
        load_plan(tmp_path / ("n" * 5000))


def test_a_name_with_nul() -> None:
    with pytest.raises(PlanFileError, match="cannot be read"):
        load_plan(Path("a\0b"))


def test_a_name_with_a_line_end_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines\udcff.toml"
    path.write_text("")
    with pytest.raises(PlanFileError) as caught:
        load_plan(path)
    assert all(line.startswith(f"{tmp_path}/two?lines?.toml: ") for line in caught.value.lines)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    assert "cannot be read (Permission denied)" in problems(path)[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.toml"
    os.mkfifo(path)
    assert problems(path) == ["This is not an ordinary file. Save the plan as a file and name that."]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_end_is_not_read() -> None:
    assert problems(Path("/dev/zero")) == ["This is not an ordinary file. Save the plan as a file and name that."]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_plan(path) == parse_plan(GOOD, "p1-week1.toml")


def test_markup_in_a_title_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(changed('title = "', 'title = "<b>&amp; '), encoding="utf-8")
    assert load_plan(path).title == "<b>&amp; First steps, week 1"


def test_text_from_elsewhere_is_told_the_same_way() -> None:
    with pytest.raises(PlanFileError) as caught:
        parse_plan(HEAD, "pasted")
    assert caught.value.lines == ("pasted: blocks: The plan has no blocks. Add at least one [[blocks]] table.",)
    with pytest.raises(PlanFileError) as caught:
        parse_plan("x" * (LONGEST_LINE + 1), "pasted")
    assert caught.value.lines[0].startswith("pasted: line 1: ")


def test_a_physios_limits_let_more_through(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(GOOD.replace("speed_kmh = 1.0", "speed_kmh = 3.0"), encoding="utf-8")
    assert "above the limit of 2 km/h" in problems(path)[0]
    assert load_plan(path, Limits(backward_kmh=4.8)).id == "p1-week1"
