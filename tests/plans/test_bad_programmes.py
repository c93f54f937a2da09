"""Programme files that cannot be used: one sentence a problem, which names the place and what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from balancecoach.plans.programmes import is_programme, load_programme, parse_programme
from balancecoach.plans.text import PlanFileError, parse_table
from tests.plans import samples
from tests.plans.test_bad_files import TO_DO

GOOD = samples.PROGRAMME
NO_SOURCES = GOOD.replace('[[sources]]\ntext = "Nobody but me."\nstrength = "design"\n', "")


def told(text: str) -> list[str]:
    """What is said of a text, each line checked for its shape."""
    with pytest.raises(PlanFileError) as caught:
        parse_programme(text, "mine.toml")
    for line in caught.value.lines:
        assert line.startswith("mine.toml: "), line
        assert line.isprintable(), line
        assert TO_DO.search(line), f"what to do is missing: {line}"
    return [line.removeprefix("mine.toml: ") for line in caught.value.lines]


def changed(old: str, new: str) -> str:
    """The good programme with one thing replaced where it first stands."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def last_week(row: str) -> str:
    """The good programme, its last week holding this."""
    return changed("bouts = { count = 4 }", row)


@dataclass(frozen=True)
class Bad:
    """A text, and how the one sentence about it begins and what it holds."""

    text: str
    place: str
    holds: str


BAD = {
    "not TOML": Bad("programme", "", "This is not TOML"),
    "newer": Bad(changed("format = 1", "format = 2\nnew = 1"), "format: ", "newer Balance Coach"),
    "unknown key": Bad(changed("title =", 'titel = "x"\ntitle ='), "titel: ", "Did you mean title?"),
    "no setting": Bad(changed('setting = "home"\n', ""), "setting: ", "This is missing"),
    "setting": Bad(changed('setting = "home"', 'setting = "garden"'), "setting: ", '"clinic only"'),
    "surface": Bad(changed('setting = "home"', 'setting = "home"\nsurface = "ice"'), "surface: ", '"floor"'),
    "sessions": Bad(changed("[2, 3]", "[2]"), "sessions_a_week: ", "the fewest and the most"),
    "then": Bad(changed('"p2-gentle-build"', '"../x"'), "then: ", "programmes that may follow"),
    "source of no strength": Bad(changed('strength = "design"', ""), "sources 1, strength: ", "Add strength"),
    "source of its own strength": Bad(changed('"design"', '"strong"'), "sources 1, strength: ", '"small study"'),
    "sources of texts": Bad("sources = ['x']\n" + NO_SOURCES, "sources 1: ", "Start each source with [[sources]]"),
    "sources of a word": Bad("sources = 'x'\n" + NO_SOURCES, "sources: ", "Start each source with [[sources]]"),
    "no blocks": Bad(GOOD.split("[[blocks]]")[0], "weeks 1, blocks: ", "Add at least one [[blocks]]"),
    "week without blocks": Bad(last_week("blocks = []"), "weeks 2, blocks: ", "Add at least one [[blocks]]"),
    "blocks of a word": Bad(last_week('blocks = "all"'), "weeks 2, blocks: ", "Add at least one [[blocks]]"),
    "many blocks": Bad(GOOD + '[[weeks.blocks]]\nuse = "end"\n' * 501, "weeks 2, blocks: ", "Use 500 at most"),
    "no weeks": Bad("weeks = []\n" + GOOD.split("[[weeks]]")[0], "weeks: ", "Give 1 to 26 weeks"),
    "27 weeks": Bad(GOOD + "[[weeks]]\n" * 25, "weeks: ", "Give 1 to 26 weeks"),
    "a week is a number": Bad("weeks = [1]\n" + GOOD.split("[[weeks]]")[0], "weeks 1: ", "[[weeks]]"),
    "single block": Bad(changed('use = "end"', 'kind = "rest"\nseconds = 5'), "blocks 8: ", "Add use = one of them"),
    "use of no name": Bad(changed('use = "end"', "use = ['end']"), "blocks 8: ", "Add use = one of them"),
    "a block is a number": Bad(last_week("blocks = [1]"), "weeks 2, blocks 1: ", "Add use = one of them"),
    "unknown value": Bad(changed("count = 3", "count = 3\ncuont = 3"), "blocks 5 (bouts), cuont: ", "count?"),
    "change of nothing": Bad(last_week("bout = { count = 4 }"), "weeks 2, bout: ", "no block bout to change"),
    "change that is none": Bad(last_week("bouts = 4"), "weeks 2, bouts: ", "with a table"),
    "change of an unknown value": Bad(
        last_week("bouts = { cuont = 4 }"), "weeks 2, blocks 5 (bouts), cuont: ", "count?"
    ),
    "approval": Bad(last_week('approval = "yes"'), "weeks 2, approval: ", "true or false"),
    "hands too few": Bad(
        last_week('bouts = { hands = ["both", "light"] }'), "weeks 2, blocks 5 (bouts), hands: ", "There are 3 bouts"
    ),
    "hands of nobody": Bad(last_week('bouts = { hands = ["feet"] }'), "weeks 2, blocks 5 (bouts), hands: ", "light"),
    "both count and each": Bad(
        last_week("bouts = { each = [60, 60] }"), "weeks 2, blocks 5 (bouts), count: ", "Give either count and seconds"
    ),
    "two speeds": Bad(
        last_week("bouts = { percent_of_usual = 75 }"), "weeks 2, blocks 5 (bouts), speed_kmh: ", "Give one of"
    ),
    "a speed of 12": Bad(
        last_week("bouts = { speed_kmh = 12 }"), "weeks 2, blocks 5 (bouts), speed_kmh: ", "Did you mean 1.2?"
    ),
    "a forward speed of 20": Bad(
        changed("speed_kmh = 2.0", "speed_kmh = 20"), "weeks 1, blocks 3 (warm_up), speed_kmh: ", "Did you mean 2?"
    ),
    "above the home limit": Bad(
        changed("speed_kmh = 1.0", "speed_kmh = 2.1"), "weeks 1, blocks 5 (bouts), speed_kmh: ", "limit of 2 km/h"
    ),
    "more than a physio may": Bad(changed("format = 1", "format = 1\nbackward_kmh = 5"), "backward_kmh: ", "Lower it"),
    "steeper than a physio may": Bad(
        changed("format = 1", "format = 1\nincline_percent = 5"), "incline_percent: ", "4 % or less"
    ),
    "speed of a turn": Bad(
        changed('use = "turn_away"', 'use = "turn_away"\nspeed_kmh = 1.0'), "blocks 4 (turn_away), speed_kmh: ", "known"
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_each_problem_is_one_sentence_with_its_place(bad: Bad) -> None:
    lines = told(bad.text)
    assert len(lines) == 1, lines
    assert lines[0].startswith(bad.place), lines
    assert bad.holds in lines[0], lines


def test_a_slope_needs_a_limit_of_its_own() -> None:
    text = changed("count = 3", "count = 3\nincline_percent = 2")
    assert any("A slope of 2 % is not allowed" in line for line in told(text))
    assert parse_programme(text.replace("format = 1", "format = 1\nincline_percent = 2"), "x").weeks


@pytest.mark.parametrize("setting", ["home", "clinic only"])
def test_hands_never_leave_the_rails(setting: str) -> None:
    """Nobody is held to a firmer hold than the file says without a word of it."""
    lines = told(changed("count = 3", 'count = 3\nhands = "none"').replace('"home"', f'"{setting}"'))
    assert all(line.startswith("weeks 1, backward, hands: Hands may not leave the rails") for line in lines[:3]), lines


def test_a_turn_left_out_is_told_once_not_for_every_week() -> None:
    lines = told(changed('[[blocks]]\nuse = "turn_back"\n', ""))
    assert len(set(lines)) == len(lines)
    assert any("turn_back" in line for line in lines), lines
    assert any(line.startswith("weeks 1, forward, ") for line in lines), lines


def test_a_change_is_for_its_own_week() -> None:
    """Also for a block that the weeks before and after have as it is."""
    text = last_week(
        '[[weeks]]\nbouts = { count = 5 }\n[[weeks]]\n[[weeks]]\nblocks = [{ use = "prepare" }, { use = "end" }]'
    )
    weeks = parse_programme(text + "[[weeks]]\nwarm_up = { seconds = 60 }\n", "x").weeks
    bouts = [[step.values["count"] for step in week.steps if step.use == "bouts"] for week in weeks]
    assert bouts == [[3], [3], [5], [3], [], [3]]
    warm_ups = [[step.values["seconds"] for step in week.steps if step.use == "warm_up"] for week in weeks]
    assert warm_ups == [[300], [300], [300], [300], [], [60]]
    assert told(text + "[[weeks]]\nwarm_up = { seconds = 0 }\n")[0].startswith("weeks 6, blocks 3 (warm_up), seconds: ")


def test_what_all_weeks_share_is_told_once() -> None:
    assert told(changed("seconds = 300", "secnds = 300"))[0].startswith("blocks 3 (warm_up), secnds: ")
    assert len(told(changed("seconds = 300", "seconds = 300\nsecnds = 300"))) == 1


def test_all_problems_are_told_at_once() -> None:
    text = changed("title =", 'titel = "x"\ntitle =').replace('"design"', '"strong"').replace("count = 4", "count = 0")
    places = [line.split(": ")[0] for line in told(text)]
    assert places == ["titel", "sources 1, strength", "weeks 2, blocks 5 (bouts), count"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="There is no such file"):
        load_programme(tmp_path / "none.toml")


def test_a_programme_is_told_from_a_plan() -> None:
    assert is_programme(parse_table(samples.PROGRAMME))
    assert not is_programme(parse_table(samples.PLAN))


def test_a_programme_without_weeks_is_one_week() -> None:
    one = parse_programme(GOOD.split("[[weeks]]")[0], "x")
    assert len(one.weeks) == 1
    assert one.backward
