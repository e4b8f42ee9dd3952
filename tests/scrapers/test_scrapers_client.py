"""The client against a real server: what each answer becomes, and how politely it was asked for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from loopback_site import Site

from scrapers.archive import WarcArchive
from scrapers.client import Client, user_agent
from scrapers.failure import FetchError
from scrapers.solitary import SolitaryMemory, SolitaryTurns
from scrapers.transport import transport_for
from vigie.model import Cause, Request, Source
from vigie.settings import Settings

URL = "http://kikk.example/agenda"
MODIFIED = "Sun, 01 Mar 2026 08:00:00 GMT"


def failing(client: Client, source: Source, url: str = URL) -> FetchError:
    with pytest.raises(FetchError) as raised:
        client.fetch(source, Request(url))
    return raised.value


def test_a_page_is_fetched_kept_and_named(site: Site, client: Client, source: Source, memory: SolitaryMemory) -> None:
    site.serve("/agenda", "<p>soirée</p>", Content_Type="text/html; charset=utf-8")
    fetched = client.fetch(source, Request(URL))
    assert fetched.capture.body.decode() == "<p>soirée</p>"
    assert fetched.capture.media_type == "text/html"
    assert not fetched.not_modified
    assert memory.kept == [("kikk", fetched.capture)]
    asked = site.asked[-1]
    assert asked.host == "kikk.example"
    assert asked.headers["user-agent"] == "VigieBot/0.1 (+https://vigie.example/bot; mailto:bot@example.org)"
    assert site.paths() == ["/robots.txt", "/agenda"]


def test_https_reaches_the_simulated_web_too_and_keeps_its_name(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "x")
    assert client.fetch(source, Request("https://kikk.example/agenda")).capture.url == "https://kikk.example/agenda"


def test_a_post_carries_its_body_and_headers(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "x")
    headers = (("Content-Type", "application/json"), ("User-Agent", "Mozilla/5.0"), ("Cookie", "a=b"))
    client.fetch(source, Request(URL, "POST", headers, b'{"page": 1}'))
    asked = site.asked[-1]
    assert (asked.method, asked.body, asked.headers["content-type"]) == ("POST", b'{"page": 1}', "application/json")
    assert "Mozilla" not in asked.headers["user-agent"]
    assert "cookie" not in asked.headers


def test_a_304_gives_the_kept_body_with_its_content_type(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "abc", ETag='"1"', Last_Modified=MODIFIED, Content_Type="text/calendar")
    first = client.fetch(source, Request(URL))
    site.serve("/agenda", status=304, ETag='"1"')
    again = client.fetch(source, Request(URL))
    assert again.not_modified
    assert (again.capture.body, again.capture.sha256, again.capture.status) == (b"abc", first.capture.sha256, 200)
    assert again.capture.media_type == "text/calendar"
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert site.asked[-1].headers["if-modified-since"] == MODIFIED


def test_a_304_whose_body_is_gone_is_asked_again_without_condition(
    site: Site, client: Client, source: Source, memory: SolitaryMemory
) -> None:
    site.serve("/agenda", "abc", ETag='"1"')
    first = client.fetch(source, Request(URL))
    memory._bodies.clear()

    def page(handler: object) -> None:
        conditional = "if-none-match" in site.asked[-1].headers
        site.serve("/now", b"" if conditional else b"abc", 304 if conditional else 200)
        site.pages["/now"](handler)  # type: ignore[arg-type]

    site.pages["/agenda"] = page
    again = client.fetch(source, Request(URL))
    assert again.capture.body == first.capture.body
    assert not again.not_modified


def test_a_304_that_nobody_asked_for_is_wrong_content(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", status=304)
    assert failing(client, source).cause is Cause.WRONG_CONTENT


def test_the_same_body_again_counts_as_not_modified(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "abc")
    assert not client.fetch(source, Request(URL)).not_modified
    assert client.fetch(source, Request(URL)).not_modified
    site.serve("/agenda", "abcd")
    assert not client.fetch(source, Request(URL)).not_modified


@pytest.mark.parametrize(
    ("status", "cause", "requests"),
    [
        (403, Cause.BLOCKED, 1),
        (401, Cause.BLOCKED, 1),
        (404, Cause.NOT_FOUND, 1),
        (410, Cause.NOT_FOUND, 1),
        (400, Cause.BLOCKED, 1),
        (206, Cause.WRONG_CONTENT, 1),
        (300, Cause.MOVED, 1),
        (408, Cause.TIMEOUT, 1),
        (429, Cause.RATE_LIMITED, 1),
        (500, Cause.SERVER_ERROR, 3),
        (503, Cause.SERVER_ERROR, 3),
    ],
)
def test_a_status_and_its_cause(
    site: Site, client: Client, source: Source, memory: SolitaryMemory, status: int, cause: Cause, requests: int
) -> None:
    site.serve("/agenda", "x", status)
    error = failing(client, source)
    assert (error.cause, error.status, error.source, error.url) == (cause, status, "kikk", URL)
    assert "kikk" in str(error)
    assert URL in str(error)
    assert site.paths().count("/agenda") == requests
    assert memory.kept == []


def test_a_server_that_recovers_is_read(site: Site, client: Client, source: Source) -> None:
    def page(handler: object) -> None:
        site.serve("/next", "well", 500 if site.paths().count("/agenda") < 3 else 200)
        site.pages["/next"](handler)  # type: ignore[arg-type]

    site.pages["/agenda"] = page
    assert client.fetch(source, Request(URL)).capture.body == b"well"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_keeps_us_away_without_a_request(site: Site, client: Client, source: Source, status: int) -> None:
    site.serve("/agenda", "", status, Retry_After="3600")
    error = failing(client, source)
    assert error.cause is Cause.RATE_LIMITED
    assert error.retry_at
    assert timedelta(minutes=59) < error.retry_at - datetime.now(UTC) <= timedelta(hours=1)
    before = len(site.asked)
    assert failing(client, source, "http://kikk.example/other").cause is Cause.RATE_LIMITED
    assert len(site.asked) == before


def test_retry_after_may_be_a_date(site: Site, client: Client, source: Source) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=7)
    site.serve("/agenda", "", 503, Retry_After=format_datetime(at, usegmt=True))
    assert failing(client, source).retry_at == at


def test_three_refusals_open_the_circuit(site: Site, client: Client, source: Source) -> None:
    for path in "abc":
        site.serve(f"/{path}", "", 403)
        assert failing(client, source, f"http://kikk.example/{path}").cause is Cause.BLOCKED
    before = len(site.asked)
    assert failing(client, source).cause is Cause.RATE_LIMITED
    assert len(site.asked) == before


def test_redirects_are_followed_and_the_last_url_is_named(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "", 301, Location="/b#top")
    site.serve("/b", "", 302, Location="http://other.example/c")
    site.serve("/c", "found")
    capture = client.fetch(source, Request(URL)).capture
    assert (capture.url, capture.request.url, capture.body) == ("http://other.example/c", URL, b"found")
    robots = [a.host for a in site.asked if a.path == "/robots.txt"]
    assert robots == ["kikk.example", "other.example"]


def test_five_redirects_are_followed_and_six_are_not(site: Site, client: Client, source: Source) -> None:
    for number in range(6):
        site.serve(f"/{number}", "", 302, Location=f"/{number + 1}")
    site.serve("/6", "found")
    assert client.fetch(source, Request("http://kikk.example/1")).capture.body == b"found"
    assert failing(client, source, "http://kikk.example/0").cause is Cause.MOVED


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest/", "http://kikk.example:22/",
     "file:///etc/passwd", "http://user:x@kikk.example/", "http://[::1]/"],
)  # fmt: skip
def test_a_redirect_out_of_the_rules_is_refused(site: Site, client: Client, source: Source, location: str) -> None:
    site.serve("/agenda", "", 302, Location=location)
    error = failing(client, source)
    assert error.cause is Cause.BLOCKED
    assert "address rules" in str(error)
    assert [a.host for a in site.asked if a.path == "/agenda"] == ["kikk.example"]


def test_headers_of_a_request_stay_with_its_host(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "", 302, Location="http://other.example/c")
    site.serve("/c", "found")
    client.fetch(source, Request(URL, headers=(("Authorization", "Bearer key"),)))
    sent = {a.path: a.headers.get("authorization") for a in site.asked}
    assert (sent["/agenda"], sent["/c"]) == ("Bearer key", None)


@pytest.mark.parametrize(("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
def test_a_post_after_a_redirect(site: Site, client: Client, source: Source, status: int, method: str) -> None:
    site.serve("/agenda", "", status, Location="/b")
    site.serve("/b", "found")
    client.fetch(source, Request(URL, "POST", body=b"q=1"))
    assert (site.asked[-1].method, site.asked[-1].body) == (method, b"q=1" if method == "POST" else b"")


def test_robots_forbid_and_the_page_is_not_asked(site: Site, client: Client, source: Source) -> None:
    site.serve("/robots.txt", "User-agent: VigieBot\nDisallow: /agenda")
    assert failing(client, source).cause is Cause.ROBOTS
    assert "/agenda" not in site.paths()


def test_robots_that_fail_forbid_everything(site: Site, client: Client, source: Source) -> None:
    site.serve("/robots.txt", "", 500)
    site.serve("/agenda", "x")
    error = failing(client, source)
    assert error.cause is Cause.ROBOTS
    assert "500" in str(error)
    assert "/agenda" not in site.paths()


def test_robots_are_asked_once_and_their_redirect_is_followed(site: Site, client: Client, source: Source) -> None:
    site.serve("/robots.txt", "", 301, Location="http://www.kikk.example/rules")
    site.serve("/rules", "User-agent: *\nDisallow: /private")
    site.serve("/agenda", "x")
    client.fetch(source, Request(URL))
    client.fetch(source, Request(URL))
    assert failing(client, source, "http://kikk.example/private").cause is Cause.ROBOTS
    assert site.paths().count("/rules") == 1


class NotedTurns(SolitaryTurns):
    """Turns that note every gap and never wait."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[str, float]] = []

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        self.gaps.append((host, gap))
        yield


@pytest.mark.parametrize(
    ("host_gap", "crawl_delay", "robots", "gap"), [(2, None, None, 2), (2, 5, None, 5), (2, 5, 10, 10), (20, 5, 10, 20)]
)
def test_the_gap_is_the_largest_that_anyone_asks_for(
    site: Site, settings: Settings, source: Source, memory: SolitaryMemory,
    host_gap: float, crawl_delay: float | None, robots: int | None, gap: float,
) -> None:  # fmt: skip
    site.serve("/robots.txt", f"User-agent: *\nCrawl-delay: {robots}" if robots else "")
    site.serve("/agenda", "x")
    turns = NotedTurns()
    polite = replace(settings, host_gap=host_gap)
    client = Client(transport_for(polite), turns, memory, memory, polite)
    client.fetch(replace(source, crawl_delay=crawl_delay), Request(URL))
    host, found = turns.gaps[-1]
    assert host == "kikk.example"
    assert gap <= found <= gap * 1.1


def test_a_delay_of_an_hour_means_that_we_are_not_wanted(
    site: Site, settings: Settings, source: Source, memory: SolitaryMemory
) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    site.serve("/agenda", "x")
    client = Client(transport_for(settings), NotedTurns(), memory, memory, settings)
    with pytest.raises(FetchError, match="3600 s") as failed:
        client.fetch(source, Request(URL))
    assert failed.value.cause is Cause.ROBOTS
    assert [a.path for a in site.asked] == ["/robots.txt"]


def test_requests_to_one_host_keep_their_distance(
    site: Site, settings: Settings, source: Source, memory: SolitaryMemory
) -> None:
    site.serve("/agenda", "x")
    polite = replace(settings, host_gap=0.15)
    client = Client(transport_for(polite), SolitaryTurns(), memory, memory, polite)
    for _ in range(3):
        client.fetch(source, Request(URL))
    times = [a.at for a in site.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))


def test_back_off_grows(site: Site, settings: Settings, source: Source, memory: SolitaryMemory) -> None:
    slept: list[float] = []
    client = Client(transport_for(settings), SolitaryTurns(), memory, memory, settings, sleep=slept.append)
    site.serve("/agenda", "", 502)
    failing(client, source)
    assert len(slept) == 2
    assert 0 < slept[0] < slept[1]


def test_no_cookie_comes_back(site: Site, client: Client, source: Source) -> None:
    site.serve("/agenda", "x", Set_Cookie="id=1; Path=/")
    capture = client.fetch(source, Request(URL)).capture
    client.fetch(source, Request(URL))
    assert "cookie" not in site.asked[-1].headers
    assert capture.header("set-cookie") is None


def test_a_gzip_body_is_kept_decoded(site: Site, client: Client, source: Source) -> None:
    packed = gzip.compress(b"abc" * 100)
    site.serve("/agenda", packed, Content_Encoding="gzip", Content_Type="text/plain")
    capture = client.fetch(source, Request(URL)).capture
    assert capture.body == b"abc" * 100
    assert capture.header("content-encoding") is None
    assert capture.header("content-length") == "300"


def test_the_page_is_on_disk_first(site: Site, settings: Settings, source: Source, tmp_path: Path) -> None:
    site.serve("/agenda", "abc")
    memory = SolitaryMemory()
    client = Client(transport_for(settings), SolitaryTurns(), memory, WarcArchive(tmp_path / "a"), settings)
    capture = client.fetch(source, Request(URL, item_key="7")).capture
    assert list(WarcArchive(tmp_path / "a").entries()) == [("kikk", capture)]


def test_the_contact_of_the_settings_is_in_the_name() -> None:
    settings = Settings.from_environment({"VIGIE_CONTACT": "https://veille.example/robot; mailto:web@example.org"})
    assert user_agent(settings) == "VigieBot/0.1 (+https://veille.example/robot; mailto:web@example.org)"
