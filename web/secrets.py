"""The key that signs what we hand out and get back: sessions, tokens of forms, subscriptions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from vigie.settings import Settings

FILE = "signing.key"
BYTES = 64


def signing_key(settings: Settings) -> bytes:
    """VIGIE_DESK_KEY, or a key that is made once and kept in VIGIE_HOME for its owner alone.

    Every process of a house gets the same one, also when several ask for the first time at once.
    """
    if settings.desk.key:
        return settings.desk.key.encode()
    file = settings.home / FILE
    if not file.exists():
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(secrets.token_hex(BYTES).encode())
    try:
        os.link(part, file)
    except FileExistsError:
        pass  # another process was faster: its key is the key
    finally:
        part.unlink()
