"""What somebody who helps from afar needs to know of this computer, in one ZIP file with nothing personal in it."""

import json
import re
import zipfile
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from balancecoach.core.preferences import Preferences
from balancecoach.doctor import Finding
from balancecoach.errors import UserError
from balancecoach.log import CRASH, NAME, OLDER
from balancecoach.paths import Paths
from balancecoach.scrub import GONE, crash_text, scrubbed
from balancecoach.store.store import Store
from balancecoach.whole_file import whole_file

WHAT = """What is in here: what Balance Coach found out about this computer (doctor.json), how it is set
(settings.json), and its log. Nobody's name, note, number, answer or session is in it.
Look through it before you send it.
"""


def save(target: Path, paths: Paths, findings: Iterable[Finding]) -> None:
    """Write the file, whole or not at all. Raises ``UserError`` in a sentence."""
    settings, personal = _from_record(paths)
    texts = {
        "README.txt": WHAT,
        "doctor.json": _json([{"what": row.what, "ok": row.ok, "says": scrubbed(row.says)} for row in findings]),
        "settings.json": _json(settings),
        **{name: _read(paths.log / name) for name in (NAME, *(f"{NAME}.{n}" for n in range(1, OLDER + 1)), CRASH)},
    }
    with whole_file(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in texts.items():
            made.writestr(name, without(text, personal))


def without(text: str, personal: Iterable[str]) -> str:
    """A second sieve: what is known of people here, wherever it might have got in."""
    words = sorted({word.strip() for word in personal if len(word.strip()) > 1}, key=len, reverse=True)
    if not words:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", GONE, text, flags=re.IGNORECASE)


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _read(path: Path) -> str:
    """A log; an old one may have been written before there was a sieve."""
    try:
        return crash_text(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""


def _from_record(paths: Paths) -> tuple[dict[str, Any], list[str]]:
    """How it is set, and the words that must not be in the file."""
    try:
        with Store.open(paths, write=False, report=lambda _sentence: None) as store:
            people = [*store.people(), *store.people(archived=True)]
            settings = {**_plain(store.preferences()), "people": len(people), "sessions": len(store.session_ids())}
            words = [text for person in people for text in (person.name, person.helper, person.emergency)]
            return settings, words
    except UserError as error:
        return {"record": scrubbed(str(error))}, []


def _plain(kept: Preferences) -> dict[str, Any]:
    """Numbers, choices and yes or no; of names (a loudspeaker has its owner's) only whether there is one."""
    return {row.name: _value(getattr(kept, row.name)) for row in fields(kept)}


def _value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    return "chosen" if value else ""
