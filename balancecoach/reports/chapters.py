"""The parts of a session in a sound file, and the cue sheet that lists them for players."""

from pathlib import PurePath

from msgspec import Struct

from balancecoach.core.plan import Kind
from balancecoach.core.script import Script
from balancecoach.core.words import tr
from balancecoach.headings import heading

#: A cue sheet has two digits for a track.
MOST_TRACKS = 99
#: How a cue sheet from here begins: only such a one is replaced.
OURS = 'REM COMMENT "Balance Coach"'
#: Of a cue sheet: 75 a second.
_FRAMES = 75


class Chapter(Struct, frozen=True):
    """A part: ``start_s`` and ``end_s`` from the beginning of the file."""

    start_s: float
    end_s: float
    title: str


def chapters(script: Script) -> tuple[Chapter, ...]:
    """One for each block; walks backwards are numbered."""
    made, bouts = [], 0
    for start_s, seconds, block in zip(script.starts_s(), script.seconds, script.plan.blocks, strict=True):
        title = heading(block, script.plan.surface)
        if block.kind is Kind.BACKWARD:
            bouts += 1
            title = tr("{0}, walk {1}").format(title, bouts)
        made.append(Chapter(start_s, start_s + seconds, title))
    return tuple(made)


def cue_sheet(name: str, title: str, rows: tuple[Chapter, ...]) -> str:
    """The sheet for the sound file ``name``, which lies beside it; of many parts the longest, and always the first."""
    kind = "MP3" if PurePath(name).suffix.lower() == ".mp3" else "WAVE"
    lines = [OURS, f'TITLE "{_text(title)}"', f'FILE "{_text(name)}" {kind}']
    for number, row in enumerate(_fewer(rows), 1):
        lines += [f"  TRACK {number:02} AUDIO", f'    TITLE "{_text(row.title)}"', f"    INDEX 01 {_time(row.start_s)}"]
    return "\n".join(lines) + "\n"


def _fewer(rows: tuple[Chapter, ...]) -> list[Chapter]:
    later = sorted(rows[1:], key=lambda row: row.start_s - row.end_s)[: MOST_TRACKS - 1]
    return sorted([*rows[:1], *later], key=lambda row: row.start_s)


def _text(words: str) -> str:
    """In quotes there is no way to write a quote."""
    return " ".join(words.replace('"', "'").split())


def _time(seconds: float) -> str:
    frames = round(seconds * _FRAMES)
    return f"{frames // (60 * _FRAMES):02}:{frames // _FRAMES % 60:02}:{frames % _FRAMES:02}"
