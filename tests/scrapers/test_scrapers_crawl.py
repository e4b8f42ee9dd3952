"""A run over one source: what is followed, skipped, merged, withheld and reported."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from scrapers.client import Fetched
from scrapers.crawl import Crawl, crawl
from scrapers.failure import FetchError
from scrapers.solitary import SolitaryMemory
from vigie.model import Capture, Cause, Evidence, Kind, Page, Problem, RawField, RawItem, Request, Source

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
ROOT = "http://kikk.example"


class JsonReader:
    """Reads pages that these tests write: {"items": [...], "next": [...], "expected": n, "last": bool}."""

    platform = "json"
    version = "json-1"

    def __init__(self) -> None:
        self.read_urls: list[str] = []

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        self.read_urls.append(capture.url)
        if capture.body == b"broken":
            raise ZeroDivisionError("a bug")
        plain = json.loads(capture.body)
        items = tuple(self._item(source, capture, entry) for entry in plain.get("items", ()))
        following = tuple(
            Request(ROOT + n) if isinstance(n, str) else Request(ROOT + n["url"], label="detail", item_key=n["key"])
            for n in plain.get("next", ())
        )
        problems = tuple(Problem(source.slug, capture.url, why, why) for why in plain.get("problems", ()))
        unread = tuple(plain.get("unread", {}).items())
        return Page(items, following, plain.get("expected"), problems, unread, plain.get("last", True))

    def _item(self, source: Source, capture: Capture, entry: dict[str, str]) -> RawItem:
        at = Evidence(capture.sha256, capture.url, "/")
        fields = tuple(
            RawField(name.split("@")[0], value, at, group=int(name.partition("@")[2] or 0))
            for name, value in entry.items()
            if name not in ("key", "url")
        )
        return RawItem(source.slug, entry["key"], Kind.EVENT, entry.get("url"), fields)


@dataclass
class Web:
    """Pages by path; a Cause instead of a page fails. Keeps what a client would keep."""

    pages: dict[str, object] = field(default_factory=dict)
    memory: SolitaryMemory = field(default_factory=SolitaryMemory)
    asked: list[str] = field(default_factory=list)

    def fetch(self, source: Source, request: Request) -> Fetched:
        path = request.url.removeprefix(ROOT)
        self.asked.append(path)
        page = self.pages[path]
        if isinstance(page, Cause):
            raise FetchError(page, "said so", request.url, source=source.slug)
        body = page if isinstance(page, bytes) else json.dumps(page).encode()
        digest = hashlib.sha256(body).hexdigest()
        known = self.memory.validators(source.slug, request)
        capture = Capture(request, request.url, 200, (), body, NOW, digest)
        self.memory.keep(source.slug, capture)
        return Fetched(capture, known is not None and known.sha256 == digest)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def source() -> Source:
    return Source("kikk", "KIKK", None, (Kind.EVENT,), "json", (ROOT + "/1",))


def run(web: Web, source: Source, reader: JsonReader | None = None) -> Crawl:
    used = reader or JsonReader()
    web.asked.clear()
    found = crawl(source, used, web.fetch, web.memory, NOW)
    for page in found.pages:
        web.memory.remember_page(source.slug, used.version, page.sha256, page.known)
    return found


def item(key: str, **fields: str) -> dict[str, str]:
    return {"key": key, **fields}


def said(found: Crawl, key: str) -> dict[str, str]:
    return {f.name: f.value for i in found.items if i.key == key for f in i.fields}


def test_pages_are_followed_to_the_end(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"items": [item("a", title="A")], "next": ["/2"], "expected": 3, "last": False, "unread": {"x": 1}},
        "/2": {"items": [item("b", title="B"), item("c", title="C")], "expected": 3, "unread": {"x": 2, "w": 1}},
    }
    found = run(web, source)
    assert [i.key for i in found.items] == ["a", "b", "c"]
    assert found.seen == ("a", "b", "c")
    assert (found.pages_expected, found.pages_fetched, found.pagination_end, found.expected) == (2, 2, True, 3)
    assert found.unread == (("w", 1), ("x", 3))
    assert not found.unchanged
    assert found.failure is None
    assert found.bytes == sum(len(json.dumps(p)) for p in web.pages.values())


def test_nothing_new_means_nothing_read(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"items": [item("a", title="A")], "next": [{"url": "/a", "key": "a"}, "/2"], "last": False},
        "/2": {"items": [item("b", title="B")]},
        "/a": {"items": [item("a", body="long")]},
    }
    first = run(web, source)
    reader = JsonReader()
    again = run(web, source, reader)
    assert again.unchanged
    assert again.items == ()
    assert again.seen == first.seen == ("a", "b")
    assert web.asked == ["/1", "/2", "/a"]
    assert reader.read_urls == []
    assert (again.not_modified, again.bytes, again.pagination_end) == (3, 0, True)


def test_one_new_page_makes_every_page_be_read(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": ["/2"]}, "/2": {"items": [item("b", title="B")]}}
    run(web, source)
    web.pages["/2"] = {"items": [item("b", title="B2"), item("c", title="C")]}
    reader = JsonReader()
    found = run(web, source, reader)
    assert reader.read_urls == [ROOT + "/1", ROOT + "/2"]
    assert [i.key for i in found.items] == ["a", "b", "c"]
    assert said(found, "b") == {"title": "B2"}
    assert not found.unchanged


def test_another_version_of_the_reader_reads_again(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")]}}
    run(web, source)
    newer = JsonReader()
    newer.version = "json-2"
    assert [i.key for i in run(web, source, newer).items] == ["a"]


def test_a_detail_page_wins_by_name_and_the_list_keeps_the_rest(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"items": [item("a", title="Short", date_text="3 mars")], "next": [{"url": "/a", "key": "a"}]},
        "/a": {"items": [item("whatever", title="The whole title", body="Text")]},
    }
    found = run(web, source)
    assert said(found, "a") == {"title": "The whole title", "body": "Text", "date_text": "3 mars"}
    assert found.seen == ("a",)


def test_a_detail_page_gives_only_the_item_of_its_url_among_others(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"next": [{"url": "/a", "key": "a"}]},
        "/a": {"items": [item("z", title="Related", url=ROOT + "/z"), item("y", title="Itself", url=ROOT + "/a")]},
    }
    found = run(web, source)
    assert [(i.key, i.text("title")) for i in found.items] == [("a", "Itself")]


@pytest.mark.parametrize(("cause", "kept"), [(Cause.NOT_FOUND, True), (Cause.ROBOTS, True), (Cause.TIMEOUT, False),
                                             (Cause.SERVER_ERROR, False), (Cause.TOO_LARGE, False)])  # fmt: skip
def test_a_detail_that_fails_is_a_problem_and_no_failure(web: Web, source: Source, cause: Cause, kept: bool) -> None:
    web.pages = {
        "/1": {
            "items": [item("a", title="A"), item("b", title="B")],
            "next": [{"url": "/a", "key": "a"}, {"url": "/b", "key": "b"}],
        },
        "/a": cause,
        "/b": {"items": [item("b", body="long")]},
    }
    found = run(web, source)
    assert found.failure is None
    assert found.pagination_end
    assert [(p.reason, p.key, p.url) for p in found.problems] == [(cause.value, "a", ROOT + "/a")]
    assert found.seen == ("a", "b")
    assert [i.key for i in found.items] == (["a", "b"] if kept else ["b"])
    assert found.robots_denied == (cause is Cause.ROBOTS)


def test_a_detail_that_stays_away_does_not_make_the_rest_new(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": [{"url": "/a", "key": "a"}]}, "/a": Cause.NOT_FOUND}
    run(web, source)
    again = run(web, source)
    assert again.unchanged
    assert [p.reason for p in again.problems] == ["not-found"]


def test_a_host_that_stops_answering_is_left_alone(web: Web, source: Source) -> None:
    details = [{"url": f"/d{n}", "key": f"k{n}"} for n in range(10)]
    web.pages = {"/1": {"next": details}, **{f"/d{n}": Cause.TIMEOUT for n in range(10)}}
    found = run(web, source)
    assert len(web.asked) == 1 + 3
    assert [p.key for p in found.problems] == [f"k{n}" for n in range(10)]
    web.pages["/d0"] = Cause.RATE_LIMITED
    run(web, source)
    assert len(web.asked) == 1 + 1


def test_a_list_page_that_fails_ends_pagination_with_its_cause(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": ["/2", "/3"]}, "/2": Cause.SERVER_ERROR, "/3": {}}
    found = run(web, source)
    assert found.failure is not None
    assert found.failure.cause is Cause.SERVER_ERROR
    assert not found.pagination_end
    assert [i.key for i in found.items] == ["a"]
    assert web.asked == ["/1", "/2"]
    assert (found.pages_expected, found.pages_fetched) == (3, 1)


def test_after_a_failed_host_listed_items_wait_for_their_details(web: Web, source: Source) -> None:
    detail = {"url": "/a", "key": "a"}
    web.pages = {"/1": {"items": [item("a", title="A")], "next": [detail, "/2"]}, "/2": Cause.BLOCKED, "/a": {}}
    found = run(web, source)
    assert found.items == ()
    assert found.seen == ("a",)
    assert web.asked == ["/1", "/2"]
    web.pages["/2"] = Cause.NOT_FOUND
    web.pages["/a"] = {"items": [item("a", body="long")]}
    assert said(run(web, source), "a") == {"title": "A", "body": "long"}


def test_a_robots_refusal_of_the_list_is_counted(web: Web, source: Source) -> None:
    web.pages = {"/1": Cause.ROBOTS}
    found = run(web, source)
    assert found.failure is not None
    assert (found.failure.cause, found.robots_denied, found.pages_fetched) == (Cause.ROBOTS, 1, 0)


def test_a_reader_that_breaks_on_a_list_is_a_parse_error(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": ["/2"]}, "/2": b"broken"}
    found = run(web, source)
    assert found.failure is not None
    assert found.failure.cause is Cause.PARSE_ERROR
    assert "kikk" in str(found.failure)
    assert ROOT + "/2" in str(found.failure)
    assert "ZeroDivisionError" in str(found.failure)
    assert [i.key for i in found.items] == ["a"]
    assert not found.pagination_end


def test_a_reader_that_breaks_on_a_detail_is_a_problem(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": [{"url": "/a", "key": "a"}]}, "/a": b"broken"}
    found = run(web, source)
    assert found.failure is None
    assert [(p.reason, p.key) for p in found.problems] == [("parse-error", "a")]


def test_a_reader_that_cannot_start_is_a_parse_error(web: Web, source: Source) -> None:
    class Broken(JsonReader):
        def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
            raise KeyError("option")

    found = run(web, source, Broken())
    assert found.failure is not None
    assert found.failure.cause is Cause.PARSE_ERROR
    assert not found.unchanged


def test_too_many_pages_stop_without_an_end(web: Web, source: Source) -> None:
    web.pages = {f"/{n}": {"items": [item(f"k{n}", title="x")], "next": [f"/{n + 1}"]} for n in range(1, 99)}
    found = run(web, replace(source, max_pages=5))
    assert (found.pages_fetched, found.pagination_end) == (5, False)
    again = run(web, replace(source, max_pages=5))
    assert (again.unchanged, again.pagination_end) == (True, False)


def test_max_pages_does_not_count_details(web: Web, source: Source) -> None:
    details = [{"url": f"/d{n}", "key": f"k{n}"} for n in range(4)]
    web.pages = {"/1": {"next": details}, **{f"/d{n}": {"items": [item(f"k{n}", title="x")]} for n in range(4)}}
    found = run(web, replace(source, max_pages=1))
    assert len(found.items) == 4
    assert found.pagination_end


def test_a_page_that_leads_to_itself_ends(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "next": ["/1", "/2"]}, "/2": {"next": ["/1"]}}
    assert run(web, source).pagination_end
    assert web.asked == ["/1", "/2"]


def test_a_last_page_repeated_for_ever_ends(web: Web, source: Source) -> None:
    """Some sites answer every page beyond the last with the last one, and its link to the next."""

    class Counting(JsonReader):
        def read(self, source: Source, capture: Capture, now: datetime) -> Page:
            page = super().read(source, capture, now)
            number = int(capture.url.rsplit("/", 1)[1])
            return replace(page, next=(Request(f"{ROOT}/{number + 1}"),))

    web.pages = {f"/{n}": {"items": [item("a", title="A")]} for n in range(1, 99)}
    found = run(web, source, Counting())
    assert web.asked == ["/1", "/2"]
    assert found.pagination_end
    assert len(found.items) == 1
    assert found.problems == ()


def test_more_that_leads_nowhere_is_no_end(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")], "last": False}}
    assert not run(web, source).pagination_end


def test_the_same_item_twice_is_once(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"items": [item("a", title="A")], "next": ["/2"]},
        "/2": {"items": [item("a", title="A")], "x": 1},
    }
    found = run(web, source)
    assert len(found.items) == 1
    assert found.problems == ()


def test_the_same_key_with_other_words_is_a_problem(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A"), item("a", title="B")]}}
    found = run(web, source)
    assert [(p.reason, p.key, p.raw) for p in found.problems] == [("duplicate-key", "a", "B")]
    assert said(found, "a") == {"title": "A"}


def test_another_session_of_the_same_key_is_added(web: Web, source: Source) -> None:
    one, two = {"title": "A", "start@1": "2026-03-05"}, {"title": "A", "start@2": "2026-03-06"}
    web.pages = {"/1": {"items": [item("a", **one), item("a", **two)]}}
    found = run(web, source)
    assert found.problems == ()
    starts = [[f.value for f in group] for group in found.items[0].groups()]
    assert starts == [["2026-03-05"], ["2026-03-06"]]


def test_problems_of_pages_are_passed_on_in_order(web: Web, source: Source) -> None:
    web.pages = {"/1": {"problems": ["no-title"], "next": ["/2"]}, "/2": {"problems": ["no-key"]}}
    assert [p.reason for p in run(web, source).problems] == ["no-title", "no-key"]


def test_totals_of_two_lists_are_added_and_of_pages_are_not(web: Web, source: Source) -> None:
    web.pages = {
        "/1": {"items": [item("a", title="A")], "expected": 10, "next": ["/2"]},
        "/2": {"expected": 10, "items": [item("b", title="B")]},
        "/x": {"expected": 4, "items": [item("c", title="C")]},
    }
    assert run(web, replace(source, urls=(ROOT + "/1", ROOT + "/x"))).expected == 14


def test_pages_are_read_again_when_the_way_of_reading_moves(web: Web, source: Source) -> None:
    web.pages = {"/1": {"items": [item("a", title="A")]}}
    reader = JsonReader()
    for page in crawl(source, reader, web.fetch, web.memory, NOW, "json-1 rules-1").pages:
        web.memory.remember_page(source.slug, "json-1 rules-1", page.sha256, page.known)
    assert crawl(source, reader, web.fetch, web.memory, NOW, "json-1 rules-1").unchanged
    again = crawl(source, reader, web.fetch, web.memory, NOW, "json-1 rules-2")
    assert (again.unchanged, [i.key for i in again.items]) == (False, ["a"])


def test_items_whose_page_fails_are_counted_with_the_first_reason(web: Web, source: Source) -> None:
    two = [{"url": "/a", "key": "a"}, {"url": "/b", "key": "b"}]
    web.pages = {"/1": {"next": two}, "/a": Cause.TIMEOUT, "/b": Cause.NOT_FOUND}
    found = run(web, source)
    assert found.withheld == 1
    assert found.detail_failure is not None
    assert found.detail_failure.cause is Cause.TIMEOUT
