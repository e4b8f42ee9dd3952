"""What the desk signs: sessions (in a cookie) and tokens of forms. Nothing is kept here but a key.

A session says a name and an epoch; the person's row says which epoch counts, so that raising it ends every session.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

LASTING = timedelta(hours=12)
AHEAD = timedelta(minutes=5)
"""By how much the clock of another process may be ahead."""


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one person. `id` ties the tokens of forms to it."""

    name: str
    epoch: int
    id: str


class Signer:
    """Signs and reads. `at` is the aware instant of the visit; what is older than LASTING is worth nothing."""

    def __init__(self, key: bytes) -> None:
        self._sessions = _serializer(key, "vigie desk session")
        self._tokens = _serializer(key, "vigie desk form")

    def session(self, name: str, epoch: int, at: datetime) -> str:
        return _dump(self._sessions, [name, epoch, secrets.token_urlsafe(16), int(at.timestamp())])

    def read_session(self, signed: str, at: datetime) -> Session | None:
        """None for what we did not sign, or too long ago."""
        read = _load(self._sessions, signed)
        if read is None or not _fresh(read[3], at):
            return None
        return Session(read[0], read[1], read[2])

    def token(self, bound: str, at: datetime) -> str:
        """A token for the forms of one session, or of one visitor (`bound` names it)."""
        return _dump(self._tokens, [bound, int(at.timestamp())])

    def proves(self, token: str, bound: str, at: datetime) -> bool:
        """Whether the token was made for `bound`, not too long ago."""
        read = _load(self._tokens, token)
        return read is not None and secrets.compare_digest(str(read[0]), bound) and _fresh(read[1], at)


def _serializer(key: bytes, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=salt, signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"})


def _dump(serializer: URLSafeSerializer, value: list[Any]) -> str:
    signed: str | bytes = serializer.dumps(value)
    return signed if isinstance(signed, str) else signed.decode()


def _load(serializer: URLSafeSerializer, signed: str) -> list[Any] | None:
    """What was signed: its shape is ours, because nobody else can sign."""
    try:
        read: list[Any] = serializer.loads(signed)
    except BadData:
        return None
    return read


def _fresh(made: int, at: datetime) -> bool:
    age = at.timestamp() - made
    return -AHEAD.total_seconds() <= age <= LASTING.total_seconds()
