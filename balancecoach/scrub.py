"""Words for the log: what a mistake is, and where, with nothing in them about anybody.

Whatever could come from a record or a file of somebody's is left out: what stands in quotation marks, paths (a home
folder has a name, too), ids that another program made, and what an exception says, unless Python or SQLite wrote it.
"""

import re
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType

GONE = "…"
#: Of these the words are the interpreter's or SQLite's own: names of attributes, modules and tables.
_OWN_WORDS = (AttributeError, NameError, ImportError)
_MOST_FRAMES, _MOST_CAUSES = 30, 5

_QUOTED = re.compile(r"""(?<!\w)(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|“[^”\n]*”)(?!\w)""")
_PATH = re.compile(r"(?<![\w<])(?:[A-Za-z]:[\\/]|\\\\|/|~)[^\n]*?(?=: |, | \(|\. |\.?$)", re.MULTILINE)
_ID = re.compile(
    r"\b(Person|Session|plan|setting) (?![0-9a-f]{32}\b)[^\n]*?(?=, | was | stays | is |: |$)", re.MULTILINE
)
_FATAL_FRAME = re.compile(r'File "([^"\n]*)", line (\d+) in ([^\n]*)')


def scrubbed(text: str) -> str:
    """A sentence without what is somebody's. Rather too little of it than too much."""
    return _PATH.sub(GONE, _ID.sub(rf"\1 {GONE}", _QUOTED.sub(GONE, text)))


def trace_text(error: BaseException) -> str:
    """A traceback: files of the program, lines, functions and kinds of error; no values, no words of exceptions."""
    return "\n".join(_lines(error, _MOST_CAUSES))


def place_of(error: BaseException) -> str:
    """Where it was raised and what kind it is: the same mistake has the same place."""
    frames = _frames(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1] if frames else 'an unknown place'}"


def crash_text(text: str) -> str:
    """What ``faulthandler`` wrote, with the program's own files in place of paths."""
    return _FATAL_FRAME.sub(lambda found: f"{_short(found[1])}:{found[2]} in {found[3]}", text)


def _lines(error: BaseException, causes: int) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_lines(before, causes - 1), "then:"] if before is not None and causes else []
    frames = _frames(error.__traceback__)
    if len(frames) > _MOST_FRAMES:
        half = _MOST_FRAMES // 2
        frames = [*frames[:half], f"{len(frames) - 2 * half} more", *frames[-half:]]
    lines += [f"  {frame}" for frame in frames]
    lines.append(_kind(error))
    if isinstance(error, BaseExceptionGroup) and causes:
        for inner in error.exceptions:
            lines += [f"  {line}" for line in _lines(inner, causes - 1)]
    return lines


def _kind(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or GONE}"
    own = isinstance(error, _OWN_WORDS) or type(error).__module__ == "sqlite3"
    return f"{name}: {error}" if own else name


def _frames(trace: TracebackType | None) -> list[str]:
    found = ((frame.f_code, line) for frame, line in walk_tb(trace))
    return [f"{_short(code.co_filename)}:{line} in {code.co_qualname}" for code, line in found]


def _short(path: str) -> str:
    """From our package or the library on; else the name alone."""
    parts = PurePath(path.replace("\\", "/")).parts
    for mark, keep in (("site-packages", 1), ("balancecoach", 0)):
        if mark in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(mark) + keep :])
    return parts[-1] if parts else GONE
