"""Names of things for other systems: codes that were looked up, our own where none is sure, and units of UCUM.

LOINC, as its own pages and HL7's physical activity guide have them: 73985-4, 55411-3, 89423-8. No SNOMED CT: outside of
its member countries it may not be used without a licence. Everything else has a code of our own and says it in words.
"""

from typing import Any

Json = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
#: Ours, from a random number, so that nobody has to hand out a name: 2.25 is the arc for that (X.667).
_ROOT = "urn:oid:2.25.245059970704312535444567815487641576519"
PEOPLE, RECORDS, CODES, PROGRAMS = (f"{_ROOT}.{number}" for number in (1, 2, 3, 4))

_LOINC = {
    "session": ("73985-4", "Exercise activity"),
    "walked": ("55411-3", "Exercise duration"),
    "tug": ("89423-8", "Time to rise from chair, walk 10 feet and back, and return to sitting [TUG]"),
}
_WORDS = {
    "session": "Session of walking backwards and forwards",
    "walked": "Time walked, backwards and forwards",
    "backward": "Time walked backwards",
    "forward": "Time walked forwards",
    "planned_backward": "Time planned backwards",
    "backward_distance": "Distance walked backwards",
    "backward_slowest": "Slowest belt speed backwards, as planned",
    "backward_fastest": "Fastest belt speed backwards, as planned",
    "effort": "Effort, 0 (resting) to 10 (too hard), said by the person",
    "near_stumbles": "Near-stumbles noted by the helper",
    "stumbles": "Stumbles, said by the person: none, one or more",
    "pain": "Pain, said by the person: no, little or yes",
    "reason": "Why it was stopped: wanted, unwell, stumble or belt",
    "outcome": "How the session ended: completed, stopped or interrupted",
    "plan": "Plan",
    "backward_3m": "Time to walk 3 metres backwards on the floor",
    "walk_10m": "Time to walk 10 metres at a comfortable pace",
    "tug": "Timed up and go",
    "trial": "One trial",
    "speed": "Walking speed",
    "aid": "Walking aid used",
}
_UNITS = {"min": "min", "s": "s", "m": "m", "km/h": "km/h", "m/s": "m/s"}


def concept(key: str) -> Json:
    """A thing's code: LOINC's where it is sure, always our own, and words."""
    coding = [{"system": CODES, "code": key}]
    if key in _LOINC:
        code, display = _LOINC[key]
        coding.insert(0, {"system": LOINC, "code": code, "display": display})
    return {"coding": coding, "text": _WORDS[key]}


def category(code: str) -> list[Json]:
    """What sort of observation: "activity" or "exam"."""
    return [{"coding": [{"system": CATEGORIES, "code": code}]}]


def quantity(value: float, unit: str) -> Json:
    """A number with its unit."""
    return {"value": round(value, 3), "unit": unit, "system": UCUM, "code": _UNITS[unit]}


def part(key: str, **value: Any) -> Json:
    """A component. Its value is named as FHIR does: ``valueInteger=3``."""
    return {"code": concept(key), **value}
