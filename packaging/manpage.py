"""Writes the manual page from the program's own parser, so that it cannot name what is not there.

python packaging/manpage.py FILE.1.gz
"""

import argparse
import gzip
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from balancecoach import __version__
from balancecoach.commands.options import parser

ABOUT = """\
Balance Coach guides retro\\-walking sessions: walking backwards on a home treadmill, to practise balance.
It speaks every step, shows a timer that can be read from three metres, and waits at the dangerous moments
(belt stopped, turn round, belt started) until a person says that they are done.
Without a command the window opens; without a display a session can be walked in the terminal.
.PP
It cannot stop a treadmill. Ask a physio or doctor first, and never walk backwards without a helper who can
reach the stop button.
"""
ENDINGS = {"0": "all went well", "1": "it was right, and failed all the same", "2": "what was given is not right"}


def safe(text: str) -> str:
    """Text that roff takes as it stands."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in text.splitlines())


def commands_of(made: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Every command: its name, what it does, its own parser; those within others too."""
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            about = {row.dest: row.help or "" for row in action._choices_actions}
            for name, inner in action.choices.items():
                deeper = list(commands_of(inner, f"{before}{name} "))
                yield from deeper or [(f"{before}{name}", about.get(name, ""), inner)]


def options_of(made: argparse.ArgumentParser) -> Iterator[str]:
    """Each option and argument of one parser."""
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction) or action.help == argparse.SUPPRESS:
            continue
        value = "" if action.nargs == 0 else " " + str(action.metavar or action.dest.upper())
        name = ", ".join(action.option_strings) + value if action.option_strings else str(action.metavar or action.dest)
        words = (action.help or "").replace("%(default)s", str(action.default))
        yield f".TP\n.B {safe(name.strip())}\n{safe(words)}\n" if words else f".TP\n.B {safe(name.strip())}\n\\&\n"


def page() -> str:
    """The whole page, in roff."""
    made = parser()
    day = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC).date()
    parts = [f'.TH BALANCECOACH 1 "{day}" "balancecoach {__version__}" "User Commands"\n']
    parts.append(".SH NAME\nbalancecoach \\- guides backwards walking on a home treadmill\n")
    parts.append(".SH SYNOPSIS\n.B balancecoach\n[\\fIoptions\\fR] [\\fIcommand\\fR ...]\n")
    parts.append(f".SH DESCRIPTION\n{ABOUT}")
    parts.append(".SH OPTIONS\n" + "".join(options_of(made)))
    parts.append(".SH COMMANDS\n")
    for name, about, inner in commands_of(made):
        parts.append(f".SS {safe(name)}\n{safe(about)}\n{''.join(options_of(inner))}")
    parts.append(".SH EXIT STATUS\n" + "".join(f".TP\n.B {code}\n{words}\n" for code, words in ENDINGS.items()))
    parts.append(".SH ENVIRONMENT\n.TP\n.B BALANCECOACH_HOME\nthe folder that everything is kept in\n")
    parts.append(".SH FILES\n.TP\n.I ~/.local/share/balancecoach\nthe record and its daily copies\n")
    return "".join(parts)


def main(target: Path) -> None:
    """Write it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(page().encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
