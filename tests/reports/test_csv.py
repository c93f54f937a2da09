"""Tables for a spreadsheet: what stands in them, and that nothing in them is ever run."""

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.checkup import CheckedUp
from balancecoach.core.events import CheckedIn, Outcome
from balancecoach.core.progress import Summary
from balancecoach.reports.csv_blocks import BLOCK_COLUMNS
from balancecoach.reports.csv_cells import Cell, cell, text, write_table
from balancecoach.reports.csv_sessions import CHECK_UP_COLUMNS, SESSION_COLUMNS, write_check_ups, write_sessions
from balancecoach.reports.share import Belongings, Share
from tests.e2e.stage import missing
from tests.histories import P1
from tests.reports.shared import ALL, BACK, START, TEN, TUG, anns, done, removal

DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
DANGER = "=+-@＝＋－＠"


def read(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def table(*whose: Belongings, share: Share = ALL) -> list[dict[str, str]]:
    file = io.BytesIO()
    count = write_sessions(file, whose, share)
    rows = read(file.getvalue())
    assert len(rows) == count
    return rows


def check_ups(*whose: Belongings, share: Share = ALL) -> list[dict[str, str]]:
    file = io.BytesIO()
    count = write_check_ups(file, whose, share)
    rows = read(file.getvalue())
    assert len(rows) == count
    return rows


def test_a_session_in_full() -> None:
    said = CheckedIn(START, 4, "one", "little", "belt")
    made = done(checkin=said, outcome=Outcome.STOPPED, wobbles=2, pauses=1, missed_cues=3, backward_kmh=(0.8, 1.0))
    (row,) = table(anns(made), share=replace(ALL, notes=True))
    assert row == {
        "person_id": "ann",
        "person": "Ann",
        "session_id": "s1",
        "started": "2026-03-29T09:30:15+02:00",
        "ended": "2026-03-29T09:50:15+02:00",
        "outcome": "stopped",
        "programme": P1,
        "week": "1",
        "plan": "First steps, week 1",
        "planned_min": "20",
        "planned_backward_min": "3",
        "backward_min": "5",
        "forward_min": "8",
        "backward_m": "",
        "backward_slowest_kmh": "0.8",
        "backward_fastest_kmh": "1",
        "forward_fastest_kmh": "2",
        "effort_0_to_10": "4",
        "stumbles": "one",
        "pain": "little",
        "stopped_because": "belt",
        "near_stumbles": "2",
        "pauses": "1",
        "cues_missed": "3",
        "note": "",
        "unreadable_events": "",
    }


def test_what_is_not_known_is_empty_and_not_nought() -> None:
    (row,) = table(anns(Summary("s", started=START, person_id="ann")))
    assert row["outcome"] == "open"
    empty = ("ended", "week", "effort_0_to_10", "stumbles", "backward_slowest_kmh", "backward_m")
    assert [row[name] for name in empty] == [""] * len(empty)
    assert row["backward_min"] == "0"


def test_check_ups_have_a_row_for_each_trial() -> None:
    rows = check_ups(anns(facts=(TUG, BACK, TEN)), share=replace(ALL, notes=True))
    shown = [(row["at"], row["test"], row["trial"], row["time_s"], row["speed_m_per_s"]) for row in rows]
    assert shown == [
        ("2026-03-29T09:30:15+02:00", "tug", "1", "11.24", ""),
        ("2026-03-29T09:35:15+02:00", "backward_3m", "1", "4.5", "0.667"),
        ("2026-03-29T09:35:15+02:00", "backward_3m", "2", "4", "0.75"),
        ("2026-03-30T09:30:15+02:00", "walk_10m", "1", "8", "1.25"),
    ]
    assert (rows[1]["aid"], rows[1]["note"]) == ("stick", "in the hall")


def test_a_check_up_that_was_removed_and_a_demonstration_are_left_out() -> None:
    assert [row["test"] for row in check_ups(anns(facts=(TUG, BACK, removal(TUG))))] == ["backward_3m", "backward_3m"]
    assert table(anns(done(demo=True), removed=(done(id="gone"),))) == []


def test_only_the_chosen_days_by_the_clock_that_hung_there() -> None:
    late = done(id="late", started=START.replace(hour=23, minute=59))  # 21:59 UTC, and still that day
    next_day = done(id="next", started=START + timedelta(days=1))
    for first, last, ids in (
        (None, None, ["s1", "late", "next"]),
        (START.date(), START.date(), ["s1", "late"]),
        (date(2026, 3, 30), None, ["next"]),
        (None, date(2026, 3, 28), []),
    ):
        rows = table(anns(done(), late, next_day), share=replace(ALL, first=first, last=last))
        assert [row["session_id"] for row in rows] == ids


def test_without_names_nothing_that_was_typed_is_in_it() -> None:
    own = done(plan_title="Ann's own plan", programme_id="", week=0)
    noted = replace(own, note="Ann was tired", id="s2")
    shipped = done(id="s3")
    share = replace(ALL, names=False)
    rows = table(anns(own, noted, shipped), share=share)
    assert "Ann" not in "".join(value for row in rows for value in row.values())
    assert [row["plan"] for row in rows] == ["", "", "First steps, week 1"]
    assert [row["person_id"] for row in rows] == ["ann"] * 3
    assert check_ups(anns(facts=(BACK,)), share=share)[0]["aid"] == ""


def test_notes_without_names_have_none_that_is_known() -> None:
    share = replace(ALL, names=False, notes=True)
    rows = table(anns(done(note="Ann was tired, annoyed")), share=share)
    assert rows[0]["note"] == "[left out] was tired, annoyed"
    kept = check_ups(anns(facts=(replace(BACK, aid="Ann's stick", note="ann, hall"),)), share=share)[0]
    assert (kept["aid"], kept["note"]) == ("[left out]'s stick", "[left out], hall")


def test_what_is_nobodys_has_no_person() -> None:
    (row,) = table(Belongings(None, (), lambda: (done(),)))
    assert (row["person_id"], row["person"]) == ("", "")


def test_notes_are_there_only_when_they_are_wanted() -> None:
    noted = anns(done(note="slept badly"))
    assert table(noted)[0]["note"] == ""
    assert table(noted, share=replace(ALL, notes=True))[0]["note"] == "slept badly"


# -- nothing is run --------------------------------------------------------------------------------------------------
ATTACKS = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    '"=1+1',
    "'=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u00a0=1+1",
    "＝1+1",
    "\x00=1+1",
    '";=1+1',
    "fine; =1+1",
    "fine;'=1+1",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(attack: str) -> None:
    (row,) = table(anns(done(note=attack, plan_title=attack)), share=replace(ALL, notes=True))
    for value in (row["note"], row["plan"]):
        for seen in value.split(";"):
            assert not re.match(rf"[\s\"]*[{re.escape(DANGER)}]", seen), value
        assert "1" in value or "calc" in value or "HYPERLINK" in value or "SUM" in value


@given(st.text(max_size=40))
@example("\x1c=")
@example("\u2028=1")
@example("'\"' =1")
@example(";;=")
def test_whatever_is_typed_is_one_line_of_text(words: str) -> None:
    made = text(words)
    assert made.splitlines() in ([made], [])
    for seen in made.split(";"):
        assert seen.lstrip(' "`\u00a0\u200b\ufeff')[:1] not in [*DANGER, "\t"]


def test_harmless_words_stay_as_they_are() -> None:
    for words in ("Walked well, felt fine.", "5-6 steps", "a = b", "3/4", "Ann's 'good' day", "Zoë Müller", "–"):
        assert text(words) == words


def test_a_note_of_several_lines_is_one_row() -> None:
    file = io.BytesIO()
    write_sessions(file, [anns(done(note='one\r\ntwo\n\n"three"'))], replace(ALL, notes=True))
    assert file.getvalue().count(b"\r\n") == 2
    (row,) = read(file.getvalue())
    assert row["note"] == 'one / two / "three"'


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (0, "0"), (0.0, "0"), (12.5, "12.5"), (1 / 3, "0.333"), (1_234_567.0, "1234567"), (100, "100")],
)
def test_numbers_have_a_point_and_no_groups(value: Cell, shown: str) -> None:
    assert cell(value) == shown


def test_excel_is_told_that_it_is_utf_8() -> None:
    file = io.BytesIO()
    write_table(file, ["name"], [["Zoë"]])
    assert file.getvalue() == b"\xef\xbb\xbfname\r\nZo\xc3\xab\r\n"


def test_rows_are_written_as_they_come() -> None:
    """Nothing is collected: the second row is asked for when the first has gone."""
    file, sizes = io.BytesIO(), []

    def rows() -> Iterator[list[Cell]]:
        for number in range(3000):
            sizes.append(len(file.getvalue()))
            yield [number, "x" * 10]

    write_table(file, ["n", "x"], rows())
    assert sizes[-1] > 30_000


def documented(heading: str) -> list[str]:
    part = DOCS.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


def test_the_columns_are_documented() -> None:
    assert documented("Sessions (CSV)") == list(SESSION_COLUMNS)
    assert documented("Parts of sessions (CSV)") == list(BLOCK_COLUMNS)
    assert documented("Check-ups (CSV)") == list(CHECK_UP_COLUMNS)


def test_libre_office_opens_it_and_runs_nothing(tmp_path: Path) -> None:
    if lacks := missing(("soffice",)):
        pytest.skip(lacks)  # too large to be asked of every machine
    sessions = [done(id=f"s{n}", note=attack, plan_title="Zoë") for n, attack in enumerate(ATTACKS)]
    with (tmp_path / "a.csv").open("wb") as file:
        write_sessions(file, [anns(*sessions)], replace(ALL, notes=True))
    (tmp_path / "raw.csv").write_text("a\n=1+1\n", "utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=CSV:44,34,76"]
    command += ["--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / "a.csv"), str(tmp_path / "raw.csv")]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    opened = (tmp_path / "a.fods").read_text("utf-8")
    assert "<text:p>person_id</text:p>" in opened
    assert "<text:p>Zoë</text:p>" in opened
    assert "table:formula" not in opened
    assert "table:formula" in (tmp_path / "raw.fods").read_text("utf-8")  # it would have run one


def test_a_time_that_cannot_be_is_left_out_as_everywhere() -> None:
    assert check_ups(anns(facts=(CheckedUp(START, TEN.test, (0.0,)),))) == []
