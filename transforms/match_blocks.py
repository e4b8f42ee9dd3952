"""The keys under which records meet: each depends on its record alone, never on how many others share it."""

from __future__ import annotations

from hashlib import blake2b

from transforms.match_profile import Profile, blocks


def block_keys(p: Profile) -> tuple[int, ...]:
    """Distinct signed 64-bit integers, the same in every process and on every machine. Two records that share none are
    never compared."""
    return tuple({_number("\x1f".join(parts)) for parts in blocks(p)})


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
