"""Prezly press rooms: exact records of the simulated ones, and their oddities, each one a case."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_bench import PlatformWeb
from platform_truth import wrong_news
from reader_bench import NOW, bench, reasons, said
from test_reader_fuzz import ANY, hold, places_of

from scrapers.recognise import recognise
from vigie.model import Capture, Kind, Request

ROOM = "https://presse.example/"
STORY = {
    "uuid": "11-aa",
    "slug": "prix-du-jeu",
    "title": "Prix du jeu &amp; du son",
    "subtitle": "Trois lauréats.",
    "published_at": "2026-03-01T09:00:00+00:00",
    "updated_at": "2026-03-02T09:00:00+00:00",
    "visibility": "public",
    "lifecycle_status": "published",
    "culture": {"code": "fr_BE", "language_code": "fr"},
    "categories": [{"i18n": {"fr_BE": {"name": "Jeux"}}}],
    "thumbnail_image": '{"uuid": "c0ffee"}',
    "links": {"newsroom_view": "https://presse.example/fr/prix-du-jeu"},
    "content": '{"children": []}',
    "reading_time": 4,
}


def state(*stories: object, **paging: int) -> dict[str, object]:
    return {"props": {"pageProps": {"stories": list(stories), "pagination": paging or None}}}


def html(data: object) -> str:
    return f'<html><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></html>'


def pushing(text: str, size: int = 50) -> str:
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)


@pytest.mark.parametrize(
    ("slug", "host"),
    [
        ("presse-lettre", "presse-lettre.example"),
        ("presse-lettre-api", "presse-lettre.example"),
        ("presse-pixel", "presse-pixel.example"),
    ],
)
def test_the_simulated_rooms_are_read_exactly(platform_web: PlatformWeb, slug: str, host: str) -> None:
    read = platform_web.read(slug)
    assert len(read.records) >= 20
    assert wrong_news(platform_web, read, host) == []
    assert read.problems == ()
    assert dict(read.crawl.unread) == {"story of another language": 1, "story that is not public": 1}
    assert len(read.asked) == len(set(read.asked)) == -(-(len(read.records) + 2) // 9)
    assert read.crawl.pagination_end


def test_a_story() -> None:
    page = bench("prezly", Kind.NEWS).page(html(state(STORY)), "text/html", url=ROOM)
    (item,) = page.items
    assert (item.key, item.kind) == ("11-aa", Kind.NEWS)
    assert said(item) == {
        "title": "Prix du jeu & du son",
        "description": "Trois lauréats.",
        "url": "https://presse.example/fr/prix-du-jeu",
        "published": "2026-03-01T09:00:00+00:00",
        "updated": "2026-03-02T09:00:00+00:00",
        "language": "fr",
        "category": "Jeux",
        "image": "https://cdn.uc.assets.prezly.com/c0ffee/",
    }
    assert page.unread == (("reading_time", 1),)
    assert (page.next, page.last) == ((), True)


def test_data_that_come_in_pieces() -> None:
    text = '0:["$","div",null,{"a":"\\"stories\\":"}]\n5:' + json.dumps({"initialStories": [STORY, STORY]}) + "\n"
    page = bench("prezly", Kind.NEWS).page(f"<html>{pushing(text)}</html>", "text/html", url=ROOM)
    assert [i.key for i in page.items] == ["11-aa"]
    broken = bench("prezly", Kind.NEWS).page(f"<html>{pushing(text[:200])}</html>", "text/html", url=ROOM)
    assert (broken.items, reasons(broken)) == ((), ["no-structured-data"])


@pytest.mark.parametrize(("locale", "read"), [("", 2), ("fr", 1), ("fr_BE", 1), ("en", 1), ("nl", 0)])
def test_the_language_of_a_source(locale: str, read: int) -> None:
    english = STORY | {"uuid": "2", "culture": {"code": "en", "language_code": "en"}}
    page = bench("prezly", Kind.NEWS, locale=locale).page(html(state(STORY, english)), "text/html", url=ROOM)
    assert len(page.items) == read


@pytest.mark.parametrize(
    "hidden", [{"lifecycle_status": "embargo"}, {"visibility": "private"}, {"visibility": "confidential"}]
)
def test_a_story_that_is_not_public_is_not_read(hidden: dict[str, str]) -> None:
    page = bench("prezly", Kind.NEWS).page(html(state(STORY | hidden)), "text/html", url=ROOM)
    assert (page.items, page.unread) == ((), (("story that is not public", 1),))


def test_pages_of_a_room_end_at_the_last_or_at_the_option() -> None:
    def following(url: str, total: int, **options: str) -> list[str]:
        body = html(state(STORY, itemsTotal=total, pageSize=10, currentPage=1))
        return [r.url for r in bench("prezly", Kind.NEWS, **options).page(body, "text/html", url=url).next]

    assert following(ROOM, 21) == [f"{ROOM}?page=2"]
    assert following(f"{ROOM}?page=2", 21) == [f"{ROOM}?page=3"]
    assert following(f"{ROOM}?page=3", 21) == []
    assert following(f"{ROOM}?page=5", 999) == []
    assert following(f"{ROOM}?page=5", 999, most_pages="6") == [f"{ROOM}?page=6"]
    assert following(f"{ROOM}?page=2", 999, most_pages="x") == [f"{ROOM}?page=3"]


def test_its_interface_is_paged_by_offset_and_recognised() -> None:
    url = "https://presse.example/api/stories?limit=2&offset=2"
    told = {"data": [STORY, STORY | {"uuid": "2"}], "total": 5}
    page = bench("prezly", Kind.NEWS).page(told, url=url)
    assert [r.url for r in page.next] == ["https://presse.example/api/stories?limit=2&offset=4"]
    assert bench("prezly", Kind.NEWS).page(told | {"total": 4}, url=url).next == ()
    capture = Capture(Request(url), url, 200, (), json.dumps(told).encode(), NOW, "0" * 64)
    assert recognise(capture) == "prezly"


def test_the_page_of_a_story_is_its_json_ld() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Prix",
        "datePublished": "2026-03-01T09:00:00Z",
        "url": f"{ROOM}prix",
    }
    ld = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    (item,) = bench("prezly", Kind.NEWS).page(f"<html>{ld}</html>", "text/html", url=f"{ROOM}prix").items
    assert (item.text("title"), item.text("published")) == ("Prix", "2026-03-01T09:00:00Z")


def test_a_story_without_its_address_and_one_without_a_title() -> None:
    bare = {k: v for k, v in STORY.items() if k not in ("links", "thumbnail_image")} | {"thumbnail_image": "{oops"}
    page = bench("prezly", Kind.NEWS).page(html(state(bare, STORY | {"uuid": "2", "title": ""})), "text/html", url=ROOM)
    assert [i.url for i in page.items] == ["https://presse.example/prix-du-jeu"]
    assert page.items[0].text("image") is None
    assert reasons(page) == ["missing-title"]


def test_other_pages() -> None:
    assert reasons(bench("prezly").page("<html></html>", "text/html")) == ["no-structured-data"]
    assert reasons(bench("prezly").page('<script id="__NEXT_DATA__">{"a": [</script>', "text/html")) == ["parse-error"]
    assert reasons(bench("prezly").page({"code": 403, "message": "no"})) == ["wrong-content"]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_in_any_place(data: st.DataObject) -> None:
    document = copy.deepcopy(state(STORY, STORY | {"uuid": "2"}, itemsTotal=99, pageSize=2))
    for holder, key in data.draw(st.lists(st.sampled_from(list(places_of(document))), min_size=1, max_size=4)):
        holder[key] = data.draw(ANY)
    hold(bench("prezly", locale="fr").page(html(document).encode("utf-8", "surrogatepass"), "text/html"))
    hold(bench("prezly").page(json.dumps(document).encode(), "application/json"))
    text = pushing(json.dumps(document))
    hold(bench("prezly").page(text.encode("utf-8", "surrogatepass"), "text/html"))
