"""Measures pictures: where ink is, how high, and its contrast. Knows no widget. Rows x columns x red, green, blue."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Sight with one kind of cone missing, for light (linear RGB): Machado, Oliveira and Fernandes 2009, "A
#: Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.0.
#: Grey: relative luminance (WCAG 2).
SIGHTS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def pixels(image: QImage) -> Pixels:
    """A picture as numbers, in the display's own pixels."""
    made = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    return rows[:, : 3 * made.width()].reshape(made.height(), made.width(), 3).copy()


def cut(picture: Pixels, place: QRect) -> Pixels:
    """A part of a picture."""
    top, left = max(0, place.top()), max(0, place.left())
    return picture[top : place.bottom() + 1, left : place.right() + 1]


def colours(picture: Pixels) -> tuple[Pixels, NDArray[np.intp]]:
    """The colours in a picture, and how many pixels have each."""
    numbers = picture.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    values, counts = np.unique(numbers, return_counts=True)
    parts = [values >> 16, values >> 8 & 255, values & 255]
    return np.stack(parts, axis=1).astype(np.uint8), counts


def commonest(picture: Pixels) -> Pixels:
    """The colour that most pixels have: the background."""
    values, counts = colours(picture)
    return np.asarray(values[counts.argmax()])


def ink(picture: Pixels, least: int = 60) -> Mask:
    """Whatever is clearly not background."""
    far = np.abs(picture.astype(np.int16) - commonest(picture).astype(np.int16)).max(axis=2)
    return np.asarray(far > least)


def runs(profile: Mask) -> list[tuple[int, int]]:
    """Where a row or column profile has ink without a gap: first and one past last."""
    edges = np.flatnonzero(np.diff(np.pad(profile.astype(np.int8), 1)))
    return [(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)]


def tallest(mask: Mask) -> tuple[int, int]:
    """The tallest band of rows with ink: the big digits."""
    return max(runs(np.asarray(mask.any(axis=1))), key=lambda run: run[1] - run[0], default=(0, 0))


def height_of(mask: Mask) -> int:
    """Rows from the first to the last ink."""
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


def light(colours: NDArray[np.floating] | Pixels) -> NDArray[np.float64]:
    """sRGB from 0 to 255 as linear light from 0 to 1."""
    parts = np.asarray(colours, np.float64) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen_by(colours: Pixels, sight: str) -> NDArray[np.float64]:
    """Linear light as somebody with this sight has it."""
    return np.asarray(np.clip(light(colours) @ np.array(SIGHTS[sight]).T, 0, 1))


def luminance(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative luminance (WCAG 2)."""
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast_of(picture: Pixels, sight: str = "") -> float:
    """WCAG 2 contrast between the background and the ink that is unlike it most, in a part that holds one text.

    The ink is what at least one in two thousand pixels has, so that it is the core of strokes and not an edge.
    """
    values, counts = colours(picture)
    core = values[counts >= max(2, counts.sum() // 2000)]
    core, back = (seen_by(part, sight) if sight else light(part) for part in (core, values[counts.argmax()][None]))
    bright, behind = luminance(core), luminance(back)
    high, low = np.maximum(bright, behind), np.minimum(bright, behind)
    return float(((high + 0.05) / (low + 0.05)).max())


def likeness(one: Mask, other: Mask) -> float:
    """Intersection over union of two forms of the same size: 1 for the same."""
    union = float((one | other).sum())
    return float((one & other).sum()) / union if union else 1.0
