"""JSON texts inside a larger JSON value: whatever they are, they come back as they were."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from balancecoach.store.bodies import encoded, text_of, texts_of, whole, wholes


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text("},{[]é", max_size=5))
objects = st.dictionaries(st.text("ab", max_size=2), scalars, max_size=3).map(compact)
blocks = st.lists(st.just({"a": 1}), max_size=3).map(lambda rows: compact({"blocks": rows}))
broken = st.one_of(
    st.text('{}[],":a1 \\', max_size=8),
    st.sampled_from(['{"a":[{"b":1}', '{"c":2}]}', "{},{}", "[]", "{", "}", '{"a": 1}', "[" * 60 + "]" * 60, "NaN"]),
)
bodies = st.one_of(objects, blocks, broken)


@settings(max_examples=300, deadline=None)
@given(st.lists(bodies, max_size=6))
def test_in_a_row_they_are_what_each_is_alone(texts: list[str]) -> None:
    found = wholes(texts)
    assert encoded(found) == encoded([whole(text) for text in texts])
    assert texts_of(found) == texts == [text_of(body) for body in found]
    assert texts_of(json.loads(encoded(found))) == texts, "also when they were written and read in between"


def test_what_we_write_goes_in_as_json_and_the_rest_as_text() -> None:
    assert whole('{"at_s":1.0}') == {"at_s": 1.0}
    for text in ('{"at_s": 1.0}', '{"at_s":1.00}', '"text"', "7", "", '{"a":1,"a":2}', '{"a":NaN}'):
        assert whole(text) == text
