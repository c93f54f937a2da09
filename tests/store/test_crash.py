"""kill -9 in the middle of a session: what was kept is there, and the session closes at its last sign of life."""

import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from balancecoach.core.events import Outcome, SessionEnded
from balancecoach.core.progress import summarise
from balancecoach.store.store import Store
from tests.store.store_samples import START, paths_in, walking, whole

#: Walks backwards for ever; says which heartbeat is on the disk.
WALKER = """
import sys
from datetime import timedelta
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.store.store_samples import CUE, START, paths_in, walking
from balancecoach.core.events import CueDue
from balancecoach.store.store import Store

store = Store.open(paths_in(Path(sys.argv[1])), write=True)
for event in walking():
    store.append("b", event)
second = 120
while True:
    store.append("b", CueDue(second - 0.5, CUE))
    store.beat("b", float(second), START + timedelta(seconds=second))
    print(second, flush=True)
    second += 1
"""


def killed(folder: Path, after: int) -> int:
    """Start a walker, kill it after so many heartbeats, and return the last one it said."""
    command = [sys.executable, "-W", "error", "-c", WALKER, str(folder), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as walker:
        assert walker.stdout is not None
        for _ in range(after):
            said = walker.stdout.readline()
        walker.kill()
        said = [said, *walker.stdout.readlines()][-1]
        assert walker.wait(30) == -signal.SIGKILL
    return int(said)


@pytest.mark.parametrize("after", [1, 2, 7, 40])
def test_a_killed_session_is_kept_and_closed_where_it_was(tmp_path: Path, after: int) -> None:
    paths = paths_in(tmp_path)
    with Store.open(paths, write=True) as store:
        for event in whole():
            store.append("a", event)
    last = killed(tmp_path, after)
    with Store.open(paths, write=False) as reader:
        assert reader.summaries()[1].outcome is None
    with Store.open(paths, write=True) as store:
        assert store.check() == ""
        assert store.recovered == ("b",)
        earlier, interrupted = store.summaries()
        assert earlier == summarise("a", whole())
        assert interrupted.outcome is Outcome.INTERRUPTED
        assert interrupted.forward_s == 60.0
        # Said and kept, or kept and not yet said: at most the event after it.
        assert last - 100 <= interrupted.backward_s <= last - 100 + 1
        assert store.events("b")[: len(walking())] == walking()
        assert len(store.events("b")) >= len(walking()) + (last - 119) + 1
        end = store.events("b")[-1]
        assert isinstance(end, SessionEnded)
        assert end.wall == START + timedelta(seconds=end.at_s)
        store.append("c", whole()[0])


def test_a_copy_of_the_folder_taken_at_any_moment_opens_with_all_that_was_kept(tmp_path: Path) -> None:
    """What a power cut leaves between two writes, when the disk kept its word."""
    paths = paths_in(tmp_path / "live")
    with Store.open(paths, write=True) as store:
        for number, event in enumerate(whole(), start=1):
            store.append("a", event)
            copied = paths_in(tmp_path / str(number))
            shutil.copytree(paths.data, copied.data, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
            with Store.open(copied, write=True) as found:
                assert found.check() == ""
                assert found.events("a")[:number] == whole()[:number]
                assert (found.summaries() + found.removed())[0].outcome is not None
