"""One clip played by itself, for the parts that compare with it; measured once in a run of the bench."""

from tests.bench.players import Measured, measured
from tests.bench.rig import Rig


def single(rig: Rig, player: str, condition: str) -> Measured:
    """Raises ``RuntimeError`` with what the player said when it cannot play."""
    kept = rig.kept.setdefault("singles", {})
    which = player, condition
    if which not in kept:
        plays = rig.pick(4, 20) if condition == "hush" else rig.pick(8, 100)
        kept[which] = measured(rig.stage.server, rig.stage.capture, player, condition, plays)
    found: Measured = kept[which]
    return found
