"""Sessions and check-ups as an HL7 FHIR R4 bundle that can be posted to a clinic's server as it is.

A transaction: a person is made only where the server has none with our identifier (and never changed there), each
observation is made or brought up to date by its own. So posting the same file twice, or a newer one, doubles nothing.
``docs/exports.md`` says what is in it and why.

Everything is checked by the models of ``fhir.resources``. They are of R4B, whose Patient, Device, Observation and
Bundle have all that is used here in the form of R4; what the models do not check is written out in ``fhir_codes``.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from balancecoach.core.checkup import METRES, CheckedUp, result_s
from balancecoach.core.person import Person
from balancecoach.core.progress import Summary
from balancecoach.reports.fhir_codes import PEOPLE, PROGRAMS, RECORDS, Json, category, concept, part, quantity
from balancecoach.reports.share import Belongings, Share, check_ups, real, withdrawn

_NAMES = uuid.UUID("83cd87b9-8071-4935-8d49-ccc74e7d9ea1")


def write_bundle(file: BinaryIO, everybody: Iterable[Belongings], share: Share, *, version: str, now: datetime) -> int:
    """Write the bundle entry by entry and return how many observations. ``version``: of this program.

    What is nobody's is left out: a clinic could not tell whose it is.
    """
    from fhir.resources.R4B.bundle import BundleEntry

    file.write(f'{{"resourceType":"Bundle","type":"transaction","timestamp":"{_moment(now)}","entry":['.encode())
    count = 0
    for number, entry in enumerate(_entries(everybody, share, version)):
        BundleEntry.model_validate(entry)  # raises; the model's own writing would take as long again
        text = json.dumps(entry, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        file.write((",\n" if number else "\n").encode() + text.encode())
        count += entry["resource"]["resourceType"] == "Observation"
    file.write(b"\n]}\n")
    return count


def _entries(everybody: Iterable[Belongings], share: Share, version: str) -> Iterator[Json]:
    device = _device(version)
    yield _made_once(device, PROGRAMS, version)
    for whose in everybody:
        if whose.person is None:
            continue
        patient, own = _patient(whose.person, share), share.about(whose.person)
        yield _made_once(patient, PEOPLE, whose.person.id)
        about = {"subject": _to(PEOPLE, whose.person.id), "device": _to(PROGRAMS, version)}
        for summary in real(whose.sessions(), share):
            yield _kept({**_session(summary, own), **about})
        for summary in real(whose.removed(), share):
            yield _kept({**_wrong("session", f"session-{summary.id}"), **about})
        for done in check_ups(whose.facts, share):
            yield _kept({**_check_up(done, whose.person, own), **about})
        for done in withdrawn(whose.facts, share):
            yield _kept({**_wrong(done.test.value, _check_up_id(done, whose.person)), **about})


# -- resources -------------------------------------------------------------------------------------------------------
def _device(version: str) -> Json:
    return {
        "resourceType": "Device",
        "identifier": [{"system": PROGRAMS, "value": version}],
        "deviceName": [{"name": "Balance Coach", "type": "user-friendly-name"}],
        "type": {"text": "Computer program that guides sessions of walking backwards"},
        "version": [{"value": version}],
    }


def _patient(person: Person, share: Share) -> Json:
    made: Json = {"resourceType": "Patient", "identifier": [{"system": PEOPLE, "value": person.id}]}
    return {**made, "name": [{"text": share.name(person)}]} if share.name(person).strip() else made


def _observation(kind: str, identifier: str, status: str) -> Json:
    return {
        "resourceType": "Observation",
        "identifier": [{"system": RECORDS, "value": identifier}],
        "status": status,
        "category": category("activity" if kind == "session" else "exam"),
        "code": concept(kind),
    }


def _wrong(kind: str, identifier: str) -> Json:
    """What was taken out here: the clinic's copy is marked as an error, and nothing of its content is sent again."""
    return _observation(kind, identifier, "entered-in-error")


def _session(summary: Summary, share: Share) -> Json:
    made = _observation("session", f"session-{summary.id}", "final" if summary.outcome else "preliminary")
    way = "Walking backwards" if summary.backward_s else "Walking forwards" if summary.forward_s else "Nothing walked"
    made |= {"valueCodeableConcept": {"text": way}, "component": list(_parts(summary, share))}
    if period := _period(summary.started, summary.ended):
        made["effectivePeriod"] = period
    return _noted(made, share.note(summary.note))


def _parts(summary: Summary, share: Share) -> Iterator[Json]:
    times = ("walked", summary.walked_s), ("backward", summary.backward_s), ("forward", summary.forward_s)
    for key, seconds in (*times, ("planned_backward", summary.planned_backward_s)):
        yield part(key, valueQuantity=quantity(seconds / 60, "min"))
    if summary.backward_m:
        yield part("backward_distance", valueQuantity=quantity(summary.backward_m, "m"))
    if any(summary.backward_kmh):  # on the floor there is no belt
        yield part("backward_slowest", valueQuantity=quantity(min(summary.backward_kmh), "km/h"))
        yield part("backward_fastest", valueQuantity=quantity(max(summary.backward_kmh), "km/h"))
    yield part("near_stumbles", valueInteger=summary.wobbles)
    answers = summary.checkin
    if answers is not None and answers.effort is not None:
        yield part("effort", valueInteger=answers.effort)
    said = {key: getattr(answers, key, None) for key in ("stumbles", "pain", "reason")}
    said |= {"outcome": summary.outcome, "plan": share.typed(summary.plan_title, summary.programme_id)}
    for key, words in said.items():
        if words and str(words).strip():
            yield part(key, valueString=_line(str(words)))


def _check_up(done: CheckedUp, person: Person, share: Share) -> Json:
    made = _observation(done.test.value, _check_up_id(done, person), "final")
    mean_s, parts = result_s(done), []
    made |= {"effectiveDateTime": _moment(done.at), "valueQuantity": quantity(mean_s, "s")}
    if done.test in METRES:
        parts.append(part("speed", valueQuantity=quantity(METRES[done.test] / mean_s, "m/s")))
    if len(done.trials_s) > 1:
        parts += [part("trial", valueQuantity=quantity(seconds, "s")) for seconds in done.trials_s]
    if aid := _line(share.aid(done.aid)):
        parts.append(part("aid", valueString=aid))
    return _noted({**made, **({"component": parts} if parts else {})}, share.note(done.note))


def _check_up_id(done: CheckedUp, person: Person) -> str:
    """A check-up is known by its moment."""
    return f"check-up-{person.id}-{done.at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{done.test.value}"


def _noted(made: Json, note: str) -> Json:
    return {**made, "note": [{"text": note.strip()}]} if note.strip() else made


# -- entries ---------------------------------------------------------------------------------------------------------
def _made_once(resource: Json, system: str, value: str) -> Json:
    """Made where the server has none with this identifier. What it has is left as it is: a clinic knows more of it."""
    kind = resource["resourceType"]
    request = {"method": "POST", "url": kind, "ifNoneExist": f"identifier={system}|{_in_url(value)}"}
    return {"fullUrl": _url(system, value), "resource": resource, "request": request}


def _kept(resource: Json) -> Json:
    """Made, or brought up to date where it was made before."""
    value = resource["identifier"][0]["value"]
    request = {"method": "PUT", "url": f"Observation?identifier={RECORDS}|{_in_url(value)}"}
    return {"fullUrl": _url(RECORDS, value), "resource": resource, "request": request}


def _url(system: str, value: str) -> str:
    """The same for the same thing in every file."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, f'{system}|{value}')}"


def _to(system: str, value: str) -> Json:
    return {"reference": _url(system, value)}


def _in_url(value: str) -> str:
    safe = "-._~"
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in safe) else f"%{byte:02X}"
        for letter in value
        for byte in letter.encode("utf-8", "replace")
    )


# -- values ----------------------------------------------------------------------------------------------------------
def _moment(when: datetime) -> str:
    """R4 knows offsets of whole minutes, up to 14 hours."""
    offset = when.utcoffset()
    if offset is None or offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=14):
        when = when.astimezone(UTC)
    return when.isoformat(timespec="seconds")


def _period(started: datetime | None, ended: datetime | None) -> Json:
    """No end where the clock was set back meanwhile: a period may not end before it began."""
    if started is None:
        return {}
    start = {"start": _moment(started)}
    return start if ended is None or ended < started else {**start, "end": _moment(ended)}


def _line(words: str) -> str:
    return " ".join(words.split())
