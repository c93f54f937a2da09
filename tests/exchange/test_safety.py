"""What two machines noted apart from each other still counts when they have met: nothing gets less safe by merging."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.allowed import Allowed, First, Situation, may_walk, questions_due, verdict
from balancecoach.core.events import BlockStarted, CheckedIn, GatePassed, Outcome, Removed, SessionEnded, Stored
from balancecoach.core.person import Approved, Cleared, Fact, File, Happened, LimitsSet, Overridden, Screened
from balancecoach.core.programme import Setting
from balancecoach.core.safety import Outcome as Verdict
from balancecoach.exchange.joining import joined
from balancecoach.store.bodies import encoded, whole
from balancecoach.store.codec import encode
from balancecoach.store.people import decode_fact, encode_fact
from balancecoach.store.records import Part
from balancecoach.store.values import Json
from tests.exchange.machines import Machine, session
from tests.histories import BELT, P1, person, programme, programmes, screened, week
from tests.histories import CLEAR as GOOD
from tests.store.store_samples import started

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
ANN = person(P1)
HOUR = timedelta(hours=1)
PHYSIO = programme("slope", week(speed_kmh=1.0), setting=Setting.PHYSIO)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def answers(days: float, **changed: str) -> Screened:
    return Screened(ago(days), tuple({**GOOD, **changed}.items()))


@pytest.fixture
def home(tmp_path: Path) -> Machine:
    """A machine on which Ann may walk."""
    machine = Machine(tmp_path / "home")
    machine.person(ANN, answers(40), at=ago(40))
    return machine


@pytest.fixture
def clinic(home: Machine, tmp_path: Path) -> Machine:
    """Another one that has her from the first."""
    machine = Machine(tmp_path / "clinic")
    machine.take(home.document())
    assert allowed(machine).may
    return machine


def situation(machine: Machine) -> Situation:
    with machine.store() as store:
        file = store.file(ANN.id)
        assert file is not None
        return Situation(file, BELT, store.summaries(ANN.id), NOW)


def allowed(machine: Machine, programme_id: str = P1) -> Allowed:
    return may_walk(programmes(PHYSIO)[programme_id], 1, situation(machine))


def note(machine: Machine, *facts: Fact) -> None:
    with machine.store() as store:
        file = store.file(ANN.id)
        assert file is not None
        store.save_person(file.person, *facts, now=NOW)


def meet(home: Machine, clinic: Machine) -> None:
    """Both take what the other has."""
    before = home.document()
    home.take(clinic.document())
    clinic.take(before)
    assert home.content() == clinic.content()


def walked(machine: Machine, session_id: str, days: float, pain: str) -> None:
    wall = ago(days)
    events: tuple[Stored, ...] = (
        started(wall, person_id=ANN.id),
        GatePassed(20.0, 0),
        BlockStarted(20.0, 1),
        SessionEnded(80.0, wall + HOUR, Outcome.COMPLETED),
        CheckedIn(wall + HOUR, 3, "none", pain),
    )
    with machine.store() as store:
        session(store, session_id, events)


@pytest.mark.parametrize("what", ["fall", "operation"])
def test_a_fall_of_the_other_machine_asks_again(home: Machine, clinic: Machine, what: str) -> None:
    note(clinic, Happened(ago(2), what))
    assert allowed(home).may
    meet(home, clinic)
    assert allowed(home).first is allowed(clinic).first is First.SCREENING
    assert questions_due(situation(home)) == what


def test_so_does_one_that_newer_answers_did_not_know_of(home: Machine, clinic: Machine) -> None:
    """Here the questions were answered anew a day after a fall that was noted there: "no falls" was not the whole."""
    note(clinic, Happened(ago(3), "fall"))
    note(home, answers(2))
    assert allowed(home).may
    meet(home, clinic)
    assert allowed(home).first is allowed(clinic).first is First.SCREENING
    assert questions_due(situation(home)) == "apart"
    note(home, answers(0.5, falls="one"))
    assert questions_due(situation(home)) == "", "once is enough"
    meet(home, clinic)
    assert questions_due(situation(clinic)) == ""


def test_answers_that_forbid_are_not_outvoted_by_newer_ones_from_elsewhere(home: Machine, clinic: Machine) -> None:
    note(clinic, answers(3, chest_pain="yes"))
    note(home, answers(2))
    assert (allowed(clinic).may, allowed(home).may) == (False, True)
    meet(home, clinic)
    assert not allowed(clinic).may
    assert not allowed(home).may


def test_what_a_physio_allowed_was_for_the_answers_that_were_there(home: Machine, clinic: Machine) -> None:
    """There a physio allowed it for old answers; here newer answers forbid it, which the physio had not seen."""
    note(clinic, Overridden(ago(1), "Dr Sáez", "seen walking", Verdict.GO))
    note(home, answers(2, chest_pain="yes"))
    assert not allowed(home).may
    meet(home, clinic)
    assert not allowed(home).may
    assert not allowed(clinic).may


def test_a_stop_sign_of_the_other_machine_asks_first(home: Machine, clinic: Machine) -> None:
    walked(clinic, "pain", 3, "yes")
    walked(home, "fine", 2, "no")
    meet(home, clinic)
    for machine in (home, clinic):
        found = allowed(machine)
        assert found.first is First.ASK and found.ask is not None and found.ask.id == "pain"
    note(home, Cleared(NOW, "pain", "Bob"))
    meet(home, clinic)
    assert allowed(clinic).may


def test_an_approval_ends_with_a_fall_of_the_other_machine(home: Machine, clinic: Machine) -> None:
    note(clinic, Approved(ago(3), "Dr Sáez", "slope"))
    note(home, Happened(ago(2), "fall"), answers(1, falls="one"))
    assert allowed(clinic, "slope").may
    meet(home, clinic)
    note(home, answers(0.1, falls="one"))
    assert allowed(home, "slope").first is First.APPROVAL


def test_a_lowered_limit_stays_lowered_though_the_other_has_newer_details(home: Machine, clinic: Machine) -> None:
    limit = replace(ANN, limit_kmh=0.9)
    clinic.person(limit, LimitsSet(ago(3), "Dr Sáez", 0.9, 0.0, False), at=ago(3))
    home.person(replace(ANN, emergency="112"), at=ago(1))
    meet(home, clinic)
    for machine in (home, clinic):
        found = situation(machine).file.person
        assert (found.limit_kmh, found.emergency) == (0.9, "112")


def test_moving_to_a_new_computer_asks_nothing(home: Machine, tmp_path: Path) -> None:
    walked(home, "fine", 2, "no")
    note(home, Happened(ago(20), "fall"), answers(10, falls="one"))
    new = Machine(tmp_path / "new")
    new.take(home.document())
    assert allowed(new) == allowed(home)
    assert allowed(new).may
    meet(home, new)
    assert allowed(new).may


# -- any history of any number of machines ---------------------------------------------------------------------------
KINDS = ("clear", "chest_pain", "fall", "overridden", "cleared")


@dataclass
class World:
    """Three machines that note things, with clocks that may be wrong, and take what another one has."""

    machines: list[list[Fact]] = field(default_factory=lambda: [[screened()], [screened()], [screened()]])

    def record(self, number: int) -> dict[str, Any]:
        facts = [encode_fact(fact) for fact in self.machines[number]]
        return record([[at, name, whole(body)] for at, name, body in facts])

    def take(self, to: int, other: int) -> None:
        rows = joined(Part.PEOPLE, self.record(to), self.record(other))["facts"]
        self.machines[to] = [decode_fact(at, name, encoded(body)) for at, name, body in rows]


def record(facts: list[Any]) -> dict[str, Any]:
    row = {"id": "ann", "archived": False, "created_utc": "1", "changed_utc": "1", "details": {"name": "Ann"}}
    return {**row, "facts": facts}


def fact(kind: str, number: int, days: int) -> Fact:
    """Each is a fact of its own: no two are noted in the same microsecond."""
    at = ago(days) + timedelta(microseconds=number)
    if kind == "fall":
        return Happened(at, "fall")
    if kind == "overridden":
        return Overridden(at, "Dr Sáez", "seen", Verdict.GO)
    if kind == "cleared":
        return Cleared(at, "s")
    return Screened(at, tuple({**GOOD, **({"chest_pain": "yes"} if kind == "chest_pain" else {})}.items()))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("note"), st.integers(0, 2), st.sampled_from(KINDS), st.integers(1, 30)),
        st.tuples(st.just("take"), st.integers(0, 2), st.integers(0, 2), st.just(0)),
    ),
    max_size=12,
)


def lived(story: list[tuple[Any, ...]], *, right_clocks: bool = False) -> World:
    world = World()
    for number, (what, machine, with_what, days) in enumerate(story):
        if what == "note":
            world.machines[machine].append(fact(with_what, number, 30 - number if right_clocks else days))
        else:
            world.take(machine, with_what)
    return world


@settings(max_examples=100, deadline=None)
@given(steps)
def test_whoever_meets_whom_first_all_know_the_same(story: list[tuple[Any, ...]]) -> None:
    found = set()
    for a, b, c in itertools.permutations(range(3)):
        world = lived(story)
        world.take(a, b)
        world.take(a, c)
        found.add(encoded(world.record(a)))
        other = lived(story)
        other.take(b, c)
        other.take(a, b)
        found.add(encoded(other.record(a)))
    assert len(found) == 1


@settings(max_examples=100, deadline=None)
@given(steps)
def test_who_may_not_walk_on_one_machine_may_not_because_of_another(story: list[tuple[Any, ...]]) -> None:
    """Unless somebody answered again who knew all that stood against it, or a physio allowed it for those answers."""
    world = lived(story, right_clocks=True)
    before = [tuple(facts) for facts in world.machines]
    world.take(0, 1)
    world.take(0, 2)
    merged = File(ANN, tuple(world.machines[0]))
    if stopped(merged):
        return
    last = merged.last(Screened)
    for facts in before:
        if stopped(File(ANN, facts)) and last in facts:
            assert any(isinstance(each, Overridden) for each in merged.since(Screened))
        elif stopped(File(ANN, facts)):
            assert any(last in other and weighty(facts) <= set(other) for other in before)


def weighty(facts: tuple[Fact, ...]) -> set[Fact]:
    """What can stand against walking."""
    return {each for each in facts if isinstance(each, Screened | Happened | Overridden)}


def stopped(file: File) -> bool:
    """Whether the questions or the answers stand in the way."""
    found = verdict(file)
    due = questions_due(Situation(file, BELT, (), NOW))
    return found is None or found.outcome >= Verdict.ASK or bool(due)


# -- a stop sign of a session that both have -------------------------------------------------------------------------
def later(machine: Machine, event: Stored) -> None:
    with machine.store() as store:
        store.append("walk", event)


@pytest.fixture
def walk(home: Machine, clinic: Machine) -> None:
    """Both have the same session, after which nothing hurt."""
    walked(home, "walk", 3, "no")
    clinic.take(home.document())
    assert allowed(home).may and allowed(clinic).may


@pytest.mark.usefixtures("walk")
@pytest.mark.parametrize("done", [CheckedIn(ago(1), 4, "none", "no"), Removed(ago(1))], ids=["corrected", "removed"])
def test_a_stop_sign_outlasts_what_was_done_without_knowing_of_it(home: Machine, clinic: Machine, done: Stored) -> None:
    later(clinic, CheckedIn(ago(2), 3, "none", "yes"))
    later(home, done)
    assert (allowed(home).may, allowed(clinic).first) == (True, First.ASK)
    meet(home, clinic)
    assert allowed(home).first is allowed(clinic).first is First.ASK
    before = home.content()
    meet(home, clinic)
    assert home.content() == clinic.content() == before, "once is enough"


@pytest.mark.usefixtures("walk")
def test_who_knew_of_the_stop_sign_has_the_last_word(home: Machine, clinic: Machine) -> None:
    later(clinic, CheckedIn(ago(2), 3, "none", "yes"))
    meet(home, clinic)
    later(home, CheckedIn(ago(1), 3, "none", "no"))
    later(clinic, CheckedIn(ago(1.5), 5, "none", "yes"))
    meet(home, clinic)
    assert allowed(home).first is First.ASK, "here nobody knew that it was said again"
    later(home, Removed(NOW))
    meet(home, clinic)
    assert allowed(home).may and allowed(clinic).may


said = st.builds(CheckedIn, st.integers(1, 5).map(ago), st.none(), st.none(), st.sampled_from(["no", "yes"]))
afterwards = st.lists(st.one_of(said, st.builds(Removed, st.integers(1, 5).map(ago))), max_size=3, unique=True)


@settings(max_examples=200)
@given(afterwards, afterwards)
def test_whatever_was_said_afterwards_the_order_of_merging_does_not_matter(
    mine: list[Stored], theirs: list[Stored]
) -> None:
    def record(events: list[Stored]) -> Json:
        return {"id": "s", "person": "ann", "started_utc": "1", "demo": False, "beat": None, "events": rows(events)}

    def rows(events: list[Stored]) -> list[Any]:
        return [[None, name, whole(body)] for name, body in map(encode, events)]

    one, two = record(mine), record(theirs)
    both = joined(Part.SESSIONS, one, two)
    assert both == joined(Part.SESSIONS, two, one)
    assert both == joined(Part.SESSIONS, both, one) == joined(Part.SESSIONS, two, both)
    assert all(event in both["events"] for event in (*one["events"], *two["events"]))


def test_that_the_more_careful_speed_counts_is_said_before_and_holds_on_both(home: Machine, clinic: Machine) -> None:
    clinic.person(replace(ANN, forward_kmh=1.6, walk3m_s=10.0), at=ago(3))
    home.person(replace(ANN, emergency="222", forward_kmh=3.0, walk3m_s=4.0), at=ago(1))
    lines = home.take(clinic.document()).lines()
    assert any("the more careful one counts" in line for line in lines)
    clinic.take(home.document())
    for machine in (home, clinic):
        person = situation(machine).file.person
        assert (person.forward_kmh, person.walk3m_s, person.emergency) == (1.6, 10.0, "222")
