"""Puts a report together: from what is known and what is asked for to what stands on the page."""

from datetime import timedelta

from balancecoach.core.dates import day_words
from balancecoach.core.progress import counts, monday_of
from balancecoach.core.report import Asked, Known, Report, known_days, period_words, short_name
from balancecoach.core.report_figures import figures
from balancecoach.core.report_lists import lists, notes
from balancecoach.core.report_names import without_names
from balancecoach.core.report_rows import bars, bars_words, rows_of, table, within
from balancecoach.core.words import N_, tr

LIMITS = N_(
    "What this is not: minutes and cues are what the app ran. Belt speeds and hands are as planned: the app measures "
    "nothing and sees no steps. Effort, stumbles and pain are answers given afterwards. A wobble is what the helper "
    "noted. It is no diagnosis."
)


def make_report(known: Known, asked: Asked) -> Report:
    """All of it in words."""
    walked = within((each for each in known.sessions if counts(each)), asked.first, asked.last)
    rows = rows_of(known, asked, walked)
    made = bars(rows)
    who = short_name(known.file.person.name) if asked.named else ""
    return Report(
        title=_title(who, asked),
        heading=tr("Walking report"),
        who=who,
        about=_about(known, asked),
        figures=figures(known, walked, asked.last),
        bars=made,
        bars_title=tr("Minutes walked"),
        bars_words=bars_words(made),
        table=table(known, rows),
        lists=lists(known, asked),
        limits=tr(LIMITS),
        file_name=" ".join(part for part in (tr("Balance Coach report"), who, known.today.isoformat()) if part),
    )


def every_note(known: Known, asked: Asked) -> frozenset[str]:
    """The keys of all notes of these days."""
    return frozenset(note.key for note in notes(known, asked))


def last_weeks(known: Known, number: int) -> Asked:
    """This week and those before it, ``number`` in all."""
    return Asked(monday_of(known.today) - timedelta(weeks=number - 1), known.today)


def everything(known: Known) -> Asked:
    """From the first day of which anything is known to the last."""
    return Asked(*known_days(known))


def _title(who: str, asked: Asked) -> str:
    days = period_words(asked)
    return tr("Walking report of {0}, {1}").format(who, days) if who else tr("Walking report, {0}").format(days)


def _about(known: Known, asked: Asked) -> tuple[str, ...]:
    person = known.file.person
    said = [tr("{0}. Written by Balance Coach on {1}.").format(period_words(asked), day_words(known.today))]
    if not asked.named:
        said[0] += " " + tr("Shared without a name.")
    programme = known.programmes.get(person.programme_id)
    if programme is not None:
        title = short_name(programme.title)
        title = title if asked.named else without_names(title, person)
        said.append(tr("Programme now: {0}, week {1} of {2}.").format(title, person.week, len(programme.weeks)))
    if asked.named and person.helper.strip():
        helper = tr("Helper: {0}.").format(short_name(person.helper))
        said = [*said[:1], " ".join((*said[1:], helper))]
    return tuple(said)
