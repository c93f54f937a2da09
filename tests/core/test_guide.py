"""Guides as they are read and searched."""

import pytest

from balancecoach.core.guide import Found, anchor, news, read_guide, search

ONE = """# If it is wrong

Look first.

## There is no sound

1. Is the **loudspeaker** on? Turn it up.
2. Press `Enter`, see [the other guide](other.md#no-voice).

![A picture](sound.png)

## The café

| key | what it does |
|---|---|
| `W` | note a wobble |
"""
OTHER = """# Setting up

## The loudspeaker

Put it near. There should be no noise and a clear sound.

## Sound and more

Remotes work.
"""
GUIDES = (read_guide("one", ONE), read_guide("other", OTHER))


def test_a_guide_is_its_headings_and_its_sentences() -> None:
    guide = GUIDES[0]
    assert (guide.id, guide.title, guide.markdown) == ("one", "If it is wrong", ONE)
    assert [section.heading for section in guide.sections] == ["If it is wrong", "There is no sound", "The café"]
    assert list(guide.sections[1].sentences()) == [
        "Is the loudspeaker on?",
        "Turn it up.",
        "Press Enter, see the other guide.",
    ]
    assert list(guide.sections[2].sentences()) == ["key: what it does", "W: note a wobble"]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("no sound", ["There is no sound", "The loudspeaker"]),
        ("SOUNDS", ["There is no sound", "Sound and more", "The loudspeaker"]),
        ("loudspeaker", ["The loudspeaker", "There is no sound"]),
        ("cafe", ["The café"]),
        ("remote", ["Sound and more"]),
        ("wrong wobble", ["The café"]),  # the guide's title helps
        ("setting", ["Setting up"]),  # but it does not find every heading of it
        ("peaker", []),  # words from their beginning
        ("sound nowhere", []),
        ("  ?! ", []),
        ("", []),
    ],
)
def test_a_search_finds_headings_with_all_words(asked: str, places: list[str]) -> None:
    assert [found.heading for found in search(GUIDES, asked)] == places


def test_a_place_has_the_sentence_that_fits_best() -> None:
    assert search(GUIDES, "turn up")[0] == Found("one", "If it is wrong", "There is no sound", "Turn it up.")


def test_no_more_is_found_than_can_be_looked_through() -> None:
    many = read_guide("many", "# Many\n" + "".join(f"## Part {n}\n\nSound.\n" for n in range(40)))
    assert len(search((many,), "sound")) == 12


def test_links_go_to_headings_as_on_github() -> None:
    assert anchor("There is no sound") == "there-is-no-sound"
    assert anchor("A session, step by step") == "a-session-step-by-step"


def test_what_is_new_is_the_newest_versions_without_links() -> None:
    log = "# Changelog\n\n## 3\n\n- c ([how](docs/c.md))\n\n## 2\n\n- b\n\n## 1\n\n- a\n"
    assert news(log, 2) == "## 3\n\n- c (how)\n\n## 2\n\n- b\n"
    assert news(log).count("## ") == 3
    assert news("nothing") == "\n"
