"""What the screens about people show, and what is wrong with what was typed: pure, in and out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from balancecoach.core.allowed import Allowed, Situation, may_walk, verdict
from balancecoach.core.dates import day_words, weekday
from balancecoach.core.person import (
    MOST_KMH,
    Approved,
    File,
    LimitsSet,
    Person,
    Screened,
    Treadmill,
    name_problem,
    problems,
    speed_problem,
    start_speed,
)
from balancecoach.core.plan import HOME, SLOWEST_KMH, Units, kmh
from balancecoach.core.programme import Programme, Setting, too_slow
from balancecoach.core.progress import Summary, counts, minutes
from balancecoach.core.safety import Outcome, Verdict
from balancecoach.core.words import N_, tr
from balancecoach.desks.names import shown_name
from balancecoach.reports.outcome import title
from balancecoach.ui.fields import UNIT_WORDS, number_from, speed_text
from balancecoach.ui.people_screen import PersonCard
from balancecoach.ui.person_facts import PersonFacts, ProgrammeRow
from balancecoach.ui.set_up_forms import Judged

REFER = N_("The safe speed is below the belt's slowest, {0}. Ask a physio; do not walk faster.")


def speed_words(value_kmh: float | None, units: Units) -> str:
    """A speed as the treadmill shows it."""
    if value_kmh is None:
        return tr("not known yet")
    return f"{speed_text(value_kmh, units)} {tr(UNIT_WORDS[units])}"


# -- cards ---------------------------------------------------------------------------------------------------------
def person_card(
    person: Person,
    sessions: Sequence[Summary],
    programmes: Mapping[str, Programme],
    today: date,
    *,
    now: bool,
    half: bool,
) -> PersonCard:
    """One person of the list. ``now``: walks now. ``half``: the set-up is not finished."""
    return PersonCard(
        id=person.id,
        name=shown_name(person.name),
        place=place_words(person, programmes),
        last=last_words([s for s in sessions if counts(s)], today),
        now=now,
        unfinished=half,
        archived=person.archived,
    )


def place_words(person: Person, programmes: Mapping[str, Programme]) -> str:
    """Programme and week."""
    programme = programmes.get(person.programme_id)
    if programme is None:
        return tr("The programme {0} is gone. Choose another under Details.").format(person.programme_id)
    if len(programme.weeks) == 1:
        return programme.title
    return tr("{0}, week {1} of {2}").format(programme.title, person.week, len(programme.weeks))


def last_words(walked: Sequence[Summary], today: date) -> str:
    """The last session in words."""
    if not walked or walked[-1].started is None:
        return tr("Not walked yet.")
    last = walked[-1]
    assert last.started is not None
    ago = (today - last.started.date()).days
    day = (
        tr("today") if ago <= 0 else tr("yesterday") if ago == 1 else weekday(last.started.weekday()) if ago < 7
        else day_words(last.started)
    )  # fmt: skip
    way = tr("{0} backwards").format(minutes(last.backward_s)) if last.backward_s else minutes(last.walked_s)
    said = tr("Last session: {0}, {1}.").format(day, way)
    effort = last.checkin.effort if last.checkin else None
    return said if effort is None else said + " " + tr("Effort {0} of 10.").format(effort)


# -- numbers that are typed ----------------------------------------------------------------------------------------
def typed_speed(text: str, units: Units, most_kmh: float) -> Judged:
    """A speed as typed, in the person's units."""
    number = number_from(text)
    if number is None:
        return Judged(problem=tr("This is no number. Write it like 1.2."))
    value = kmh(number, units)
    return Judged(value, speed_problem(value, most_kmh, units))


def typed_slowest(text: str, units: Units) -> Judged:
    """The belt's slowest speed. It was ticked that the belt starts at 0.8 km/h or slower (evidence 5b)."""
    judged = typed_speed(text, units, MOST_KMH)
    if judged.problem or judged.value is None or judged.value <= SLOWEST_KMH + 0.005:
        return judged
    most = speed_words(SLOWEST_KMH + 0.005, units)
    wrong = tr("A belt for walking backwards starts at {0} or slower. Look again, or untick that line one page back.")
    return Judged(judged.value, wrong.format(most))


def typed_forward(text: str, person: Person, slowest_kmh: float) -> Judged:
    """The comfortable forward speed, and what follows from it."""
    judged = typed_speed(text, person.units, MOST_KMH)
    return _with_start(judged, replace(person, forward_kmh=judged.value), slowest_kmh)


def typed_walk(text: str, person: Person, slowest_kmh: float) -> Judged:
    """Seconds for three metres backwards, and what follows from them."""
    seconds = number_from(text)
    if seconds is None:
        return Judged(problem=tr("This is no number. Write it like 1.2."))
    walked = replace(person, walk3m_s=seconds)
    return _with_start(Judged(seconds, problems(walked).get("walk3m_s", "")), walked, slowest_kmh)


def _with_start(judged: Judged, person: Person, slowest_kmh: float) -> Judged:
    if judged.problem:
        return judged
    words = start_words(person, slowest_kmh)
    return replace(judged, warning=words) if refers(person, slowest_kmh) else replace(judged, note=words)


def refers(person: Person, slowest_kmh: float) -> bool:
    """Whether the start speed, or walking forwards at ease, is below the belt's slowest."""
    start = start_speed(person)
    return start is not None and (start < slowest_kmh or (person.forward_kmh or 0.0) < slowest_kmh)


def start_words(person: Person, slowest_kmh: float) -> str:
    """The start speed in a sentence, or the referral below the belt's slowest; "" while it is not known."""
    start = start_speed(person)
    if start is None:
        return ""
    if refers(person, slowest_kmh):
        return tr(REFER).format(speed_words(slowest_kmh, person.units))
    return tr("Walking backwards starts at {0}.").format(speed_words(start, person.units))


# -- the details ---------------------------------------------------------------------------------------------------
def person_facts(
    file: File, programmes: Mapping[str, Programme], treadmill: Treadmill, note: str = "", happened: Sequence[str] = ()
) -> PersonFacts:
    """For the screen with everything of one person."""
    rows = [
        ProgrammeRow(each.id, each.title, len(each.weeks), _approved_by_physio(each))
        for each in programmes.values()
    ]  # fmt: skip
    if file.person.programme_id not in programmes:
        rows.append(ProgrammeRow(file.person.programme_id, file.person.programme_id, max(1, file.person.week), False))
    approvals = [
        tr("{0}: approved by {1} on {2}.").format(_title(fact.programme_id, programmes), fact.by, day_words(fact.at))
        for fact in file.facts
        if isinstance(fact, Approved)
    ]
    return PersonFacts(
        person=file.person,
        programmes=tuple(rows),
        start=start_words(file.person, treadmill.slowest_kmh) or tr("The start speed is not known yet."),
        health=health_words(file),
        approvals=tuple(approvals),
        limits=limits_words(file),
        note=note,
        happened=tuple(happened),
        answered=verdict(file) is not None,
    )


def _approved_by_physio(programme: Programme) -> bool:
    by_setting = programme.setting in (Setting.PHYSIO, Setting.CLINIC)
    return by_setting or any(week.approval for week in programme.weeks)


def _title(programme_id: str, programmes: Mapping[str, Programme]) -> str:
    found = programmes.get(programme_id)
    return found.title if found else programme_id


def health_words(file: File) -> str:
    """What the answers led to, and when they were given."""
    found, screened = verdict(file), file.last(Screened)
    if found is None or not isinstance(screened, Screened):
        return tr("The questions about health have not been answered yet.")
    return tr("{0}. Answered on {1}.").format(title(found.outcome), day_words(screened.at))


def limits_words(file: File) -> str:
    """Who raised a limit, and when."""
    fact = file.last(LimitsSet)
    if not isinstance(fact, LimitsSet) or not file.person.limit_by:
        return ""
    return tr("Set by {0} on {1}.").format(file.person.limit_by, day_words(fact.at))


def with_physio(old: Person, new: Person, by: str) -> Person:
    """The new details with whoever answers for the limits: a raise above home's needs a name given for it."""
    raised = (
        new.limit_kmh > old.limit_kmh
        or new.limit_slope_percent > old.limit_slope_percent
        or (new.hands_off and not old.hands_off)
    )
    if raised:
        return replace(new, limit_by=by.strip())
    above = (
        new.limit_kmh > HOME.backward_kmh or new.limit_slope_percent > HOME.incline_percent or new.hands_off
    )  # fmt: skip
    return replace(new, limit_by=(by.strip() or old.limit_by) if above else "")


def details_problems(old: Person, new: Person, others: Iterable[str]) -> dict[str, str]:
    """What is wrong with the details, in the person's units. Time and speed never change together (evidence 3)."""
    found = problems(new, others)
    moved = (new.programme_id, new.week) != (old.programme_id, old.week)
    if moved and new.speed_kmh != old.speed_kmh and "speed_kmh" not in found:
        found["speed_kmh"] = tr("Change the week or the speed, not both at once. Save one of them first.")
    return found


def set_up_name_problems(name: str, helper: str, emergency: str, others: Iterable[str]) -> dict[str, str]:
    """What is wrong with the first page of the set-up, by field."""
    found = problems(Person("", name or "?", helper=helper, emergency=emergency))
    found = {key: text for key, text in found.items() if key in ("helper", "emergency")}
    wrong = name_problem(name, others)
    return {"name": wrong, **found} if wrong else found


# -- the outcome and the end of the set-up -------------------------------------------------------------------------
def best_allowable(found: Verdict) -> tuple[Outcome, ...]:
    """What a physio may allow instead: better than the answers, and no better than their floor."""
    floor = max((reason.floor for reason in found.reasons), default=Outcome.GO)
    choices = (Outcome.GO, Outcome.HELPER, Outcome.CLINIC)
    return tuple(each for each in choices if floor <= each < found.outcome)


def first_session(situation: Situation, programmes: Mapping[str, Programme]) -> tuple[tuple[str, ...], Allowed | None]:
    """What the end of the set-up says, and whether it may be walked."""
    person = situation.file.person
    programme = programmes.get(person.programme_id)
    if programme is None:
        return (place_words(person, programmes),), None
    lines = [tr("The first session: {0}.").format(programme.title)]
    if programme.summary:
        lines.append(programme.summary)
    if start := start_words(person, situation.treadmill.slowest_kmh):
        lines.append(start)
    elif not too_slow(programme, 1, person.walker(situation.treadmill.slowest_kmh)):
        lines.append(tr("The forward speed is not known yet. Note it after the first session, under People, Details."))
    return tuple(lines), may_walk(programme, min(person.week, len(programme.weeks)), situation)


def happened_words(what: str, at: datetime) -> str:
    """A fall or an operation that was noted."""
    words = tr("A fall was noted on {0}.") if what == "fall" else tr("An operation or injury was noted on {0}.")
    return words.format(day_words(at))
