"""The names of others that our catalogue points to; `data/authorities.yaml` says where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from vigie.model import Kind

FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a list that others keep. `type` is the class of DCAT-AP that its users expect."""

    uri: str
    type: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class FileType:
    """What a suffix stands for; `standard` is the address of the rules that the file keeps."""

    format: str
    media: str
    standard: str | None
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a dataset is called, in one language."""

    title: str
    description: str
    keywords: tuple[str, ...]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    text = resources.files("feeds").joinpath("data", "authorities.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


def terms() -> dict[str, Term]:
    """The entries by what the catalogue uses them for."""
    return {name: Term(**row) for name, row in _read()["terms"].items()}


def licence(address: str) -> str:
    """The entry of the EU list for a licence, or its own address when the list is not known to have it."""
    found: str = _read()["licences"].get(address, address)
    return found


def file_type(path: str) -> FileType | None:
    """What the suffix of a file says, the longest that fits; None for files that are no distribution."""
    rows = _read()["files"]
    fits = [suffix for suffix in rows if path.endswith(suffix)]
    if not fits:
        return None
    row = rows[max(fits, key=len)]
    return FileType(FILE_TYPES + row["type"], MEDIA_TYPES + row["media"], row.get("standard"), row["fr"], row["en"])


def words(kind: Kind, language: str) -> Words:
    """How the dataset of a kind is presented in `fr` or `en`."""
    row = _read()["datasets"][kind.value][language]
    return Words(row["title"], row["description"], tuple(row["keywords"]))
