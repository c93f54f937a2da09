"""Over random people, answers, treadmills, histories and moves, and all programmes: nobody is led into danger.

Each property is written from evidence 3 and 5 and not from the code: it walks along the plan and looks at the person.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from balancecoach.core.allowed import Allowed, Situation, may_walk, may_walk_plan
from balancecoach.core.events import CheckedIn
from balancecoach.core.events import Outcome as Ended
from balancecoach.core.moving import Move, Place, advise, move, place_problem
from balancecoach.core.person import Approved, Cleared, Fact, File, Happened, Overridden, Person, Screened, Treadmill
from balancecoach.core.plan import BeltControl, Block, Facing, Hands, Kind, Plan, Surface, Units, totals
from balancecoach.core.programme import Setting, expand
from balancecoach.core.progress import Summary
from balancecoach.core.rules import validate
from balancecoach.core.safety import Outcome
from balancecoach.core.screening import QUESTIONS, SETUP
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Programmes
from tests.fakes import examples, short_walks
from tests.histories import CHECKED, CLEAR, NOW, ago, checkin, person, screened, session, situation

PROGRAMMES = Programmes(assets() / "programmes")
PLACES = [Place(name, week) for name in BUILT_IN for week in range(1, len(PROGRAMMES[name].weeks) + 1)]
#: Evidence 5a, the answers with an R.
STOP = {
    *((question, "yes") for question in ("beside", "chest_pain", "fainted", "dizzy", "operation")),
    *(("heart", "unstable"), ("falls", "one_hurt"), ("falls", "two_or_more")),
}
EPS = 1e-6


# -- at random -----------------------------------------------------------------------------------------------------
def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Mostly the usual value: else hardly anything would be allowed."""
    return st.sampled_from((usual,) * max(6, 3 * len(others)) + others)


def speeds(most: float = 5.0) -> st.SearchStrategy[float | None]:
    """Not known, in tenths, any number, and what damage leaves."""
    damaged = st.sampled_from((math.nan, math.inf, -1.0, 0.0, 12.0))
    tenths = st.integers(5, round(most * 10)).map(lambda tenth: tenth / 10)
    return st.one_of(st.none(), tenths, st.floats(0.3, most), damaged)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Anybody: somebody who may walk, and then a few things are otherwise, or damaged."""
    place = draw(st.sampled_from(PLACES))
    by = draw(st.sampled_from(("", " ", "Dr Kim", "Dr Kim")))
    someone = person(
        *(place.programme_id, place.week),
        speed_kmh=draw(st.integers(8, 20)) / 10,
        control=draw(st.sampled_from((BeltControl.HELPER, BeltControl.REMOTE))),
        baseline_kmh=1.5,
        limit_by=by,
        limit_kmh=draw(st.sampled_from((2.0, 3.0, 4.8))) if by.strip() else 2.0,
        limit_slope_percent=draw(st.sampled_from((0.0, 2.0, 4.0))) if by.strip() else 0.0,
        units=draw(st.sampled_from(Units)),
        loosen=draw(st.booleans()),
    )
    odd: dict[str, st.SearchStrategy[Any]] = {
        "week": st.sampled_from((0, -1, 99)),
        "control": st.sampled_from((None, *BeltControl)),
        "speed_kmh": speeds(),
        "forward_kmh": speeds(8.0),
        "walk3m_s": st.sampled_from((3.0, 6.0, 15.0, math.nan, 0.0)),
        "baseline_kmh": speeds(3.0),
        "limit_kmh": st.sampled_from((0.7, 1.0, 1.5, 3.0, 4.8, math.inf, math.nan)),
        "limit_slope_percent": st.sampled_from((1.0, 4.0, 9.0, math.nan)),
        "hands_off": st.just(True),
        "hands": st.sampled_from(Hands),
        "archived": st.just(True),
    }
    for name in draw(st.lists(st.sampled_from(sorted(odd)), max_size=3)):
        someone = replace(someone, **{name: draw(odd[name])})
    return someone


def answers() -> st.SearchStrategy[dict[str, str]]:
    """Mostly clear; some missing, some unheard of."""
    values = {question.key: mostly(CLEAR[question.key], *question.values, "perhaps") for question in QUESTIONS}
    clear = st.just(dict(CLEAR))
    some = st.fixed_dictionaries({}, optional=values)
    return st.one_of(clear, clear, clear, st.fixed_dictionaries(values), some)


def days() -> st.SearchStrategy[float]:
    """How long ago; the future too, for clocks get set back."""
    return st.one_of(st.floats(0, 30), st.floats(0, 30), st.floats(-30, 130))


def facts() -> st.SearchStrategy[tuple[Fact, ...]]:
    """What was noted about somebody, in any order."""
    when = days().map(ago)
    asked = st.builds(Screened, when, answers().map(lambda given_: tuple(given_.items())))
    override = st.builds(
        Overridden, when, st.sampled_from(("", "Dr Kim")), st.sampled_from(("", "ok")), st.sampled_from(Outcome)
    )
    agreed = st.builds(Approved, when, mostly("Dr Kim", ""), st.sampled_from(BUILT_IN))
    other = st.one_of(
        override, agreed, agreed, st.builds(Happened, when, st.just("fall")), st.builds(Cleared, when, st.just("bad"))
    )
    return st.lists(st.one_of(asked, other), max_size=4).map(tuple)


def treadmills() -> st.SearchStrategy[Treadmill]:
    """Mostly checked."""
    lacking = st.sampled_from(CHECKED).map(lambda key: tuple(each for each in CHECKED if each != key))
    checked = st.one_of(*[st.just(CHECKED)] * 6, lacking)
    return st.builds(Treadmill, checked, mostly(0.8, 0.5, 1.0, 1.1, 0.0, math.nan))


@st.composite
def sessions(draw: st.DrawFn, place: Place) -> Summary:
    """Mostly here, mostly good."""
    where = draw(mostly(place, Place("", 0), *PLACES[:3]))
    said = draw(
        mostly(
            checkin(),
            None,
            checkin(None),
            checkin(5),
            checkin(8),
            checkin(stumbles="one"),
            checkin(stumbles=None),
            checkin(pain="yes"),
            checkin(pain="little"),
            checkin(pain=None),
            checkin(reason="unwell"),
        )
    )
    return Summary(
        draw(st.sampled_from(("bad", "b", "c", "d"))),
        person_id=draw(mostly("ann", "bob", "")),
        programme_id=where.programme_id,
        week=where.week,
        demo=draw(mostly(False, True)),
        started=ago(draw(days())),
        outcome=draw(mostly(Ended.COMPLETED, Ended.STOPPED, Ended.INTERRUPTED, None)),
        backward_s=draw(mostly(180.0, 0.0)),
        backward_kmh=(draw(st.sampled_from((0.8, 1.0, 1.2))),),
        wobbles=draw(mostly(0, 1)),
        checkin=said,
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """All that is known, at random."""
    someone = draw(people())
    agreed = Approved(ago(1), "Dr Kim", someone.programme_id)
    file = File(someone, (screened(), agreed, *draw(facts())) if draw(st.booleans()) else (screened(), agreed))
    walked = draw(st.lists(sessions(Place(someone.programme_id, someone.week)), max_size=2))
    return Situation(file, draw(treadmills()), tuple(walked), NOW)


# -- what a body would notice --------------------------------------------------------------------------------------
def danger(plan: Plan, someone: Person, slowest_kmh: float) -> str:
    """Why this plan is too much for that person, "" when it is not: walks along it and asks what the body does."""
    named = bool(someone.limit_by.strip())
    top = min(someone.limit_kmh, 4.8 if named else 2.0)
    slope = min(someone.limit_slope_percent, 4.0 if named else 0.0)
    before: Block | None = None
    settled = moved = False
    for block in plan.blocks:
        if block.facing is Facing.ROOM and not block.speed_kmh <= top + EPS:
            return "too fast backwards"
        if not block.speed_kmh <= 4.8 or block.speed_kmh < 0:
            return "too fast"
        if block.moving and block.speed_kmh < slowest_kmh - EPS:
            return "slower than the belt"
        if not 0 <= block.incline_percent <= slope:
            return "too steep"
        if block.hands is Hands.NONE and not (named and someone.hands_off):
            return "hands off"
        turned = before is not None and before.facing is not block.facing
        if turned or block.kind is Kind.TURN:
            if block.moving or (before is not None and before.moving) or block.kind is not Kind.TURN:
                return "turned on a moving belt"
            if moved and not settled:
                return "turned unsettled"
        if block.kind is Kind.BACKWARD and block.facing is not Facing.ROOM and plan.surface is Surface.TREADMILL:
            return "walks the other way"
        moved = moved or block.moving
        settled = not block.moving and (settled or block.kind is Kind.SETTLE)
        before = block
    return "ends moving" if before is None or before.moving else ""


def on_a_belt_backwards(plan: Plan) -> bool:
    """Some of it is walked backwards on a belt."""
    return any(block.moving and block.facing is Facing.ROOM for block in plan.blocks)


def unanswered(now: Situation, setting: Setting) -> str:
    """What nobody has answered that has to be answered before backward walking (evidence 3.0 and 5)."""
    noted = now.file.facts
    at = [number for number, fact in enumerate(noted) if isinstance(fact, Screened)]
    if not at:
        return "never asked"
    asked, since = noted[at[-1]], noted[at[-1] + 1 :]
    assert isinstance(asked, Screened)
    said = dict(asked.answers)
    if any(said.get(question.key) not in question.values for question in QUESTIONS):
        return "open question"
    if said["six_minutes"] != "yes":
        return "six minutes"
    if any(isinstance(fact, Happened) for fact in since):
        return "a fall since"
    by = [f for f in since if isinstance(f, Overridden) and f.by.strip() and f.reason.strip() and f.at >= asked.at]
    if STOP & set(said.items()) and not by:
        return "R"
    if said["condition"] == "yes" and setting is not Setting.CLINIC and not by:
        return "clinic only"
    return ""


def unanswered_belt(now: Situation, share: str) -> str:
    """The same for the treadmill and the speed. ``share``: see ``share_of``."""
    someone = now.file.person
    if someone.control not in ("helper", "remote"):
        return "who works the belt"
    if {each.key for each in SETUP} - {"control"} - set(now.treadmill.checked):
        return "treadmill not checked"
    if share == "percent_of_baseline":
        return "no speed" if someone.baseline_kmh is None and someone.walk3m_s is None else ""
    return "no speed" if someone.speed_kmh is None and someone.forward_kmh is None else ""


def share_of(plan: Plan) -> str:
    """Of what the speeds of a week are a share: a baseline, which a physio enters, the usual speed, or nothing."""
    if plan.programme_id not in PROGRAMMES:
        return ""
    steps = PROGRAMMES[plan.programme_id].weeks[plan.week - 1].steps
    return next((key for step in steps for key in step.values if key.startswith("percent_of_")), "")


def judge(plan: Plan, found: Allowed, now: Situation, setting: Setting) -> None:
    """What must be true of everything that may be walked."""
    someone, slowest = now.file.person, now.treadmill.slowest_kmh
    if not found.may:
        assert found.why and all(text.strip() for text in found.why)
        return
    event("may walk")
    assert validate(plan, someone.limits) == ()
    assert danger(plan, someone, slowest) == ""
    assert not someone.archived
    if plan.backward or on_a_belt_backwards(plan):
        event("may walk backwards")
        assert unanswered(now, setting) == ""
    if on_a_belt_backwards(plan):
        assert unanswered_belt(now, share_of(plan)) == ""


# -- what may be walked --------------------------------------------------------------------------------------------
@examples(600)
@given(situations(), st.sampled_from(PLACES), mostly(False, True))
def test_no_plan_that_may_be_walked_is_a_danger(now: Situation, other: Place, elsewhere: bool) -> None:
    someone = now.file.person
    place = other if elsewhere else Place(someone.programme_id, someone.week)
    programme = PROGRAMMES[place.programme_id]
    found = may_walk(programme, place.week, now)
    if not 1 <= place.week <= len(programme.weeks):
        assert not found.may and "no week" in found.why[0]
        return
    plan = expand(programme, place.week, someone.walker(now.treadmill.slowest_kmh))
    judge(plan, found, now, programme.setting)
    needs = programme.setting in (Setting.PHYSIO, Setting.CLINIC) or programme.weeks[place.week - 1].approval
    names = [f.by for f in now.file.facts if isinstance(f, Approved) and f.programme_id == programme.id]
    assert not (found.may and needs) or any(name.strip() for name in names)


@examples(300)
@given(situations(), short_walks())
def test_no_plan_of_ones_own_is_a_danger(now: Situation, plan: Plan) -> None:
    found = may_walk_plan(plan, now)
    judge(plan, found, now, Setting.HOME)
    if found.may:
        walker = now.file.person.walker(now.treadmill.slowest_kmh)
        back = [block.speed_kmh for block in plan.blocks if block.moving and block.facing is Facing.ROOM]
        assert all(kmh <= walker.speed_kmh + EPS for kmh in back)


@examples(150)
@given(st.sampled_from(PLACES), st.sampled_from((BeltControl.HELPER, BeltControl.REMOTE)), st.data())
def test_nothing_is_allowed_by_leaving_it_out(place: Place, control: BeltControl, data: st.DataObject) -> None:
    programme = PROGRAMMES[place.programme_id]
    someone = person(
        *(place.programme_id, place.week),
        control=control,
        speed_kmh=1.5,
        baseline_kmh=1.5,
        limit_kmh=4.8,
        limit_slope_percent=4.0,
        limit_by="Dr Kim",
    )
    agreed = Approved(ago(1), "Dr Kim", place.programme_id)
    assert may_walk(programme, place.week, situation(someone, screened(), agreed)).may

    question = data.draw(st.sampled_from(QUESTIONS)).key
    left = tuple((key, answer) for key, answer in CLEAR.items() if key != question)
    if question != "six_minutes" or programme.backward:
        assert not may_walk(programme, place.week, situation(someone, Screened(ago(40), left), agreed)).may
    assert not may_walk(programme, place.week, situation(someone, agreed)).may
    if programme.surface is Surface.FLOOR:
        return
    check = data.draw(st.sampled_from([key for key in CHECKED if key != "control"]))
    belt = Treadmill(tuple(key for key in CHECKED if key != check))
    assert not may_walk(programme, place.week, situation(someone, screened(), agreed, belt=belt)).may
    if programme.backward:
        for answer in (None, BeltControl.NONE):
            now = situation(replace(someone, control=answer), screened(), agreed)
            assert not may_walk(programme, place.week, now).may
        slow = situation(replace(someone, speed_kmh=None, forward_kmh=None, baseline_kmh=None), screened(), agreed)
        found = may_walk(programme, place.week, slow)
        plan = expand(programme, place.week, slow.file.person.walker(0.8))
        assert not (found.may and on_a_belt_backwards(plan))


# -- advice --------------------------------------------------------------------------------------------------------
def good(walked: Summary) -> bool:
    """Finished, easy, steady, no stop sign: and all of it said."""
    said = walked.checkin
    return (
        walked.outcome is Ended.COMPLETED
        and not walked.wobbles
        and said is not None
        and said.effort is not None
        and said.effort <= 4
        and said.stumbles == "none"
        and said.pain in ("no", "little")
        and said.reason is None
    )


@examples(600)
@given(st.sampled_from(PLACES), st.data())
def test_advice_to_move_on_is_never_given_by_omission(place: Place, data: st.DataObject) -> None:
    walked = data.draw(st.lists(sessions(place), max_size=4))
    if data.draw(st.booleans()):
        walked += [session(day, place.programme_id, place.week) for day in (8, 1)]
    moved = data.draw(st.one_of(st.none(), st.none(), days().map(ago)))
    someone = person(place.programme_id, place.week, moved_at=moved)
    before = (replace(someone), tuple(walked))
    found = advise(PROGRAMMES, someone, walked, NOW)
    assert found == advise(PROGRAMMES, someone, walked, NOW)
    assert before == (someone, tuple(walked))  # advice moves nobody
    assert found.reasons
    assert all(not place_problem(PROGRAMMES, to) for to in found.to)
    event(found.move.value)
    own = [s for s in walked if s.person_id == "ann" and not s.demo and s.backward_s and s.started is not None]
    past = sorted((s for s in own if s.started is not None and s.started <= NOW), key=started)
    if found.move is Move.BACK:
        assert found.to == (Place(place.programme_id, place.week - 1),)
        assert past and (NOW - started(past[-1]) >= timedelta(days=14) or (past[-1].checkin or checkin()).effort == 8)
    if found.move is not Move.ON:
        return
    here = [s for s in past if Place(s.programme_id, s.week) == place and (moved is None or started(s) >= moved)]
    assert moved is None or moved <= NOW
    assert len(here) >= 2
    assert all(good(s) for s in own if started(s) >= started(here[-2]))
    assert NOW - started(past[-1]) < timedelta(days=14)


def started(walked: Summary) -> datetime:
    """When it began."""
    assert walked.started is not None
    return walked.started


# -- time and speed ------------------------------------------------------------------------------------------------
@dataclass
class Life:
    """One person over months: walks what may be walked, and is moved about by others."""

    person: Person
    belt: Treadmill
    now: datetime = NOW
    walked: list[Summary] = field(default_factory=list)
    last: tuple[float, float] | None = None  # seconds and km/h of the last backward walk on a belt
    by_hand: bool = False
    faster: int = 0  # how often

    def act(self, what: str, number: int) -> None:
        """One thing that happens, and time goes by."""
        getattr(self, what)(number)
        self.now += timedelta(hours=1 + number % 7 * 20)

    def situation(self) -> Situation:
        """Whoever this is, all questions are answered well and everything is approved."""
        noted: list[Fact] = [screened(-(self.now - NOW).days)]
        noted += [Approved(self.now, "Dr Kim", name) for name in BUILT_IN]
        return Situation(File(self.person, tuple(noted)), self.belt, tuple(self.walked), self.now)

    def walk(self, number: int) -> None:
        """Today's session, where it is allowed; well or not so well."""
        programme = PROGRAMMES[self.person.programme_id]
        if not may_walk(programme, self.person.week, self.situation()).may:
            return
        plan = expand(programme, self.person.week, self.person.walker(self.belt.slowest_kmh))
        total = totals(plan.blocks)
        if total.backward_kmh and share_of(plan) != "percent_of_baseline":  # that one was entered by a physio
            self.compare(total.backward_s, total.backward_kmh)
        said = CheckedIn(self.now, (2, 3, 4, 3, 2, 8)[number % 6], "none", "no")
        speeds_ = tuple(sorted({block.speed_kmh for block in plan.blocks if block.kind is Kind.BACKWARD}))
        seen = Summary(str(len(self.walked)), plan.id, person_id="ann", programme_id=plan.programme_id, week=plan.week)
        seen = replace(seen, started=self.now, outcome=Ended.COMPLETED, backward_s=total.backward_s, checkin=said)
        self.walked.append(replace(seen, forward_s=total.forward_s, backward_kmh=speeds_))

    def compare(self, seconds: float, kmh: float) -> None:
        """Evidence 3: change minutes or speed, never both; speed by 10 % at most."""
        if self.last is not None and not self.by_hand:
            longer, faster = seconds > self.last[0] + EPS, kmh > self.last[1] + EPS
            self.faster += faster
            assert not (longer and faster), f"{self.last} and then {(seconds, kmh)}"
            assert kmh <= self.last[1] * 1.1 + EPS, f"{self.last} and then {(seconds, kmh)}"
        self.last, self.by_hand = (seconds, kmh), False

    def confirm(self, number: int) -> None:
        """The helper presses what is advised."""
        found = advise(PROGRAMMES, self.person, self.walked, self.now)
        if found.to:
            self.go(found.to[number % len(found.to)])

    def onward(self, number: int) -> None:
        """The helper goes on, advised or not."""
        if self.person.week < len(PROGRAMMES[self.person.programme_id].weeks):
            self.go(Place(self.person.programme_id, self.person.week + 1))

    def anywhere(self, number: int) -> None:
        """Somebody chooses another place."""
        self.go(PLACES[number % len(PLACES)])

    def go(self, to: Place) -> None:
        """Every move is one press."""
        self.person = move(PROGRAMMES, self.person, to, self.now, self.belt.slowest_kmh, self.walked)

    def set_speed(self, number: int) -> None:
        """A physio writes a speed."""
        self.person, self.by_hand = replace(self.person, speed_kmh=0.8 + number % 15 / 10), True


ACTS = (*["walk"] * 6, *["onward"] * 6, "confirm", "confirm", "anywhere", "set_speed")
ADVISED = ("walk", "walk", "walk", "confirm")


@st.composite
def lives(draw: st.DrawFn, *, clinic: bool = True) -> Life:
    """Somebody at some place, at some speed."""
    home = [each for each in PLACES if clinic or PROGRAMMES[each.programme_id].setting is not Setting.CLINIC]
    place = draw(st.sampled_from(home))
    named = draw(mostly(True, False))
    someone = person(
        *(place.programme_id, place.week),
        speed_kmh=draw(st.one_of(mostly(1.0, None), st.integers(8, 20).map(lambda tenth: tenth / 10))),
        forward_kmh=draw(mostly(2.5, None, 1.8)),
        baseline_kmh=draw(mostly(1.5, None, 0.9)),
        limit_kmh=4.8 if named else draw(mostly(2.0, 1.0, 1.5)),
        limit_slope_percent=4.0 if named else 0.0,
        limit_by="Dr Kim" if named else "",
    )
    return Life(someone, Treadmill(CHECKED, draw(mostly(0.8, 0.5, 1.0))))


@examples(400)
@given(lives(), st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 999)), min_size=10, max_size=40))
def test_time_and_speed_never_grow_together(life: Life, acts: list[tuple[str, int]]) -> None:
    for what, number in acts:
        life.act(what, number)
    event(f"walked {min(3, len(life.walked))}, faster {life.faster}")


@examples(60)
@given(
    lives(clinic=False), st.lists(st.tuples(st.sampled_from(ADVISED), st.integers(0, 999)), min_size=30, max_size=80)
)
def test_nor_does_it_where_only_advice_is_followed(life: Life, acts: list[tuple[str, int]]) -> None:
    for what, number in acts:
        life.act(what, number)
    event(f"faster {life.faster}")


def test_a_newcomer_who_walks_well_comes_from_the_first_forward_walk_to_the_end() -> None:
    """The rule does lead somewhere: through P0, P1, P2 and P5 with nothing but advice, always a little more."""
    path = ["p0-familiarisation", "p1-first-steps", "p2-gentle-build", "p5-steady-builder"]
    life = Life(person(path[0], speed_kmh=None), Treadmill(CHECKED))
    seen = [life.person.programme_id]
    for _ in range(sum(len(PROGRAMMES[name].weeks) for name in path) - 1):
        life.act("walk", 0)
        life.act("walk", 0)
        found = advise(PROGRAMMES, life.person, life.walked, life.now)
        assert found.move is Move.ON
        life.go(next(to for to in found.to if to.programme_id in path))
        seen.append(life.person.programme_id)
    assert list(dict.fromkeys(seen)) == path
    assert (life.person.week, life.person.speed_kmh) == (10, 1.4)
    assert life.faster == 4
