"""Passwords hashed in a browser, whose Python has no OpenSSL."""

from __future__ import annotations

import hashlib
import hmac


def pbkdf2_hmac(
    hash_name: str,
    password: bytes,
    salt: bytes,
    iterations: int,
    dklen: int | None = None,
) -> bytes:
    """Derive a key from a password, as RFC 8018 says: what `hashlib` has elsewhere.

    There it is OpenSSL's, and Pyodide is built without that. Werkzeug hashes passwords
    with it. It is slow, many times slower than OpenSSL: a million iterations, which
    Werkzeug takes if one does not say how many, are seconds.
    """
    if iterations < 1 or (dklen is not None and dklen < 1):
        raise ValueError("iterations and dklen have to be 1 or more")
    size = hashlib.new(hash_name).digest_size
    length = size if dklen is None else dklen
    key = b""
    while len(key) < length:
        number = len(key) // size + 1
        last = hmac.digest(password, salt + number.to_bytes(4), hash_name)
        mixed = int.from_bytes(last)
        for _ in range(iterations - 1):
            last = hmac.digest(password, last, hash_name)
            mixed ^= int.from_bytes(last)
        key += mixed.to_bytes(size)
    return key[:length]


def have_pbkdf2() -> None:
    """Give `hashlib` the function where it has none."""
    vars(hashlib).setdefault("pbkdf2_hmac", pbkdf2_hmac)
