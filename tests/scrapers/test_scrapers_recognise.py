"""Platforms told from bytes alone."""

import json
from datetime import UTC, datetime

import pytest

from scrapers.recognise import media_type_of, recognise
from vigie.model import Capture, Request

TIMED = {"uid": 1, "title": {"fr": "Atelier"}, "timings": [{"begin": "2026-05-09T08:30:00+02:00"}]}


@pytest.mark.parametrize(
    ("body", "platform"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        (b'<CHANNEL HREF="https://site.example/"><ITEM/></CHANNEL>', "feed"),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR", "ical"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT", "ical"),
        (json.dumps([TIMED]).encode(), "openagenda"),
        (json.dumps({"events": [TIMED]}).encode(), "openagenda"),
        (b'{"jsonapi": {"version": "1.0"}, "data": []}', "drupal_jsonapi"),
        (b'{"nhits": 3, "records": []}', "opendatasoft"),
        (b'{"took": 3, "hits": {"total": {"value": 0}, "hits": []}}', "digital_wallonia"),
        (b'[{"titre": "Appel"}]', "json"),
        (b"<!doctype html><p>Agenda</p>", "schema_org"),
    ],
)
def test_a_platform_is_told_from_its_bytes(body, platform):
    url = "https://site.example/x"
    assert recognise(Capture(Request(url), url, 200, (), body, datetime(2026, 1, 1, tzinfo=UTC), "0" * 64)) == platform


def test_files_of_offices_are_no_text():
    assert media_type_of(b"PK\x03\x04 ...", "appels.xlsx") == "application/octet-stream"
    assert media_type_of(b"%PDF-1.7", "appel.pdf") == "application/octet-stream"
    assert media_type_of("Un après-midi à Namur".encode()) == "text/plain"
