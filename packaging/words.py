"""The catalogues of translations: python3 packaging/dev.py words [--check [FILE.po ...]] [--new LANGUAGE]

Without options: collect every message of the program and of its programmes into assets/locale/balancecoach.pot, and
bring each catalogue beside it up to date. A translation is kept as long as its message is there; one that is gone stays
in the file, out of use. Nothing is guessed: a message that changed by a letter has to be translated anew.

--check: only look for what is wrong (packaging/words_check.py); exit code 1 when something is.
--new: a catalogue for one more language, with its dates and its decimal sign from CLDR.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this folder's package, whatever is installed

from words_check import check
from words_dates import known

from balancecoach.core.catalogue import entries, fields_of

FOLDER = ROOT / "assets" / "locale"
TEMPLATE = FOLDER / "balancecoach.pot"
NAME = "balancecoach.po"
#: Our own names for gettext's.
PLAIN, PLURAL, WITH_CONTEXT = ("tr", "N_"), ("trn", "NN_"), ("trc", "NC_")
#: What a translator should know of all the messages of a file.
NOTES = {
    "balancecoach/core/phrases.py": "Spoken while somebody walks: short, calm, clear to hear. English: 8 words.",
    "balancecoach/core/screening.py": "A question about health: translate its meaning exactly.",
    "balancecoach/core/safety.py": "About health: translate its meaning exactly.",
}
#: Where CLDR has one more form, for whole millions, which nobody walks.
TWO_FORMS = {
    **dict.fromkeys(("es", "it", "pt", "ca"), "nplurals=2; plural=(n != 1);"),
    "fr": "nplurals=2; plural=(n > 1);",
}
#: The fields of the template's head.
OF_TEMPLATE = {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
#: The words of a programme that people read.
OF_PROGRAMME = ("title", "summary", "who")
HEAD = """\
# Words of Balance Coach, GPL-3.0-or-later. Made by: python3 packaging/dev.py words"""


def path_of(language: str) -> Path:
    """Where a language's catalogue lies, as gettext has it."""
    return FOLDER / language / "LC_MESSAGES" / NAME


def languages() -> list[str]:
    """Those with a catalogue."""
    return sorted(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{NAME}"))


def sources() -> list[Path]:
    """Every file with messages in it."""
    return [*sorted((ROOT / "balancecoach").rglob("*.py")), *sorted((ROOT / "assets" / "programmes").glob("*.toml"))]


def of_python(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Message, notes and context of all calls in a module, also inside f-strings, where Babel's own way sees none."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name in PLAIN and len(words) == 1:
            yield words[0], [], None
        elif name in PLURAL and len(words) == 2:
            yield (words[0], words[1]), [], None
        elif name in WITH_CONTEXT and len(words) == 2:
            yield words[1], [], words[0]


def of_programme(path: Path) -> Iterator[tuple[str, list[str], None]]:
    """The words of a programme that people read."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    for key in OF_PROGRAMME:
        yield read[key], [f"Programme {read['title']}: {key}"], None
    for week in read.get("weeks", ()):
        if week.get("summary"):
            yield week["summary"], [f"Programme {read['title']}: what a week is"], None
    for source in read.get("sources", ()):
        yield source["text"], [f"Programme {read['title']}: what it rests on"], None


def template() -> Catalog:
    """All messages, sorted by where they are first used."""
    made = Catalog(project="Balance Coach", charset="utf-8", header_comment=HEAD)
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        shared = [NOTES[place]] if place in NOTES else []
        for message, notes, context in of_python(path) if path.suffix == ".py" else of_programme(path):
            made.add(message, locations=[(place, 0)], auto_comments=[*shared, *notes], context=context)
    return made


def written(catalogue: Catalog, fields: Mapping[str, str], glossary: Sequence[str] = ()) -> bytes:
    """As a file. No dates and no line numbers, so that only what changed is seen to change. ``glossary``: comments of
    whoever translates, above all."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, omit_header=True)
    rows = [f'"{key}: {value}\\n"' for key, value in fields.items()]
    return "\n".join([HEAD, *glossary, 'msgid ""', 'msgstr ""', *rows, "", ""]).encode() + out.getvalue()


def fields(language: str, made: Catalog, kept: Mapping[str, str]) -> dict[str, str]:
    """The fields of a catalogue's head: those of before, and what CLDR says where there is none."""
    locale = Locale.parse(language, sep="_")
    fresh = {
        "Language": language,
        "X-Name": (locale.get_display_name() or language).capitalize(),
        "X-Clinical-Reviewer": "",
        "X-Translated": str(percent(made)),
        "Plural-Forms": plurals(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale.text_direction == "rtl":
        fresh["X-Direction"] = "rtl"
    return {key: value if key == "X-Translated" else kept.get(key.lower()) or value for key, value in fresh.items()}


def percent(made: Catalog) -> int:
    """How much of it is translated, rounded down."""
    rows = [row for row in made if row.id]
    forms = [row.string if isinstance(row.string, tuple | list) else [row.string] for row in rows if not row.fuzzy]
    done = [texts for texts in forms if all(texts)]
    return 100 * len(done) // max(1, len(rows))


def plurals(language: str) -> str:
    """Which plural form a number takes."""
    return TWO_FORMS.get(language.partition("_")[0]) or Catalog(locale=language).plural_forms


def update(language: str, every: Catalog) -> None:
    """Bring a language's catalogue up to date, or begin it."""
    path, kept, glossary = path_of(language), dict[str, str](), list[str]()
    made = Catalog(locale=language, charset="utf-8")
    made.mime_headers = [("Plural-Forms", plurals(language))]
    if path.exists():
        text = path.read_text(encoding="utf-8")
        made, kept = read_po(io.StringIO(text), locale=language), fields_of(next(entries(text)).texts[0])
        glossary = [line for line in text.partition("\nmsgid ")[0].splitlines() if line != HEAD]
    made.update(deepcopy(every), no_fuzzy_matching=True, update_header_comment=False)
    for (context, message), words in known(language).items():
        if (row := made.get(message, context)) and not row.string:
            row.string = words
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(made, fields(language, made, kept), glossary))


def main(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="dev.py words", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what is wrong")
    parser.add_argument("--new", action="append", default=[], metavar="LANGUAGE", help="one more, such as it or pt_BR")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.po", help="for --check: these only")
    given = parser.parse_args(arguments)
    every = template()
    if given.check:
        return check(given.files or [path_of(each) for each in languages()], every)
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(written(every, OF_TEMPLATE))
    for language in (*languages(), *given.new):
        update(language, every)
    print(f"{len(every)} messages; languages: {', '.join(languages()) or 'none yet'}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
