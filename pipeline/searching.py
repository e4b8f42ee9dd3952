"""Looking for words in files: the archive as it lies on disk, its copy of the journal, the feeds."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from scrapers.archive_search import contains
from warehouse.journal import FILE, Act
from warehouse.suppression import Suppressed


def files_saying(folder: Path, needles: Sequence[str], hushed: Suppressed) -> tuple[str, ...]:
    """Files that say one of the needles, raw or in a record, and those of the copy of the journal and of the feeds that
    say what a pattern forbids. The rows of the journal that hold the rules themselves are no trace."""
    if not folder.is_dir():
        return ()
    spelled = [spelling for needle in needles for spelling in spellings(needle)]
    found = [f"{hit.file} at {hit.offset}" for hit in contains(folder, spelled) if hit.file != FILE] if spelled else []
    for name, data in _opened(folder):
        if any(spelling in data for spelling in spelled) or hushed.names(data.decode("utf-8", "replace")):
            found.append(name)
    return tuple(f"{folder.name}/{one}" for one in dict.fromkeys(found))


def spellings(needle: str) -> tuple[bytes, ...]:
    """A needle as stores write it: UTF-8, JSON with escapes, Latin-1 where it can."""
    escaped = needle.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
    return tuple({needle.encode(), escaped.encode(), needle.encode("latin-1", "ignore")})


def _opened(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of what cannot be searched as it lies: rows of the journal that tell no rule, packed feeds; of the
    feeds all files."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if path.name == FILE:
            for line in path.read_bytes().splitlines():
                entry = orjson.loads(line)
                if entry["act"] != Act.SUPPRESS.value:
                    yield f"{name} row {entry['seq']}", line
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for inner in packed.namelist():
                    yield f"{name}: {inner}", packed.read(inner)
        elif path.suffix == ".gz" and not path.name.endswith(".warc.gz"):
            yield name, gzip.decompress(path.read_bytes())
        elif path.suffix in (".ics", ".xml", ".json", ".csv", ".txt", ".html", ".ndjson"):
            yield name, path.read_bytes()
