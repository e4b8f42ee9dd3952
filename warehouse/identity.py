"""Names of things that are computed from what they name: records, requests, problems, contents."""

from __future__ import annotations

import hashlib
import uuid

from vigie.codec import to_json
from vigie.model import Kind, Problem, Request

ITEM_IDS = uuid.UUID("5b0c4c5e-7d0d-5a5b-9b1e-6c1f0e7a2d11")


def mint(source: str, key: str) -> str:
    """Id of a new item from the record that founds it. Stored when minted, never computed again for that item."""
    return str(uuid.uuid5(ITEM_IDS, f"{source}\n{key}"))


def record_id(source: str, key: str) -> str:
    """128 bits that stand for (source, key) in the fingerprints."""
    return short(hashlib.sha256(f"{source}\n{key}".encode()).hexdigest())


def record_hash(kind: Kind, url: str | None, content: bytes) -> str:
    """sha-256 of what a record says; `content` is its canonical JSON. Provenance and capture are not part of it."""
    return hashlib.sha256(b"\n".join([kind.value.encode(), (url or "").encode(), content])).hexdigest()


def item_hash(kind: Kind, content: bytes) -> str:
    """sha-256 of what an item says."""
    return hashlib.sha256(kind.value.encode() + b"\n" + content).hexdigest()


def short(content_hash: str) -> str:
    """First 128 bits of a sha-256 in hexadecimal, as a UUID."""
    h = content_hash
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:32]}"


def request_id(request: Request) -> str:
    """sha-256 of what makes two requests the same: method, URL, body, and the version when one is named."""
    parts = [request.method.upper().encode(), request.url.encode(), request.body or b""]
    if request.version is not None:
        parts.append(request.version.encode())
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def problem_id(problem: Problem) -> str:
    """sha-256 of what makes two problems the same. Without a key the raw text tells two items of a page apart."""
    parts = [problem.source, problem.url, problem.reason, problem.field, problem.key]
    return hashlib.sha256(to_json([*parts, None if problem.key else problem.raw])).hexdigest()
