"""What the cells of a CSV mean, for machines: CSV on the Web (W3C tabular-metadata, FEEDS.md §5)."""

from __future__ import annotations

from typing import Any

from feeds.channel import Channel
from feeds.column_types import ALWAYS, Type, typed_columns
from feeds.columns import Column
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped
from vigie.model import AttendanceMode, Kind, Status

SUFFIX = "-metadata.json"
"""Put after the path of the CSV: a reader that has the table alone looks for its metadata there (§5.3)."""
MEDIA_TYPE = "application/csvm+json"

_SAID = r"\d{4}-\d\d(-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?)?"
_MOMENT = {"base": "string", "format": _SAID}
_DATATYPES: dict[Type, Any] = {
    Type.TEXT: "string",
    Type.LIST: "string",
    Type.LINK: "anyURI",
    Type.MOMENT: _MOMENT,  # no datatype of the standard holds a month, a day or an instant
    Type.INSTANT: "dateTimeStamp",
    Type.BOOLEAN: {"base": "boolean", "format": "true|false"},
    Type.INTEGER: "nonNegativeInteger",
    Type.MONEY: "decimal",
}
_BY_NAME: dict[str, Any] = {
    "status": {"base": "string", "format": "|".join(Status)},
    "attendance": {"base": "string", "format": "|".join(AttendanceMode)},
    "language": {"base": "string", "format": "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"},
    "latitude": {"base": "decimal", "minimum": "-90", "maximum": "90"},
    "longitude": {"base": "decimal", "minimum": "-180", "maximum": "180"},
    "sessions": {"base": "string", "format": f"{_SAID}(/{_SAID})?"},
    "deadlines": _MOMENT,
}


def metadata(kind: Kind, channel: Channel, path: str) -> bytes:
    """The metadata of the CSV at `path` (its name or its path below the feeds), for the file `path` + SUFFIX."""
    return dumped({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "fr"}],
        "url": path.rsplit("/", 1)[-1],
        "dc:title": channel.title,
        "dc:description": channel.description,
        "dc:license": {"@id": channel.licence},
        "dc:publisher": {"schema:name": channel.site.name, "schema:url": {"@id": f"{channel.site_url}/"}},
        "dc:language": channel.language,
        "dc:modified": {"@value": rfc3339(channel.updated), "@type": "xsd:dateTime"},
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
            "trim": False,
        },
        "tableSchema": {
            "columns": [_column(column, type_) for column, type_ in typed_columns(kind)],
            "primaryKey": "id",
        },
    })  # fmt: skip


def _column(column: Column, type_: Type) -> Plain:
    # A title is what the header says: validators compare them. The meaning is a description.
    described: Plain = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _BY_NAME[column.name] if column.name in _BY_NAME else _DATATYPES[type_],
        "null": "",
    }
    if type_ is Type.LIST:
        described["separator"] = "|"
    if column.name in ALWAYS:
        described["required"] = True
    return described
