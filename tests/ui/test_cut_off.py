"""After a crash Today offers to carry on or to close the session; carrying on passes every check and gate again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from balancecoach.core.carry_on import OFFERED_FOR
from balancecoach.core.events import BlockStarted, CheckedIn, Outcome, SessionStarted
from balancecoach.core.plan import Kind, totals
from balancecoach.core.programme import expand
from balancecoach.paths import assets, find_paths
from balancecoach.plans.library import Programmes
from balancecoach.store.store import Store
from tests.fakes import WALL
from tests.histories import BELT, P1
from tests.ui.world import Key, World, anybody, enter, world_of

PROGRAMME = Programmes(assets() / "programmes")[P1]
NEWS = "The last session was cut off at"


def cut_off_in(world: World) -> None:
    """The power goes four seconds into the first bout. What there was of it stays in the record."""
    world.begin()
    world.go_to(Kind.BACKWARD)
    world.pass_time(4)
    world.desk.journal.flush(5)
    world.running().cancel()
    world.desk.sessions.runner = None


def cut_off_record(store: Store) -> str:
    """The same, as a record alone: five minutes from ``WALL`` to the first bout."""
    plan = expand(PROGRAMME, 1, anybody().walker(BELT.slowest_kmh))
    bout = next(index for index, block in enumerate(plan.blocks) if block.kind is Kind.BACKWARD)
    session_id, whose = store.begin(), ("ann", plan.programme_id, plan.week)
    store.append(session_id, SessionStarted(0.0, WALL, plan.id, plan.title, plan.blocks, False, ("well",), *whose))
    store.append(session_id, BlockStarted(300.0, bout))
    store.beat(session_id, 304.0, WALL + timedelta(seconds=304))
    return session_id


@pytest.fixture
def after(qtbot: QtBot) -> Iterator[Callable[[float], World]]:
    """A new start of the app so many minutes after the power went."""
    with ExitStack() as worlds:

        def made(minutes: float) -> World:
            with Store.open(find_paths(), write=True) as store:
                enter(store, anybody())
                cut_off_record(store)
            world = worlds.enter_context(world_of(qtbot))
            world.clock.sleep(304 + 60 * minutes)
            world.desk.show_today()
            return world

        yield made


def offered(world: World) -> bool:
    return world.window.today.cut_off.carry_button.isVisible()


def asked(world: World) -> bool:
    return world.window.today.cut_off.isVisible()


def test_a_session_that_was_really_walked_is_offered(qtbot: QtBot) -> None:
    with world_of(qtbot, anybody()) as before:
        cut_off_in(before)
        seconds = before.clock.mono_s + 60
    with world_of(qtbot) as world:
        world.clock.sleep(seconds)
        world.desk.show_today()
        summary = world.store.summaries("ann")[-1]
        assert summary.outcome is Outcome.INTERRUPTED
        assert summary.backward_s == pytest.approx(4.0, abs=2.0)
        assert "seconds of them backwards" in world.window.today.cut_off.words.text()
        assert offered(world)


def test_today_says_when_and_what_was_kept_and_enter_closes(after: Callable[[float], World]) -> None:
    world = after(2)
    card = world.window.today.cut_off
    summary = world.store.summaries("ann")[-1]
    assert summary.ended is not None
    assert card.title.text() == f"{NEWS} {summary.ended.hour}:{summary.ended.minute:02}"
    first = "If the belt still moves, stop it first. 4 seconds walked, 4 seconds of them backwards."
    assert card.words.text().startswith(first)
    assert not world.window.today.notice.isVisible()  # once is enough
    assert world.focus() is card.close_button
    world.press(Key.Key_Return)
    assert world.window.shown() is world.window.checkin
    world.press(Key.Key_2, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert world.window.shown() is world.window.today
    assert not asked(world)
    world.desk.journal.flush(5)
    answers = world.store.events(summary.id)[-1]
    assert isinstance(answers, CheckedIn)
    assert answers.effort == 2


def test_carrying_on_asks_everything_again_and_walks_the_rest(after: Callable[[float], World]) -> None:
    world = after(2)
    first = world.store.session_ids("ann")[-1]
    world.click("Carry on")
    world.tick_all()
    assert world.window.shown() is world.window.session
    plan = world.running().conductor.session.script.plan
    assert [block.kind for block in plan.blocks[:4]] == [Kind.PREPARE, Kind.TURN, Kind.STRADDLE, Kind.BELT_START]
    assert (plan.programme_id, plan.week) == (P1, 1)
    world.go_to(Kind.BACKWARD)
    world.pass_time(5)
    world.press(Key.Key_S, Key.Key_S)
    world.desk.journal.flush(5)
    assert len(world.store.session_ids("ann")) == 2
    assert world.store.summary(first) == replace(world.store.summaries("ann")[0], id=first)
    started = world.store.events(world.store.session_ids("ann")[-1])[0]
    assert isinstance(started, SessionStarted)
    assert started.checked
    whole = expand(PROGRAMME, 1, anybody().walker(BELT.slowest_kmh))
    assert totals(started.blocks).backward_s < totals(whole.blocks).backward_s
    while world.runner is not None:  # down, step by step
        world.pass_time(60)
        world.press(Key.Key_Return)
        world.pass_time(301)
    world.desk.show_today()
    assert not asked(world)


def test_leaving_the_check_leaves_the_offer_and_start_is_the_whole_session(after: Callable[[float], World]) -> None:
    world = after(2)
    world.click("Carry on")
    world.window.before.back.emit()
    assert offered(world)
    world.click("Start")
    world.tick_all()
    assert world.running().conductor.session.script.plan.blocks[0].kind is not Kind.TURN
    assert Kind.FORWARD in [block.kind for block in world.running().conductor.session.script.plan.blocks[:5]]


def test_a_no_in_the_check_ends_the_offer(after: Callable[[float], World]) -> None:
    world = after(2)
    world.click("Carry on")
    world.window.before.not_today.emit(("well",))
    world.desk.show_today()
    assert not asked(world)


def test_after_half_an_hour_it_can_only_be_closed(after: Callable[[float], World]) -> None:
    world = after(OFFERED_FOR.total_seconds() / 60 + 1)
    assert asked(world)
    assert not offered(world)


def test_an_offer_that_was_left_standing_is_gone_when_it_is_pressed(after: Callable[[float], World]) -> None:
    world = after(2)
    world.clock.sleep(OFFERED_FOR.total_seconds())
    world.click("Carry on")
    assert world.window.shown() is world.window.today
    assert asked(world)
    assert not offered(world)


def test_the_next_day_it_is_only_said(after: Callable[[float], World]) -> None:
    world = after(24 * 60)
    assert not asked(world)
    assert world.window.today.notice.text() == "The last session was cut off. What you walked is kept."


def test_nobody_else_is_asked(after: Callable[[float], World]) -> None:
    world = after(2)
    other = anybody(id="bob", name="Bob")
    world.store.save_person(other, *world.file().facts[:1], now=WALL)
    world.desk.choose_person("bob")
    assert not asked(world)
    world.desk.choose_person("ann")
    assert offered(world)


def test_a_lower_limit_or_speed_since_then_counts(after: Callable[[float], World]) -> None:
    world = after(2)
    for slower in ({"speed_kmh": 0.8}, {"archived": True}):
        world.store.save_person(anybody(**slower), now=world.now)
        world.desk.show_today()
        assert not offered(world)


def test_a_stop_sign_comes_first(after: Callable[[float], World]) -> None:
    world = after(2)
    world.store.check_in(world.store.session_ids("ann")[-1], CheckedIn(world.now, 3, "none", "yes"))
    world.desk.show_today()
    world.click("Carry on")
    assert world.window.shown() is world.window.ask
    world.window.ask.yes.click()
    assert world.window.shown() is world.window.before
    world.tick_all()
    assert world.running().conductor.session.script.plan.blocks[1].kind is Kind.TURN


def test_a_stop_sign_that_is_still_there_ends_the_offer(after: Callable[[float], World]) -> None:
    world = after(2)
    world.store.check_in(world.store.session_ids("ann")[-1], CheckedIn(world.now, 3, "none", "yes"))
    world.desk.show_today()
    world.click("Carry on")
    world.window.ask.no.click()
    world.desk.show_today()
    assert not asked(world)


def test_a_second_crash_before_the_answer_loses_no_offer(after: Callable[[float], World], qtbot: QtBot) -> None:
    first = after(2)
    seconds = first.clock.mono_s
    first.desk.close()
    first.store.close()
    with world_of(qtbot) as world:
        world.clock.sleep(seconds + 30)
        world.desk.show_today()
        assert world.store.recovered == ()
        assert offered(world)
