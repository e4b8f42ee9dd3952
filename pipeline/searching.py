"""Looking for words in files: the archive as it lies on disk, its copy of the journal, the feeds."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson

from feeds.store import NAME as PIECES
from feeds.store import kept
from scrapers.archive_search import contains
from warehouse.journal import FILE, Act
from warehouse.suppression import Suppressed

PLAIN = {
    ".ics", ".atom", ".rss", ".xml", ".json", ".jsonld", ".geojson", ".csv", ".ttl", ".txt", ".html", ".ndjson",
}  # fmt: skip


def files_saying(folder: Path, needles: Sequence[str], hushed: Suppressed, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Files that say one of the needles, raw or in a record, and those of the copy of the journal and of the feeds that
    say what a pattern forbids. The rows of the journal that hold the rules themselves are no trace, nor are `own`
    words: the names of our feeds, which no source said."""
    if not folder.is_dir():
        return ()
    spelled = [spelling for needle in needles for spelling in spellings(needle)]
    found = [f"{hit.file} at {hit.offset}" for hit in contains(folder, spelled) if hit.file != FILE] if spelled else []
    ours = [part for words in own if hushed.names(words) for part in re.split(r"[,;]", words) if part.strip()]
    for name, data in _opened(folder):
        said = data.decode("utf-8", "replace")
        for words in ours:
            said = said.replace(words, "")
        if any(spelling in data for spelling in spelled) or hushed.names(said):
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
        elif path.suffix == ".parquet":
            yield name, _rows_of(path)
        elif path.name == PIECES:
            for data in kept(path):
                yield name, data
        elif path.suffix in PLAIN:
            yield name, path.read_bytes()


def _rows_of(table: Path) -> bytes:
    import pyarrow.parquet

    return repr(pyarrow.parquet.ParquetFile(table).read().to_pylist()).encode()
