"""What the commands about a session do. ``cli.py`` says which options there are.

Those about programmes and people are in ``programmes.py`` and ``people.py``.
"""

import argparse
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balancecoach.clock import Clock, DemoClock, RealClock
from balancecoach.commands.finding import Asked, ask, must_fit, print_json, to_do
from balancecoach.core.allowed import First, statements
from balancecoach.core.cue import Cue
from balancecoach.core.daily import Statement
from balancecoach.core.person import Happened
from balancecoach.core.programme import Setting
from balancecoach.core.progress import Summary
from balancecoach.core.script import Script, build_script
from balancecoach.errors import FailedError, UserError
from balancecoach.paths import Paths
from balancecoach.plans.rows import clean
from balancecoach.record import JournalRecord
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store

if TYPE_CHECKING:
    from balancecoach.terminal import Keys


def script(paths: Paths, options: argparse.Namespace) -> int:
    """Print what will be said and when, every gate at its minimum."""
    asked = ask(paths, options.plan, options.person, RealClock().now().wall)
    must_fit(asked)
    made = build_script(asked.plan)
    if options.json:
        print_json(script_rows(made))
        return 0
    starts = made.starts_s()
    for index, block in enumerate(made.plan.blocks):
        gate = "gate" if block.gate else ""
        print(f"{_clock(starts[index])}  {block.kind.value:<12} {made.seconds[index]:>6g} s  {gate}")
        for cue in made.cues[index]:
            print(f"{_clock(starts[index] + cue.offset_s)}      [{cue.tone.value}] {cue.say}")
    return 0


def script_rows(made: Script) -> dict[str, Any]:
    """The script as plain data; its shape is documented in ``docs/command-line.md``."""
    starts = made.starts_s()
    return {
        "plan": made.plan.id,
        "blocks": [
            {
                "index": index,
                "kind": block.kind.value,
                "facing": block.facing.value,
                "gate": block.gate,
                "seconds": made.seconds[index],
                "speed_kmh": block.speed_kmh,
                "hands": block.hands.value,
                "start_s": round(starts[index], 3),
            }
            for index, block in enumerate(made.plan.blocks)
        ],
        "cues": [
            {
                "block": cue.block,
                "offset_s": cue.offset_s,
                "at_s": round(starts[cue.block] + cue.offset_s, 3),
                "say": cue.say,
                "tone": cue.tone.value,
                "category": cue.category.value,
                "priority": int(cue.priority),
            }
            for cue in made.all_cues()
        ],
    }


def audio(paths: Paths, options: argparse.Namespace) -> int:
    """Write the whole session as one sound file."""
    from balancecoach.reports.audio import write_session
    from balancecoach.speech.clips import VoiceChoice, key, read_wav
    from balancecoach.speech.tones import RATE_HZ

    target = Path(options.output)
    if target.suffix.lower() != ".wav":
        raise UserError(f"{target}: only WAV files are written so far. Let the name end in .wav.")
    if not target.parent.is_dir():
        raise UserError(f"{target}: there is no folder {target.parent}. Make it first, or choose another place.")
    if target.is_dir():
        raise UserError(f"{target}: this is a folder. Add the name of a file.")
    plan = ask(paths, options.plan, "", RealClock().now().wall).plan
    renderer, child = _voice(paths)
    try:
        choice = VoiceChoice(_known_voice(child, options.voice), options.rate)
        clips = renderer.render(build_script(plan).clips(), choice)
        if clips.trouble:
            raise FailedError(f"The words could not be spoken: {clips.trouble} See: balancecoach doctor.")
        made = build_script(plan, clips.layout_s)
        sounds: dict[str, array[int]] = {}

        def sound(cue: Cue) -> "array[int]":
            name = key((cue.tone, cue.say))
            if name not in sounds:
                sounds[name] = read_wav(clips.files[name])
            return sounds[name]

        seconds = write_session(made, sound, target, RATE_HZ)
    finally:
        renderer.close()
    print(target)
    print(f"{plan.title}: {_clock(seconds).strip()} of sound", file=sys.stderr)
    return 0


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
    with Store.open(paths, write=True) as store, Journal(store.twin, _tell) as journal, keyboard() as keys:
        if isinstance(keys, NoKeys) and not options.yes:
            raise UserError("There is no keyboard to pass the gates with. Add --yes to let them pass by themselves.")
        checked = tuple(statement.key for statement in _daily(asked)) if person and not (demo or options.yes) else ()
        if checked and (untrue := daily_check(_daily(asked), keys)):
            return _not_today(store, journal, asked, now, untrue, keys)
        clock: Clock = DemoClock(options.speed, now) if demo else RealClock()
        record = JournalRecord(journal)
        with _sound(paths, asked, demo=demo, quiet=options.no_voice) as (player, clips):
            made, says = build_script(plan, clips.layout_s), Announcer(player, clips)
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
def _sound(paths: Paths, asked: Asked, *, demo: bool, quiet: bool) -> Iterator[tuple[Any, Any]]:
    """Player and clips for a walk; in a demonstration, faster than life, there is nothing to hear."""
    from balancecoach.speech.clips import Clips, VoiceChoice
    from balancecoach.speech.player import Player, SilentPlayer, open_player

    renderer, _ = _voice(paths, off=demo or quiet)
    clips = Clips(trouble="no voice")
    player: Player = SilentPlayer()
    try:
        if not demo:
            choice = VoiceChoice(asked.person.voice, asked.person.rate_wpm) if asked.person else VoiceChoice()
            clips = renderer.render(build_script(asked.plan).clips(), choice)
            player = open_player()
            player.load(clips.files)
            if not quiet and clips.trouble:
                print(f"No voice: {clips.trouble}", file=sys.stderr)
            if not player.working():
                print("No sound output was found: words only.", file=sys.stderr)
        yield player, clips
    finally:
        player.close()
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


def _tell(sentence: str) -> None:
    if sentence:
        print(sentence, file=sys.stderr)


def sessions(paths: Paths, options: argparse.Namespace) -> int:
    """List the stored sessions, oldest first."""
    with Store.open(paths, write=False) as store:
        summaries = store.summaries()
    if options.json:
        print_json([session_row(summary) for summary in summaries])
        return 0
    for summary in summaries:
        started = f"{summary.started:%Y-%m-%d %H:%M}" if summary.started else "?"
        back, outcome = summary.backward_s / 60, summary.outcome.value if summary.outcome else "open"
        demo = "  demo" if summary.demo else ""
        print(f"{started}  {outcome:<11} {back:5.1f} min backwards  {summary.plan_title}{demo}")
    return 0


def session_row(summary: Summary) -> dict[str, Any]:
    """A session as plain data; its shape is documented in ``docs/command-line.md``."""
    checkin = summary.checkin
    return {
        "id": summary.id,
        "plan": summary.plan_id,
        "title": summary.plan_title,
        "programme": summary.programme_id or None,
        "week": summary.week or None,
        "person": summary.person_id or None,
        "started": summary.started.isoformat() if summary.started else None,
        "ended": summary.ended.isoformat() if summary.ended else None,
        "outcome": summary.outcome.value if summary.outcome else None,
        "planned_s": summary.planned_s,
        "planned_backward_s": summary.planned_backward_s,
        "walked_s": summary.walked_s,
        "backward_s": summary.backward_s,
        "forward_s": summary.forward_s,
        "backward_m": summary.backward_m,
        "backward_kmh": list(summary.backward_kmh),
        "forward_kmh": list(summary.forward_kmh),
        "wobbles": summary.wobbles,
        "pauses": summary.pauses,
        "missed_cues": summary.missed_cues,
        "checkin": None
        if checkin is None
        else {
            "effort": checkin.effort,
            "stumbles": checkin.stumbles,
            "pain": checkin.pain,
            "reason": checkin.reason,
        },
        "demo": summary.demo,
    }


def doctor(paths: Paths, options: argparse.Namespace) -> int:
    """Is everything there that a session needs? Exit 1 when it could not be heard or kept."""
    from balancecoach.doctor import examine

    findings = examine(paths)
    if options.json:
        print_json([{"what": row.what, "ok": row.ok, "needed": row.needed, "says": row.says} for row in findings])
    else:
        for row in findings:
            print(f"{'ok ' if row.ok else 'NO '} {row.what}: {row.says}")
    return 0 if all(row.ok for row in findings if row.needed) else 1


def _voice(paths: Paths, *, off: bool = False) -> tuple[Any, Any]:
    from balancecoach.speech.clips import ClipCache
    from balancecoach.speech.renderer import Renderer
    from balancecoach.speech.voice import VoiceChild

    child = None if off else VoiceChild()
    return Renderer(ClipCache(paths.clips), child), child


def _known_voice(child: Any, name: str) -> str:
    """The id of a voice by its id or name. Raises ``UserError`` in a sentence that names some."""
    if not name:
        return ""
    from balancecoach.speech.voice import VoiceError

    try:
        voices = child.voices()
    except VoiceError as error:
        raise FailedError(f"{error} See: balancecoach doctor.") from error
    for voice in voices:
        if name.lower() in (voice.id.lower(), voice.name.lower()):
            return str(voice.id)
    some = ", ".join(voice.name for voice in voices if voice.name.startswith("English"))
    raise UserError(f"{name}: there is no such voice. Use one of: {some}.")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:>3}:{seconds % 60:04.1f}"
