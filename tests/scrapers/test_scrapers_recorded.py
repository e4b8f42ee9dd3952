"""A recorded web answers from its file, and no socket is opened."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.archive import WarcArchive
from scrapers.client import Client
from scrapers.failure import FetchError
from scrapers.recorded import RecordedTransport
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Cause, Request, Source
from vigie.settings import SettingError, Settings

DATE = "2026-02-03T04:05:06Z"
REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "real.warc.gz"


@pytest.fixture(autouse=True)
def _no_socket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Here nothing may even make a socket or ask for a name."""

    def forbidden(*arguments: object, **named: object) -> None:
        raise AssertionError("a recorded web opened a socket")

    with monkeypatch.context() as patched:
        patched.setattr(socket, "socket", forbidden)
        patched.setattr(socket, "getaddrinfo", forbidden)
        yield


class Recording:
    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, url: str, body: bytes, status: str = "200 OK", date: str = DATE, **headers: str) -> None:
        out = BytesIO()
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        named = [(k.replace("_", "-"), v) for k, v in headers.items()]
        http = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", BytesIO(body), len(body), warc_headers_dict={"WARC-Date": date}, http_headers=http
        )
        writer.write_record(record)
        with self.path.open("ab") as stream:
            stream.write(out.getvalue())


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    made = Recording(tmp_path / "web.warc.gz")
    made.add("http://kikk.example/agenda", b"abc", Content_Type="text/calendar")
    return made


def recorded_client(path: Path, memory: SolitaryMemory) -> Client:
    settings = Settings.from_environment({"VIGIE_WEB": str(path), "VIGIE_HOST_GAP": "3600"})
    return Client(transport_for(settings), SolitaryTurns(), memory, memory, settings)


def test_a_recorded_page_with_its_own_date_and_no_wait(recording: Recording, source: Source) -> None:
    client = recorded_client(recording.path, SolitaryMemory())
    for _ in range(3):
        fetched = client.fetch(source, Request("http://kikk.example/agenda"))
    assert fetched.capture.fetched_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (fetched.capture.body, fetched.capture.media_type) == (b"abc", "text/calendar")
    assert fetched.not_modified


def test_a_url_that_it_lacks_is_not_found(recording: Recording, source: Source) -> None:
    with pytest.raises(FetchError) as raised:
        recorded_client(recording.path, SolitaryMemory()).fetch(source, Request("http://kikk.example/other"))
    assert raised.value.cause is Cause.NOT_FOUND


def test_its_robots_and_redirects_hold(recording: Recording, source: Source) -> None:
    recording.add("http://kikk.example/robots.txt", b"User-agent: *\nDisallow: /private")
    recording.add("http://kikk.example/private", b"secret")
    recording.add("http://kikk.example/old", b"", "301 Moved Permanently", Location="/agenda")
    client = recorded_client(recording.path, SolitaryMemory())
    assert client.fetch(source, Request("http://kikk.example/old")).capture.url == "http://kikk.example/agenda"
    with pytest.raises(FetchError) as raised:
        client.fetch(source, Request("http://kikk.example/private"))
    assert raised.value.cause is Cause.ROBOTS


@pytest.mark.parametrize(
    "url", ["HTTP://KIKK.example/agenda", "http://kikk.example/agenda#top", "http://kikk.example/%61genda"]
)
def test_spellings_of_one_url(recording: Recording, url: str) -> None:
    assert RecordedTransport(recording.path).send(Request(url), {}).body == b"abc"


def test_the_latest_record_of_a_url_answers(recording: Recording) -> None:
    recording.add("http://kikk.example/agenda", b"newer", date="2026-02-04T00:00:00Z")
    recording.add("http://kikk.example/agenda", b"older", date="2026-01-01T00:00:00Z")
    assert RecordedTransport(recording.path).send(Request("http://kikk.example/agenda"), {}).body == b"newer"


def test_recorded_encodings_are_undone(recording: Recording) -> None:
    recording.add("http://kikk.example/z", gzip.compress(b"packed"), Content_Encoding="gzip")
    recording.add("http://kikk.example/c", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Transfer_Encoding="chunked")
    transport = RecordedTransport(recording.path)
    assert transport.send(Request("http://kikk.example/z"), {}).body == b"packed"
    assert transport.send(Request("http://kikk.example/c"), {}).body == b"abcde"


def test_our_own_archive_is_a_recorded_web_posts_included(recording: Recording, source: Source, tmp_path: Path) -> None:
    recording.add("http://kikk.example/search", b"any body gives this")
    settings = Settings.from_environment({"VIGIE_WEB": str(recording.path)})
    memory = SolitaryMemory()
    client = Client(transport_for(settings), SolitaryTurns(), memory, WarcArchive(tmp_path / "a"), settings)
    post = Request("http://kikk.example/search", "POST", body=b"page=1")
    first = client.fetch(source, post).capture
    client.fetch(source, Request("http://kikk.example/agenda"))
    kept = next((tmp_path / "a").glob("*.warc.gz"))
    replayed = RecordedTransport(kept)
    assert replayed.send(post, {}).body == first.body
    assert replayed.send(Request("http://kikk.example/search", "POST", body=b"page=2"), {}).status == 404
    assert replayed.send(Request("http://kikk.example/agenda"), {}).date == first.fetched_at


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="needs ../shared/real/real.warc.gz")
def test_the_real_recording_answers_every_url_of_its_manifest(source: Source) -> None:
    import json

    memory = SolitaryMemory()
    client = recorded_client(REAL, memory)
    urls = [json.loads(line)["url"] for line in (REAL.parent / "MANIFEST.jsonl").read_text().splitlines()]
    for url in urls:
        client.fetch(source, Request(url))
    assert len(memory.kept) == len(urls) > 900


def test_a_file_that_is_no_recording_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("bonjour\n")
    with pytest.raises(SettingError, match=r"VIGIE_WEB=.*notes\.txt: not a WARC file"):
        RecordedTransport(file).send(Request("https://a.example/"), {})
