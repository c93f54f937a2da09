"""A passphrase over bytes: the age format (age-encryption.org/v1, its "scrypt" recipient). The only importer of pyrage.

age makes guessing slow: about a second and half a gigabyte of memory a try, as much as the machine it is locked on can
do. It works in memory; what is locked here is compressed before. Other threads run on meanwhile.
"""

import re
import unicodedata

#: 2 ** this is the work that a file may ask for, and a thousand times that in bytes is the memory: a gigabyte. Fast
#: machines of today lock with 18 or 19. Without this a file of 200 bytes made the program take 4 GB.
MOST_WORK = 20
#: The work of a locked file, in the first lines of it.
_WORK = re.compile(rb"^-> scrypt \S+ (\d+)\r?$", re.MULTILINE)
_HEAD_END = b"\n---"
#: What a locked file begins with.
MAGIC = b"age-encryption.org/"


class WrongPassphraseError(Exception):
    """It does not open with this passphrase (or its first lines were altered)."""


class TooSlowError(Exception):
    """It was locked on a machine so much faster that this one would take very long."""


class BrokenLockError(Exception):
    """It was cut off, altered, or locked in another way than with a passphrase."""


def lock(data: bytes, passphrase: str) -> bytes:
    """The same, readable only with the passphrase."""
    from pyrage import passphrase as age

    return bytes(age.encrypt(data, _same(passphrase)))


def unlock(data: bytes, passphrase: str) -> bytes:
    """What was locked. Raises ``WrongPassphraseError``, ``TooSlowError`` or ``BrokenLockError``."""
    from pyrage import DecryptError
    from pyrage import passphrase as age

    if any(len(work) > 2 or int(work) > MOST_WORK for work in _WORK.findall(data[: max(0, data.find(_HEAD_END)) + 1])):
        raise TooSlowError
    try:
        return bytes(age.decrypt(data, _same(passphrase)))
    except DecryptError as error:
        if str(error) == "Decryption failed":
            raise WrongPassphraseError from error
        if "Excessive work" in str(error):
            raise TooSlowError from error
        raise BrokenLockError(str(error)) from error


def _same(passphrase: str) -> str:
    """A letter with an accent is one letter, however a keyboard made it."""
    return unicodedata.normalize("NFC", passphrase)
