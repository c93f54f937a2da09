"""What is said when the record was damaged: pure, in and out."""

from datetime import datetime
from pathlib import Path

from balancecoach.core.words import tr, trn
from balancecoach.desks.records_facts import holds_words, when_words
from balancecoach.store.filling import Lacks
from balancecoach.store.mending import Offer
from balancecoach.ui.damaged_screen import DamagedFacts


def offer_facts(offer: Offer, folder: Path, now: datetime) -> DamagedFacts:
    """What is kept, and what a copy can add."""
    lines = [_kept(offer), *_about_the_copy(offer, now)]
    place = tr("The damaged file: {0}").format(folder / offer.aside) if offer.aside else ""
    if offer.copy is None or not offer.lacks:
        return DamagedFacts(_title(offer), tuple(lines), tr("Go to Today"), place=place)
    return DamagedFacts(_title(offer), tuple(lines), tr("Add what is missing"), tr("Go on without it"), place)


def _title(offer: Offer) -> str:
    if offer.mended:
        return tr("Your records were damaged")
    return tr("These records are older than their copy") if offer.older else tr("A part of your records is damaged")


def _kept(offer: Offer) -> str:
    here = holds_words(offer.here)
    if offer.older:
        return tr("Here now: {0}.").format(here)
    if not offer.mended:
        return tr("Everything else can be read and is kept: {0}.").format(here)
    if not (offer.here.people or offer.here.sessions):
        kept = tr("Nothing could be read. You did nothing wrong: a disk can fail.")
    else:
        kept = tr("You did nothing wrong: a disk can fail. What could be read is kept: {0}.").format(here)
    if not offer.aside:
        return kept
    return kept + " " + tr("The damaged file was put aside. Nothing in it was changed.")


def _about_the_copy(offer: Offer, now: datetime) -> tuple[str, ...]:
    if offer.copy is None:
        return (
            tr("There is no good copy on this computer."),
            tr("Did you save everything in a file, on a stick? On Today or in Settings you can bring it in."),
        )
    when = when_words(offer.copy.made, now)
    if not offer.lacks:
        return (tr("The newest good copy ({0}) has nothing more than that.").format(when),)
    more = tr("The newest good copy: {0}. It has what is missing here: {1}.").format(when, lacks_words(offer.lacks))
    newer = trn("{0} session that is here is not in it", "{0} sessions that are here are not in it", offer.newer)
    lines = [f"{newer.format(offer.newer)}."] if offer.newer else []
    lines += [tr("Everything that is here stays.")] if offer.here.people or offer.here.sessions else []
    lines += [tr("It can be undone."), tr("Whoever was deleted since then is there again.")]
    return more, " ".join(lines)


def lacks_words(lacks: Lacks) -> str:
    """What a copy adds."""
    parts = (
        (lacks.people, trn("{0} person", "{0} people", lacks.people)),
        (lacks.sessions, trn("{0} session", "{0} sessions", lacks.sessions)),
        (lacks.in_part, trn("parts of {0} person or session", "parts of {0} people or sessions", lacks.in_part)),
        (lacks.others, trn("{0} other thing", "{0} other things", lacks.others)),
    )
    return ", ".join(words.format(count) for count, words in parts if count)


def added_facts(lacks: Lacks) -> DamagedFacts:
    """It is in."""
    lines = (
        tr("Added from the copy: {0}.").format(lacks_words(lacks)),
        tr("If that was not what you wanted, undo it now. Later you can still do so: Settings, Your records."),
    )
    return DamagedFacts(tr("It is done"), lines, tr("Go to Today"), tr("Undo it"))


def undone_facts() -> DamagedFacts:
    """As it was."""
    words = tr("Everything is as it was before. The copy is still there: Settings, Your records.")
    return DamagedFacts(tr("It is undone"), (words,), tr("Go to Today"))


def failed_facts(sentence: str) -> DamagedFacts:
    """It did not work; nothing was changed."""
    words = tr("Nothing was changed. Try again, or close Balance Coach and ask somebody who helps.")
    return DamagedFacts(tr("That did not work"), (sentence, words), tr("Try again"), tr("Close Balance Coach"))
