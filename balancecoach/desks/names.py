"""A person's name where a page shows it."""

import unicodedata

#: A name in a sentence is cut at the first, and may be broken at the second: else it would be wider than the window.
LONGEST_SHOWN, LONGEST_WORD = 40, 16


def shown_name(name: str) -> str:
    """A name inside a sentence: not too long, and one from right to left does not turn the sentence around."""
    text = name.strip()
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1].rstrip() + "…"
    text = " ".join(_breakable(word) for word in text.split())
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"\u2068{text}\u2069" if turns else text


def _breakable(word: str) -> str:
    """With places of no width where a line may end."""
    return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
