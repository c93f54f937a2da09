"""Which voices are offered, and under which names, on systems that are not at hand."""

import pytest

from balancecoach.speech.voices import ESPEAK, NO_VOICE, VARIANTS, Voice, chosen, offered


def test_windows_and_mac_voices_men_first_english_only() -> None:
    found = [
        Voice("HKEY\\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)", "", ""),
        Voice("HKEY\\TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop - German", "", ""),
        Voice("com.apple.samantha", "Samantha", "en_US", "female"),
        Voice("com.apple.alex", "Alex", "en-US", "male"),
        Voice("com.apple.anna", "Anna", "de_DE", "female"),
    ]
    assert [voice.name for voice in offered(found)] == [
        "Alex",
        "Microsoft Zira Desktop - English (United States)",
        "Samantha",
    ]


def test_a_voice_that_only_sounds_english_by_its_language_code() -> None:
    assert offered([Voice("1", "Arnold", "eng"), Voice("2", "Ben", "fr_en")]) == ()


def test_each_name_once_so_that_a_list_tells_them_apart() -> None:
    found = [Voice("1", "Daniel", "en_GB", "male"), Voice("2", "Daniel", "en_GB", "male")]
    assert [voice.name for voice in offered(found)] == ["Daniel", "Daniel (2)"]
    assert [voice.id for voice in offered(found)] == ["1", "2"]


def test_of_espeak_only_what_is_there_is_offered() -> None:
    assert [voice.id for voice in offered([Voice("gmw/en-us", "English (America)", "en-us")])] == [
        "gmw/en-us+m8",
        "gmw/en-us",
        "gmw/en-us+f1",
    ]
    assert offered([]) == ()


def test_names_are_plain_and_the_deep_ones_come_first() -> None:
    names = [name for _, name, _ in ESPEAK]
    assert len(set(names)) == len(names)
    assert all(name.startswith("English, ") and "(" not in name and "+" not in name for name in names)
    assert [hz for _, _, hz in ESPEAK] == sorted(hz for _, _, hz in ESPEAK)
    assert {"m8", "f1"} == VARIANTS


# -- other languages -----------------------------------------------------------------------------------------------
GREAT_BRITAIN, GERMAN = Voice("gmw/en", "English (Great Britain)", "en-gb"), Voice("gmw/de", "German", "de")
HEDDA = Voice("HKEY\\TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop - German")
ZIRA = Voice("HKEY\\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)")


def test_in_another_language_its_own_voices_are_offered() -> None:
    found = (GREAT_BRITAIN, GERMAN, Voice("roa/fr-be", "French (Belgium)", "fr-be"), Voice("roa/fr", "French", "fr-fr"))
    assert [voice.id for voice in offered(found, "de")] == ["gmw/de+m8", "gmw/de", "gmw/de+f1"]
    assert [voice.name for voice in offered(found, "fr")] == ["French, deep", "French", "French, high"]
    assert offered(found, "es") == ()
    assert offered((HEDDA, ZIRA), "de") == (HEDDA,)
    assert [voice.id for voice in offered(found)] == ["gmw/en+m8", "gmw/en", "gmw/en+f1"]


@pytest.mark.parametrize(
    ("wanted", "language", "spoken"),
    [
        ("", "en", "gmw/en"),
        ("gmw/en+m8", "en", "gmw/en+m8"),
        ("", "de", "gmw/de"),
        ("gmw/de+f1", "de", "gmw/de+f1"),
        ("gmw/en+m8", "de", "gmw/de"),
        ("gmw/de", "en", "gmw/en"),
        ("", "de_AT", "gmw/de"),
        ("mine", "de", "mine"),
    ],
)
def test_the_voice_speaks_the_language_of_the_words(wanted: str, language: str, spoken: str) -> None:
    found = (GREAT_BRITAIN, GERMAN, Voice("mine", "Arnold"))
    assert chosen(found, wanted, "gmw/en", language) == spoken


def test_an_english_sentence_is_not_read_by_a_german_default() -> None:
    assert chosen((HEDDA, ZIRA), "", HEDDA.id, "en") == ZIRA.id
    assert chosen((HEDDA, ZIRA), HEDDA.id, HEDDA.id, "en") == ZIRA.id
    assert chosen((HEDDA,), "", HEDDA.id, "de") == HEDDA.id


def test_no_voice_of_the_language_is_said() -> None:
    with pytest.raises(ValueError, match=NO_VOICE):
        chosen((GREAT_BRITAIN, GERMAN), "", "gmw/en", "fr")
    with pytest.raises(ValueError, match="no voice 'gmw/xx'"):
        chosen((GREAT_BRITAIN,), "gmw/xx", "gmw/en", "en")
    with pytest.raises(ValueError, match=r"no voice 'gmw/de\+ghost'"):
        chosen((GREAT_BRITAIN, GERMAN), "gmw/de+ghost", "gmw/en", "de")
