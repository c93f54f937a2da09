"""Plans of their own, and the treadmill's checks."""

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.person import Treadmill
from balancecoach.paths import Paths
from balancecoach.store.store import Store
from tests.store.people_samples import DAY, PLAN, TREADMILL
from tests.store.store_samples import START, damage, paths_in

OTHER = replace(PLAN, id="other", title="arm und Bein 手", text="[[x]]\n\x00é", kind="programme", draft=False)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def test_plans_are_kept_changed_and_deleted(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.save_plan(PLAN)
        store.save_plan(OTHER)
    changed = replace(PLAN, text="", draft=False, changed=START + DAY)
    with Store.open(paths, write=True) as store:
        assert store.saved_plans() == (OTHER, PLAN)
        store.save_plan(changed)
        assert store.saved_plans() == (OTHER, changed)
        store.delete_plan(OTHER.id)
        store.delete_plan("never")
        assert store.saved_plans() == (changed,)


def test_half_a_character_in_a_text_loses_no_plan(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        store.save_plan(replace(PLAN, text="walk \ud83d"))
        assert store.saved_plans() == (replace(PLAN, text="walk ?"),)


def test_a_mistake_of_ours_is_loud(paths: Paths) -> None:
    with Store.open(paths, write=True) as store:
        with pytest.raises(ValueError, match="neither"):
            store.save_plan(replace(PLAN, kind="song"))
        with pytest.raises(ValueError, match="offset"):
            store.save_plan(replace(PLAN, changed=datetime(2026, 1, 1)))
        assert store.saved_plans() == ()


@pytest.mark.parametrize("change", ["changed = 'soon'", "kind = 'song'"])
def test_a_damaged_plan_is_left_out_and_reported_and_the_row_stays(paths: Paths, change: str) -> None:
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        store.save_plan(PLAN)
        store.save_plan(OTHER)
        damage(paths, f"UPDATE plans SET {change} WHERE id = 'mine'")
        assert store.saved_plans() == (OTHER,)
        assert [said.split(":")[0] for said in reports] == ["The plan mine was left out"]
        assert store._connection.execute("SELECT count(*) FROM plans").fetchone() == (2,)


def test_the_treadmill_is_kept_and_read_tolerantly(paths: Paths) -> None:
    reports: list[str] = []
    with Store.open(paths, write=True, report=reports.append) as store:
        assert store.treadmill() == Treadmill()
        store.save_treadmill(TREADMILL)
        assert store.treadmill() == TREADMILL
        assert reports == []
        for value in ("{", '"x"', '{"checked": [1]}', '{"slowest_kmh": 0}'):
            damage(paths, f"UPDATE settings SET value = '{value}' WHERE key = 'treadmill'")
            assert store.treadmill() == Treadmill()
    assert [said.split(":")[0] for said in reports] == ["The setting treadmill is not used"] * 4
