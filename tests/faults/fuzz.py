"""A million files made bad, for every reader of files from outside: accepted and sound, or one sentence. Nothing else.

    python tests/faults/run.py --only fuzz                        # all kinds, in processes of their own
    python -m tests.faults.fuzz plan 1 4711 broken.toml           # one input again: kind, seed, number

An input depends on its kind, the seed and its number, on nothing else. A process that hangs or takes too much memory is
ended from outside; what it read then is what is found.
"""

import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

from tests.faults import fuzz_parcels, fuzz_plans, fuzz_records
from tests.faults.result import Result

WORKERS = 2
#: Seconds of the processor for one input, and until a process that says nothing is ended.
MOST_CPU_S, MOST_S = 5.0, 90.0
#: The whole process, with Python and all that it has loaded.
MOST_BYTES = 200 << 20
#: Processes are left for new ones after so many inputs.
AT_ONCE = 5_000
SEVERAL = 4


@dataclass(frozen=True)
class Kind:
    """One reader. ``look``: True when the input was accepted; whatever it raises is found. ``share``: of a million."""

    make: Callable[[random.Random], bytes]
    look: Callable[[Path, bytes], bool]
    share: int


def _of(corpus: Callable[[], fuzz_plans.Corpus]) -> Callable[[random.Random], bytes]:
    return lambda chance: fuzz_plans.broken(chance, corpus())


KINDS = {
    "stored": Kind(fuzz_records.broken_body, fuzz_records.stored, 556_000),
    "plan": Kind(_of(fuzz_plans.plans), fuzz_plans.plan, 160_000),
    "document": Kind(fuzz_records.broken_document, fuzz_records.document, 120_000),
    "answers": Kind(_of(fuzz_plans.answers), fuzz_plans.screening, 60_000),
    "editor": Kind(_of(fuzz_plans.plans), fuzz_plans.editor, 40_000),
    "parcel": Kind(fuzz_parcels.broken_parcel, fuzz_parcels.parcel, 40_000),
    "locked": Kind(fuzz_parcels.broken_lock, fuzz_parcels.parcel, 10_000),
    "programme": Kind(_of(fuzz_plans.programmes), fuzz_plans.programme, 6_000),
    "programme-editor": Kind(_of(fuzz_plans.programmes), fuzz_plans.editor, 2_000),
    "merge": Kind(fuzz_records.broken_document, fuzz_records.merged, 4_000),
    "copy": Kind(fuzz_parcels.broken_copy, fuzz_parcels.copy, 1_000),
    "record": Kind(fuzz_parcels.broken_copy, fuzz_parcels.record, 1_000),
}


def made(kind: str, seed: int, number: int) -> bytes:
    """One input."""
    return KINDS[kind].make(random.Random(f"{kind} {seed} {number}"))


def tried(kind: str, place: Path, raw: bytes) -> tuple[bool, str]:
    """Whether it was accepted, and what is found, "" for nothing."""
    began_s = time.process_time()
    try:
        accepted, found = KINDS[kind].look(place, raw), ""
    except BaseException as error:  # a panic in Rust is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        accepted, found = (
            False,
            f"{type(error).__name__}: {error}"[:200] + f" ({Path(where.filename).name}:{where.lineno})",
        )
    took_s = time.process_time() - began_s
    if took_s > MOST_CPU_S:
        found = found or f"took {took_s:.1f} s of the processor"
    return accepted, found


def memory() -> int:
    """The most that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@dataclass
class Piece:
    """Some numbers of one kind, and how far they are."""

    kind: str
    seed: int
    first: int
    end: int


def _work(piece: Piece, place: Path, pipe: Connection, now: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    """In a process of its own: says for each piece of news what it is, at the end how many were accepted."""
    accepted = 0
    for number in range(piece.first, piece.end):
        now.value = number
        took, found = tried(piece.kind, place, made(piece.kind, piece.seed, number))
        accepted += took
        if memory() > MOST_BYTES:
            pipe.send(("found", number, found or f"{memory() >> 20} MB of memory"))
            pipe.send(("left", number + 1, accepted))
            return
        if found:
            pipe.send(("found", number, found))
    pipe.send(("left", piece.end, accepted))


@dataclass
class Told:
    """What a process came to: where to go on, how many were accepted, and what was found."""

    next: int
    accepted: int
    found: list[tuple[int, str]]


def _watched(piece: Piece) -> Told:
    """A piece in a process of its own, which is ended when it says nothing for too long."""
    place = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    ours, theirs = multiprocessing.Pipe(duplex=False)
    now = multiprocessing.Value("q", piece.first)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(piece, place, theirs, now), daemon=True)
    process.start()
    theirs.close()
    told, last, since_s = Told(0, 0, []), -1, time.monotonic()
    try:
        while not told.next:
            if ours.poll(1.0):
                try:
                    what, number, more = ours.recv()
                except EOFError:
                    process.join()
                    told.found.append((now.value, f"the process ended with {process.exitcode}"))
                    told.next = now.value + 1
                    continue
                if what == "found":
                    told.found.append((number, more))
                else:
                    told.next, told.accepted = number, more
            elif now.value != last:
                last, since_s = now.value, time.monotonic()
            elif time.monotonic() - since_s > MOST_S:
                told.found.append((now.value, f"hung for {MOST_S:g} s"))
                told.next = now.value + 1
    finally:
        process.kill()
        process.join()
        shutil.rmtree(place, ignore_errors=True)
    return told


def _lane(pieces: Iterator[Piece]) -> tuple[int, list[str]]:
    accepted, broken = 0, []
    for piece in pieces:
        whole = f"{piece.kind} {piece.first} to {piece.end}"
        while piece.first < piece.end:
            told = _watched(piece)
            accepted += told.accepted
            broken += [f"{piece.kind} {piece.seed} {number}: {what}" for number, what in told.found]
            piece.first = told.next
        print(f"{time.strftime('%H:%M:%S')} {whole}: {len(broken)} found so far", file=sys.stderr)
    return accepted, broken


def shared(times: int) -> dict[str, int]:
    """How many of each kind, at least one; so many in all."""
    counts = {name: max(1, kind.share * times // 1_000_000) for name, kind in KINDS.items()}
    counts["stored"] += times - sum(counts.values())
    return counts


def run(times: int, seed: int, workers: int = WORKERS) -> Result:
    """So many inputs."""
    from concurrent.futures import ThreadPoolExecutor

    fuzz_records.machine()  # made once, before processes are forked
    pieces = [
        Piece(name, seed, first, min(first + AT_ONCE, count))
        for name, count in shared(times).items()
        for first in range(0, count, min(AT_ONCE, max(1, count // SEVERAL)))
    ]
    for piece, after in pairwise(pieces):
        piece.end = after.first if after.kind == piece.kind else piece.end
    pieces.sort(key=lambda piece: piece.kind in ("stored", "document", "plan", "answers"))  # the slow ones first
    lock, waiting = threading.Lock(), iter(pieces)

    def one_after_the_other() -> Iterator[Piece]:
        while True:
            with lock:
                piece = next(waiting, None)
            if piece is None:
                return
            yield piece

    def lane(_: int) -> tuple[int, list[str]]:
        return _lane(one_after_the_other())

    began_s = time.monotonic()
    with ThreadPoolExecutor(workers) as threads:
        done = list(threads.map(lane, range(workers)))
    accepted, broken = sum(each[0] for each in done), [row for each in done for row in each[1]]
    note = f"{accepted} accepted, the others refused; {times / (time.monotonic() - began_s):.0f} a second"
    return Result(times, tuple(broken), note)


def main() -> int:
    """One input again."""
    kind, seed, number, *target = sys.argv[1:]
    raw = made(kind, int(seed), int(number))
    if target:
        Path(target[0]).write_bytes(raw)
    with tempfile.TemporaryDirectory() as folder:
        began_s = time.process_time()
        print(len(raw), "bytes; accepted:", KINDS[kind].look(Path(folder), raw))
        print(f"{time.process_time() - began_s:.2f} s, {memory() >> 20} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
