"""Every pair of colours that meets on a screen, measured: text 7:1, outlines and focus rings 3:1 (design 5 and 6)."""

import itertools

import pytest

from balancecoach.core.preferences import Theme
from balancecoach.ui.palette import DARK, PALETTES, PAPER, YELLOW, Palette, chosen

TEXT, OUTLINE = 7.0, 3.0
ALL = [pytest.param(palette, id=palette.name) for palette in PALETTES.values()]
#: Sight with one kind of cone missing, as weights of red, green and blue (Vienot 1999, rounded), and none at all.
SIGHTS = {
    "protanopia": ((0.11, 0.89, 0.0), (0.11, 0.89, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": ((0.29, 0.71, 0.0), (0.29, 0.71, 0.0), (-0.02, 0.02, 1.0)),
    "tritanopia": ((1.0, 0.15, -0.15), (0.0, 0.87, 0.13), (0.0, 0.87, 0.13)),
    "grey": ((0.21, 0.72, 0.07),) * 3,
}


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green, blue as light, 0 to 1."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(light: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2)."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast."""
    low, high = sorted((luminance(linear(one)), luminance(linear(other))))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def texts(p: Palette) -> dict[str, tuple[str, str]]:
    """Each text and what is behind it."""
    pairs = {f"{name} on {behind}": (getattr(p, name), getattr(p, behind))
             for name in ("ink", "muted", "accent", "danger") for behind in ("paper", "card")}  # fmt: skip
    pairs |= {f"session {look.name}": (look.text, look.background) for look in p.looks.values()}
    return pairs | {
        "filled button": (p.fill_ink, p.fill),
        "filled button, mouse over": (p.fill_ink, p.fill_hover),
        "button, mouse over": (p.accent, p.hover),
        "sidebar": (p.side_ink, p.side),
        "sidebar, mouse over": (p.side_ink, p.side_hover),
        "sidebar, chosen": (p.side_on_ink, p.side_on),
        "problem": (p.ink, p.notice),
        "selected row": (p.ink, p.selected),
        "every other row": (p.ink, p.alternate),
        "disabled": (p.off_ink, p.off),
    }


def outlines(p: Palette) -> dict[str, tuple[str, str]]:
    """Each line that carries meaning, and what is beside it."""
    return {
        "field on card": (p.outline, p.card),
        "field on paper": (p.outline, p.paper),
        "button on card": (p.accent, p.card),
        "filled button's edge on card": (p.fill_edge, p.card),
        "focus on card": (p.focus, p.card),
        "focus on paper": (p.focus, p.paper),
        "focus beside a fill": (p.focus_on_fill, p.fill),
        "mark of the chosen page": (p.amber, p.side),
    }


@pytest.mark.parametrize("palette", ALL)
def test_every_text_can_be_read(palette: Palette) -> None:
    low = {name: round(contrast(*pair), 2) for name, pair in texts(palette).items() if contrast(*pair) < TEXT}
    assert low == {}


@pytest.mark.parametrize("palette", ALL)
def test_every_outline_and_focus_ring_can_be_seen(palette: Palette) -> None:
    low = {name: round(contrast(*pair), 2) for name, pair in outlines(palette).items() if contrast(*pair) < OUTLINE}
    assert low == {}


@pytest.mark.parametrize("palette", ALL)
@pytest.mark.parametrize("sight", SIGHTS)
def test_what_waits_for_a_person_is_told_from_what_runs_by_any_eye(palette: Palette, sight: str) -> None:
    """A gate's background differs from every other in brightness; the others differ in word and form as well."""
    seen = {}
    for name, look in palette.looks.items():
        light = linear(look.background)
        red, green, blue = (sum(w * c for w, c in zip(row, light, strict=True)) for row in SIGHTS[sight])
        seen[name] = (max(0.0, luminance((red, green, blue))), look.text)
    for one, other in itertools.combinations(("backward", "gate", "rest", "forward"), 2):
        far = abs(seen[one][0] - seen[other][0])
        assert far > 0.01 or seen[one][1] != seen[other][1], f"{one} and {other} look alike"
    assert abs(seen["gate"][0] - seen["backward"][0]) > 0.2


def test_the_theme_of_the_computer_is_followed_unless_one_is_chosen() -> None:
    assert chosen(Theme.SYSTEM, dark=False, high_contrast=False) is PAPER
    assert chosen(Theme.SYSTEM, dark=True, high_contrast=False) is DARK
    assert chosen(Theme.SYSTEM, dark=False, high_contrast=True) is YELLOW
    assert chosen(Theme.PAPER, dark=True, high_contrast=True) is PAPER
