"""Which voices are offered, and under which names, on systems that are not at hand."""

from balancecoach.speech.voices import ESPEAK, VARIANTS, Voice, offered


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
