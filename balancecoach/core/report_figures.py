"""The report's key figures, each a name and a sentence or two."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from balancecoach.core.events import Outcome
from balancecoach.core.plan import Hands, Units, shown_speed
from balancecoach.core.progress import Summary
from balancecoach.core.report import Known
from balancecoach.core.report_rows import efforts_of, minutes, planned
from balancecoach.core.words import N_, NC_, number, tr, trc, trn

#: From the firmest hold to none.
HANDS = {
    Hands.BOTH: N_("both hands on the rails"),
    Hands.LIGHT: N_("fingertips on the rails"),
    Hands.ONE: N_("one hand on the rail"),
    Hands.NONE: N_("no hands on the rails"),
}
STUMBLES = {"none": NC_("stumbles", "none"), "one": NC_("stumbles", "one"), "more": NC_("stumbles", "two or more")}
PAIN = {"no": NC_("pain", "none"), "little": NC_("pain", "a little"), "yes": NC_("pain", "yes")}


def figures(known: Known, walked: Sequence[Summary], last: date) -> tuple[tuple[str, str], ...]:
    """Of the sessions in which somebody walked, oldest first."""
    found = [(tr("Sessions"), _sessions(known, walked, last))]
    if walked:
        found += _of_walks(walked, known.file.person.units)
    return tuple(found)


def _of_walks(walked: Sequence[Summary], units: Units) -> Iterator[tuple[str, str]]:
    yield tr("Walked"), _walked(walked)
    if speeds := _speeds(walked, units):
        yield tr("Belt, as planned"), speeds
    if hands := _hands(walked):
        yield tr("Hands, as planned"), hands
    yield tr("Effort, 0 to 10"), _effort(walked)
    yield tr("Wobbles and stumbles"), _stumbles(walked)
    pains = [each.checkin.pain for each in walked if each.checkin is not None and each.checkin.pain is not None]
    yield tr("Pain or dizziness"), _answers(pains, PAIN, len(walked), "pain")


def _sessions(known: Known, walked: Sequence[Summary], last: date) -> str:
    if walked:
        ends = Counter(each.outcome for each in walked)
        parts = (
            (Outcome.COMPLETED, tr("{0} finished")),
            (Outcome.STOPPED, tr("{0} stopped early")),
            (Outcome.INTERRUPTED, tr("{0} cut off")),
            (None, tr("{0} still open")),
        )
        done = trn("{0} walked", "{0} walked", len(walked)).format(len(walked))
        said = f"{done}: {', '.join(words.format(ends[each]) for each, words in parts if ends[each])}."
    else:
        said = tr("No session on these days.")
    plan = planned(known, last)
    return f"{said} {tr('Planned: {0} a week.').format(plan)}" if plan else said


def _walked(walked: Sequence[Summary]) -> str:
    back, aim = sum(each.backward_s for each in walked), sum(each.planned_backward_s for each in walked)
    metres = sum(each.backward_m for each in walked)
    words = tr("{0} minutes backwards (planned in these sessions: {1}) and {2} minutes forwards.")
    said = [words.format(minutes(back), minutes(aim), minutes(sum(each.forward_s for each in walked)))]
    if metres:
        said.append(tr("{0:g} metres backwards along a rail.").format(metres))
    return " ".join(said)


def _speeds(walked: Sequence[Summary], units: Units) -> str:
    found = [max(each.backward_kmh) for each in walked if any(each.backward_kmh)]
    if not found:
        return ""
    unit = tr("mph") if units is Units.MPH else tr("km/h")
    first, last, most = (
        f"{number(shown_speed(each, units), '.1f')} {unit}" for each in (found[0], found[-1], max(found))
    )
    if len(found) == 1:
        return tr("{0}.").format(first)
    every = len(found) == len(walked)  # else some were forwards only
    if min(found) == max(found):
        return (tr("{0} in every session.") if every else tr("{0} in every session with backward walking.")).format(
            first
        )
    text = tr("{0} in the first session, {1} in the last.")
    some = tr("{0} in the first session with backward walking, {1} in the last.")
    said = text.format(first, last) if every else some.format(first, last)
    return said if most in (first, last) else f"{said} {tr('At most {0}.').format(most)}"


def _hands(walked: Sequence[Summary]) -> str:
    order = list(HANDS)
    lightest = [max(each.backward_hands, key=order.index) for each in walked if each.backward_hands]
    if not lightest:
        return ""
    least = max(lightest, key=order.index)
    number = lightest.count(least)
    said = trn("Lightest: {0}, in {1} session.", "Lightest: {0}, in {1} sessions.", number)
    found = said.format(tr(HANDS[least]), number)
    return found if lightest[-1] is least else f"{found} {tr('In the last: {0}.').format(tr(HANDS[lightest[-1]]))}"


def _effort(walked: Sequence[Summary]) -> str:
    from statistics import median  # 10 ms, that no start needs

    found = efforts_of(walked)
    if not found:
        return tr("Not answered.")
    if min(found) == max(found):
        said = tr("{0} each time").format(found[0]) if len(found) > 1 else str(found[0])
    else:
        said = tr("median {0:g}, from {1} to {2}").format(median(found), min(found), max(found))
    return tr("{0} ({1} of {2} answered).").format(said, len(found), len(walked))


def _stumbles(walked: Sequence[Summary]) -> str:
    number, where = sum(each.wobbles for each in walked), sum(1 for each in walked if each.wobbles)
    said = tr("No wobble noted by the helper.")
    if number:
        said = trn(
            "{0} wobble noted by the helper.",
            "{0} wobbles noted by the helper, in {1} of {2} sessions.",
            number,
        ).format(number, where, len(walked))
    stumbles = [each.checkin.stumbles for each in walked if each.checkin is not None and each.checkin.stumbles]
    return (
        f"{said} {tr('Stumbles, asked afterwards: {0}').format(_answers(stumbles, STUMBLES, len(walked), 'stumbles'))}"
    )


def _answers(given: Sequence[str], words: dict[str, str], asked: int, context: str) -> str:
    """How often which answer came. ``context``: what the words were marked with."""
    if not given:
        return tr("Not answered.")
    counted = Counter(given)
    said = [
        trc("an answer, how often", "{0} {1}").format(trc(context, text), counted[key])
        for key, text in words.items()
        if counted[key]
    ]
    if asked > len(given):
        said.append(tr("not answered {0}").format(asked - len(given)))
    return ", ".join(said) + "."
