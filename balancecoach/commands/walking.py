"""Walk a session in the terminal: for whom, with which check before, and what is heard."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from balancecoach.clock import Clock, DemoClock, RealClock
from balancecoach.commands.finding import Asked, ask, must_fit, to_do
from balancecoach.commands.sessions import voice
from balancecoach.core.allowed import First, statements
from balancecoach.core.daily import Statement
from balancecoach.core.person import Happened
from balancecoach.core.preferences import Preferences
from balancecoach.core.programme import Setting
from balancecoach.core.script import build_script
from balancecoach.errors import FailedError, UserError
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.record import JournalRecord
from balancecoach.store.journal import Journal
from balancecoach.store.rescue import shelves
from balancecoach.store.store import Store

if TYPE_CHECKING:
    from balancecoach.terminal import Keys

#: A walk begins without sound rather than wait longer; sound that comes later is heard.
SOUND_S = 3.0


def walk(paths: Paths, options: argparse.Namespace) -> int:
    """Walk a session in the terminal."""
    from balancecoach.keys import NoKeys, keyboard
    from balancecoach.speech.announcer import Announcer
    from balancecoach.terminal import Walk, daily_check

    now, demo = RealClock().now().wall, options.speed > 1
    asked = ask(paths, options.plan, options.person, now)
    (must_fit if demo else _must_be_allowed)(asked)
    plan, person = asked.plan, asked.person
    if options.yes and not demo and plan.backward:
        raise UserError("--yes passes the turns by itself, so with a real belt it is not for walking backwards.")
    with Store.open(paths, write=True) as store, _journal(paths, store) as journal, keyboard() as keys:
        if isinstance(keys, NoKeys) and not options.yes:
            raise UserError("There is no keyboard to pass the gates with. Add --yes to let them pass by themselves.")
        checked = tuple(statement.key for statement in _daily(asked)) if person and not (demo or options.yes) else ()
        if checked and (untrue := daily_check(_daily(asked), keys)):
            return _not_today(store, journal, asked, now, untrue, keys)
        clock: Clock = DemoClock(options.speed, now) if demo else RealClock()
        record = JournalRecord(journal)
        wishes = store.preferences()
        with _sound(paths, asked, wishes, demo=demo, quiet=options.no_voice) as (player, clips):
            made = build_script(plan, clips.layout_s, wishes.speaking, clips.lead_s)
            says = Announcer(player, clips)
            walking = Walk(
                made,
                clock,
                says,
                record,
                keys=keys,
                yes=options.yes,
                demo=demo,
                checked=checked,
                person_id=person.id if person and not demo else "",  # a demonstration is nobody's
                emergency=person.emergency if person else "",
                helper=person.helper if person else "",
            )
            outcome = walking.run()
        print(f"{outcome.value if outcome else 'not started'}: {plan.title}", file=sys.stderr)
        if journal.flush(5.0):
            print(f"Kept in {paths.database}", file=sys.stderr)
        print(record.session_id)
    return 0


def _daily(asked: Asked) -> tuple[Statement, ...]:
    """The lines of today's check."""
    programme = asked.programmes.get(asked.plan.programme_id)
    setting = programme.setting if programme else Setting.HOME
    return statements(asked.plan.surface, setting, asked.allowed().helper)


def _not_today(
    store: Store, journal: Journal, asked: Asked, now: datetime, untrue: tuple[str, ...], keys: "Keys"
) -> int:
    """Kept, and never scolded. After a fall or an operation the questions about health come again."""
    journal.decline(now, asked.plan.id, untrue, asked.person.id if asked.person else "")
    if "same" in untrue and asked.person is not None:
        print("Was it a fall (F), or an operation or an injury (O)?", file=sys.stderr, flush=True)
        while (key := keys.wait(1.0).lower()) not in ("f", "o"):
            pass
        store.save_person(asked.person, Happened(now, "fall" if key == "f" else "operation"), now=now)
    print("Not today. That is a good decision. Nothing is lost.", file=sys.stderr)
    return 0


@contextmanager
def _sound(paths: Paths, asked: Asked, wishes: Preferences, *, demo: bool, quiet: bool) -> Iterator[tuple[Any, Any]]:
    """Player and clips for a walk; in a demonstration, faster than life, there is nothing to hear."""
    from balancecoach.speech.clips import Clips, VoiceChoice
    from balancecoach.speech.player import SilentPlayer, open_player
    from balancecoach.speech.playing import Player

    renderer, _ = voice(paths, off=demo or quiet)
    clips = Clips(trouble="no voice")
    player: Player = SilentPlayer()
    try:
        if not demo:
            own = VoiceChoice(asked.person.voice, asked.person.rate_wpm) if asked.person else VoiceChoice()
            choice = replace(own, sound=wishes.sound, lead_in_s=wishes.lead_in_s)
            clips = renderer.render(build_script(asked.plan, speaking=wishes.speaking).clips(), choice)
            player = open_player(wishes.output)
            player.set_volume(wishes.volume)
            player.load(clips.files)
            answered = player.wait(SOUND_S)
            if not quiet and clips.trouble:
                print(f"No voice: {clips.trouble}", file=sys.stderr)
            if not answered:
                print(f"The sound output did not answer in {SOUND_S:g} seconds: words only.", file=sys.stderr)
            elif not player.working():
                print("No sound output was found: words only.", file=sys.stderr)
        yield player, clips
    finally:
        player.close(1.0)  # one that hangs is left to itself
        renderer.close()


def _must_be_allowed(asked: Asked) -> None:
    """Before a real belt moves. Raises ``UserError``: why not, and what to do first."""
    allowed, title = asked.allowed(), clean(asked.plan.title)
    if allowed.may:
        return
    if asked.person is None:
        raise UserError(
            f"{title}: this is walked backwards, so say who walks it with --person (see: balancecoach people). "
            "Add --speed 20 for a demonstration."
        )
    most = 1 if allowed.first is First.SET_UP else 2  # there a whole list follows; ``next`` shows it
    why = " ".join((*allowed.why[:most], to_do(allowed))).strip()
    if allowed.instead and allowed.instead != asked.plan.programme_id:
        why += f" Meanwhile: balancecoach walk {allowed.instead} --person {asked.person.id}."
    raise UserError(f"{title} is not for {clean(asked.person.name)} now: {why}")


@contextmanager
def _journal(paths: Paths, store: Store) -> Iterator[Journal]:
    """Says what becomes of what could not be written."""
    journal = Journal(store.twin, _tell, shelves=shelves(paths))
    try:
        yield journal
    finally:
        if not journal.close():
            if not journal.rescue():
                raise FailedError(f"{paths.database}: what could not be written there is lost; look after this disk.")
            print("Not all is in the record yet; it will be when Balance Coach starts again.", file=sys.stderr)


def _tell(sentence: str) -> None:
    if sentence:
        print(sentence, file=sys.stderr)
