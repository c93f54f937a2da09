"""A log of what a program asked of the disk (``tap.c``), and what a disk may hold of it after the power went.

What SQLite promises with ``synchronous = FULL``, and all that we rely on: when a transaction has returned, its pages
are synced. So of every file all writes before its last sync are there; of those after it each is there, or is not, or
only some of its sectors are, in any mixture. Names of files are taken to be kept in order, as file systems with a
journal do.
"""

import random
import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("<c3xIQQd")
SECTOR = 512
LIBRARY = "tap.so"


@dataclass(frozen=True)
class Op:
    """``op``: "w" write, "s" sync, "t" truncate (to ``offset``), "u" unlink; ``at_s`` by the monotonic clock.

    ``end``: how long the log is with it.
    """

    op: str
    name: str
    data: bytes
    offset: int
    at_s: float
    end: int = 0


def build(folder: Path) -> Path:
    """The library to preload. Needs gcc."""
    source, made = Path(__file__).with_name("tap.c"), folder / LIBRARY
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    return made


def env(library: Path, log: Path, database: Path) -> dict[str, str]:
    """For a program whose database is watched."""
    return {"LD_PRELOAD": str(library), "TAP_LOG": str(log), "TAP_FOLDER": str(database)}


def read(log: Path) -> list[Op]:
    """All that was asked of the disk, in order; the shared memory aside, which is none of the disk's."""
    return [op for op in _read(log.read_bytes()) if not op.name.endswith("-shm")]


def _read(raw: bytes) -> Iterator[Op]:
    place = 0
    while place + _HEAD.size <= len(raw):
        op, path, data, offset, at_s = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        if place + path + data > len(raw):
            return  # the program was killed in the middle of this line
        name = Path(raw[place : place + path].decode()).name
        first, place = place + path, place + path + data
        yield Op(op.decode(), name, raw[first:place], offset, at_s, place)


class Disk:
    """Files as they are for sure, and what was asked since the last sync of each."""

    def __init__(self, base: dict[str, bytes], *, honest: bool = True) -> None:
        self._sure = {name: bytearray(data) for name, data in base.items()}
        self._open: dict[str, list[Op]] = {}
        self._honest = honest  # else a sync is a lie

    def take(self, ops: Sequence[Op]) -> None:
        """These were asked."""
        for op in ops:
            if op.op == "s":
                if self._honest:
                    for done in self._open.pop(op.name, ()):
                        _apply(self._sure.setdefault(op.name, bytearray()), done)
            elif op.op == "u":
                self._open.pop(op.name, None)
                self._sure.pop(op.name, None)
            else:
                self._open.setdefault(op.name, []).append(op)

    def after_a_power_cut(self, chance: random.Random) -> dict[str, bytes]:
        """What may be there: all that is sure, and some of the rest."""
        found = {name: bytearray(data) for name, data in self._sure.items()}
        for name, ops in self._open.items():
            kept = found.setdefault(name, bytearray())
            share = chance.random()
            for op in ops:
                if chance.random() < share:
                    _apply(kept, _torn(op, chance) if chance.random() < 0.3 else op)
        return {name: bytes(data) for name, data in found.items()}


def _apply(file: bytearray, op: Op) -> None:
    if op.op == "t":
        del file[op.offset :]
        return
    file.extend(bytes(max(0, op.offset - len(file))))
    file[op.offset : op.offset + len(op.data)] = op.data


def _torn(op: Op, chance: random.Random) -> Op:
    """Only the first sectors of it came to the disk."""
    end = (op.offset // SECTOR + chance.randint(0, len(op.data) // SECTOR + 1)) * SECTOR
    return Op(op.op, op.name, op.data[: max(0, end - op.offset)], op.offset, op.at_s)
