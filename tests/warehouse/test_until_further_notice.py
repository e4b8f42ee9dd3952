"""The last day of the calendar, from a source to every feed."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pyarrow.parquet
from sqlalchemy import Engine

from feeds.channel import Site
from feeds.formats import FORMATS, channel_for
from feeds.selection import shown_on
from tests.warehouse.made import NOW, at, bring, event, record, source
from vigie.model import Call, Deadline, Kind, Occurrence, WallTime
from warehouse import items
from warehouse.curate import curate
from warehouse.items import ItemFilter

QUAI = source("quai-numerique", trust=80)


def test_until_further_notice_breaks_nothing(engine: Engine) -> None:
    """Portals write "no end" as the last day of the calendar; the day after it is none."""
    last = WallTime.of_day(date(9999, 12, 31))
    bring(
        engine,
        QUAI,
        record(QUAI, "open", event("Parcours permanent", occurrences=(Occurrence(at(1, None), last),))),
        record(QUAI, "rolling", Call(title="Guichet ouvert", deadlines=(Deadline(last),))),
    )
    curate(engine, NOW)
    for kind, title in ((Kind.EVENT, "Parcours permanent"), (Kind.CALL, "Guichet ouvert")):
        with engine.connect() as connection:
            (item,) = items.find(connection, ItemFilter(kind=kind, text=title), NOW)
        assert item.content.title == title
        assert any(first <= NOW.date() <= until for first, until in shown_on(item))
        for format in FORMATS[kind]:
            channel = channel_for(f"x{format.suffix}", kind, (item,), Site("https://vigie.example"), NOW.date())
            beyond = format.name == "calls-ics"  # a calendar holds deadlines of the next 400 days
            assert (title.encode() in unpacked(format.render((item,), channel))) is not beyond, format.name


def unpacked(data: bytes) -> bytes:
    if data.startswith(b"PAR1"):
        return str(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()).encode()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    return data.replace(b"\r\n ", b"")
