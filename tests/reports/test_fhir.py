"""The bundle for a clinic's server: valid by the library, and by what R4's own pages demand beyond it."""

import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from balancecoach.core.events import CheckedIn, Outcome
from balancecoach.core.person import Person
from balancecoach.reports.fhir import write_bundle
from balancecoach.reports.fhir_codes import CODES, LOINC, PEOPLE, RECORDS, UCUM
from balancecoach.reports.share import Belongings, Share
from tests.reports.shared import ALL, BACK, START, TEN, TUG, anns, done, removal

Json = dict[str, Any]
NOTED = replace(ALL, notes=True)


def written(*whose: Belongings, share: Share = ALL) -> bytes:
    file = io.BytesIO()
    count = write_bundle(file, whose, share, version="0.1.0", now=START)
    assert file.getvalue().count(b'"resourceType":"Observation"') == count
    return file.getvalue()


def bundle(*whose: Belongings, share: Share = ALL) -> Json:
    """As a server reads it: everything is checked on the way."""
    made: Json = json.loads(written(*whose, share=share))
    check(made)
    return made


def observations(*whose: Belongings, share: Share = ALL) -> list[Json]:
    entries = bundle(*whose, share=share)["entry"]
    return [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == "Observation"]


def check(made: Json) -> None:
    """By the library's models, then by hand."""
    from fhir.resources.R4B.bundle import Bundle

    Bundle.model_validate(made)
    assert made["resourceType"] == "Bundle"
    urls = [entry["fullUrl"] for entry in made["entry"]]
    assert len(set(urls)) == len(urls)
    for entry in made["entry"]:
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry["fullUrl"])
        check_request(entry)
        globals()[f"check_{entry['resource']['resourceType'].lower()}"](entry["resource"], urls)


# What hl7.org/fhir/R4 demands of each, read there by hand; codes that are bound as "required" are listed whole.
STATUS = {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"}
CATEGORY = {"social-history", "vital-signs", "imaging", "laboratory", "procedure", "survey", "exam", "therapy"}
CATEGORY |= {"activity"}
DEVICE_NAME = {"udi-label-name", "user-friendly-name", "patient-reported-name", "manufacturer-name", "model-name"}
DEVICE_NAME |= {"other"}
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def check_request(entry: Json) -> None:
    """bdl-3: a transaction's entries have a request. bdl-8: a fullUrl without a version."""
    request, resource = entry["request"], entry["resource"]
    (identifier,) = resource["identifier"]
    search = f"identifier={identifier['system']}|"
    if resource["resourceType"] == "Observation":
        assert request["method"] == "PUT"
        assert request["url"].startswith(f"Observation?{search}")
    else:
        assert (request["method"], request["url"]) == ("POST", resource["resourceType"])
        assert request["ifNoneExist"].startswith(search)
        assert "?" not in request["ifNoneExist"]
    assert re.fullmatch(r"[!-~]+", "".join(request.values()))  # an address has no spaces and no accents


def check_device(device: Json, urls: list[str]) -> None:
    for name in device["deviceName"]:
        assert name["type"] in DEVICE_NAME
        assert name["name"]


def check_patient(patient: Json, urls: list[str]) -> None:
    for name in patient.get("name", ()):
        assert name["text"].strip()


def check_observation(made: Json, urls: list[str]) -> None:
    """status and code are demanded; obs-6 and obs-7 are about values; per-1: a period ends after it begins."""
    assert made["status"] in STATUS
    check_concept(made["code"])
    for row in made["category"]:
        assert [coding["code"] in CATEGORY for coding in row["coding"]] == [True]
    assert made["subject"]["reference"] in urls
    assert made["device"]["reference"] in urls
    period = made.get("effectivePeriod", {})
    for when in (*period.values(), *([made["effectiveDateTime"]] if "effectiveDateTime" in made else [])):
        assert DATE_TIME.fullmatch(when)
    if "end" in period:
        assert datetime.fromisoformat(period["start"]) <= datetime.fromisoformat(period["end"])
    assert made["code"] not in [part["code"] for part in made.get("component", ())]  # obs-7
    for part in (made, *made.get("component", ())):
        check_concept(part["code"])
        assert sum(key.startswith("value") for key in part) <= 1
        if "valueQuantity" in part:
            assert part["valueQuantity"]["system"] == UCUM
            assert part["valueQuantity"]["code"] in ("min", "s", "m", "km/h", "m/s")
    assert made["status"] == "entered-in-error" or any(key.startswith("value") for key in made)


def check_concept(concept: Json) -> None:
    """Words always; a code of ours always; LOINC's where it is sure."""
    assert concept["text"]
    assert [coding["system"] for coding in concept["coding"]][-1:] == [CODES]
    assert {coding["system"] for coding in concept["coding"]} <= {LOINC, CODES}


def codes(made: Json) -> Json:
    """Our code of each component -> its value."""
    return {
        part["code"]["coding"][-1]["code"]: next(value for key, value in part.items() if key.startswith("value"))
        for part in made.get("component", ())
    }


def test_a_session_in_full() -> None:
    said = CheckedIn(START, 4, "one", "little", "belt")
    session = done(checkin=said, outcome=Outcome.STOPPED, wobbles=2, backward_kmh=(0.8, 1.0), note="slept badly")
    (made,) = observations(anns(session), share=NOTED)
    assert made["status"] == "final"
    assert made["effectivePeriod"] == {"start": "2026-03-29T09:30:15+02:00", "end": "2026-03-29T09:50:15+02:00"}
    assert made["identifier"] == [{"system": RECORDS, "value": "session-s1"}]
    assert made["code"]["coding"][0] == {"system": LOINC, "code": "73985-4", "display": "Exercise activity"}
    assert made["valueCodeableConcept"] == {"text": "Walking backwards"}
    assert made["note"] == [{"text": "slept badly"}]
    found = codes(made)
    numbers = {key: (value["value"], value["code"]) for key, value in found.items() if isinstance(value, dict)}
    assert numbers == {
        "walked": (13, "min"),
        "backward": (5, "min"),
        "forward": (8, "min"),
        "planned_backward": (3, "min"),
        "backward_slowest": (0.8, "km/h"),
        "backward_fastest": (1, "km/h"),
    }
    assert {key: value for key, value in found.items() if not isinstance(value, dict)} == {
        "near_stumbles": 2,
        "effort": 4,
        "stumbles": "one",
        "pain": "little",
        "reason": "belt",
        "outcome": "stopped",
        "plan": "First steps, week 1",
    }


def test_check_ups() -> None:
    tug, back, ten = observations(anns(facts=(TUG, BACK, TEN)), share=NOTED)
    assert tug["code"]["coding"][0]["code"] == "89423-8"
    assert (tug["valueQuantity"]["value"], tug["valueQuantity"]["code"]) == (11.24, "s")
    assert tug["effectiveDateTime"] == "2026-03-29T09:30:15+02:00"
    assert "component" not in tug
    assert back["valueQuantity"]["value"] == 4.25  # the mean
    assert [part["valueQuantity"]["value"] for part in back["component"][1:3]] == [4.5, 4.0]
    assert codes(back)["aid"] == "stick"
    assert back["note"] == [{"text": "in the hall"}]
    assert codes(ten)["speed"] == {"value": 1.25, "unit": "m/s", "system": UCUM, "code": "m/s"}
    assert {coding["code"] for row in (tug, back, ten) for coding in row["category"][0]["coding"]} == {"exam"}


def test_what_was_taken_out_is_marked_as_an_error_and_its_content_is_not_sent_again() -> None:
    gone = done(id="gone", note="secret", removed=START)
    session, check_up = observations(anns(facts=(TUG, removal(TUG)), removed=(gone,)), share=NOTED)
    for made, identifier in ((session, "session-gone"), (check_up, tug_id())):
        assert made["status"] == "entered-in-error"
        assert made["identifier"][0]["value"] == identifier
        assert not [key for key in made if key.startswith(("value", "component", "note", "effective"))]


def tug_id() -> str:
    return observations(anns(facts=(TUG,)))[0]["identifier"][0]["value"]  # type: ignore[no-any-return]


def test_a_session_that_goes_on_is_preliminary() -> None:
    (made,) = observations(anns(done(outcome=None, ended=None)))
    assert made["status"] == "preliminary"
    assert made["effectivePeriod"] == {"start": "2026-03-29T09:30:15+02:00"}


def test_a_clock_set_back_makes_no_period_that_ends_before_it_begins() -> None:
    (made,) = observations(anns(done(ended=START - timedelta(hours=1))))
    assert "end" not in made["effectivePeriod"]


@pytest.mark.parametrize("offset", [timedelta(hours=-19), timedelta(minutes=53, seconds=28)])
def test_an_offset_that_r4_does_not_know_becomes_utc(offset: timedelta) -> None:
    odd = START.astimezone(timezone(offset))
    (made,) = observations(anns(done(started=odd)))
    assert datetime.fromisoformat(made["effectivePeriod"]["start"]) == START.replace(microsecond=0)


def test_a_demonstration_is_no_observation() -> None:
    assert observations(anns(done(demo=True))) == []


def test_only_the_chosen_days() -> None:
    share = replace(ALL, first=START.date(), last=START.date())
    made = observations(anns(done(), done(id="next", started=START + timedelta(days=1)), facts=(TUG, TEN)), share=share)
    assert [row["identifier"][0]["value"] for row in made] == ["session-s1", tug_id()]


def test_the_same_thing_has_the_same_name_in_every_file() -> None:
    """So that a server brings up to date what it has, and doubles nothing."""
    first = bundle(anns(done(), facts=(TUG,)))
    again = bundle(anns(done(note="later"), facts=(TUG,)), share=NOTED)
    for one, other in zip(first["entry"], again["entry"], strict=True):
        assert (one["fullUrl"], one["request"]) == (other["fullUrl"], other["request"])


def test_a_check_up_has_one_name_wherever_it_is_read() -> None:
    elsewhere = replace(TUG, at=TUG.at.astimezone(UTC))
    assert observations(anns(facts=(elsewhere,)))[0]["identifier"][0]["value"] == tug_id()


def test_the_patient_and_without_a_name() -> None:
    patient = bundle(anns())["entry"][1]["resource"]
    assert patient["name"] == [{"text": "Ann"}]
    assert patient["identifier"] == [{"system": PEOPLE, "value": "ann"}]
    share = replace(NOTED, names=False, notes=False)
    own = done(plan_title="Ann's plan", programme_id="", note="Ann was tired")
    whole = written(anns(own, facts=(replace(BACK, aid="Ann's stick"),)), share=share).decode()
    assert "Ann" not in whole
    assert '"ann"' in whole
    noted = written(anns(own, facts=(replace(BACK, note="with Ann"),)), share=replace(NOTED, names=False)).decode()
    assert "was tired" in noted
    assert "Ann" not in noted


def test_nobodys_sessions_are_left_out() -> None:
    assert observations(Belongings(None, (), lambda: (done(),))) == []


def test_nothing_on_record_is_still_a_bundle() -> None:
    assert [entry["resource"]["resourceType"] for entry in bundle()["entry"]] == ["Device"]


@pytest.mark.parametrize("odd", ["a b", "ä|b", "a&b=c?d#e%"])
def test_an_id_from_elsewhere_makes_no_other_search(odd: str) -> None:
    whose = Belongings(Person(odd, "Ann"), (), tuple)
    search = bundle(whose)["entry"][1]["request"]["ifNoneExist"]
    assert re.fullmatch(rf"identifier={re.escape(PEOPLE)}\|[A-Za-z0-9._~%-]+", search)


def test_words_of_any_kind_are_taken() -> None:
    odd = done(note="\x00\ud800=1\n\u2028<b>", plan_title="  two \n lines ")
    (made,) = observations(anns(odd), share=NOTED)
    assert codes(made)["plan"] == "two lines"
    assert "<b>" in made["note"][0]["text"]


def test_the_check_sees_what_is_wrong() -> None:
    """The library takes any status; the check by hand does not."""
    made = bundle(anns(done()))
    observation = made["entry"][2]["resource"]
    for key, wrong in (("status", "done"), ("code", {"text": "x"}), ("subject", {"reference": "urn:uuid:1"})):
        broken = {**made, "entry": [*made["entry"][:2], {**made["entry"][2], "resource": {**observation, key: wrong}}]}
        with pytest.raises((AssertionError, KeyError)):
            check(broken)
    del observation["status"]
    with pytest.raises(ValueError, match="status"):
        check(made)
