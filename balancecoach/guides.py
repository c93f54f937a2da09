"""The guides and the changelog, read from the shipped files."""

from pathlib import Path

from balancecoach.core.guide import GUIDES, Guide, news, read_guide
from balancecoach.paths import assets, changelog


def folder() -> Path:
    """Where the guides and their pictures are."""
    return assets() / "guides"


def guides() -> tuple[Guide, ...]:
    """All of them, in the order of the page."""
    return tuple(read_guide(name, (folder() / f"{name}.md").read_text(encoding="utf-8")) for name in GUIDES)


def what_is_new() -> str:
    """The newest versions, as Markdown; "" where the file was left out by whoever packed this."""
    file = changelog()
    return news(file.read_text(encoding="utf-8")) if file.is_file() else ""
