"""Two lists of two machines as one: in whatever order and however often they are merged."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from balancecoach.exchange.order import Key, interleaved

#: Few values, so that doubles and clocks that were set back are the rule.
Things = list[str]
things = st.lists(st.sampled_from("abcde"), max_size=7)


def key(thing: str) -> Key:
    return (thing,)


def merged(*lists: Things) -> Things:
    return interleaved(lists, key)


def within(part: Things, whole: Things) -> bool:
    rest = iter(whole)
    return all(thing in rest for thing in part)


@given(things)
def test_a_list_alone_stays_as_it_is(one: Things) -> None:
    assert merged(one) == merged(one, one) == merged(one, []) == one


@given(things, things)
def test_it_does_not_matter_which_comes_first(one: Things, other: Things) -> None:
    assert merged(one, other) == merged(other, one)


@given(things, things)
def test_merged_again_nothing_changes(one: Things, other: Things) -> None:
    both = merged(one, other)
    assert merged(both, one) == merged(both, other) == merged(both, both) == both


@given(things, things, things)
def test_three_machines_agree_in_whatever_order_they_meet(one: Things, two: Things, three: Things) -> None:
    found = [merged(merged(a, b), c) for a, b, c in permutations((one, two, three))]
    assert all(each == found[0] for each in found)
    assert merged(one, merged(two, three)) == merged(one, two, three) == found[0]


@given(things, things)
def test_each_machine_finds_its_own_list_in_it_in_its_order(one: Things, other: Things) -> None:
    both = merged(one, other)
    assert within(one, both)
    assert within(other, both)
    assert len(both) <= len(one) + len(other)


def test_by_date_when_no_clock_was_set_back() -> None:
    assert merged(["1", "4", "5"], ["2", "3", "6"]) == ["1", "2", "3", "4", "5", "6"]


def test_what_is_noted_after_a_clock_was_put_right_stays_after() -> None:
    """One machine's clock was years ahead; what it noted afterwards comes after what it noted then."""
    assert merged(["1", "9", "3", "4"], ["2", "5"]) == ["1", "2", "5", "9", "3", "4"]
