"""Two lists that were kept on two machines as one, each in its own order.

A list is in the order in which things were noted, and that order has a meaning which no clock can change: clocks get
set back. Each thing is therefore put under the nearest one before it that is dated later, if there is one: there the
clock was set back. That makes a tree with dates growing from sibling to sibling, in which the list is the order of
reading. Merging is to put both into one tree. The tree can be found again in the merged list, so it does not matter
who merges with whom, how often and in which order: the result is the same.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct, field

T = TypeVar("T")
Key = tuple[str, ...]


class _Node(Struct, Generic[T]):
    key: Key
    thing: T | None = None
    below: "dict[Key, _Node[T]]" = field(default_factory=dict)


def interleaved(lists: Iterable[Iterable[T]], key: Callable[[T], Key]) -> list[T]:
    """All of the lists, without doubles. ``key`` begins with the date and is different for things that differ."""
    root: _Node[T] = _Node(())
    for each in lists:
        path = [root]
        for thing in each:
            own = key(thing)
            while len(path) > 1 and path[-1].key < own:
                path.pop()
            path.append(path[-1].below.setdefault(own, _Node(own, thing)))
    return _read(root)


def _read(root: _Node[T]) -> list[T]:
    found: list[T] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.thing is not None:
            found.append(node.thing)
        waiting += [node.below[key] for key in sorted(node.below, reverse=True)]
    return found
