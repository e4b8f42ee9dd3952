"""schema.org and tables: what extruct and csv read back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import extruct
import pytest
from feed_samples import SITE, article, at, call, channel, event, session, sighting

from feeds import jsonld, table
from feeds.columns import columns_of
from vigie.model import AttendanceMode, Deadline, Item, Kind, Money, MoneyRole, Status


def on_page(item: Item) -> dict:
    page = f'<html><head><script type="application/ld+json">{jsonld.embedded(item, SITE)}</script></head></html>'
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    return found


def test_an_event_on_its_page():
    found = on_page(event(1, attendance=AttendanceMode.OFFLINE, is_free=False))
    assert found["@type"] == "Event"
    assert found["startDate"] == "2026-10-15T18:30:00+02:00"
    assert found["endDate"] == "2026-10-15T21:00:00+02:00"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["location"]["address"]["addressLocality"] == "Namur"
    assert found["isAccessibleForFree"] is False
    assert (found["offers"][0]["lowPrice"], found["offers"][0]["highPrice"]) == (5, 12.5)
    assert found["sameAs"] == ["https://kikk.example/e/1"]
    assert "subEvent" not in found


def test_cancelled_keeps_its_start_and_moved_says_from_when():
    assert on_page(event(status=Status.CANCELLED))["startDate"] == "2026-10-15T18:30:00+02:00"
    moved = on_page(event(status=Status.RESCHEDULED, previous_start=at("2026-10-01T18:30")))
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["previousStartDate"] == "2026-10-01T18:30:00+02:00"
    full = on_page(event(status=Status.FULL))
    assert full["eventStatus"] == "https://schema.org/EventScheduled"
    assert full["offers"][0]["availability"] == "https://schema.org/SoldOut"
    unseen = on_page(event(status=Status.UNCONFIRMED))
    assert unseen["eventStatus"] == "https://schema.org/EventScheduled"


def test_sessions_are_sub_events_and_an_unknown_end_is_left_out():
    found = on_page(event(occurrences=(session("2026-10-24T20:00"), session("2026-10-26T20:00"))))
    assert [s["startDate"] for s in found["subEvent"]] == ["2026-10-24T20:00:00+02:00", "2026-10-26T20:00:00+01:00"]
    assert "endDate" not in found["subEvent"][0]
    assert found["startDate"] == "2026-10-24T20:00:00+02:00"


def test_online_is_a_virtual_location():
    found = on_page(event(status=Status.MOVED_ONLINE, online_url="https://meet.example/x"))
    assert found["location"] == {"@type": "VirtualLocation", "url": "https://meet.example/x"}


def test_an_article_is_based_on_its_original_and_claims_no_author():
    found = on_page(article(2))
    assert found["@type"] == "NewsArticle"
    assert found["isBasedOn"] == "https://journal.example/n/2"
    assert not {"author", "publisher", "articleBody"} & set(found)


def test_a_call_is_a_grant_with_an_application():
    found = on_page(call(3, deadlines=(Deadline(at("2026-11-15T12:00")),)))
    assert found["@type"] == "MonetaryGrant"
    assert found["funder"] == [{"@type": "Organization", "name": "Fonds wallon"}]
    assert found["amount"][0]["maxValue"] == 25000
    (action,) = found["potentialAction"]
    assert action["@type"] == "ApplyAction"
    assert (action["startTime"], action["endTime"]) == ("2026-09-01", "2026-11-15T12:00:00+01:00")
    assert action["target"] == "https://fonds.example/a/3"


def test_a_script_cannot_be_closed_from_inside():
    evil = "</script><script>alert(1)</script> <!-- & ]]>"
    text = jsonld.embedded(event(title=evil), SITE)
    assert "<" not in text
    assert on_page(event(title=evil))["name"] == evil


def test_the_graph_holds_every_event():
    items = tuple(event(n) for n in range(1, 6))
    graph = json.loads(jsonld.render(items, channel("agenda.jsonld", Kind.EVENT, items)))["@graph"]
    assert [n["@type"] for n in graph] == ["DataFeed"] + ["Event"] * 5


def rows(item: Item, excel: bool = False) -> list[dict[str, str]]:
    name = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}[item.kind]
    render = table.render_excel if excel else table.render
    data = render((item,), channel(f"{name}.csv", item.kind, (item,)))
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if excel else ","))


def test_a_row_of_the_agenda():
    (row,) = rows(
        event(1, is_free=None, occurrences=(session("2026-10-15T18:30", "2026-10-15T21:00"), session("2026-11-01")))
    )
    assert row["start"] == "2026-10-15T18:30:00+02:00"
    assert row["sessions"] == "2026-10-15T18:30:00+02:00/2026-10-15T21:00:00+02:00|2026-11-01"
    assert (row["latitude"], row["is_free"], row["end"]) == ("50.464000", "", "")
    assert row["topics"] == "event_type:workshop|discipline:games"
    assert row["sources"] == "KIKK"


def test_a_row_of_calls_and_of_the_watch():
    (row,) = rows(call(1, amounts=(Money(MoneyRole.GRANT, Decimal("500.5"), Decimal(25000)),)))
    assert (row["deadline"], row["amount_min"], row["amount_max"], row["currency"]) == (
        "2026-11-15",
        "500.5",
        "25000",
        "EUR",
    )
    (row,) = rows(article(1))
    assert row["published"] == "2026-08-20T08:15:00+02:00"


@pytest.mark.parametrize("kind", list(Kind))
def test_header_is_there_without_rows_and_every_column_is_explained(kind):
    name = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}[kind]
    data = table.render((), channel(f"{name}.csv", kind))
    names = [c.name for c in columns_of(kind)]
    assert data == (",".join(names) + "\r\n").encode()
    assert len(set(names)) == len(names)
    assert all(c.meaning for c in columns_of(kind))


@pytest.mark.parametrize(
    "evil", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "|calc", "%x", "  =1+1", "\u00a0=1", '=HYPERLINK("x")']
)
def test_excel_sees_no_formula_and_the_raw_table_keeps_the_text(evil):
    assert table.neutralised(evil).startswith("'")
    item = replace(event(organizers=(evil,), price_text=evil), sightings=(sighting(name=evil),))
    (row,) = rows(item, excel=True)
    for cell in row.values():
        assert not cell.strip().startswith(("=", "+", "@", "|", "%", "-")), cell
    assert row["organizers"].startswith(("'", "/"))
    assert rows(item)[0]["organizers"] == evil.strip().replace("|", "/")


def test_excel_has_a_mark_and_decimal_commas():
    assert table.render_excel((event(),), channel("agenda.excel.csv")).startswith(b"\xef\xbb\xbfid;title;")
    assert rows(event(1), excel=True)[0]["latitude"] == "50,464000"
    assert table.neutralised("-4.5") == "-4,5"
    assert table.neutralised("") == ""
