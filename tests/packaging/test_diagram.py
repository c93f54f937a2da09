"""The drawing in docs/architecture.md is of today's import rules."""

import diagram
import pytest

from tests.test_import_rules import ALLOWED


def test_the_page_has_the_drawing_of_todays_rules() -> None:
    page = diagram.PAGE.read_text(encoding="utf-8")
    assert page == diagram.redrawn(page), "run: .venv/bin/python packaging/diagram.py"


def test_what_can_be_reached_is_as_in_the_rules() -> None:
    rules = diagram.boxed(ALLOWED, diagram.BOXES)
    drawn = diagram.reduced(rules)
    for box in rules:
        assert diagram.reach(drawn, box) == diagram.reach(rules, box), box
    assert sum(map(len, drawn.values())) < sum(map(len, rules.values())) / 2


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    rules = {"a": {"b", "c", "d"}, "b": {"c"}, "c": {"d"}, "d": set[str]()}
    assert diagram.reduced(rules) == {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(ValueError, match=r"a circle: (a -> b -> a|b -> a -> b)"):
        diagram.drawing({"a": {"b"}, "b": {"a"}}, {"a": "a", "b": "b"})
    with pytest.raises(ValueError, match="where these belong, or take them out: new"):
        diagram.boxed({"a": set(), "new": set()}, {"a": "a"})
    with pytest.raises(ValueError, match="no place"):
        diagram.redrawn("# Architecture\n")
