"""What the commands about a session do. ``cli.py`` says which options there are.

Those about programmes, people and what was walked are in ``programmes.py``, ``people.py`` and ``past.py``.
"""

import argparse
from pathlib import Path
from typing import Any

from balancecoach.clock import RealClock
from balancecoach.commands.finding import ask, must_fit, print_json
from balancecoach.core.for_file import build_file_script
from balancecoach.core.progress import Summary
from balancecoach.core.script import Script, build_script
from balancecoach.paths import Paths


def script(paths: Paths, options: argparse.Namespace) -> int:
    """Print what will be said and when, every gate at its minimum."""
    asked = ask(paths, options.plan, options.person, RealClock().now().wall)
    must_fit(asked)
    made = build_file_script(asked.plan, wait_s=options.wait) if options.sound_file else build_script(asked.plan)
    if options.json:
        print_json(script_rows(made))
        return 0
    starts = made.starts_s()
    for index, block in enumerate(made.plan.blocks):
        gate = "gate" if block.gate else ""
        print(f"{clock(starts[index])}  {block.kind.value:<12} {made.seconds[index]:>6g} s  {gate}")
        for cue in made.cues[index]:
            print(f"{clock(starts[index] + cue.offset_s)}      [{cue.tone.value}] {cue.say}")
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
        "unreadable_events": summary.unreadable,
        "checkin": None
        if checkin is None
        else {
            "effort": checkin.effort,
            "stumbles": checkin.stumbles,
            "pain": checkin.pain,
            "reason": checkin.reason,
        },
        "demo": summary.demo,
        "note": summary.note,
        "removed": summary.removed.isoformat() if summary.removed else None,
    }


def doctor(paths: Paths, options: argparse.Namespace) -> int:
    """Is everything there that a session needs? Exit 1 when it could not be heard or kept."""
    from balancecoach.doctor import examine

    findings = examine(paths)
    if options.bundle:
        from balancecoach.bundle import save

        save(Path(options.bundle), paths, findings)
        print(options.bundle)
        return 0
    if options.json:
        print_json([{"what": row.what, "ok": row.ok, "needed": row.needed, "says": row.says} for row in findings])
    else:
        for row in findings:
            print(f"{'ok ' if row.ok else 'NO '} {row.what}: {row.says}")
    return 0 if all(row.ok for row in findings if row.needed) else 1


def voice(paths: Paths, *, off: bool = False) -> tuple[Any, Any]:
    """A renderer and its voice, ``None`` for silence."""
    from balancecoach.speech.clips import ClipCache
    from balancecoach.speech.renderer import Renderer
    from balancecoach.speech.voice import VoiceChild

    child = None if off else VoiceChild()
    return Renderer(ClipCache(paths.clips), child), child


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds) // 60:>3}:{seconds % 60:04.1f}"
