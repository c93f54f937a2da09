"""Plans and programmes as TOML text that reads back as the same thing, and such a text as a file."""

from pathlib import Path
from typing import Any

import tomli_w

from balancecoach.core.programme import Programme, Source, Week
from balancecoach.core.words import tr
from balancecoach.errors import CannotError
from balancecoach.plans.copies import as_written
from balancecoach.plans.draft import Draft
from balancecoach.plans.schema import FORMAT
from balancecoach.whole_file import beside


def plan_text(draft: Draft) -> str:
    """A draft as the text of a plan file, also one with problems."""
    return tomli_w.dumps(draft.table())


def programme_text(programme: Programme) -> str:
    """A programme as the text of its file: every week written out."""
    words = {"summary": programme.summary, "who": programme.who, "then": list(programme.then)}
    return tomli_w.dumps(
        {
            "format": FORMAT,
            "programme": programme.id,
            "title": programme.title,
            **{name: value for name, value in words.items() if value},
            "setting": programme.setting.value,
            "surface": programme.surface.value,
            "sessions_a_week": list(programme.sessions_a_week),
            "backward_kmh": programme.limits.backward_kmh,
            "incline_percent": programme.limits.incline_percent,
            "sources": [_source(source) for source in programme.sources],
            "weeks": [_week(week) for week in programme.weeks],
        }
    )


def _source(source: Source) -> dict[str, Any]:
    return {"text": source.text, "strength": source.strength.value}


def _week(week: Week) -> dict[str, Any]:
    return {
        **({"summary": week.summary} if week.summary else {}),
        "posture_every_s": week.posture_every_s,
        "approval": week.approval,
        "blocks": [
            {"use": step.use, **{name: as_written(value) for name, value in step.values.items()}} for step in week.steps
        ],
    }


def export(path: Path, text: str) -> None:
    """Write a file in one go: beside it first, for its owner's eyes only, then renamed. There is never half a file.

    Raises ``CannotError`` in a sentence.
    """
    try:
        with beside(path) as file:
            file.write(text.encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = tr("{0}: the file cannot be written ({1}). Choose another folder or name.")
        raise CannotError(text.format(path, reason)) from error
