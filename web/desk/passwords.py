"""Passwords: argon2id hashes, checked in the same time whether the name exists or not."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 200
_HASHER = PasswordHasher()
"""RFC 9106's second recommendation (64 MiB, three passes), as argon2-cffi keeps it up to date."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each check takes 64 MiB: a crowd at the door must not take the machine's memory."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def hash_of(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one of a hash. Without a hash it takes as long, and is False."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def made_up() -> str:
    """A password that nobody chose: four groups of five signs, 98 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def weak(password: str, name: str) -> str | None:
    """Why a password will not do, as a French sentence; None when it will (NIST SP 800-63B §5.1.1: length alone)."""
    if not LEAST <= len(password) <= MOST:
        return "Un mot de passe compte de 12 à 200 signes."
    if name.lower() in password.lower() or len(set(password)) < 5:
        return "Ce mot de passe se devine : choisissez-en un autre."
    return None


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
