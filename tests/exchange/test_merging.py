"""Machines that take each other's documents: nothing twice, nothing lost, the same on both."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from balancecoach.core.events import Noted, Removed, Restored
from balancecoach.core.person import Happened, Person
from balancecoach.errors import UserError
from balancecoach.exchange.merging import plan_merge
from balancecoach.exchange.undoing import last_import, undo
from balancecoach.store.store import Store
from tests.exchange.machines import DAY, LATER, Machine, after, session, source
from tests.store.people_samples import ANN, ANN_ID, BOB, BOB_ID, PLAN
from tests.store.store_samples import START, files, paths_in, whole_of

EVE = Person("e" * 32, "Eve")


@pytest.fixture
def old(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "old").fill()


@pytest.fixture
def new(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "new")


@pytest.fixture
def copied(old: Machine, new: Machine) -> Machine:
    """Another machine that begins with what the old one had."""
    new.take(old.document())
    return new


def both_walk_on(old: Machine, new: Machine) -> None:
    """After the copy each of the two machines goes on on its own."""
    with old.store() as store:
        session(store, "later-old", whole_of(ANN_ID, START + 20 * DAY))
        store.append("s0", Noted(LATER, "on the old one"))
        store.append("s1", Removed(LATER))
        store.append("s2", after(LATER, "yes"))
        store.save_person(replace(ANN, emergency="999"), Happened(LATER, "fall"), now=LATER)
        store.save_plan(replace(PLAN, title="Changed", changed=LATER))
        store.decline(LATER, "p1", ["well"], BOB_ID)
    with new.store() as store:
        session(store, "later-new", whole_of(BOB_ID, START + 21 * DAY))
        store.append("s0", Noted(LATER + DAY, "on the new one"))
        store.append("s1", Removed(LATER - DAY))
        store.append("s1", Restored(LATER - 0.5 * DAY))
        store.save_person(replace(ANN, notes="Tall."), Happened(LATER - DAY, "operation"), now=LATER - DAY)
        store.save_person(EVE, now=LATER)
        store.decline(LATER - 5 * DAY, "p1", ["shoes"], EVE.id)


def test_merged_both_ways_they_hold_the_same(old: Machine, copied: Machine) -> None:
    both_walk_on(old, copied)
    before = old.document()
    old.take(copied.document())
    copied.take(before)
    assert old.content() == copied.content()
    for machine in (old, copied):
        with machine.store() as store:
            assert set(store.session_ids()) == {"s0", "s2", "s3", "later-old", "later-new"}
            assert [row.id for row in store.removed()] == ["s1"], "removed last"
            file = store.file(ANN_ID)
            assert file is not None
            assert file.person == replace(ANN, emergency="999"), "the newer details"
            assert file.facts[-2:] == (Happened(LATER - DAY, "operation"), Happened(LATER, "fall"))
            assert store.events("s0")[-2:] == (Noted(LATER, "on the old one"), Noted(LATER + DAY, "on the new one"))
            summary = store.summary("s2")
            assert summary is not None and summary.checkin is not None and summary.checkin.pain == "yes"
            assert [plan.title for plan in store.saved_plans()] == ["Changed"]
            assert len(store.declined()) == 4
            assert [day.at for day in store.declined()] == sorted(day.at for day in store.declined())
            assert store.check() == ""


def test_three_machines_in_a_ring(old: Machine, copied: Machine, tmp_path: Path) -> None:
    both_walk_on(old, copied)
    third = Machine(tmp_path / "third")
    third.take(copied.document())
    with third.store() as store:
        store.append("later-new", Noted(LATER, "third"))
    old.take(third.document())
    third.take(old.document())
    copied.take(third.document())
    assert old.content() == copied.content() == third.content()


def test_again_nothing_changes_and_no_byte_does(old: Machine, copied: Machine) -> None:
    both_walk_on(old, copied)
    document = copied.document()
    assert old.take(document).changes
    before = old.content()
    copies = set(files(paths_in(old.folder).data / "backups"))
    again = old.take(document)
    assert (again.changes, old.content()) == (0, before)
    assert again.lines()[0] == "Everything in the file is here already. Nothing changes."
    assert set(files(paths_in(old.folder).data / "backups")) == copies, "what came before can still be undone"


def test_the_summary_before_is_the_summary_after(old: Machine, copied: Machine) -> None:
    both_walk_on(old, copied)
    document = copied.document()
    with Store.open(paths_in(old.folder), write=False) as store:
        before = files(old.folder)
        planned = plan_merge(store, source(document))
    assert files(old.folder) == before
    assert planned == old.take(document)
    assert planned.lines() == (
        "1 new person: Eve.",
        "2 people are here already.",
        "1 new session.",
        "4 sessions are here already.",
        "2 of these get something added that was noted afterwards.",
        "These plans are newer here and stay: Changed.",
        f"{ANN.name}: the details here are newer and stay.",
        f"{ANN.name}: falls, answers and check-ups that are only in the file are added.",
        "1 day without a walk is added.",
        "A copy of what is here is kept first, and all of it can be undone.",
    )


def test_the_other_way_round_the_details_of_the_file_are_newer(old: Machine, copied: Machine) -> None:
    both_walk_on(old, copied)
    lines = copied.take(old.document()).lines()
    assert f"{ANN.name}: the details in the file are newer and replace those here." in lines
    assert "These plans are newer in the file and replace yours: Changed." in lines


def test_an_empty_installation_is_told_what_comes(old: Machine, new: Machine) -> None:
    assert new.take(old.document()).lines() == (
        f"2 new people: {ANN.name}, Bob.",
        "4 new sessions.",
        "1 new plan: Meine Runde.",
        "2 days without a walk are added.",
        "Settings and the treadmill's checks are taken over.",
        "A copy of what is here is kept first, and all of it can be undone.",
    )


def test_a_change_counts_as_newer_though_the_clock_was_set_back_since(old: Machine, copied: Machine) -> None:
    """A clock that was ten years ahead when a page was changed must not make every later change the older one."""
    old.person(replace(ANN, emergency="111"), at=LATER + 3650 * DAY)
    copied.take(old.document())
    copied.person(replace(ANN, emergency="222"), at=LATER)
    old.take(copied.document())
    with old.store() as store:
        found = store.person(ANN_ID)
        assert found is not None and found.emergency == "222"


def test_two_people_of_one_name_stay_two(old: Machine, new: Machine) -> None:
    new.person(Person("1" * 32, " ÄNN ōe 安"))
    summary = new.take(old.document())
    assert summary.same_names == [ANN.name]
    with new.store() as store:
        assert len(store.people()) == 2


def test_what_was_nobodys_and_is_somebodys_there_is_theirs(old: Machine, copied: Machine) -> None:
    with copied.store() as store:
        store.adopt(BOB_ID)
    old.take(copied.document())
    with old.store() as store:
        assert store.session_ids(BOB_ID) == ("s2", "s3")
        assert store.session_ids("") == ()
        assert {day.person_id for day in store.declined()} == {ANN_ID, BOB_ID}
    assert old.content() == copied.content()


# -- undo ------------------------------------------------------------------------------------------------------------
def test_undo_takes_out_exactly_what_came(old: Machine, copied: Machine) -> None:
    both_walk_on(old, copied)
    before = old.document()
    old.take(copied.document())
    with old.store() as store:
        last = last_import(store)
        assert last is not None and last.at == LATER
        done = undo(store)
        assert (done.taken_out, done.put_back, done.stayed) == (3, 3, 0)
        assert last_import(store) is None
    assert old.document() == before


def test_undo_in_an_installation_that_was_empty(old: Machine, new: Machine) -> None:
    empty = new.document()
    new.take(old.document())
    with new.store() as store:
        undo(store)
    assert new.document() == empty


def test_what_was_walked_since_stays_and_so_does_who_walked(old: Machine, new: Machine) -> None:
    new.take(old.document())
    with new.store() as store:
        session(store, "walked", whole_of(ANN_ID, LATER))
        store.append("s3", Noted(LATER, "seen"))
        done = undo(store)
        assert done.stayed == 2
        assert set(store.session_ids()) == {"walked", "s3"}
        assert store.people() == (ANN,)
        assert store.check() == ""
        assert "2 records stay: they were changed or are needed since." in done.lines()


def test_undo_only_until_it_is_done_and_only_the_last(old: Machine, copied: Machine) -> None:
    with copied.store() as store:
        undo(store)
        with pytest.raises(UserError, match="there is no import that can be undone"):
            undo(store)
    copied.take(old.document())
    both_walk_on(old, copied)
    copied.take(old.document())
    middle = copied.content()
    with old.store() as store:
        store.append("s0", Noted(LATER + 2 * DAY, "more"))
    copied.take(old.document())
    with copied.store() as store:
        undo(store)
    assert copied.content() == middle


def test_an_undo_without_its_copy_is_not_offered(old: Machine, copied: Machine) -> None:
    for path in (paths_in(copied.folder).data / "backups").iterdir():
        path.unlink()
    with copied.store() as store:
        assert last_import(store) is None


def test_an_import_can_be_undone_though_the_clock_was_set_back_since_those_before(old: Machine, new: Machine) -> None:
    for number in range(2):
        new.person(replace(BOB, id=f"bob{number}", name=f"Bob {number}"))
        old.take(new.document())
    for copy in (paths_in(old.folder).data / "backups").glob("before-import-*"):
        os.utime(copy, (4e9, 4e9))
    before = old.content()
    new.person(replace(BOB, id="bob3", name="Bob 3"))
    old.take(new.document())
    with old.store() as store:
        assert last_import(store) is not None
        undo(store)
    assert old.content() == before


def test_copies_do_not_pile_up(old: Machine, copied: Machine) -> None:
    for number in range(5):
        with old.store() as store:
            store.append("s0", Noted(LATER + timedelta(hours=number), str(number)))
        copied.take(old.document())
    assert len(list((paths_in(copied.folder).data / "backups").iterdir())) == 2


def test_people_and_sessions_that_were_deleted_since_stay_deleted(old: Machine, copied: Machine) -> None:
    with copied.store() as store:
        store.delete_person(BOB_ID)
        undo(store)
        assert store.people() == () == store.people(archived=True)
    assert BOB.archived


def test_what_was_folded_before_is_folded_anew(old: Machine, copied: Machine) -> None:
    with copied.store() as store:
        assert [row.note for row in store.summaries(ANN_ID)] == ["Knee felt fine."] * 2
    with old.store() as store:
        store.append("s1", Noted(LATER, "Much better."))
    copied.take(old.document())
    with copied.store() as store:
        assert [row.note for row in store.summaries(ANN_ID)] == ["Knee felt fine.", "Much better."]
        undo(store)
        assert [row.note for row in store.summaries(ANN_ID)] == ["Knee felt fine."] * 2
