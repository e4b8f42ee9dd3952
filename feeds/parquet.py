"""Parquet for analysts: explicit types, zstd, row groups of a fixed size (FEEDS.md §5; parquet-format 2.x).

The columns are those of the CSV. What a source says of a moment may be a month or a day only, so `start` keeps the
words; the columns beside it hold what they fix: `start_day` (a date), `start_at` (an instant, UTC), null when unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from feeds.channel import Channel, Site
from feeds.column_types import ALWAYS, Type, listed, money, read_moment, typed_columns
from feeds.instants import rfc3339
from feeds.json_text import dumped
from feeds.pieces import Format, Piece
from feeds.streams import Forward
from vigie.model import Item, Kind

if TYPE_CHECKING:  # imported where it is used: it takes a fifth of a second that most runs need not spend
    import pyarrow as pa

SCHEMA_VERSION = "1.0.0"
GROUP = 5_000
STEP = 500
"""Rows that are text at once; it divides GROUP. In Arrow's form a whole group is little."""
_EPOCH = date(1970, 1, 1)
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the file: `form` is the word that `_arrow` has a type for."""

    name: str
    form: str
    required: bool
    meaning: str


def fields(kind: Kind) -> tuple[Field, ...]:
    """The columns of a kind in their order, those of its moments followed by their day and their instant."""
    found: list[Field] = []
    for column, type_ in typed_columns(kind):
        found.append(Field(column.name, type_.value, column.name in ALWAYS or type_ is Type.LIST, column.meaning))
        if type_ is Type.MOMENT:
            found.append(Field(f"{column.name}_day", "day", False, f"{column.meaning} : jour"))
            found.append(Field(f"{column.name}_at", "instant", False, f"{column.meaning} : instant, UTC"))
    return tuple(found)


def schema(kind: Kind) -> pa.Schema:
    """The Arrow schema of the files of a kind; every field says its meaning, in French."""
    import pyarrow as pa

    types = _arrow()
    return pa.schema(
        [pa.field(f.name, types[f.form], not f.required, {"description": f.meaning}) for f in fields(kind)]
    )


def _arrow() -> dict[str, Any]:
    import pyarrow as pa

    # A list is named as the format names it: other writers' `item` is read with a warning by strict readers.
    texts = pa.list_(pa.field("element", pa.string(), nullable=False))
    return {
        Type.TEXT: pa.string(), Type.LINK: pa.string(), Type.MOMENT: pa.string(), Type.LIST: texts,
        Type.INSTANT: pa.timestamp("us", tz="UTC"), "day": pa.date32(), Type.BOOLEAN: pa.bool_(),
        Type.INTEGER: pa.int64(), Type.MONEY: pa.decimal128(18, 4), Type.DEGREES: pa.float64(),
    }  # fmt: skip


def _micros(instant: datetime) -> int:
    return int(instant.timestamp()) * _MICROS


def _values(item: Item, site: Site) -> Iterator[object]:
    for column, type_ in typed_columns(item.kind):
        value = column.value(item, site)
        if type_ is Type.LIST:
            yield listed(value)
        elif type_ is Type.MOMENT:
            said = read_moment(str(value)) if value else None
            yield value or None
            yield (said.day - _EPOCH).days if said and said.day else None
            yield _micros(said.instant) if said and said.instant else None
        elif type_ is Type.INSTANT:
            yield _micros(datetime.fromisoformat(str(value)))
        elif type_ is Type.MONEY:
            amount = money(value)
            yield None if amount is None else f"{amount:f}"
        else:
            yield None if value == "" else value


def _cut(item: Item, site: Site) -> Iterator[Piece]:
    """One row as an object, its members named by their place; what is unknown is left out."""
    row = {str(n): value for n, value in enumerate(_values(item, site)) if value is not None}
    yield Piece(item.id, dumped(row, indent=False))


def _read(pieces: Sequence[bytes], shape: pa.Schema) -> pa.Table:
    """Rows in Arrow's form, read by Arrow itself: as Python's values they would take ten times as long."""
    import pyarrow as pa
    from pyarrow import json

    plain = {pa.date32(): pa.int32(), pa.timestamp("us", tz="UTC"): pa.int64(), pa.decimal128(18, 4): pa.string()}
    said = pa.schema([pa.field(str(n), plain.get(field.type, field.type)) for n, field in enumerate(shape)])
    data = b"\n".join(pieces)
    rows = json.read_json(
        pa.BufferReader(data),
        json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        json.ParseOptions(explicit_schema=said, unexpected_field_behavior="error"),
    )
    return rows.rename_columns(shape.names).cast(shape)


def _write(pieces: Iterable[bytes], channel: Channel, out: BinaryIO) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape, rest = schema(channel.kind), iter(pieces)
    sources: set[str] = set()
    rows = 0
    with pq.ParquetWriter(Forward(out), shape, compression="zstd") as file:
        while few := list(islice(rest, STEP)):
            group = [_read(few, shape)]
            while len(group) * STEP < GROUP and (few := list(islice(rest, STEP))):
                group.append(_read(few, shape))
            table = pa.concat_tables(group).combine_chunks()
            file.write_table(table, row_group_size=GROUP)
            for names in table.column("sources").chunks:
                sources.update(names.flatten().unique().to_pylist())
            rows += table.num_rows
        file.add_key_value_metadata({
            "schema_version": SCHEMA_VERSION,
            "title": channel.title,
            "licence": channel.licence,
            "generated_at": rfc3339(channel.updated),
            "source_count": str(len(sources)),
        })  # fmt: skip
    return rows


FORMAT = Format("parquet", ".parquet", "application/vnd.apache.parquet", _cut, _write)
