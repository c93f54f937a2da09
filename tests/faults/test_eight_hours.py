"""That the judge of eight hours can fail. The hours themselves take minutes: ``run.py --only eight-hours``."""

from typing import Any

import pytest

from tests.faults.eight_hours import MOST_KB, judged, note

Rows = list[dict[str, Any]]


def rows() -> Rows:
    """What an app says that holds no more at the end than after the first sessions."""
    held = {"own_kb": 150_000, "files": 14, "threads": 5, "children": 1, "widgets": 1287, "objects": 1465}
    sessions = [
        {"what": "session", "number": n, "walked_s": 1558.0 * n, "drift_s": 1e-13, "events_b": 60_000 * n, **held}
        for n in range(1, 20)
    ]
    return [*sessions, *({"what": "screens", "round": number, **held} for number in (0, 100))]


def test_what_holds() -> None:
    assert judged(rows()) == ()
    assert "19 sessions, 8.2 h" in note(rows())


@pytest.mark.parametrize("at", [18, 20])
@pytest.mark.parametrize(
    ("name", "more"),
    [("own_kb", MOST_KB + 1), ("files", 1), ("threads", 1), ("children", 1), ("widgets", 11), ("objects", 11)],
)
def test_more_at_the_end(at: int, name: str, more: int) -> None:
    found = rows()
    found[at][name] += more
    (sentence,) = judged(found)
    assert f"{more:+}" in sentence


def test_drift_and_a_record_that_does_not_grow_and_an_end_too_early() -> None:
    late = rows()
    late[7]["drift_s"] = 0.001
    assert judged(late) == ("blocks began 0.001 s beside their place",)
    still = rows()
    for row in still[:19]:
        row["events_b"] = 60_000
    assert judged(still) == ("the database did not grow",)
    assert judged(rows()[:3]) == ("only 3 sessions and 0 looks at the screens",)
