"""A session of about 30 minutes as a sound file, beside soundfile writing the same samples."""

from tests.bench.rig import Rig
from tests.bench.table import Row, times, verdict

FASTER = 300.0


def rows(rig: Rig) -> list[Row]:
    """With and without speaking its sentences first."""
    folder = rig.folder / "soundfile"
    folder.mkdir()
    found = rig.worker("soundfile.write", folder, seconds=300.0)
    length, bare = found["seconds"], found["bare"]
    told = f"soundfile with the same samples {bare:.2f} s = {length / bare:.0f} x"
    made = []
    for words, took in zip(("its sentences spoken first", "its clips there"), found["took"], strict=True):
        made.append(
            Row(
                f"{found['plan']} as {found['kind']}, {length / 60:.1f} min, {words}",
                f"{took:.2f} s = {length / took:.0f} x real time",
                f">= {FASTER:.0f} x",
                told,
                "",
                times(took, bare),
                verdict(FASTER, length / took, "writing it as this kind of file is what takes the time"),
            )
        )
    return made
