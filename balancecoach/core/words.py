"""The one seam for translation: every word a person reads or hears passes through ``tr``, ``trn`` or ``trc``.

gettext, so that the core stays free of Qt and one catalogue serves voice and screen (design 4.7). The current
catalogue is the only module-level state of the package; ``languages.py`` sets it once with ``use``, before anything is
shown. ``packaging/dev.py words`` collects what is in these calls.

What ``tr`` gives back fills its places by the language: ``tr("{0:.1f} km/h").format(1.5)`` is "1,5 km/h" in German.
"""

from gettext import NullTranslations
from typing import Any

_current: list[NullTranslations] = [NullTranslations()]
_point: list[str] = ["."]


def use(new: NullTranslations) -> None:
    """Speak and write in the language of the catalogue ``new`` from now on."""
    _current[0] = new
    _point[0] = trc("decimal sign", ".")


def catalogue() -> NullTranslations:
    """The one in use: what is remembered of translated words has to be kept apart by it."""
    return _current[0]


def language() -> str:
    """The language that is spoken and written now, such as "en"."""
    return _current[0].info().get("language") or "en"


def reviewer() -> str:
    """The clinician who has read this language's words, "" for nobody. English is the original."""
    return _current[0].info().get("x-clinical-reviewer", "")


def unreviewed() -> str:
    """What has to be said of this language before anybody walks by it, "" for nothing."""
    return "" if language() == "en" or reviewer() else tr(UNREVIEWED)


def right_to_left() -> bool:
    """Whether it is written from right to left."""
    return _current[0].info().get("x-direction") == "rtl"


def inside(heading: str) -> str:
    """A heading as it stands inside a sentence. German nouns keep their capitals."""
    return heading if language() == "de" else heading.lower()


def tr(message: str) -> str:
    """The translated message."""
    return _filled(_current[0].gettext(message))


def trc(context: str, message: str) -> str:
    """The translated message, where one English word is two meanings: "May" of the full names or of the short ones."""
    return _filled(_current[0].pgettext(context, message))


def trn(singular: str, plural: str, count: float) -> str:
    """The translated message with the right plural form for ``count``: "1.5 minutes", but "1,5 minute" in French."""
    if count != int(count):  # gettext knows whole numbers only: what follows nought is said as one, or as many
        as_one = _current[0].ngettext(singular, plural, 0) == _current[0].ngettext(singular, plural, 1)
        count = int(count) if as_one else 2
    return _filled(_current[0].ngettext(singular, plural, int(count)))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


def NC_(context: str, message: str) -> str:  # noqa: N802
    """Mark a message for ``trc`` with the same context."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802
    """Mark a message for ``trn``."""
    return singular, plural


def number(value: float, form: str = "") -> str:
    """A number outside of any sentence, in the language's way: "1.5", "1,5"."""
    return format(value, form).replace(".", _point[0])


class _Number(float):
    """Is written in the language's way, whatever the sentence asks for."""

    def __format__(self, form: str) -> str:
        return number(float(self), form)


class _Message(str):
    """A translated message. Its places are filled by the language."""

    __slots__ = ()

    def format(self, *args: Any, **named: Any) -> str:
        """As ``str.format``."""
        here = [_Number(each) if isinstance(each, float) else each for each in args]
        return str.format(self, *here, **{k: _Number(v) if isinstance(v, float) else v for k, v in named.items()})


def _filled(message: str) -> str:
    return message if _point[0] == "." else _Message(message)


#: Said in Settings and before a session, in a language whose catalogue names no reviewer.
UNREVIEWED = N_("This translation has not yet been reviewed by a clinician.")
