"""The one seam for translation: every word a person reads or hears passes through ``tr`` or ``trn``.

gettext, so that the core stays free of Qt and one catalogue serves voice and screen (design 4.7). The current
catalogue is the only module-level state of the package; the composition root sets it once with ``use``.
"""

from gettext import NullTranslations

_current: list[NullTranslations] = [NullTranslations()]


def use(catalogue: NullTranslations) -> None:
    """Speak and write in this catalogue's language from now on."""
    _current[0] = catalogue


def language() -> str:
    """The language that is spoken and written now, such as "en"."""
    return _current[0].info().get("language") or "en"


def tr(message: str) -> str:
    """The translated message."""
    return _current[0].gettext(message)


def trn(singular: str, plural: str, count: float) -> str:
    """The translated message with the right plural form for ``count``."""
    if count != int(count):
        return _current[0].gettext(plural)
    return _current[0].ngettext(singular, plural, int(count))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message
