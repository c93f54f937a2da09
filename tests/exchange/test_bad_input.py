"""Documents that are cut off, altered, foreign, from the future or made to hurt: one sentence, nothing is changed."""

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balancecoach.errors import UserError
from balancecoach.exchange import layout
from balancecoach.exchange.merging import look, merge, plan_merge
from balancecoach.exchange.source import Source, file_source
from balancecoach.exchange.undoing import undo
from balancecoach.exchange.writing import write
from balancecoach.store.store import Store
from tests.exchange.machines import LATER, Machine, source
from tests.store.store_samples import files, paths_in

Json = dict[str, Any]
NAME = "/home/ann/all.json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Machine(tmp_path_factory.mktemp("full")).fill().document()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """An installation into which nothing ever gets."""
    return Machine(tmp_path_factory.mktemp("empty"))


def told(found: bytes | Source) -> str:
    """The one sentence about a document that cannot be used."""
    with pytest.raises(UserError) as caught:
        look(found if isinstance(found, Source) else source(found, NAME))
    text = str(caught.value)
    assert text.startswith(f"{NAME}: "), text
    assert text.endswith(".") and ". " not in text and "\n" not in text, text
    assert "nothing was changed" in text
    assert len(text) < 400
    return text


def changed(document: bytes, change: Callable[[Json], object], *, vouched: bool = False) -> bytes:
    """The document after a change; without its sum, as somebody would write one, or with the old one."""
    found = json.loads(document)
    if not vouched:
        found["check"] = None
    change(found)
    return laid_out(found)


def laid_out(found: Json) -> bytes:
    """As the program lays it out."""
    rows = [f'{{"format":"balancecoach","version":1,"made":"{found["made"]}",']
    for part in ("settings", "plans", "people", "declined", "sessions"):
        lines = [json.dumps(row, separators=(",", ":")) for row in found[part]]
        rows += [f'"{part}":[', *(line + "," for line in lines[:-1]), *lines[-1:], "],"]
    return "\n".join([*rows, f'"check":{json.dumps(found["check"])}}}', ""]).encode()


def test_a_document_without_its_sum_is_read(document: bytes) -> None:
    assert look(source(changed(document, lambda found: None))).sessions == 4


def test_cut_off_anywhere(document: bytes) -> None:
    lengths = [*range(0, 300, 7), *random.Random(1).sample(range(300, len(document) - 1), 200), len(document) - 2]
    for length in lengths:
        told(document[:length])
    lines = document.splitlines(keepends=True)
    for number in range(1, len(lines)):
        assert f"line {number + 1}: the file ends too early; it was cut off" in told(b"".join(lines[:number]))


def test_one_altered_byte_anywhere(document: bytes) -> None:
    chance = random.Random(2)
    start = document.index(b"\n")
    for place in chance.sample(range(start, len(document) - 1), 300):
        other = chance.choice([byte for byte in b'x7"{,\n\xff' if byte != document[place]])
        told(document[:place] + bytes([other]) + document[place + 1 :])


def test_altered_by_hand_with_the_old_sum(document: bytes) -> None:
    assert "altered or damaged" in told(document.replace(b'"limit_kmh":2.0', b'"limit_kmh":4.0'))
    pretty = json.dumps(json.loads(document.replace(b'"limit_kmh":2.0', b'"limit_kmh":4.0')), indent=1)
    assert "altered or damaged" in told(pretty.encode())


def test_from_a_newer_program(document: bytes) -> None:
    for text in (document, json.dumps(json.loads(document), indent=1).encode()):
        newer = text.replace(b'"version":1', b'"version":2').replace(b'"version": 1', b'"version": 2')
        assert "a newer Balance Coach wrote this (format 2, this one knows 1)" in told(newer)


@pytest.mark.parametrize(
    "found",
    [
        b"",
        b"\n",
        b"{}",
        b"[]",
        b"null",
        b"SQLite format 3\x00" + bytes(2000),
        b"PK\x03\x04" + bytes(100),
        b"age-encryption.org/v1\n-> scrypt",
        b"\xff\xfe\x00",
        b'{"format":"balancecoach"}',
        b'{"format":"other","version":1}',
        b'{"format":"balancecoach","version":"1"}',
        b'{"format":"balancecoach","version":true}',
        b'{"format":"balancecoach","version":-1}',
        b'{"format":"balancecoach","version":1e99}',
        b'{"format":"balancecoach","version":1,"made":"yesterday"}',
        b'{"format":"balancecoach","version":1,"made":"2026-01-01T00:00:00"}',
        b'{"format":"balancecoach","version":1,"made":"2026-01-01T00:00:00+00:00"}',
        b'{"format":"balancecoach","version":1' + b"0" * 5000 + b"}",
        b"[" * 100_000,
        b'{"format":' * 5000,
        "id;name\n1;Änn\n".encode("cp1252"),
    ],
    ids=range(22),
)
def test_not_ours(found: bytes) -> None:
    told(found)


#: What is wrong -> how it gets there, and what is said.
WRONG: dict[str, tuple[Callable[[Json], object], str]] = {
    "a path as a session": (lambda d: d["sessions"][0].update(id="../../etc/passwd"), "id: an id has up to 100"),
    "a path as a person": (lambda d: d["people"][0].update(id="a/b"), "an id has"),
    "a path as a plan": (lambda d: d["plans"][0].update(id="..\\plan"), "an id has"),
    "a dot file": (lambda d: d["plans"][0].update(id=".."), "an id has"),
    "a line end in an id": (lambda d: d["plans"][0].update(id="plan\n"), "an id has"),
    "an endless id": (lambda d: d["sessions"][0].update(id="a" * 101), "an id has"),
    "the PIN": (lambda d: d["settings"][0].update(key="pin"), "never leaves its machine"),
    "our own mark": (lambda d: d["settings"][0].update(key="last_import"), "never leaves its machine"),
    "twice the same session": (lambda d: d["sessions"].append(d["sessions"][0]), "twice"),
    "twice the same person": (lambda d: d["people"].append(d["people"][0]), "twice"),
    "twice the same day": (lambda d: d["declined"].append(d["declined"][0]), "twice"),
    "somebody else's session": (lambda d: d["sessions"][0].update(person="nobody-here"), "nobody in this file"),
    "somebody else's day": (lambda d: d["declined"][0].update(person="nobody-here"), "nobody in this file"),
    "no events": (lambda d: d["sessions"][0].pop("events"), "events is missing"),
    "events as a number": (lambda d: d["sessions"][0].update(events=3), "events: this must be a list"),
    "an event too short": (lambda d: d["sessions"][0]["events"].insert(0, [1, "x"]), "a list of 3"),
    "a time that is text": (lambda d: d["sessions"][0]["events"][0].__setitem__(0, "soon"), "number of seconds"),
    "a time beyond all": (lambda d: d["sessions"][0]["events"][0].__setitem__(0, 10**400), "number of seconds"),
    "a name that is none": (lambda d: d["sessions"][0]["events"][0].__setitem__(1, 7), "must be a text"),
    "a body that is a number": (lambda d: d["sessions"][0]["events"][0].__setitem__(2, 7), "must be a text"),
    "a deep body": (lambda d: d["sessions"][0]["events"][0].__setitem__(2, json.loads("[" * 200 + "]" * 200)), "deep"),
    "archived as text": (lambda d: d["people"][0].update(archived="no"), "true or false"),
    "half a character": (lambda d: d["plans"][0].update(text="\ud83d"), "half a character"),
    "an unknown field": (lambda d: d["people"][0].update(extra=1), "'extra' is not known here"),
    "an unknown kind": (lambda d: d["plans"][0].update(kind="poem"), "one of plan, programme"),
    "a record that is none": (lambda d: d["people"].insert(0, 7), "this is no record"),
    "details of the wrong kind": (lambda d: d["people"][0]["details"].update(name=7), "name is of the wrong kind"),
    "a fact with no date": (lambda d: d["people"][0]["facts"][0].__setitem__(0, "soon"), "screened is damaged"),
    "an unknown fact": (lambda d: d["people"][0]["facts"][0].__setitem__(1, "flew"), "'flew' is not known here"),
    "an unknown event": (lambda d: d["sessions"][0]["events"][0].__setitem__(1, "flew"), "'flew' is not known here"),
    "a huge number": (lambda d: d["people"][0]["details"].update(limit_kmh=10**400), "details are damaged"),
}


@pytest.mark.parametrize("change", WRONG)
def test_each_wrong_thing_is_told_with_its_line(document: bytes, change: str) -> None:
    make, words = WRONG[change]
    text = told(changed(document, make))
    assert words in text
    assert text.startswith(f"{NAME}: line "), text


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1" * 5000])
def test_numbers_that_are_none(document: bytes, text: bytes) -> None:
    told(document.replace(b'"limit_kmh":2.0', b'"limit_kmh":' + text))


def test_a_line_without_end_is_not_read_to_its_end(document: bytes) -> None:
    class Endless(io.BytesIO):
        """Our first lines, and then one that never ends."""

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None and 0 < size <= layout.LARGEST_WHOLE + 1, "never without a limit"
            return super().readline() or b"x" * size

    start = document[: document.index(b'"plans"')]
    assert "this line is too long" in told(Source(NAME, lambda: Endless(start)))


def test_a_large_file_that_is_not_ours_is_not_read_to_its_end() -> None:
    class Zeros(io.BytesIO):
        given = 0

        def readline(self, size: int | None = -1) -> bytes:
            return self.read(size)

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None and 0 < size <= layout.LARGEST_WHOLE + 1
            Zeros.given += size
            return bytes(size)

    assert "larger than 16 MB" in told(Source(NAME, Zeros))
    assert Zeros.given <= layout.LARGEST_WHOLE + 2


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.json: there is no such file"):
        look(file_source(tmp_path / "gone.json"))
    with pytest.raises(UserError, match="this is a folder"):
        look(file_source(tmp_path))

    def ends() -> io.BytesIO:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")

    told(Source(NAME, ends))


def test_a_disk_that_stops_reading_in_the_middle(document: bytes, empty: Machine) -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            if self.tell() > len(document) // 2:
                raise OSError(5, "Input/output error")
            return super().readline(size)

    broken = Source(NAME, lambda: Broken(document))
    assert "Input/output error" in told(broken)
    unchanged(empty, broken)


def unchanged(machine: Machine, found: Source) -> None:
    """Neither a look nor a merge of this leaves anything behind."""
    with machine.store() as store:
        before = state(machine, store)
        with pytest.raises(UserError):
            plan_merge(store, found)
        with pytest.raises(UserError):
            merge(store, found, now=LATER)
        assert state(machine, store) == before


def state(machine: Machine, store: Store) -> tuple[object, ...]:
    """What is in it, and which files lie there."""
    parts = [store.session_ids(), store.people(), store.saved_plans(), store.declined(), store.treadmill()]
    return (*parts, sorted(name for name in files(paths_in(machine.folder).data) if not name.endswith("-wal")))


def test_what_is_wrong_at_the_very_end_undoes_all_before_it(document: bytes, empty: Machine) -> None:
    for bad in (document[:-3], document.replace(b'"sha256":"', b'"sha256":"0'), document + b"x"):
        unchanged(empty, source(bad))


def test_what_is_there_is_untouched_by_a_bad_document(document: bytes, tmp_path: Path) -> None:
    full = Machine(tmp_path).fill()
    before = full.document()
    with full.store() as store:
        for bad in (document[:-3], changed(document, WRONG["an unknown event"][0])):
            with pytest.raises(UserError):
                merge(store, source(bad), now=LATER)
    assert full.document() == before


# -- anything at all -------------------------------------------------------------------------------------------------
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just(10**400)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a value that can hold another one."""
    inner = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [(value, key) for key, _ in inner] + [place for _, one in inner for place in places(one)]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_stands_at_whatever_place_it_is_one_sentence_or_it_is_taken(
    document: bytes, empty: Machine, data: st.DataObject
) -> None:
    """A document that vouches for nothing, with anything anywhere. What is taken can be written out and read again."""
    found = json.loads(document)
    found["check"] = None
    for session in found["sessions"]:
        session["events"] = session["events"][:1] + session["events"][-2:]  # so that every kind of place comes up
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(found)))
        if data.draw(st.booleans()):
            holder[key] = data.draw(JUNK)
        elif isinstance(holder, dict):
            holder.pop(key, None)
    try:
        text = json.dumps(found).encode()
        look(source(text, NAME))
    except UserError:
        told(text)
        return
    except UnicodeEncodeError:  # half a character; JSON text cannot have it but as an escape
        return
    with empty.store() as store:
        merge(store, source(text), now=LATER)
        store.summaries()
        again = io.BytesIO()
        write(store, again, now=LATER)
        assert merge(store, source(again.getvalue()), now=LATER).changes == 0
        undo(store)
        again = io.BytesIO()
        write(store, again, now=LATER)
        assert again.getvalue().count(b"\n") == 12, "nothing is left of it"
