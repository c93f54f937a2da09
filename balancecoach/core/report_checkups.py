"""The report's list of check-ups: times, and a change only where it is more than the test wavers by itself."""

from balancecoach.core.checkup import TITLES, CheckedUp, Test, result_s, results, shown
from balancecoach.core.checkup_meaning import WAVERS_PARKINSON_S, Kind, change
from balancecoach.core.report import Asked, Known, Listing, listed, short_day
from balancecoach.core.report_names import free_text
from balancecoach.core.words import N_, tr

#: Letters of a walking aid that are shown.
LONGEST_AID = 30


def checked_up(known: Known, asked: Asked) -> Listing:
    """Those of the days that are asked for."""
    done = results(known.file.facts)
    rows = [(fact.at, _words(fact, done, known, asked)) for fact in done if asked.has(fact.at)]
    return listed(tr("Check-ups on the floor"), rows, asked.last, N_("and {0} more: see Check-ups"))


def _words(fact: CheckedUp, done: tuple[CheckedUp, ...], known: Known, asked: Asked) -> str:
    times = ", ".join(tr("{0} s").format(shown(trial)) for trial in fact.trials_s)
    said = f"{tr(TITLES[fact.test])} {times}"
    if len(fact.trials_s) > 1:
        said += tr(" (mean {0} s)").format(shown(result_s(fact)))
    if aid := free_text(fact.aid, known.file.person, asked, LONGEST_AID):
        said += tr(", with {0}").format(aid)
    return f"{said}. {grew}" if (grew := _change(fact, done, asked)) else said


def _change(fact: CheckedUp, done: tuple[CheckedUp, ...], asked: Asked) -> str:
    """Since the one before, "" for nothing to be sure of.

    Only of the backward walk: of no other test it is known here how much it wavers by itself (evidence 2b).
    """
    before = [each for each in done[: done.index(fact)] if each.test is fact.test]
    if not before or fact.test is not Test.BACKWARD_3M:
        return ""
    found = change(before[-1], fact)
    if found.kind not in (Kind.QUICKER, Kind.SLOWER):
        return ""
    words = tr("{0} s shorter") if found.kind is Kind.QUICKER else tr("{0} s longer")
    since = tr("{0} than on {1}: more than the {2} s by which it wavers in people with Parkinson's.")
    day = short_day(before[-1].at.date(), asked.last)
    return since.format(words.format(shown(abs(found.seconds))), day, WAVERS_PARKINSON_S)
