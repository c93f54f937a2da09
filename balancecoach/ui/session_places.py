"""Where everything on the session screen is: shares of the window, so that it looks the same on every display."""

from msgspec import Struct
from PySide6.QtCore import QRect


class Frame(Struct, frozen=True):
    """A window of this size. ``head``: a share of its height at the top that belongs to something else.

    ``stacked``: speed and hands have a row of their own, since they and the word would not fit side by side.
    """

    width: int
    height: int
    head: float = 0.0
    stacked: bool = False

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
        """Where the top row ends; the digits need 42.5 % of the height from here (design 6)."""
        if self.head:
            return self.head + 0.092
        return 0.203 if self.stacked else 0.14

    def band(self, top: float, bottom: float) -> QRect:
        """From side to side, between two shares of the height."""
        return QRect(self.side, self._down(top), self.inner, self._down(bottom) - self._down(top))

    def whole(self, top: float, bottom: float) -> QRect:
        """From edge to edge."""
        return QRect(0, self._down(top), self.width, self._down(bottom) - self._down(top))

    @property
    def row(self) -> int:
        """Height of the top row, and side of the picture in it."""
        return self._down(0.082 if self.head else 0.105)

    def word_room(self, *chips: int) -> int:
        """Pixels that the word has beside chips that would like to be this wide."""
        beside = [] if self.stacked else [wide + self.gap for wide in self.fitting(*chips) if wide]
        return max(10, self.inner - self.row - self.gap - sum(beside))

    def fitting(self, *chips: int) -> list[int]:
        """Speed and hands as wide as they want to be, within reason."""
        most = self.inner - self.row - 2 * self.gap if self.stacked else round(self.inner * 0.42)
        squeeze = min(1.0, most / max(1, sum(chips)))
        return [round(wide * squeeze) for wide in chips]

    def top_row(self, speed_wide: int, hands_wide: int) -> tuple[QRect, QRect, QRect, QRect]:
        """Picture, word, speed and hands; the last two would like to be this wide."""
        top, row = self._down(self.head + 0.006 if self.head else 0.022), self.row
        picture = QRect(self.side, top, row, row)
        word_left = self.side + row + self.gap
        above = 0 if self.head else self._down(0.012)  # room for the accents of capitals
        speed, hands = self.fitting(speed_wide, hands_wide)
        word = QRect(word_left, top - above, self.word_room(speed_wide, hands_wide), row + 2 * above - 1)
        return (picture, word, *self._chips(word, top, speed, hands))

    def _chips(self, word: QRect, top: int, speed: int, hands: int) -> tuple[QRect, QRect]:
        """Below the word, or beside it at the right."""
        if self.stacked:
            chip, chip_top, left = self._down(0.058), self._down(0.142), word.left()
        else:
            chip = round(self.row * 0.86)
            chip_top, left = top + (self.row - chip) // 2, self.width - self.side - hands
            left -= speed + (self.gap if speed and hands else 0)
        hands_left = left + speed + (self.gap if speed else 0)
        return QRect(left, chip_top, speed, chip), QRect(hands_left, chip_top, hands, chip)

    def running(self) -> tuple[QRect, QRect]:
        """The digits and the caption, while walking."""
        bottom = self.middle_top + (0.43 if self.stacked else 0.445)
        return self.whole(self.middle_top, bottom), self.band(bottom + 0.006, 0.806)

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
