"""How loud the voice has to be: the steps of the sound check, and what a heard step leads to.

Steps are in decibels below the loudest, because that is how hearing works; ``Preferences.volume`` is a factor of
amplitude, because that is what players take.
"""

from msgspec import Struct

#: The sound check begins softly and rises; 0 is as loud as this computer is set to.
STEPS_DB = (-25.0, -20.0, -15.0, -10.0, -5.0, 0.0)
#: The voice has to be this much above what is just heard well over the belt (evidence 6d: noise + 10 dB).
RESERVE_DB = 10.0
#: What can be chosen, softest first: a step apart.
VOLUMES_DB = (-15.0, -10.0, -5.0, 0.0)
#: Seconds from the start of one sentence of the check to the next: the sentence is about 3.5 s (evidence 6d).
NEXT_STEP_S = 6.0


def factor(decibels: float) -> float:
    """A volume from 0 to 1 for a level below the loudest. Raises ``ValueError`` for one above it."""
    if decibels > 0:
        raise ValueError(f"{decibels} dB is louder than the loudest")
    return round(float(10 ** (decibels / 20)), 3)


VOLUMES = tuple(factor(decibels) for decibels in VOLUMES_DB)


def nearest(volume: float) -> float:
    """The volume that can be chosen and comes closest to this one."""
    return min(VOLUMES, key=lambda each: abs(each - volume))


class Heard(Struct, frozen=True):
    """What a sound check leads to. ``volume``: 0 to 1. ``enough``: the reserve of ``RESERVE_DB`` is there."""

    volume: float
    enough: bool


def heard_at(step: int) -> Heard:
    """The volume to use when the sentence was clear at this step of ``STEPS_DB``: louder by the reserve, if it can be.

    Raises ``IndexError`` for a step that there is not.
    """
    if step < 0:
        raise IndexError(step)
    wanted = STEPS_DB[step] + RESERVE_DB
    decibels = next((each for each in VOLUMES_DB if each >= wanted), VOLUMES_DB[-1])
    return Heard(factor(decibels), wanted <= VOLUMES_DB[-1])
