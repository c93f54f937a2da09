"""A passphrase over bytes: the age format (age-encryption.org/v1, its "scrypt" recipient). The only importer of pyrage.

age makes guessing slow: about a second and half a gigabyte of memory a try, as much as the machine it is locked on can
do. It works in memory; what is locked here is compressed before. Other threads run on meanwhile.
"""

import unicodedata

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
