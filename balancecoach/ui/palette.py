"""The colours of the three themes. Every text has a contrast of 7:1 or more on what is behind it, every outline and
focus ring 3:1 (design 5 and 6); ``tests/ui/test_palette.py`` measures each pair.

Painted widgets cannot ask a style sheet, so the palette in use is module state like the catalogue of ``core/words.py``:
the window sets it, nobody else.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from balancecoach.core.preferences import Theme


class Look(Struct, frozen=True):
    """Background and text of a full screen; ``name`` is for tests and style sheets."""

    name: str
    background: str
    text: str


class Palette(Struct, frozen=True):
    """``fill``: of buttons that go on; ``side``: the sidebar; ``notice``: behind a problem; ``off``: what is disabled.
    ``focus_on_fill``: the ring where a fill is beside it. ``strip``: the parts of a plan, unlike in brightness too.
    """

    name: str
    paper: str
    ink: str
    muted: str
    card: str
    line: str
    outline: str
    accent: str
    fill: str
    fill_ink: str
    fill_edge: str
    fill_hover: str
    hover: str
    side: str
    side_ink: str
    side_hover: str
    side_on: str
    side_on_ink: str
    danger: str
    amber: str
    focus: str
    focus_on_fill: str
    notice: str
    off: str
    off_ink: str
    alternate: str
    selected: str
    chart_forward: str
    chart_line: str
    looks: Mapping[str, Look]
    strip: Mapping[str, str]


def _looks(**pairs: tuple[str, str]) -> Mapping[str, Look]:
    return MappingProxyType({name: Look(name, *pair) for name, pair in pairs.items()})


PAPER = Palette(
    name="paper",
    paper="#f7f4ee",
    ink="#14212b",
    muted="#33424c",
    card="#ffffff",
    line="#d8d2c4",
    outline="#857e6c",
    accent="#0b5563",
    fill="#0b5563",
    fill_ink="#ffffff",
    fill_edge="#0b5563",
    fill_hover="#0b3b46",
    hover="#e2eff1",
    side="#0b3b46",
    side_ink="#e6f0f1",
    side_hover="#15505d",
    side_on="#ffffff",
    side_on_ink="#0b3b46",
    danger="#9b1c1c",
    amber="#f2b233",
    focus="#b45309",
    focus_on_fill="#f2b233",
    notice="#fdeed0",
    off="#dcd7cb",
    off_ink="#33424c",
    alternate="#f3f0e8",
    selected="#cfe3e6",
    chart_forward="#9db6d9",
    chart_line="#10284f",
    looks=_looks(
        backward=("#0b3b46", "#ffffff"),
        forward=("#dce8f7", "#10284f"),
        gate=("#f2b233", "#1b1300"),
        rest=("#e9e4d6", "#14212b"),
        paused=("#1d2429", "#ffffff"),
        paper=("#f7f4ee", "#14212b"),
    ),
    strip=MappingProxyType({"forward": "#143a78", "gate": "#f2b233", "backward": "#0b5563", "rest": "#c9c1b0"}),
)
DARK = Palette(
    name="dark",
    paper="#12181c",
    ink="#f2efe8",
    muted="#c9d2d8",
    card="#1d262c",
    line="#3a4750",
    outline="#8fa0aa",
    accent="#7fd6e2",
    fill="#0b5563",
    fill_ink="#ffffff",
    fill_edge="#7fd6e2",
    fill_hover="#0e4450",
    hover="#26343c",
    side="#0a0f12",
    side_ink="#e6f0f1",
    side_hover="#1d262c",
    side_on="#1d262c",
    side_on_ink="#ffffff",
    danger="#ffa79e",
    amber="#f2b233",
    focus="#ffb454",
    focus_on_fill="#f2b233",
    notice="#3a2c0c",
    off="#2b343a",
    off_ink="#c9d2d8",
    alternate="#212b31",
    selected="#17454f",
    chart_forward="#5f7fb0",
    chart_line="#dce8f7",
    looks=_looks(
        backward=("#0b3b46", "#ffffff"),
        forward=("#1f437b", "#ffffff"),
        gate=("#f2b233", "#1b1300"),
        rest=("#231e18", "#f5eddc"),
        paused=("#000000", "#ffffff"),
        paper=("#12181c", "#f2efe8"),
    ),
    strip=MappingProxyType({"forward": "#8fb4ea", "gate": "#f2b233", "backward": "#2f9fb2", "rest": "#74695a"}),
)
YELLOW = Palette(
    name="yellow",
    paper="#000000",
    ink="#ffe600",
    muted="#ffe600",
    card="#000000",
    line="#ffe600",
    outline="#ffe600",
    accent="#ffe600",
    fill="#ffe600",
    fill_ink="#000000",
    fill_edge="#ffe600",
    fill_hover="#fff27a",
    hover="#2b2700",
    side="#000000",
    side_ink="#ffe600",
    side_hover="#2b2700",
    side_on="#ffe600",
    side_on_ink="#000000",
    danger="#ffffff",
    amber="#ffffff",
    focus="#ffffff",
    focus_on_fill="#2b6bff",
    notice="#2b2700",
    off="#1c1c1c",
    off_ink="#d0d0d0",
    alternate="#0d0d00",
    selected="#3d3700",
    chart_forward="#000000",
    chart_line="#ffe600",
    looks=_looks(
        backward=("#000000", "#ffe600"),
        forward=("#003a70", "#ffffff"),
        gate=("#ffe600", "#000000"),
        rest=("#2b2700", "#fff27a"),
        paused=("#000000", "#ffffff"),
        paper=("#000000", "#ffe600"),
    ),
    strip=MappingProxyType({"forward": "#ffffff", "gate": "#2b6bff", "backward": "#ffe600", "rest": "#6e6e6e"}),
)
PALETTES = MappingProxyType({Theme.PAPER: PAPER, Theme.DARK: DARK, Theme.YELLOW: YELLOW})

_current = [PAPER]


def use(palette: Palette) -> None:
    """Draw in these colours from now on."""
    _current[0] = palette


def current() -> Palette:
    """The colours in use."""
    return _current[0]


def chosen(theme: Theme, *, dark: bool, high_contrast: bool) -> Palette:
    """The palette of a theme; ``SYSTEM`` follows what the computer is set to."""
    if theme is not Theme.SYSTEM:
        return PALETTES[theme]
    if high_contrast:
        return YELLOW
    return DARK if dark else PAPER
