"""What a process uses: memory, processor time, wake-ups. Linux."""

import os
import time
from pathlib import Path


def pss_mb(pid: int | str = "self") -> float:
    """Proportional set size in MB: what is shared with others counts in part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def children(pid: int | str = "self") -> list[int]:
    """The processes that this one started, as the voice's."""
    folders = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(pid) for folder in folders for pid in folder.read_text(encoding="ascii").split()]


def threads_s() -> dict[str, float]:
    """Processor time of each thread of this process, by its name; Python's own threads share one."""
    used: dict[str, float] = {}
    tick = os.sysconf("SC_CLK_TCK")
    for task in Path("/proc/self/task").iterdir():
        name, _, rest = (task / "stat").read_text(encoding="utf-8").partition("(")[2].rpartition(")")
        fields = rest.split()
        if int(task.name) == os.getpid():
            name = "the window's"
        used[name] = used.get(name, 0.0) + (int(fields[11]) + int(fields[12])) / tick
    return used


def wakeups(pid: int | str = "self") -> int:
    """How often the threads of a process have waited for something and gone on."""
    found = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text(encoding="utf-8").splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                found += int(line.split()[1])
    return found


def processor_s(pid: int) -> float:
    """Processor time of a process so far, to a hundredth of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Use:
    """Processor time and wake-ups from when it is made."""

    def __init__(self) -> None:
        self._at = time.monotonic(), time.process_time(), wakeups()

    def so_far(self) -> dict[str, float]:
        """Seconds, share of a core, wake-ups a second."""
        seconds = max(1e-3, time.monotonic() - self._at[0])
        used = time.process_time() - self._at[1]
        return {"seconds": seconds, "cpu": used / seconds, "wakeups": (wakeups() - self._at[2]) / seconds}
