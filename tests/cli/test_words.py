"""Every word that a person reads or hears passes through ``tr`` or ``trn``, in a form that tools can collect."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import balancecoach
from balancecoach.core.phrases import ENTRIES

PACKAGE = Path(balancecoach.__file__).parent
SHOWING = sorted(
    {
        *(PACKAGE / "ui").glob("*.py"),
        *(PACKAGE / "desks").glob("*.py"),
        *(PACKAGE / f"{name}.py" for name in ("headings", "past", "terminal")),
    }
)
EVERY = sorted(PACKAGE.rglob("*.py"))
#: Our own names for gettext's -> which of their arguments are messages, or what tells two meanings apart.
MARKS = {"tr": 1, "trn": 2, "trc": 2, "N_": 1, "NN_": 2, "NC_": 2}
#: Calls that put words before a person, and which of their arguments are words (``None``: all).
SHOWS: dict[str, tuple[int, ...] | None] = {
    "label": (0,),
    "button": (0,),
    "setText": (0,),
    "set_text": (0,),
    "setPlainText": (0,),
    "setWindowTitle": (0,),
    "setToolTip": (0,),
    "setAccessibleName": (0,),
    "setAccessibleDescription": (0,),
    "setPlaceholderText": (0,),
    "setTitle": (0,),
    "setLabel": (1,),
    "setHorizontalHeaderLabels": None,
    "QLabel": (0,),
    "QPushButton": (0,),
    "QCheckBox": (0,),
    "QRadioButton": (0,),
    "QTableWidgetItem": (0,),
    "addItem": (0,),
    "drawText": None,
    "_line": (0,),
    "critical": None,
    "warning": None,
    "information": None,
    "question": None,
}
#: Units are no words to translate, nor is the name of the app.
NO_WORDS = {"km/h", "Balance", "Coach"}
MARKUP = ("<span", "</span>", "font-size:")


def called(node: ast.Call) -> str:
    """The name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def bare_words(node: ast.AST) -> Iterator[str]:
    """Literal words inside an expression that no ``tr`` is around; not those that only choose or look something up."""
    if isinstance(node, ast.Call) and called(node) in MARKS:
        return
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        words = [word for word in text.replace("{", " {").split() if sum(letter.isalpha() for letter in word) > 1]
        if not any(sign in text for sign in MARKUP) and any(
            word not in NO_WORDS and not word.startswith("{") for word in words
        ):
            yield text
        return
    inside: list[ast.AST]
    match node:
        case ast.IfExp():
            inside = [node.body, node.orelse]
        case ast.Subscript():
            inside = [node.value]
        case ast.Compare() | ast.Lambda():
            inside = []
        case ast.FormattedValue():
            inside = [node.value]
        case ast.Call():
            inside = [node.func.value] if isinstance(node.func, ast.Attribute) else []
            inside += node.args
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "property", "child"):
                inside = list(node.args[1:])
        case _:
            inside = list(ast.iter_child_nodes(node))
    for part in inside:
        yield from bare_words(part)


def logs(node: ast.Call) -> bool:
    """A line for the log: nobody reads it but those who mend."""
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "_log"


def untranslated(source: str) -> list[str]:
    """Line and literal of all that is shown as it stands in the code."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or called(node) not in SHOWS or logs(node):
            continue
        which = SHOWS[called(node)]
        for place, argument in enumerate(node.args):
            if which is None or place in which:
                found += [f"{node.lineno}: {text!r}" for text in bare_words(argument)]
    return found


def unmarkable(source: str) -> list[str]:
    """Calls of ``tr`` whose message is made at run time: no tool could collect it. A name looked up is marked by N_."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or called(node) not in MARKS:
            continue
        messages = node.args[: MARKS[called(node)]]
        marks = called(node)[0] == "N"  # a mark around anything but the words themselves marks nothing
        named = [each for each in node.keywords if each.arg not in (None, "count")]
        if named or any(is_made(message) or (marks and not is_literal(message)) for message in messages):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def is_made(message: ast.AST) -> bool:
    """An f-string, a sum, or something that is filled before it is translated."""
    if isinstance(message, ast.Subscript):  # looked up in a table: its messages are marked where they stand
        return is_made(message.value)
    made = [part for part in ast.walk(message) if isinstance(part, ast.JoinedStr | ast.BinOp | ast.Starred)]
    return bool(made) or (isinstance(message, ast.Call) and called(message) == "format")


def is_literal(message: ast.AST) -> bool:
    """The words themselves."""
    return isinstance(message, ast.Constant) and isinstance(message.value, str)


def too_early(source: str) -> list[str]:
    """Calls of ``tr`` that run when their module is loaded: whatever the language becomes later, they stay English."""
    found: list[str] = []

    def look(node: ast.AST) -> None:
        inside: list[ast.AST] = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.FunctionDef | ast.Lambda):  # but for the values that its arguments have by themselves
            inside = [each for each in (*node.args.defaults, *node.args.kw_defaults) if each is not None]
        if isinstance(node, ast.Call) and called(node) in ("tr", "trn", "trc"):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        for each in inside:
            look(each)

    look(ast.parse(source))
    return found


def unformatted(source: str) -> list[str]:
    """``tr(...)`` with a place for a number and nobody to put it there, at once or by its name in the same function."""
    tree = ast.parse(source)
    filled = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
        for part in either(node.func.value)
    }
    later = {id(node) for function in functions(tree) if formats_a_name(function) for node in kept(function)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in ("tr", "trn", "trc") or id(node) in filled | later:
            continue
        text = node.args[called(node) == "trc"]
        if isinstance(text, ast.Constant) and "{0" in str(text.value):
            found.append(f"{node.lineno}: {text.value!r}")
    return found


def either(node: ast.AST) -> Iterator[ast.AST]:
    """What a value may be: ``(tr(...) if so else tr(...)).format(...)`` fills both."""
    if isinstance(node, ast.IfExp):
        yield from either(node.body)
        yield from either(node.orelse)
    else:
        yield node


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """All of them."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def formats_a_name(function: ast.FunctionDef) -> bool:
    """``text.format(...)`` somewhere in it."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "format" and isinstance(node.value, ast.Name)
        for node in ast.walk(function)
    )


def kept(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All that is part of a value that gets a name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield from ast.walk(node.value)


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.name)
def test_what_is_shown_is_translated(path: Path) -> None:
    found = untranslated(path.read_text(encoding="utf-8"))
    assert found == [], f"{path}: put tr(...) around these, or add what is no word to NO_WORDS"


def test_messages_can_be_collected() -> None:
    for path in EVERY:
        found = unmarkable(path.read_text(encoding="utf-8"))
        assert found == [], f'{path}: write tr("... {{0}} ...").format(...) instead'


def test_nothing_is_translated_before_the_language_is_known() -> None:
    for path in EVERY:
        assert too_early(path.read_text(encoding="utf-8")) == [], (
            f"{path}: mark it with N_, and tr it where it is shown"
        )


def test_places_for_numbers_are_filled() -> None:
    for path in EVERY:
        assert unformatted(path.read_text(encoding="utf-8")) == [], path


def test_the_checks_see_what_they_should() -> None:
    shown = 'label("Hello there", "big")\nx.setText(f"{a} seconds left")\nbutton(tr("Go"), "big")\nlabel("5 4 3", "x")'
    assert untranslated(shown) == ["1: 'Hello there'", "2: ' seconds left'"]
    assert untranslated('label("Yes there" if ok else tr("No"), "big")') == ["1: 'Yes there'"]
    assert untranslated('label({"a": tr("One")}.get("some thing", tr("Two")), "b")') == []
    assert unmarkable('tr(f"a {b}")\ntr("a" + b)\ntr("a {0}".format(b))\ntr("a {0}").format(b)\ntr(table[key])') == [
        "1: tr(f'a {b}')",
        "2: tr('a' + b)",
        "3: tr('a {0}'.format(b))",
    ]
    assert unmarkable('tr(message="a")\nN_(a)\nNN_("a", "b" + c)\ntrc(f"{a}", "b")\nNC_("a", "b")') == [
        "1: tr(message='a')",
        "2: N_(a)",
        "3: NN_('a', 'b' + c)",
        "4: trc(f'{a}', 'b')",
    ]
    assert too_early('A = tr("a")\ndef f(b=tr("c")):\n    tr("d")\nclass E:\n    g = {1: trc("h", "i")}') == [
        "1: tr('a')",
        "2: tr('c')",
        "5: trc('h', 'i')",
    ]
    assert unformatted('trc("a", "b {0}")') == ["1: 'b {0}'"]
    assert unformatted('tr("a {0}")') == ["1: 'a {0}'"]
    assert unformatted('(tr("a {0}") if b else tr("c {0}")).format(1)') == []
    assert unformatted('def f():\n    text = tr("a {0}")\n    return text.format(1)') == []
    assert unformatted('def f():\n    text = tr("a {0}")\n    return text') == ["2: 'a {0}'"]
    assert unformatted('def f():\n    g(tr("a {0}"))\n    return text.format(1)') == ["2: 'a {0}'"]
    assert len(SHOWING) > 15
    total = sum(path.read_text(encoding="utf-8").count("tr(") for path in SHOWING)
    assert total > 100, "too little was looked at"


def test_the_table_of_sentences_is_marked_for_translation() -> None:
    tree = ast.parse((PACKAGE / "core" / "phrases.py").read_text(encoding="utf-8"))
    marked = {
        tuple(ast.literal_eval(each) for each in node.args)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in ("N_", "NN_")
    }
    for name, row in ENTRIES.items():
        assert not row.words or ((row.words, row.plural) if row.plural else (row.words,)) in marked, name
