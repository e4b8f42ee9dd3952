"""Which code renders: pieces that other code made are not this code's."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from feeds.slices import DATA
from vigie.settings import ROOT


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash of everything in this room, of the vocabulary, and of the data that words come from."""
    files = [
        *Path(__file__).parent.rglob("*.py"),
        *(ROOT / "vigie").rglob("*.py"),
        *(ROOT / "vigie" / "data").glob("*"),
    ]
    told = hashlib.sha256()
    for file in sorted([*files, DATA / "taxonomy.yaml", DATA / "totem_places.jsonl"]):
        told.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()
