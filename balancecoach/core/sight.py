"""How large letters look from where a person stands: minutes of arc (evidence 6a, 6b)."""

import math
from enum import IntEnum

from msgspec import Struct

MM_PER_INCH = 25.4
#: Digits of the timer, m:ss, as a share of the window's height (design 6).
M_SS = 0.42
#: Height of the next most important words as a share of the window's height (design 6).
WORDS = 0.08
#: Minutes of arc (evidence 6a: 20/70 sight with a reserve of three; 20/200 with two; 20/70 with two for sentences).
TIMER_LEAST, TIMER_WANTED, WORDS_LEAST = 53.0, 100.0, 35.0


class Size(IntEnum):
    """How the big digits do: for most people's eyes, or for weak ones too."""

    TOO_SMALL = 0  # evidence 6b: warn at set-up
    FAIR = 1
    GOOD = 2


class Screen(Struct, frozen=True):
    """A display: its diagonal in inches, width and height in pixels (for their ratio), eyes this far away in metres."""

    inches: float
    wide: int
    high: int
    distance_m: float


class Seen(Struct, frozen=True):
    """What is seen. Heights in millimetres; minutes of arc of digits (m:ss) and of words.

    ``farthest_m``: the farthest place from which the digits are large enough. ``least_inches``: the smallest screen
    that would be large enough from here.
    """

    digits_mm: float
    digits_arcmin: float
    words_arcmin: float
    size: Size
    farthest_m: float
    least_inches: float


def arcminutes(height_mm: float, distance_m: float) -> float:
    """The angle under which a height is seen (evidence 6a). Raises ``ValueError`` for a distance of 0 or less."""
    if distance_m <= 0:
        raise ValueError(f"a distance of {distance_m} m")
    return math.degrees(2 * math.atan(height_mm / (2000 * distance_m))) * 60


def height_mm(arcmin: float, distance_m: float) -> float:
    """The height that is seen under this angle."""
    return 2000 * distance_m * math.tan(math.radians(arcmin / 60) / 2)


def screen_height_mm(screen: Screen) -> float:
    """How high the picture is, from its diagonal and shape."""
    return screen.inches * MM_PER_INCH * screen.high / math.hypot(screen.wide, screen.high)


def seen(screen: Screen) -> Seen:
    """How large the session's timer and words look on this display."""
    high = screen_height_mm(screen)
    digits = M_SS * high
    angle = arcminutes(digits, screen.distance_m)
    size = Size.TOO_SMALL if angle < TIMER_LEAST else Size.FAIR if angle < TIMER_WANTED else Size.GOOD
    return Seen(
        digits_mm=digits,
        digits_arcmin=angle,
        words_arcmin=arcminutes(WORDS * high, screen.distance_m),
        size=size,
        farthest_m=digits / height_mm(TIMER_LEAST, 1.0),
        least_inches=screen.inches * height_mm(TIMER_LEAST, screen.distance_m) / digits,
    )
