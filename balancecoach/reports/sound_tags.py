"""Title and chapters inside a sound file, where its kind has a place for them. The only importer of mutagen.

Nothing of a person goes in: a file is handed on.
"""

from collections.abc import Sequence
from pathlib import Path

from balancecoach.reports.chapters import Chapter

ALBUM = "Balance Coach"


def tag(path: Path, ending: str, title: str, rows: Sequence[Chapter]) -> None:
    """Into an MP3, OGG or FLAC file; a WAV file has the cue sheet alone. Raises ``OSError``."""
    import mutagen

    writers = {".mp3": _mp3, ".ogg": _ogg, ".flac": _flac}
    if ending not in writers:
        return
    try:
        writers[ending](path, title, rows)
    except mutagen.MutagenError as error:
        raise OSError(str(error)) from error


def _mp3(path: Path, title: str, rows: Sequence[Chapter]) -> None:
    from mutagen.id3 import CHAP, CTOC, ID3, TALB, TIT2, CTOCFlags

    made = ID3()
    made.add(TIT2(encoding=3, text=[title]))
    made.add(TALB(encoding=3, text=[ALBUM]))
    names = [f"chp{number}" for number in range(len(rows))]
    # An ID3 table of contents has one byte for the number of its entries; without one, players take the times.
    if rows and len(rows) < 256:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        made.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    for name, row in zip(names, rows, strict=True):
        times = {"start_time": round(1000 * row.start_s), "end_time": round(1000 * row.end_s)}
        frames = [TIT2(encoding=3, text=[row.title])]
        made.add(CHAP(element_id=name, start_offset=0xFFFFFFFF, end_offset=0xFFFFFFFF, sub_frames=frames, **times))
    made.save(path, v2_version=3)


def _comments(title: str, rows: Sequence[Chapter]) -> dict[str, str]:
    """As Vorbis comments: ``CHAPTER001`` has the time, ``CHAPTER001NAME`` the title."""
    made = {"TITLE": title, "ALBUM": ALBUM}
    for number, row in enumerate(rows, 1):
        made[f"CHAPTER{number:03}"] = _time(row.start_s)
        made[f"CHAPTER{number:03}NAME"] = row.title
    return made


def _ogg(path: Path, title: str, rows: Sequence[Chapter]) -> None:
    from mutagen.oggvorbis import OggVorbis

    made = OggVorbis(path)
    made.update(_comments(title, rows))
    made.save()


def _flac(path: Path, title: str, rows: Sequence[Chapter]) -> None:
    from mutagen.flac import FLAC

    made = FLAC(path)
    made.update(_comments(title, rows))
    made.save()


def _time(seconds: float) -> str:
    whole = round(1000 * seconds)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
