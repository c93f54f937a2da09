"""The catalogues of translations: complete, without a mistake that a program can see, dates as CLDR has them."""

import io
from datetime import date, timedelta
from gettext import GNUTranslations

import pytest
import words as tool
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from words_check import SPOKEN, Found, of_catalogue
from words_dates import PATTERNS, skeleton_words

from balancecoach.core import dates, words
from balancecoach.core.catalogue import Catalogue, CatalogueError
from balancecoach.languages import ENOUGH
from tests.fakes import in_language

LANGUAGES = tool.languages()
HEAD = {"Language": "de", "Plural-Forms": "nplurals=2; plural=(n != 1);"}


@pytest.fixture(scope="module")
def every() -> Catalog:
    """All messages of the program, collected anew."""
    return tool.template()


def test_the_template_is_up_to_date(every: Catalog) -> None:
    assert tool.TEMPLATE.read_bytes() == tool.written(every, tool.OF_TEMPLATE), "run: python3 packaging/dev.py words"
    assert len(every) > 1500, "too little was collected"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_mistake(language: str, every: Catalog) -> None:
    found, _ = of_catalogue(tool.path_of(language).read_text(encoding="utf-8"), every)
    assert [each for each in found if each.error] == []
    text = tool.path_of(language).read_text(encoding="utf-8")
    made, told = tool.percent(read_po(io.StringIO(text), locale=language)), Catalogue(text).info()["x-translated"]
    assert int(told) == made, "run: python3 packaging/dev.py words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_language_that_is_offered_everything_is_spoken(language: str, every: Catalog) -> None:
    """A sentence in English, read by a German voice, is understood by nobody."""
    catalogue = Catalogue(tool.path_of(language).read_text(encoding="utf-8"))
    if int(catalogue.info()["x-translated"]) >= ENOUGH:
        spoken = [row.id for row in every if row.id and (SPOKEN, 0) in row.locations]
        assert len(spoken) > 100
        assert [each for each in spoken if not catalogue.has(each if isinstance(each, str) else each[0])] == []


# -- the check itself ----------------------------------------------------------------------------------------------
def checked(*pairs: tuple[str, str], language: str = "de", place: str = "ui/x.py") -> list[Found]:
    """What is found in a catalogue with these messages."""
    every, made = Catalog(), Catalog()
    for message, text in pairs:
        every.add(message, locations=[(place, 0)])
        made.add(message, text)
    found, _ = of_catalogue(tool.written(made, {**HEAD, "Language": language}).decode(), every)
    return found


@pytest.mark.parametrize(
    ("message", "text", "said"),
    [
        ("Set {0:.1f}.", "Auf eins.", "has []"),
        ("Set {0:.1f}.", "Auf {0}.", "has ['0:']"),
        ("Set {0}.", "Auf {0}{1}.", "has ['0:', '1:']"),
        ("Set {0}.", "Auf {0.", "braces"),
        ("Stop the belt.", "Band anhalten", "ends with ''"),
        ("Stop?", "Halt!", "ends with '!'"),
        ("Stop", " Halt", "a space at its edge"),
        ("Slope, 2 %", "Steigung, 2", "same number of ['%']"),
        ("A\nB", "A B", "same number of ['\\n']"),
        ("<b>Stop</b>", "<b>Halt<b>", "other tags"),
        ("Balance Coach is open", "Gleichgewicht ist offen", "is not translated"),
        ("Stay well", "Schneller gehen", "'Schneller' must not be said"),
        ("Your key", "Dein Schlüssel", "'Dein' must not be said"),
    ],
)
def test_the_check_sees_what_is_wrong(message: str, text: str, said: str) -> None:
    (found,) = [each for each in checked((message, text)) if each.error]
    assert said in found.words


def test_the_check_sees_what_is_wrong_in_one_language_or_when_spoken() -> None:
    assert "¿" in checked(("Well?", "Bien?"), language="es")[0].words
    assert "does not break" in checked(("Well?", "Bien?"), language="fr")[0].words
    assert checked(("Well?", "Bien\u00a0?"), language="fr") == []
    assert "changes when" in checked(("Turn.", "Nach links."), place="balancecoach/core/phrases.py")[0].words
    assert checked(("Turn.", "Nach links.")) == []
    five = (
        "Five seconds. Then stand still.",
        "Noch fünf ganze Sekunden. Danach bitte ganz und gar ruhig stehen bleiben.",
    )
    assert "at the slowest" in checked(five, place=SPOKEN)[0].words
    assert checked((five[0], "Fünf Sekunden. Dann stehen bleiben."), place=SPOKEN) == []
    assert not checked(("Hold the rail", "Hold the rail"))[0].error


def test_the_check_sees_forms_that_are_missing_or_lose_a_number() -> None:
    pair = ("{0} step", "{0} steps")
    for texts, wrong in ((("{0} Schritt", "{0} Schritte"), 0), (("{0} Schritt",), 1), (("{0} Schritt", "Schritte"), 1)):
        every, made = Catalog(), Catalog()
        every.add(pair)
        made.add(pair, texts)
        text = tool.written(made, HEAD).decode()
        found, _ = of_catalogue(text, every)
        assert len(found) == wrong, texts


def test_the_check_sees_a_catalogue_that_is_behind_or_none() -> None:
    every = Catalog()
    every.add("New")
    found, missing = of_catalogue(tool.written(Catalog(), HEAD).decode(), every)
    assert "run dev.py words" in found[0].words
    assert missing == 1
    assert "no .po file" in of_catalogue("hello", every)[0][0].words
    assert "Plural-Forms" in of_catalogue('msgid "a"\nmsgstr "b"\n', every)[0][0].words


# -- reading -------------------------------------------------------------------------------------------------------
def test_a_catalogue_is_read_as_gettext_reads_it() -> None:
    """The same file, compiled by Babel and read by the standard library, says the same."""
    made = Catalog(locale="de")
    made.add("May", "Mai", context="month")
    made.add("May", "Darf")
    made.add('A "quoted"\n\tlong \\ line ' * 9, 'Eine „Zeile“\n\\ "q" ' * 9)
    made.add(("{0} day", "{0} days"), ("{0} Tag", "{0} Tage"))
    made.add("Not yet", "")
    made.add("Unsure", "Unsicher", flags=["fuzzy"])
    out = io.BytesIO()
    write_mo(out, made)
    out.seek(0)
    ours, theirs = Catalogue(tool.written(made, {**HEAD, "X-A": "b: c"}).decode()), GNUTranslations(out)
    for message in [row.id for row in made if row.id and isinstance(row.id, str)]:
        assert ours.gettext(message) == theirs.gettext(message), message
    assert ours.pgettext("month", "May") == theirs.pgettext("month", "May") == "Mai"
    assert ours.pgettext("day", "May") == theirs.pgettext("day", "May") == "May"
    for number in range(5):
        args = ("{0} day", "{0} days", number)
        assert ours.ngettext(*args) == theirs.ngettext(*args), number
        unknown = ("{0} year", "{0} years", number)
        assert ours.ngettext(*unknown) == theirs.ngettext(*unknown), number
    assert ours.gettext("{0} day") == theirs.gettext("{0} day") == "{0} Tag"
    assert len(ours) == 4
    assert ours.info()["x-a"] == "b: c"


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        'msgid "a',
        'msgid a"',
        "msgid ",
        '"a"',
        'domain "a"',
        'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=import os;"',
    ],
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(CatalogueError):
        Catalogue(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_as_cldr_has_them(language: str) -> None:
    write = {
        "date: 7 September 2026": dates.day_words,
        "date: 7 September": dates.day_month,
        "date: 7 Sep": dates.short_day,
        "date: 7 Sep 2026": dates.short_day_year,
        "date: September 2026": dates.month_year,
        "date: Sep 2026": dates.short_month_year,
        "date: Monday 7 September 2026": dates.weekday_day_year,
    }
    with in_language(Catalogue(tool.path_of(language).read_text(encoding="utf-8"))):
        for context, written in write.items():
            for days in range(0, 366, 5):
                day = date(2026, 1, 1) + timedelta(days=days)
                assert written(day) == skeleton_words(PATTERNS[context][0], day, language)


# -- numbers -------------------------------------------------------------------------------------------------------
DECIMAL = 'msgctxt "decimal sign"\nmsgid "."\nmsgstr ","\n\n'


def with_comma(rule: str, body: str = "") -> Catalogue:
    """With a comma, and this rule for plural forms."""
    return Catalogue(f'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural={rule};\\n"\n\n{DECIMAL}{body}')


def test_numbers_in_sentences_have_the_sign_of_the_language() -> None:
    def said() -> tuple[str, ...]:
        return (
            words.tr("{0:.1f} km/h").format(1.5),
            words.tr("{0:g} of {1}").format(2.5, "1.5"),
            words.tr("{n}, {0}").format(3, n=0.25),
            words.trn("{0:g} minute", "{0:g} minutes", 1.5).format(1.5),
            words.number(1.25, ".1f"),
        )

    assert said() == ("1.5 km/h", "2.5 of 1.5", "0.25, 3", "1.5 minutes", "1.2")
    with in_language(with_comma("n != 1")):
        assert said() == ("1,5 km/h", "2,5 of 1.5", "0,25, 3", "1,5 minutes", "1,2")


@pytest.mark.parametrize(
    ("rule", "half", "one", "one_and_a_half", "two"),
    [("n != 1", "viele", "eins", "viele", "viele"), ("n > 1", "eins", "eins", "eins", "viele")],
)
def test_plural_forms_of_fractions(rule: str, half: str, one: str, one_and_a_half: str, two: str) -> None:
    """In French 1,5 is said as one, in German as many."""
    body = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "eins"\nmsgstr[1] "viele"\n'
    with in_language(with_comma(rule, body)):
        assert [words.trn("a", "b", number) for number in (0.5, 1, 1.5, 2)] == [half, one, one_and_a_half, two]
