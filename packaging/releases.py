"""What CHANGELOG.md becomes in a package: AppStream's metainfo and Debian's changelog. Standard library only."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
#: So many lines of a release, in a software centre.
MOST_SHOWN = 12
PICTURES = {
    "assets/guides/session-backward.png": "Walking backwards: the timer, the spoken words, and what comes next",
    "docs/pictures/today.png": "Today's session",
    "assets/guides/session-gate.png": "A step that waits until somebody says that it is done",
    "docs/pictures/progress.png": "Minutes backwards by week",
}


class Release(NamedTuple):
    """One part of CHANGELOG.md: ``date`` as it stands there, "" for one that is not out; what is new, without marks."""

    version: str
    date: str
    news: tuple[str, ...]


def releases(changelog: str | None = None) -> Iterator[Release]:
    """The newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") if changelog is None else changelog
    for head, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE):
        dated = re.search(r"\d{4}-\d\d-\d\d", head)
        rows = re.findall(r"^- (.*?)(?=^- |\Z)", body, re.DOTALL | re.MULTILINE)
        yield Release(head.split()[0], dated[0] if dated else "", tuple(plain(row) for row in rows))


def plain(markdown: str) -> str:
    """One line without marks."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", re.sub(r"\s+", " ", markdown).strip())
    return re.sub(r"[*`]", "", text)


def xml(text: str) -> str:
    """Text as XML takes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


# -- AppStream ---------------------------------------------------------------------------------------------------


def metainfo(env: Mapping[str, str], changelog: str | None = None) -> str:
    """What software centres show. BALANCECOACH_WEB: where the project lives; without it no pictures and no links."""
    web = xml(env.get("BALANCECOACH_WEB", "").rstrip("/"))
    links = "" if not web else f'  <url type="homepage">{web}</url>\n  <screenshots>\n{pictures(web)}  </screenshots>\n'
    rows = "".join(_shown(row, env["SOURCE_DATE_EPOCH"]) for row in releases(changelog))
    form = (ROOT / "packaging/linux/metainfo.xml.in").read_text(encoding="utf-8")
    return form.replace("@WEB@", links).replace("@RELEASES@", rows)


def pictures(web: str) -> str:
    """The screenshots, as the project's pages have them."""
    rows = []
    for number, (path, words) in enumerate(PICTURES.items()):
        kind = ' type="default"' if number == 0 else ""
        image = f'<image type="source">{web}/{path}</image>'
        rows.append(f"    <screenshot{kind}>\n      {image}\n      <caption>{words}</caption>\n    </screenshot>\n")
    return "".join(rows)


def _shown(row: Release, built: str) -> str:
    """A release with its first lines. One that is not out has the date of the build, in seconds since 1970."""
    when = f'date="{row.date}"' if row.date else f'timestamp="{built}"'
    items = "".join(f"          <li>{xml(line)}</li>\n" for line in row.news[:MOST_SHOWN])
    note = f"      <description>\n        <ul>\n{items}        </ul>\n      </description>\n" if items else ""
    return f'    <release version="{row.version}" {when}>\n{note}    </release>\n'


# -- Debian ------------------------------------------------------------------------------------------------------


def debian_changelog(maintainer: str, built: int, changelog: str | None = None) -> str:
    """The same in the form that Debian's tools read."""
    parts = []
    for row in releases(changelog):
        day = datetime.fromisoformat(row.date).replace(tzinfo=UTC) if row.date else datetime.fromtimestamp(built, UTC)
        news = "\n".join(textwrap.fill(line, 78, initial_indent="  * ", subsequent_indent="    ") for line in row.news)
        head = f"balancecoach ({row.version}) unstable; urgency=medium"
        parts.append(f"{head}\n\n{news}\n\n -- {maintainer}  {format_datetime(day)}\n")
    return "\n".join(parts)
