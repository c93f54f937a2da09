"""Locked files (age-encryption.org/v1) that open at once: with so little work that a hundred thousand can be tried.

Only for breaking them on purpose. ChaCha20-Poly1305 (RFC 8439), HKDF (RFC 5869) and the rest as the specification of
age has them; ``test_fuzz.py`` lets the real library open one.
"""

import base64
import hashlib
import hmac
import struct

CHUNK = 64 * 1024
_P = (1 << 130) - 5


def locked(data: bytes, passphrase: str, log_n: int = 1, salt: bytes = b"s" * 16, key: bytes = b"k" * 16) -> bytes:
    """``data`` with a passphrase; 2 ** ``log_n`` is the work to open it."""
    wrap = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << log_n, r=8, p=1)[:32]
    stanza = f"-> scrypt {_base64(salt)} {log_n}\n{_base64(_sealed(wrap, bytes(12), key))}\n"
    head = b"age-encryption.org/v1\n" + stanza.encode() + b"---"
    mac = hmac.digest(_derived(key, b"", b"header"), head, "sha256")
    nonce = b"n" * 16
    return head + b" " + _base64(mac).encode() + b"\n" + nonce + _payload(_derived(key, nonce, b"payload"), data)


def _payload(key: bytes, data: bytes) -> bytes:
    pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
    last = len(pieces) - 1
    return b"".join(
        _sealed(key, number.to_bytes(11, "big") + bytes([number == last]), piece) for number, piece in enumerate(pieces)
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    first = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(first, info + b"\x01", "sha256")


def _sealed(key: bytes, nonce: bytes, data: bytes) -> bytes:
    """ChaCha20-Poly1305 without anything beside."""
    stream = b"".join(_block(key, count, nonce) for count in range(1 + (len(data) + 63) // 64))
    text = bytes(one ^ other for one, other in zip(data, stream[64:], strict=False))
    return text + _poly(stream[:32], text + bytes(-len(text) % 16) + struct.pack("<QQ", 0, len(text)))


def _block(key: bytes, count: int, nonce: bytes) -> bytes:
    start = [*struct.unpack("<4L", b"expand 32-byte k"), *struct.unpack("<8L", key), count]
    start += struct.unpack("<3L", nonce)
    state = list(start)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            _quarter(state, a, b, c, d)
        for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _quarter(state, a, b, c, d)
    return struct.pack("<16L", *((one + other) & 0xFFFFFFFF for one, other in zip(state, start, strict=True)))


def _quarter(state: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, other, into, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[one] = (state[one] + state[other]) & 0xFFFFFFFF
        turned = state[into] ^ state[one]
        state[into] = (turned << by | turned >> (32 - by)) & 0xFFFFFFFF


def _poly(key: bytes, data: bytes) -> bytes:
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at : at + 16] + b"\x01", "little")) * r % _P
    return ((total + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")
