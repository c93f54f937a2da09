"""What is known of a check-up's result: studies, their lines, and change beyond what a measurement wavers.

Only what evidence 2b has as read in a source. Lines of different studies differ, and none of these tests predicts falls
well alone: so a result is put beside all of them, and nothing here says what a person has or will have.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from balancecoach.core.checkup import METRES, CheckedUp, Test, result_s, shown, tenths_of
from balancecoach.core.words import N_, tr

ALONE = N_("None of these tests tells falls beforehand well by itself. This is no diagnosis; a physio can say more.")


class Line(Struct, frozen=True):
    """A time or a speed at which a study drew a line. ``words``: with "{0}" for no number; ``source``: where it is."""

    words: str
    source: str
    seconds: float | None = None  # for a comparison; ``None``: only read


LINES: dict[Test, tuple[Line, ...]] = {
    Test.BACKWARD_3M: (
        Line(
            N_("The first study (2020, as a later one quotes it) saw a low risk of falls under 3.0 s."),
            "Carter 2020, Top Geriatr Rehabil 36:140",
            3.0,
        ),
        Line(
            N_("The same study saw a high risk over 4.5 s."),
            "Carter 2020, Top Geriatr Rehabil 36:140",
            4.5,
        ),
        Line(
            N_("483 people living at home (2025): of 100 who had fallen, 98 took 3.5 s or longer."),
            "Polo-Ferrero 2025, mdpi.com/2411-5142/10/2/154",
            3.5,
        ),
        Line(
            N_(
                "The same 483 people: at 5.5 s the line found 6 of 10 who had fallen, and was right for 7 of 10 who"
                " had not. Those who had fallen took 6.8 s on average, the others 5.1 s."
            ),
            "Polo-Ferrero 2025, mdpi.com/2411-5142/10/2/154",
            5.5,
        ),
        Line(
            N_("In one study (2013) every older adult who had fallen was slower than 5.0 s (2.16 km/h)."),
            "Fritz 2013, PubMed 23122938",
            5.0,
        ),
        Line(
            N_("217 people in nursing homes, about 80 years old (2025): the line for falls to come was at 8.15 s."),
            "Kapan 2025, JAMDA",
            8.15,
        ),
        Line(N_("The same 217 people: the line for falls before was at 9.31 s."), "Kapan 2025, JAMDA", 9.31),
        Line(
            N_("175 people with Parkinson's: the line was at 4.2 s; in another clinic it was at 10.31 s."),
            "Carter 2020; avesis.ogu.edu.tr",
        ),
    ),
    Test.WALK_10M: (
        Line(
            N_("In one study a usual pace under 0.76 m/s went with falls: that is 13.2 s for ten metres."),
            "PMC4912425",
            13.16,
        ),
    ),
    Test.TUG: (
        Line(N_("At a normal pace, one source draws a line at 12 s."), "nursingcenter.com 2685787", 12.0),
        Line(
            N_(
                "A line at 13.5 s found 3 of 10 people who fell, and was right for 7 of 10 who did not. It is not to be"
                " used alone."
            ),
            "PMC3924230",
            13.5,
        ),
    ),
}


def meaning(test: Test, seconds: float) -> tuple[str, ...]:
    """What is known: first what no test can do, then a sentence a study, each with where this result is."""
    return (tr(ALONE), *(_beside(line, seconds) for line in LINES[test]))


def _beside(line: Line, seconds: float) -> str:
    if line.seconds is None:
        return tr(line.words)
    kept = round(seconds, 2)
    where = tr("Yours is shorter.") if kept < line.seconds else tr("Yours is longer.")
    return f"{tr(line.words)} {where if kept != line.seconds else tr('Yours is the same.')}"


# -- change ----------------------------------------------------------------------------------------------------------
#: Seconds a backward walk wavers by itself (smallest change that is none of chance, evidence 2b). None was seen for
#: healthy older adults, so the larger of the two counts for everybody.
WAVERS_PARKINSON_S, WAVERS_MS_S = 2.13, 1.69
#: A change that counts for something, evidence 2b (PMC6521916): walking speed in m/s, up and go in seconds.
SMALL_MS, CLEAR_MS, CLEAR_TUG_S = 0.05, 0.10, 2.0
UNKNOWN = N_("How much this test wavers by itself is not known here.")


class Kind(StrEnum):
    """Of a change between two check-ups."""

    NONE = "none"  # nothing that can be told from chance
    SMALL = "small"
    QUICKER = "quicker"
    SLOWER = "slower"
    UNLIKE = "unlike"  # the two cannot be compared


class Change(Struct, frozen=True):
    """``seconds``: later minus earlier. ``words``: what may be said of it, never more."""

    kind: Kind
    seconds: float
    words: str


def change(before: CheckedUp, after: CheckedUp) -> Change:
    """What may be said of two check-ups of one test. Raises ``ValueError`` for two different ones: a bug of ours."""
    if before.test is not after.test:
        raise ValueError(f"{before.test} and {after.test} cannot be compared")
    grew = round(result_s(after), 2) - round(result_s(before), 2)
    if before.aid.strip().casefold() != after.aid.strip().casefold():
        return Change(Kind.UNLIKE, grew, tr("Not compared with the one before: the walking aid was another."))
    how = {Test.BACKWARD_3M: _backward, Test.WALK_10M: _walk, Test.TUG: _up_and_go}[after.test]
    return how(before, after, round(grew, 2))


def _way(grew: float) -> Kind:
    return Kind.SLOWER if grew > 0 else Kind.QUICKER


def _difference(grew: float) -> str:
    if not tenths_of(abs(grew)):
        return tr("The same as before.")
    text = tr("{0} s longer than before.") if grew > 0 else tr("{0} s shorter than before.")
    return text.format(shown(abs(grew)))


def _backward(before: CheckedUp, after: CheckedUp, grew: float) -> Change:
    if abs(grew) > WAVERS_PARKINSON_S:
        sure = tr(
            "That is more than this test wavers by itself in people with Parkinson's ({0} s) or MS ({1} s). For healthy"
            " older adults no such number is known."
        )
        words = sure.format(WAVERS_PARKINSON_S, WAVERS_MS_S)
        return Change(_way(grew), grew, f"{_difference(grew)} {words}")
    unsure = tr(
        "No change to be sure of. In people with Parkinson's this test wavers by {0} s by itself; for healthy older"
        " adults no number is known."
    )
    return Change(Kind.NONE, grew, unsure.format(WAVERS_PARKINSON_S))


def _walk(before: CheckedUp, after: CheckedUp, grew: float) -> Change:
    metres = METRES[Test.WALK_10M]
    faster = round(metres / result_s(after) - metres / result_s(before), 4)
    if abs(faster) >= CLEAR_MS:
        words = tr("In studies a change of {0:.2f} m/s or more counts for something; this is {1:.2f} m/s.")
        said = f"{_difference(grew)} {words.format(CLEAR_MS, abs(faster))}"
        return Change(_way(grew), grew, f"{said} {tr(UNKNOWN)}")
    if abs(faster) >= SMALL_MS:
        words = tr("A small change: {0:.2f} m/s.").format(abs(faster))
        return Change(Kind.SMALL, grew, f"{_difference(grew)} {words} {tr(UNKNOWN)}")
    return Change(Kind.NONE, grew, tr("No change that counts: it is less than {0:.2f} m/s.").format(SMALL_MS))


def _up_and_go(before: CheckedUp, after: CheckedUp, grew: float) -> Change:
    if abs(grew) >= CLEAR_TUG_S:
        words = tr("In studies a change of about {0:g} s counts for something.").format(CLEAR_TUG_S)
        return Change(_way(grew), grew, f"{_difference(grew)} {words} {tr(UNKNOWN)}")
    return Change(Kind.NONE, grew, tr("No change that counts: it is less than about {0:g} s.").format(CLEAR_TUG_S))


def last_change(done: Sequence[CheckedUp]) -> Change | None:
    """Between the two newest check-ups of one test; ``None`` where there is only one."""
    return change(done[-2], done[-1]) if len(done) > 1 else None
