"""A language that nobody speaks: English with accents, 40 % more letters, and marks at the ends of every message.

Whatever is on the screen without marks did not pass through ``tr``; whatever is cut has no room for German. For tests,
and to look at: ``balancecoach --language pseudo``.
"""

import re
from gettext import NullTranslations

LEFT, RIGHT = "⟦", "⟧"
#: Unseen, and a letter of Arabic or Hebrew to everything that lays out lines.
RIGHT_TO_LEFT = "\u200f"
_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéîñöšüýžÁÇÉÎÑÖŠÜÝŽ")
#: Places for numbers, tags, and what they hold stay as they are.
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&&?)")
MORE = 0.4


class Pseudo(NullTranslations):
    """Every message, changed so that it is seen to be translated. ``rtl``: written from right to left."""

    def __init__(self, *, rtl: bool = False) -> None:
        super().__init__()
        self._rtl, self._made = rtl, dict[str, str]()

    def info(self) -> dict[str, str]:
        """As in the head of a catalogue."""
        return {"language": "en", "x-name": "Pseudo", **({"x-direction": "rtl"} if self._rtl else {})}

    def gettext(self, message: str) -> str:
        if message not in self._made:
            self._made[message] = f"{RIGHT_TO_LEFT if self._rtl else ''}{LEFT}{longer(message)}{RIGHT}"
        return self._made[message]

    def pgettext(self, context: str, message: str) -> str:
        return "," if context == "decimal sign" else self.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def longer(message: str) -> str:
    """Letters with accents, some of them doubled, all over the message, until it is 40 % longer."""
    pieces, owed = [], 0.0
    message = re.sub(r"(\d)\.(\d)", r"\1,\2", message)  # as a translator writes it
    for number, piece in enumerate(_KEPT.split(message)):
        if number % 2:
            pieces.append(piece)
            continue
        for letter in piece:
            pieces.append(letter)
            owed += MORE
            if letter.isalpha() and owed >= 1:
                pieces.append(letter if message.isupper() else letter.lower())
                owed -= 1
    return "".join(piece if _KEPT.fullmatch(piece) else piece.translate(_ACCENTS) for piece in pieces)
