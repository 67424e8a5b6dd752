"""Passwords, hashed where Python has no OpenSSL."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import check_password_hash, generate_password_hash

from workshop.live.hashing import have_pbkdf2, pbkdf2_hmac

REAL = hashlib.pbkdf2_hmac


@given(
    st.sampled_from(["sha1", "sha256", "sha512", "md5"]),
    st.binary(max_size=200),
    st.binary(max_size=80),
    st.integers(1, 20),
    st.none() | st.integers(1, 200),
)
def test_a_key_is_the_one_that_openssl_derives(
    name: str, password: bytes, salt: bytes, iterations: int, length: int | None
) -> None:
    expected = REAL(name, password, salt, iterations, length)
    assert pbkdf2_hmac(name, password, salt, iterations, length) == expected


@pytest.mark.parametrize(
    ("name", "iterations", "length"),
    [("sha256", 0, None), ("sha256", 1, 0), ("no-such-hash", 1, None)],
)
def test_what_openssl_refuses_is_refused(
    name: str, iterations: int, length: int | None
) -> None:
    for function in (REAL, pbkdf2_hmac):
        with pytest.raises(ValueError):
            function(name, b"secret", b"salt", iterations, length)


def test_werkzeug_hashes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(hashlib, "pbkdf2_hmac")
    have_pbkdf2()
    assert hashlib.pbkdf2_hmac is pbkdf2_hmac
    hashed = generate_password_hash("tea", "pbkdf2:sha256:10")
    monkeypatch.undo()
    have_pbkdf2()
    assert hashlib.pbkdf2_hmac is REAL
    assert check_password_hash(hashed, "tea")
