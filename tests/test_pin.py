"""The helper's PIN: what opens, how long wrong tries wait, and what damage and changed clocks do not do."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import HashingError
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from balancecoach.core.words import tr
from balancecoach.errors import FailedError, UserError
from balancecoach.pin import DELAYS_S, MOST_WRONG, RECOVERY, Pin, PinState, Verdict, set_pin, settled, try_pin, wait_s
from tests.fakes import WALL, examples

#: As cheap as argon2 gets: microseconds instead of a twentieth of a second.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
RIGHT, WRONG = "2468", "1357"
#: Of ``RIGHT``. Not made anew each time: one in fifteen of its salts takes a lost last letter for a sound hash.
SOUND = "$argon2id$v=19$m=8,t=1,p=1$v3rG2/nyZcFREqGXNfaZHQ$PMeo62JM2e9xj0sRCYfMUEuU5gZdlWZEZ1wYpaV6U20"
KEPT = PinState(SOUND)


class CountingHasher(PasswordHasher):
    """Counts how often it looked at a PIN or made a hash."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.asked = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        """Count, and look."""
        self.asked += 1
        return super().verify(hash, password)


class NoMemory(PasswordHasher):
    """What argon2 does when the machine has no memory left."""

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Cannot."""
        raise HashingError("Memory allocation error")


class Settings:
    """One setting, kept as JSON text."""

    def __init__(self, text: str = "null") -> None:
        self.text, self.writes, self.full = text, 0, False

    def get(self) -> object:
        """As it was kept."""
        return json.loads(self.text)

    def put(self, value: object) -> None:
        """Keep it, unless the disk is full."""
        if self.full:
            raise FailedError("The disk is full.")
        self.text, self.writes = json.dumps(value, allow_nan=False), self.writes + 1

    def pin(self) -> Pin:
        """As after a start of the program."""
        return Pin(self.get, self.put, CHEAP)


def at(seconds: float) -> datetime:
    """A time of day."""
    return WALL + timedelta(seconds=seconds)


def after_wrong(number: int, now: datetime = WALL) -> PinState:
    """The last of so many wrong tries was just now."""
    return replace(KEPT, wrong=number, tried_at=now.timestamp())


def restarted(state: PinState) -> PinState:
    """Kept and read again."""
    return PinState.from_json(json.loads(json.dumps(state.to_json(), allow_nan=False)))


# -- setting -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "12a4", "abcd", "12 34", "-1234", "12.4", "½½½½", "1234\x00", "⒈⒉⒊⒋"]
)
def test_what_is_no_pin_is_refused_in_one_sentence(pin: str) -> None:
    with pytest.raises(UserError) as caught:
        set_pin(pin, CHEAP)
    assert str(caught.value) == "A PIN has 4 to 8 digits and nothing else."


@pytest.mark.parametrize("pin", ["0000", "1234", "12345678", "00001"])
def test_four_to_eight_digits_are_a_pin(pin: str) -> None:
    assert try_pin(set_pin(pin, CHEAP), pin, WALL, CHEAP)[0]
    assert not try_pin(set_pin(pin, CHEAP), pin[1:] + "9", WALL, CHEAP)[0]


@pytest.mark.parametrize("same", ["٢٤٦٨", "२४६८", "２４６８", "۲۴۶۸", "²⁴⁶⁸", "②④⑥⑧", "２४6٨", " 2468\n"])
def test_digits_of_any_script_are_the_same_digits(same: str) -> None:
    assert try_pin(KEPT, same, WALL, CHEAP)[0]
    assert try_pin(set_pin(same, CHEAP), RIGHT, WALL, CHEAP)[0]


def test_without_memory_a_pin_is_not_set_and_a_sentence_says_so() -> None:
    with pytest.raises(FailedError, match="Close some other programs"):
        set_pin(RIGHT, NoMemory())


def test_by_default_the_hash_is_as_rfc_9106_advises() -> None:
    assert set_pin(RIGHT).hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


# -- trying --------------------------------------------------------------------------------------------------------
def test_right_opens_and_wrong_does_not() -> None:
    assert try_pin(KEPT, RIGHT, WALL, CHEAP) == (True, KEPT, 0.0)
    assert try_pin(KEPT, WRONG, WALL, CHEAP) == (False, after_wrong(1), 0.0)


def test_without_a_pin_everything_opens() -> None:
    assert try_pin(PinState(), "", WALL, CHEAP) == (True, PinState(), 0.0)
    assert not PinState().is_set


def test_the_wait_grows_with_each_wrong_try_up_to_its_cap() -> None:
    state, now, waits = KEPT, WALL, []
    for _ in range(9):
        opened, state, wait = try_pin(state, WRONG, now, CHEAP)
        assert not opened
        assert wait_s(state, now) == wait
        waits.append(wait)
        now += timedelta(seconds=wait)
    assert waits == [0, 0, 5, 15, 60, 300, 900, 900, 900]


def test_while_waiting_even_the_right_pin_is_refused_without_looking() -> None:
    hasher, state = CountingHasher(), after_wrong(4)
    assert try_pin(state, RIGHT, at(14.5), hasher) == (False, state, 0.5)
    assert hasher.asked == 0
    assert try_pin(state, RIGHT, at(15), hasher) == (True, KEPT, 0.0)
    assert hasher.asked == 1


def test_a_refused_try_does_not_make_the_wait_longer() -> None:
    state = after_wrong(5)
    for second in range(60):
        _, state, wait = try_pin(state, WRONG, at(second), CHEAP)
        assert wait == 60 - second


def test_right_resets_the_wait() -> None:
    _, state, _ = try_pin(after_wrong(6), RIGHT, at(300), CHEAP)
    assert state == KEPT
    assert try_pin(state, WRONG, at(300), CHEAP)[2] == 0


@pytest.mark.parametrize("slip", ["", "246", "24680000000", "what"])
def test_what_cannot_be_a_pin_guesses_nothing_and_is_not_counted(slip: str) -> None:
    hasher = CountingHasher()
    assert try_pin(after_wrong(2), slip, WALL, hasher) == (False, after_wrong(2), 0.0)
    assert hasher.asked == 0


def test_a_hash_of_another_strength_is_made_anew_once_the_pin_is_known() -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    assert try_pin(KEPT, WRONG, WALL, stronger)[1].hash == SOUND
    opened, state, _ = try_pin(KEPT, RIGHT, WALL, stronger)
    assert opened
    assert not stronger.check_needs_rehash(state.hash)
    assert try_pin(state, RIGHT, WALL, stronger) == (True, state, 0.0)


def test_a_time_without_its_offset_is_a_bug_of_ours() -> None:
    with pytest.raises(ValueError, match="no offset"):
        wait_s(KEPT, WALL.replace(tzinfo=None))


# -- restarts and clocks -------------------------------------------------------------------------------------------
def test_a_restart_does_not_shorten_the_wait() -> None:
    state = restarted(after_wrong(6))
    assert state == after_wrong(6)
    assert wait_s(state, at(100)) == 200
    assert not try_pin(state, RIGHT, at(100), CHEAP)[0]


def test_another_time_zone_changes_nothing() -> None:
    there = at(100).astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    assert wait_s(after_wrong(6), there) == 200


@pytest.mark.parametrize("back", [1.0, 3600.0, 40 * 365 * 86400.0])
def test_a_clock_set_back_begins_the_wait_anew_once(back: float) -> None:
    opened, state, wait = try_pin(after_wrong(5), RIGHT, at(-back), CHEAP)
    assert (opened, wait) == (False, 60)
    opened, state, wait = try_pin(state, RIGHT, at(20 - back), CHEAP)
    assert (opened, wait) == (False, 40)
    assert try_pin(state, RIGHT, at(60 - back), CHEAP)[0]


def test_a_clock_set_forward_ends_the_wait_early() -> None:
    """Not wanted, but nobody can tell it from time that has passed; the next wrong try waits longer all the same."""
    opened, state, wait = try_pin(after_wrong(5), WRONG, at(86400), CHEAP)
    assert (opened, wait) == (False, 300)
    assert try_pin(after_wrong(5), RIGHT, at(86400), CHEAP)[0]
    assert wait_s(settled(state, WALL), WALL) == 300  # and set right again


@given(st.integers(0, 20), st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
@examples(60)
def test_no_clock_makes_a_wait_longer_than_its_delay(wrong: int, then: datetime, now: datetime) -> None:
    state = after_wrong(wrong, then)
    wait = wait_s(state, now)
    assert 0 <= wait <= DELAYS_S[min(wrong, MOST_WRONG)]
    assert wait_s(settled(state, now), now) == pytest.approx(wait)


# -- damage --------------------------------------------------------------------------------------------------------
def anything() -> st.SearchStrategy[Any]:
    """Whatever JSON can hold, and what Python's reader makes of damage."""
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(10**400)
    return plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=5), plain, max_size=3)


@given(
    anything() | st.fixed_dictionaries({}, optional={"hash": anything(), "wrong": anything(), "tried_at": anything()})
)
@examples(80)
def test_damage_neither_opens_nor_locks_for_ever(found: object) -> None:
    state = PinState.from_json(found)
    assert restarted(state) == state
    forgotten = found is None or (isinstance(found, dict) and found.get("hash") == "")
    assert state.is_set is not forgotten
    assert try_pin(state, RIGHT, WALL, CHEAP)[0] is forgotten
    assert 0 <= wait_s(state, WALL) <= DELAYS_S[-1]


@given(anything(), anything())
@examples(60)
def test_with_a_sound_hash_the_right_pin_opens_within_the_longest_wait(wrong: object, tried_at: object) -> None:
    state = PinState.from_json({"hash": SOUND, "wrong": wrong, "tried_at": tried_at})
    _, state, wait = try_pin(state, RIGHT, WALL, CHEAP)
    assert try_pin(state, RIGHT, at(wait), CHEAP)[0]


@pytest.mark.parametrize("wrong", [-1, 1.0, True, "3", None, 10**400, []])
def test_a_damaged_count_gives_no_free_tries(wrong: object) -> None:
    state = PinState.from_json({"hash": SOUND, "wrong": wrong, "tried_at": None})
    assert try_pin(state, WRONG, WALL, CHEAP)[2] == 900


@pytest.mark.parametrize("when", ["2026-03-04", None, True, float("inf"), float("nan"), 10**400, {}])
def test_a_damaged_time_lets_one_try_through(when: object) -> None:
    state = PinState.from_json({"hash": SOUND, "wrong": 6, "tried_at": when})
    assert try_pin(state, RIGHT, WALL, CHEAP)[0]
    assert try_pin(state, WRONG, WALL, CHEAP)[2] == 900


def damaged_hashes() -> list[str]:
    """A sound hash after accidents of all kinds."""
    return [
        "?",
        "2468",
        "plain:2468",
        "$2b$12$abcdefghijklmnopqrstuv",
        SOUND[:-1],
        SOUND[:40],
        SOUND + "\x00",
        SOUND + "é",
        SOUND.replace("argon2id", "argon2x"),
        SOUND.replace("argon2id", "argon2i\ud800"),
        SOUND.replace("m=8", "m=7"),
        SOUND.replace("m=8", "m=999999999"),
        SOUND.replace("t=1", "t=999999999"),
        SOUND.replace("t=1", "t=٣"),
        SOUND.replace("p=1", "p=" + "9" * 5000),
        SOUND.replace("$m", "$x"),
    ]


@pytest.mark.parametrize("code", damaged_hashes(), ids=range(len(damaged_hashes())))
def test_a_damaged_hash_is_a_wrong_try_and_the_sentence_names_the_way_out(code: str) -> None:
    settings = Settings(json.dumps({"hash": code, "wrong": 2, "tried_at": None}))
    answer = settings.pin().try_(RIGHT, WALL)
    assert (answer.verdict, answer.wait_s) == (Verdict.DAMAGED, 5)
    assert "balancecoach pin --forget" in answer.sentence
    assert answer.sentence.endswith("Try again in 5 seconds.")
    assert settings.pin().wait_s(WALL) == 5


@given(st.integers(0, len(SOUND) - 1), st.characters())
@examples(60)
def test_a_hash_with_one_letter_changed_does_not_open(place: int, letter: str) -> None:
    code = SOUND[:place] + letter + SOUND[place + 1 :]
    assert try_pin(PinState(code), RIGHT, WALL, CHEAP)[0] is (code == SOUND)


# -- secrecy -------------------------------------------------------------------------------------------------------
def test_the_pin_is_nowhere_in_what_is_kept_or_shown() -> None:
    pin = "97531864"
    settings = Settings()
    settings.pin().set(pin)
    settings.pin().try_(pin[::-1], WALL)
    for shown in (
        settings.text,
        repr(PinState.from_json(settings.get())),
        str(astuple(PinState.from_json(settings.get()))),
    ):
        assert pin not in shown
        assert pin[::-1] not in shown
    assert "argon2" not in repr(PinState.from_json(settings.get()))
    assert set_pin(pin, CHEAP).hash != set_pin(pin, CHEAP).hash  # salted


def test_argon2_is_not_loaded_before_a_pin_is_set_or_tried() -> None:
    code = "import sys, balancecoach.pin as p; p.Pin(lambda: None, print).is_set; print('argon2' in sys.modules)"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True).stdout == "False\n"


# -- the holder ----------------------------------------------------------------------------------------------------
def test_the_holder_keeps_the_pin_across_restarts() -> None:
    settings = Settings()
    assert not settings.pin().is_set
    settings.pin().set(RIGHT)
    assert settings.pin().is_set
    assert settings.pin().try_(RIGHT, WALL).is_open
    assert not settings.pin().try_(WRONG, WALL).is_open
    assert PinState.from_json(settings.get()).wrong == 1


def test_a_refused_new_pin_leaves_the_old_one() -> None:
    settings = Settings()
    pin = settings.pin()
    pin.set(RIGHT)
    with pytest.raises(UserError):
        pin.set("12")
    assert pin.try_(RIGHT, WALL).is_open


@pytest.mark.parametrize("text", ["{}", "[]", '"damaged"', '{"hash": "?"}', "0"])
def test_forgetting_works_whatever_was_kept(text: str) -> None:
    settings = Settings(text)
    assert settings.pin().is_set
    pin = settings.pin()
    pin.forget()
    assert not pin.is_set
    assert not settings.pin().is_set
    assert settings.pin().try_("", WALL).is_open


def test_a_right_try_with_nothing_to_change_writes_nothing() -> None:
    settings = Settings()
    pin = settings.pin()
    pin.set(RIGHT)
    assert pin.try_(RIGHT, WALL).is_open
    assert settings.writes == 1


def test_a_full_disk_gives_no_free_tries() -> None:
    settings = Settings(json.dumps(KEPT.to_json()))
    pin, settings.full = settings.pin(), True
    for _ in range(3):
        with pytest.raises(FailedError):
            pin.try_(WRONG, WALL)
    assert pin.try_(RIGHT, WALL).verdict is Verdict.WAITING


def test_a_store_that_writes_later_gives_no_free_tries() -> None:
    later: list[object] = []
    pin = Pin(KEPT.to_json, later.append, CHEAP)
    assert [pin.try_(WRONG, WALL).wait_s for _ in range(3)] == [0, 0, 5]
    assert later[-1] == after_wrong(3).to_json()


def test_a_countdown_runs_on_after_the_clock_was_set_back() -> None:
    settings = Settings(json.dumps(after_wrong(5).to_json()))
    pin = settings.pin()
    assert [pin.wait_s(at(second)) for second in (0, 10, -3600, -3590, -3540)] == [60, 50, 60, 50, 0]
    assert settings.pin().wait_s(at(-3590)) == 50


@pytest.mark.parametrize(
    ("state", "pin", "sentence"),
    [
        (lambda: KEPT, RIGHT, ""),
        (lambda: KEPT, "24", "A PIN has 4 to 8 digits and nothing else."),
        (lambda: KEPT, WRONG, "That is not the PIN."),
        (lambda: after_wrong(3, at(-5)), WRONG, "That is not the PIN. Try again in 15 seconds."),
        (lambda: after_wrong(3, at(-4.8)), WRONG, "Too many wrong tries. Try again in 1 second."),
        (lambda: after_wrong(5), WRONG, "Too many wrong tries. Try again in 1 minute."),
        (lambda: after_wrong(6, at(-239.5)), WRONG, "Too many wrong tries. Try again in 1½ minutes."),
        (lambda: after_wrong(7), WRONG, "Too many wrong tries. Try again in 15 minutes."),
    ],
)
def test_the_sentence_says_what_to_do_and_never_promises_too_early(
    state: Callable[[], PinState], pin: str, sentence: str
) -> None:
    assert Settings(json.dumps(state().to_json())).pin().try_(pin, WALL).sentence == sentence


def test_the_way_out_names_the_command() -> None:
    assert "balancecoach pin --forget" in tr(RECOVERY)
