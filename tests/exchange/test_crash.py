"""kill -9 in the middle of an import: all that was there is there, nothing else, and the next import works."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from balancecoach.exchange.undoing import last_import
from tests.exchange.machines import Machine

#: Merges a document, and is killed when it asks for this line.
IMPORTER = """
import io, os, signal, sys
from pathlib import Path
from balancecoach.exchange.merging import merge
from balancecoach.exchange.source import Source
from balancecoach.store.store import Store
from tests.exchange.machines import LATER
from tests.store.store_samples import paths_in

class Dying(io.BytesIO):
    lines = 0

    def readline(self, *size):
        Dying.lines += 1
        if Dying.lines == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().readline(*size)

document = Path(sys.argv[2]).read_bytes()
with Store.open(paths_in(Path(sys.argv[1])), write=True) as store:
    merge(store, Source("all.json", lambda: Dying(document)), now=LATER)
"""


@pytest.mark.parametrize("line", [2, 9, 20, "last"])
def test_a_killed_import_is_none(tmp_path: Path, line: int | str) -> None:
    here, there = Machine(tmp_path / "here").fill(), Machine(tmp_path / "there")
    document = here.document()
    number = document.count(b"\n") if line == "last" else line
    (tmp_path / "all.json").write_bytes(document)
    before = there.document()
    command = [sys.executable, "-c", IMPORTER, str(there.folder), str(tmp_path / "all.json"), str(number)]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == -signal.SIGKILL
    assert there.document() == before
    with there.store() as store:
        assert last_import(store) is None
        assert store.check() == ""
    assert there.take(document).changes == 11
    assert there.content() == here.content()
    assert not list((there.folder / "data" / "backups").glob("*-journal"))
