"""Where everything on the session screen is: shares of the window, so that it looks the same on every display."""

from dataclasses import dataclass

from PySide6.QtCore import QRect


@dataclass(frozen=True)
class Frame:
    """A window of this size. ``head``: a share of its height at the top that belongs to something else."""

    width: int
    height: int
    head: float = 0.0

    @property
    def side(self) -> int:
        """Empty at the left and right."""
        return round(self.width * 0.035)

    @property
    def gap(self) -> int:
        """Between neighbours."""
        return round(self.width * 0.015)

    @property
    def inner(self) -> int:
        """Width between the sides."""
        return self.width - 2 * self.side

    @property
    def middle_top(self) -> float:
        """Where the top row ends; the digits need 43.5 % of the height from here (design 6)."""
        return self.head + 0.092 if self.head else 0.14

    def band(self, top: float, bottom: float) -> QRect:
        """From side to side, between two shares of the height."""
        return QRect(self.side, self._down(top), self.inner, self._down(bottom) - self._down(top))

    def whole(self, top: float, bottom: float) -> QRect:
        """From edge to edge."""
        return QRect(0, self._down(top), self.width, self._down(bottom) - self._down(top))

    def top_row(self, speed_wide: int, hands_wide: int) -> tuple[QRect, QRect, QRect, QRect]:
        """Picture, word, speed and hands; the last two as wide as they want to be, within reason."""
        top, row = self._down(self.head + 0.006 if self.head else 0.022), self._down(0.082 if self.head else 0.105)
        chip = round(row * 0.86)
        chip_top, right = top + (row - chip) // 2, self.width - self.side
        hands = min(hands_wide, round(self.inner * 0.26))
        speed = min(speed_wide, round(self.inner * 0.29))
        hands_left = right - hands
        speed_left = (hands_left - self.gap if hands else right) - speed
        word_left = self.side + row + self.gap
        word_right = (speed_left if speed else hands_left) - self.gap
        return (
            QRect(self.side, top, row, row),
            QRect(word_left, top, max(10, word_right - word_left), row),
            QRect(speed_left, chip_top, speed, chip),
            QRect(hands_left, chip_top, hands, chip),
        )

    def running(self) -> tuple[QRect, QRect]:
        """The digits and the caption, while walking."""
        bottom = self.middle_top + 0.445
        return self.whole(self.middle_top, bottom), self.band(bottom + 0.01, 0.80)

    def off_duty(self, *, help_: bool, strip: bool) -> tuple[QRect, QRect, QRect, QRect]:
        """The one thing to do, the caption, the line below, and the number to call; paused or stopped."""
        top = self.middle_top
        whole = 0.85 - top
        bottom = 0.85 if help_ or not strip else 0.80
        caption, line, call = top + whole * 0.40, top + whole * 0.57, top + whole * 0.775
        return (
            self.band(top, caption - 0.01),
            self.band(caption, line - 0.005),
            self.band(line, call - 0.01 if help_ else bottom),
            self.band(call, 0.85),
        )

    def strip(self) -> QRect:
        """The strip of blocks."""
        return self.band(0.812, 0.84)

    def bottom_row(self) -> QRect:
        """What is left, what comes, and the buttons."""
        return self.band(0.865, 0.973)

    def _down(self, share: float) -> int:
        return round(self.height * share)
