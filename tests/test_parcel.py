"""One file for everything: there and whole, or not there. And files that are not what they should be."""

import gzip
import io
import os
import resource
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from balancecoach import parcel
from balancecoach.errors import FailedError, StoppedError, UserError
from balancecoach.locked import lock, unlock
from balancecoach.parcel import is_locked, pack, unpack

PIECES = tuple(f'{{"number": {n}, "said": "Änn walked"}}\n'.encode() for n in range(5000))
WHOLE = b"".join(PIECES)
SECRET = "four walking horses"


Fill = Callable[[BinaryIO], None]


def each(pieces: Iterable[bytes]) -> Fill:
    """Writes them one after the other."""

    def fill(file: BinaryIO) -> None:
        for piece in pieces:
            file.write(piece)

    return fill


@pytest.fixture(scope="module")
def locked_bytes() -> bytes:
    """Locking takes a second, so it is done once."""
    return lock(gzip.compress(WHOLE), SECRET)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    target = tmp_path / "Balance Coach 2026-11-27.balancecoach"
    pack(target, each(PIECES))
    return target


def read(path: Path, passphrase: str = "") -> bytes:
    return b"".join(unpack(path, passphrase))


def refused(path: Path, passphrase: str = "") -> str:
    """The one sentence; nothing was left beside the file."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(UserError) as told:
        read(path, passphrase)
    sentence = str(told.value)
    assert len(sentence.splitlines()) == 1
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert sorted(path.parent.iterdir()) == before
    return sentence


# -- there and back ------------------------------------------------------------------------------------------------
def test_what_is_written_is_read(plain: Path) -> None:
    assert not is_locked(plain)
    assert read(plain) == WHOLE
    assert gzip.decompress(plain.read_bytes()) == WHOLE, "anybody's gunzip opens it"
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600
    assert list(plain.parent.iterdir()) == [plain]
    assert len(plain.read_bytes()) < len(WHOLE) / 5


def test_the_same_records_make_the_same_file(plain: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.balancecoach"
    pack(other, each(PIECES))
    assert other.read_bytes() == plain.read_bytes()


def test_with_a_passphrase_nobody_reads_it_without(tmp_path: Path) -> None:
    target = tmp_path / "locked.balancecoach"
    pack(target, each(PIECES), SECRET)
    assert is_locked(target)
    assert read(target, SECRET) == WHOLE
    found = target.read_bytes()
    assert found.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"walked" not in found
    assert b"\x1f\x8b" not in found[:40]
    assert "needs its passphrase" in refused(target)
    assert "does not open the file" in refused(target, SECRET.upper())


def test_nothing_at_all_is_something_too(tmp_path: Path) -> None:
    target = tmp_path / "none.balancecoach"
    pack(target, each(()))
    assert read(target) == b""


def test_an_accent_is_one_letter_on_every_keyboard(locked_bytes: bytes) -> None:
    made = lock(b"x", "Ame\u0301lie")
    assert unlock(made, "Am\u00e9lie") == b"x"


# -- writing that fails --------------------------------------------------------------------------------------------
@contextmanager
def room(number: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def unwritten(target: Path, pieces: Iterable[bytes]) -> str:
    with pytest.raises(FailedError) as told:
        pack(target, each(pieces))
    assert str(target) in str(told.value)
    return str(told.value)


def test_a_full_disk_leaves_the_older_file(plain: Path) -> None:
    before = plain.read_bytes()
    with room(10_000):
        unwritten(plain, (os.urandom(5000) for _ in range(100)))
    assert plain.read_bytes() == before
    assert list(plain.parent.iterdir()) == [plain]


def test_a_disk_that_says_it_is_full(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"some"
        raise OSError(28, "No space left on device")

    assert "the disk is full" in unwritten(tmp_path / "x.balancecoach", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_pulled_out_midway(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pieces() -> Iterator[bytes]:
        yield b"some"
        (stick / ".x.balancecoach.part").unlink()
        stick.rmdir()
        yield b"more"

    assert "Is the stick plugged in?" in unwritten(stick / "x.balancecoach", pieces())
    assert "Is the stick plugged in?" in unwritten(tmp_path / "nowhere" / "x.balancecoach", PIECES)


def test_a_link_stays_a_link(plain: Path, tmp_path: Path) -> None:
    link = tmp_path / "newest.balancecoach"
    link.symlink_to(plain)
    pack(link, each((b"other",)))
    assert link.is_symlink()
    assert read(plain) == b"other"


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "x.balancecoach").mkdir()
    assert "could not be written" in unwritten(tmp_path / "x.balancecoach", PIECES)
    assert [path.name for path in tmp_path.iterdir()] == ["x.balancecoach"]


def test_whoever_stops_it_finds_what_was_there(plain: Path) -> None:
    before, asked = plain.read_bytes(), iter([False] * 100)
    with pytest.raises(StoppedError):
        pack(plain, each(PIECES), stop=lambda: next(asked, True))
    assert plain.read_bytes() == before
    assert list(plain.parent.iterdir()) == [plain]
    with pytest.raises(StoppedError):
        list(unpack(plain, stop=lambda: True))


def test_what_a_crash_left_beside_it_is_in_nobodys_way(plain: Path) -> None:
    part = plain.with_name(f".{plain.name}.part")
    part.write_bytes(b"half")
    pack(plain, each(PIECES))
    assert not part.exists()


# -- files that are not what they should be --------------------------------------------------------------------------
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.9999])
def test_cut_off(plain: Path, share: float) -> None:
    whole = plain.read_bytes()
    plain.write_bytes(whole[: int(len(whole) * share)])
    assert "cut off or changed" in refused(plain)


@pytest.mark.parametrize("place", range(12, 20_000, 1700))
def test_one_byte_altered(plain: Path, place: int) -> None:
    found = bytearray(plain.read_bytes())
    found[place % len(found)] ^= 0x55
    plain.write_bytes(found)
    assert "cut off or changed" in refused(plain)


def test_something_added_behind(plain: Path) -> None:
    plain.write_bytes(plain.read_bytes() + gzip.compress(b"and this"))
    assert "cut off or changed" in refused(plain)


@pytest.mark.parametrize("harm", ["cut", "payload", "added", "key"])
def test_a_locked_file_that_was_harmed(tmp_path: Path, locked_bytes: bytes, harm: str) -> None:
    path, found = tmp_path / "x.balancecoach", bytearray(locked_bytes)
    if harm == "cut":
        found = found[:-40]
    elif harm == "payload":
        found[-30] ^= 1
    elif harm == "added":
        found += b"more"
    else:
        found = found[:60]
    path.write_bytes(found)
    assert "cut off or changed" in refused(path, SECRET)


def test_a_lock_that_would_take_hours_is_not_tried(tmp_path: Path, locked_bytes: bytes) -> None:
    head, _, rest = locked_bytes.partition(b"\n-> scrypt ")
    salt, _, rest = rest.partition(b" ")
    _, _, rest = rest.partition(b"\n")
    path = tmp_path / "x.balancecoach"
    path.write_bytes(b"".join((head, b"\n-> scrypt ", salt, b" 40\n", rest)))
    assert "it would take too long here" in refused(path, SECRET)


@pytest.mark.parametrize("content", [b"", b"\x1f", b"%PDF-1.7\n", b"SQLite format 3\x00" + bytes(90), b"{}", b"age-"])
def test_another_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.balancecoach"
    path.write_bytes(content)
    assert "not a file that Balance Coach saved" in refused(path)


def test_places_that_are_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/zero")):
        with pytest.raises(UserError, match="is not a file"):
            read(path)
    assert "cannot be read" in refused(tmp_path / "nowhere")


def test_names_inside_write_nothing_anywhere(tmp_path: Path) -> None:
    """A zip may name files outside, and so may gzip's own header; ours has no names and asks for none."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("../../evil", "x")
    path = tmp_path / "inner" / "x.balancecoach"
    path.parent.mkdir()
    path.write_bytes(archive.getvalue())
    assert "not a file that Balance Coach saved" in refused(path)
    with path.open("wb") as file, gzip.GzipFile("../../../evil", "wb", fileobj=file) as inside:
        inside.write(WHOLE)
    assert read(path) == WHOLE
    assert [each.name for each in tmp_path.rglob("*")] == ["inner", "x.balancecoach"]


@pytest.mark.parametrize("locked", [False, True])
def test_a_small_file_that_would_fill_the_disk(tmp_path: Path, locked: bool) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(60)) + squeeze.flush()
    path = tmp_path / "x.balancecoach"
    path.write_bytes(lock(bomb, SECRET) if locked else bomb)
    given = 0
    with pytest.raises(UserError, match="far larger than any record"):
        for piece in unpack(path, SECRET if locked else ""):
            given += len(piece)
            assert len(piece) <= 1 << 20
    assert given <= max(parcel.FREE, parcel.RATIO * len(bomb))
