"""The HTTP contract of FEEDS.md §1: for files, slices and filters, in every format."""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import orjson
import pytest
import uvicorn
from site_under_test import Site

from feeds.formats import FEEDS, MEDIA_TYPES
from tests.conftest import free_port
from web.app import create_app
from web.machine_answers import HELD

PLAIN = {"Accept-Encoding": "identity"}
FILES = tuple(f"/feeds/{feed.path}" for feed in FEEDS)
SLICES = ("/feeds/province/namur/agenda.ics", "/feeds/type/workshop/agenda.json", "/feeds/source/source-1/calls.csv")
SHORT = tuple(f"/{feed.path}" for feed in FEEDS)
FILTERS = tuple(f"/{feed.path}?province=namur" for feed in FEEDS)
OTHERS = ("/feeds/index.json", "/index.json", "/schema/event/1.0.0.json")
PACKED = ("xlsx", "parquet")


@pytest.mark.parametrize("path", [*FILES, *SLICES, *SHORT, *FILTERS, *OTHERS])
def test_every_address_keeps_the_contract(varied: Site, path: str) -> None:
    get = varied.client.get(path, headers=PLAIN)
    assert get.status_code == 200, get.text
    tag = f'"{hashlib.sha256(get.content).hexdigest()}"'
    assert get.headers["etag"] == tag
    assert get.headers["vary"] == "Accept-Encoding"
    assert get.headers["access-control-allow-origin"] == "*"
    assert {"etag", "link"} <= {n.strip().lower() for n in get.headers["access-control-expose-headers"].split(",")}
    assert get.headers["x-content-type-options"] == "nosniff"
    assert get.headers["content-length"] == str(len(get.content))
    if not path.startswith("/schema/"):
        assert get.headers["cache-control"] == "public, max-age=900, stale-while-revalidate=86400"
        assert get.headers["last-modified"].endswith(" GMT")
        for rel in ("self", "describedby"):
            assert get.headers["link"].count(f'rel="{rel}"') == 1
        # The hub tells of what is published; a filter is polled.
        assert ('<http://vigie.test/hub>; rel="hub"' in get.headers["link"]) is ("?" not in path)
    name = path.partition("?")[0].rpartition("/")[2]
    if name in MEDIA_TYPES:
        assert get.headers["content-type"] == MEDIA_TYPES[name]

    head = varied.client.head(path, headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    for kept in ("etag", "content-type", "content-length", "link", "cache-control", "vary"):
        assert head.headers.get(kept) == get.headers.get(kept), kept

    packed = varied.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.content == get.content  # httpx has undone the coding
    zipped = f'"{tag[1:-1]}-gzip"'
    coded = not path.partition("?")[0].endswith(PACKED)
    assert packed.headers.get("content-encoding") == ("gzip" if coded else None)
    assert packed.headers["etag"] == (zipped if coded else tag)

    for held in (tag, zipped, f"W/{tag}", f'"other", {zipped}', "*"):
        for coding in ("identity", "gzip"):
            again = varied.client.get(path, headers={"If-None-Match": held, "Accept-Encoding": coding})
            assert (again.status_code, again.content) == (304, b""), (held, coding)
            assert "content-type" not in again.headers
            assert again.headers["cache-control"] == get.headers["cache-control"]
            if held != "*":
                assert again.headers["etag"] in held, "the tag of what the client holds"
    assert varied.client.head(path, headers={"If-None-Match": tag}).status_code == 304
    assert varied.client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

    options = varied.client.options(path, headers={"Origin": "https://ailleurs.example"})
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert options.headers["access-control-allow-origin"] == "*"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = varied.client.request(method, path)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("said", "coded"),
    [
        ("gzip", True), ("gzip, deflate, br", True), ("GZIP", True), ("x-gzip", True), ("*", True),
        ("gzip;q=0.5", True), ("br, gzip;q=0.001", True), ("gzip; q=1.000", True), ("deflate, *;q=0.3", True),
        ("gzip;q=0.8, identity;q=0.8", True),
        ("", False), ("identity", False), ("br", False), ("gzip;q=0", False), ("gzip;q=0.0, *", False),
        ("gzip;q=0.5, identity", False), ("identity, gzip;q=0.9", False), ("*;q=0", False), ("gzip;q=fun", False),
        (",,", False), ("nogzip", False),
    ],
)  # fmt: skip
def test_gzip_when_it_is_asked_for(varied: Site, said: str, coded: bool) -> None:
    for path in ("/agenda.csv", "/agenda.csv?language=fr"):
        answer = varied.client.get(path, headers={"Accept-Encoding": said})
        assert (answer.headers.get("content-encoding") == "gzip") is coded, said


def test_gzip_is_the_same_each_time(varied: Site) -> None:
    with httpx.Client(transport=varied.client._transport, base_url="http://vigie.test") as client:
        bodies = set()
        for _ in range(2):
            with client.stream("GET", "/agenda.csv?language=fr", headers={"Accept-Encoding": "gzip"}) as answer:
                bodies.add(b"".join(answer.iter_raw()))
    (packed,) = bodies
    assert packed[4:8] == b"\0\0\0\0", "an instant in the gzip header would make each copy another one"
    assert gzip.decompress(packed) == varied.client.get("/agenda.csv?language=fr", headers=PLAIN).content


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("typ=workshop", ("« typ »", "inconnu", "unknown", "type")),
        ("province=flandre", ("« province »", "« flandre »", "namur", "liege")),
        ("province=", ("« province »", "vide", "empty")),
        ("type=bourse", ("« type »", "« bourse »", "workshop")),
        ("discipline=XR", ("« XR »", "xr")),
        ("topic=xr", ("« topic »", "discipline:xr", "/api/v1/facets")),
        ("topic=discipline:nothing", ("« discipline:nothing »",)),
        ("totem=nowhere", ("« totem »", "trakk")),
        ("source=nobody", ("« source »", "source-1")),
        ("language=fr-BE", ("« language »", "fr, nl, de, en")),
        ("from=demain", ("« from »", "« demain »", "2026-03-12")),
        ("from=20260312", ("« from »",)),
        ("from=2026-02-30", ("« 2026-02-30 »",)),
        ("from=2050-01-01", ("dix ans", "ten years")),
        ("from=2026-04-02&to=2026-04-01", ("« to »", "2026-04-02")),
        ("from=2026-04-02&from=2026-04-03", ("« from »", "une fois", "once")),
        ("updated_since=hier", ("« updated_since »", "RFC 3339")),
        ("updated_since=2026-03-12T08:00:00", ("RFC 3339",)),
        ("q=%20", ("« q »", "vide")),
        ("q=" + "x" * 201, ("« q »", "200")),
        ("q=a&q=b", ("une fois",)),
        ("cancelled=oui", ("« cancelled »", "0, 1")),
        ("limit=0", ("« limit »", "1 à 2000")),
        ("limit=9999", ("« limit »", "1 to 2000")),
        ("limit=-1", ("« limit »",)),
        ("removed=1&updated_since=2026-03-01", ("« removed »", "inconnu")),
        ("cursor=abc", ("« cursor »", "inconnu")),
        ("recurrence=weekly", ("« recurrence »", "rrule")),
        ("<script>=1", ("« <script> »", "inconnu")),
        ("province=%00%0d%0aX-Evil:1", ("« province »", "???X-Evil:1")),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(varied: Site, query: str, says: tuple[str, ...]) -> None:
    answer = varied.client.get(f"/agenda.ics?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    french, english = answer.text.splitlines()
    assert french.startswith("Paramètre «")
    assert english.startswith("Parameter “")
    for words in says:
        assert words in answer.text
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "/watch.atom?recurrence=rrule", "/calls.ics?recurrence=rrule", "/watch.csv?type=workshop",
        "/calls.json?type=study", "/agenda.json?removed=1", "/agenda.json?cursor=nonsense",
        "/agenda.json?province=namur&cursor=e30",
        "/feeds/agenda.ics?province=namur", "/index.json?x=1",
    ],
)  # fmt: skip
def test_a_parameter_that_the_feed_does_not_have_is_refused(varied: Site, address: str) -> None:
    assert varied.client.get(address).status_code == 400


def test_a_cursor_is_of_one_question(varied: Site) -> None:
    feed = varied.client.get("/agenda.json?discipline=xr&limit=2").json()
    cursor = feed["next_url"].partition("cursor=")[2]
    assert varied.client.get(f"/agenda.json?discipline=xr&limit=2&cursor={cursor}").status_code == 200
    assert varied.client.get(f"/agenda.json?discipline=games&limit=2&cursor={cursor}").status_code == 400
    assert varied.client.get(f"/watch.json?discipline=xr&limit=2&cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("year=2026/part-0.parquet", "application/vnd.apache.parquet"),
        ("parquet/agenda/year=2026/part-0.parquet", "application/vnd.apache.parquet"),
        ("agenda.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("namur/agenda.geojson", "application/geo+json"),
        ("catalog.ttl", "text/turtle; charset=utf-8"),
        ("catalog.jsonld", "application/ld+json; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("changes.ndjson", "application/x-ndjson; charset=utf-8"),
        ("agenda.csv-metadata.json", "application/csvm+json"),
        ("province/namur/watch.json", "application/feed+json; charset=utf-8"),
        ("agenda.2.json", "application/feed+json; charset=utf-8"),
        ("source/source-1/agenda.13.json", "application/feed+json; charset=utf-8"),
        ("archive/agenda-2026-01.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_types_of_nested_and_other_files(varied: Site, name: str, type: str) -> None:
    path = varied.settings.feeds / name
    written = not path.exists()
    if written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes of " + name.encode())
    try:
        answer = varied.client.get(f"/feeds/{name}", headers=PLAIN)
        assert (answer.status_code, answer.content) == (200, path.read_bytes())
        assert answer.headers["content-type"] == type
    finally:
        if written:
            path.unlink()


def test_the_log_of_changes_has_a_short_address(varied: Site) -> None:
    (varied.settings.feeds / "changes.ndjson").write_bytes(b"{}\n")
    assert varied.client.get("/changes.ndjson").content == varied.client.get("/feeds/changes.ndjson").content == b"{}\n"


@pytest.mark.parametrize(
    "name",
    [
        "year=2026/../../secret.json", "year=/secret.json/", "=/agenda.json", "=agenda.json", "a=b/%2e%2e/secret.json",
        "province/namur", "province/namur/", ".previous/agenda.ics", "province/.hidden/agenda.ics",
        "a/b/c/d/e/f/agenda.ics", "pieces.sqlite", "agenda.ics.part", "agenda.exe",
    ],
)  # fmt: skip
def test_what_is_no_feed_is_not_served(varied: Site, name: str) -> None:
    answer = varied.client.get(f"/feeds/{name}")
    assert answer.status_code == 404
    if answer.request.url.path.startswith("/feeds/"):  # else httpx has taken the `..` out itself
        assert answer.headers["access-control-allow-origin"] == "*"


def test_a_file_that_changes_under_the_same_size_gets_another_tag(varied: Site) -> None:
    path = varied.settings.feeds / "small.json"
    stamp = (1_700_000_000_000_000_000, 1_700_000_000_000_000_000)
    tags = []
    for body in (b"[1]", b"[2]"):
        staged = path.with_suffix(".new")
        staged.write_bytes(body)
        os.utime(staged, ns=stamp)
        os.replace(staged, path)
        tags.append(varied.client.get("/feeds/small.json", headers=PLAIN).headers["etag"])
    path.unlink()
    assert tags[0] != tags[1]


def test_after_a_rollback_the_older_file_counts(varied: Site) -> None:
    path = varied.settings.feeds / "rolled.json"
    path.write_bytes(b"[2]")
    newer = varied.client.get("/feeds/rolled.json").headers["last-modified"]
    assert varied.client.get("/feeds/rolled.json", headers={"If-Modified-Since": newer}).status_code == 304
    path.write_bytes(b"[1]")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert varied.client.get("/feeds/rolled.json", headers={"If-Modified-Since": newer}).status_code == 200
    path.unlink()


def test_a_filter_does_not_trust_a_date_alone(varied: Site) -> None:
    """An item that leaves moves no revision: only the bytes tell."""
    day = varied.client.get("/agenda.csv?province=namur").headers["last-modified"]
    assert varied.client.get("/agenda.csv?province=namur", headers={"If-Modified-Since": day}).status_code == 200


@pytest.fixture
def address(varied: Site) -> Iterator[str]:
    """The site behind a real uvicorn."""
    port = free_port()
    config = uvicorn.Config(
        create_app(varied.engine, varied.settings), port=port, log_level="warning", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


def test_a_large_file_streams_whole_and_compressed(varied: Site, address: str) -> None:
    path = varied.settings.feeds / "large.csv"
    body = b"".join(b"%d,ligne\r\n" % n for n in range(400_000))
    assert len(body) > 4 * HELD
    path.write_bytes(body)
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    with httpx.Client(base_url=address, timeout=60) as client:
        plain = client.get("/feeds/large.csv", headers=PLAIN)
        assert (plain.content, plain.headers["etag"]) == (body, tag)
        assert plain.headers["content-length"] == str(len(body))
        packed = client.get("/feeds/large.csv", headers={"Accept-Encoding": "gzip"})
        assert (packed.content, packed.headers["content-encoding"]) == (body, "gzip")
        assert client.head("/feeds/large.csv", headers=PLAIN).headers["content-length"] == str(len(body))
        assert client.get("/feeds/large.csv", headers={"If-None-Match": tag}).status_code == 304
    path.unlink()


def test_a_thousand_conditional_reads_at_once(varied: Site, address: str) -> None:
    paths = ("/agenda.ics?province=namur", "/watch.atom?discipline=xr", "/feeds/agenda.json", "/calls.csv?language=fr")
    limits = httpx.Limits(max_connections=100)
    with httpx.Client(base_url=address, timeout=60, limits=limits) as client:
        tags = {path: client.get(path).headers["etag"] for path in paths}

        def poll(n: int) -> tuple[int, str, str]:
            path = paths[n % len(paths)]
            answer = client.get(path, headers={"If-None-Match": tags[path]})
            return answer.status_code, answer.headers["etag"], tags[path]

        with ThreadPoolExecutor(100) as pool:
            answers = list(pool.map(poll, range(1000)))
    assert {status for status, _, _ in answers} == {304}
    assert all(told == held for _, told, held in answers)


def test_files_are_closed(varied: Site) -> None:
    fds = Path("/proc/self/fd")
    if not fds.is_dir():
        pytest.skip("no /proc here")
    tag = varied.client.get("/feeds/agenda.csv").headers["etag"]
    before = len(list(fds.iterdir()))
    for _ in range(50):
        varied.client.get("/feeds/agenda.csv")
        varied.client.head("/feeds/agenda.csv")
        varied.client.get("/feeds/agenda.csv", headers={"If-None-Match": tag})
        varied.client.get("/feeds/agenda.csv", headers=PLAIN)
    assert len(list(fds.iterdir())) <= before + 5


def test_every_published_file_is_served_as_the_index_says(varied: Site) -> None:
    """Slices, pages, archives, parts of Parquet: what the publisher lists is what readers get."""
    listed = orjson.loads((varied.settings.feeds / "index.json").read_bytes())["files"]
    assert len(listed) > 100
    for file in listed:
        answer = varied.client.head(f"/feeds/{file['path']}", headers=PLAIN)
        assert answer.status_code == 200, file["path"]
        assert answer.headers["content-type"] == file["media_type"], file["path"]
        assert answer.headers["etag"] == f'"{file["sha256"]}"', file["path"]
        assert answer.headers["content-length"] == str(file["bytes"])
