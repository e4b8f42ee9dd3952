"""Digital Wallonia's search templates (API_SHAPES.md §9): oddities by hand, and a whole index over HTTP."""

import json

from platform_bench import closings, told
from reader_bench import bench, reasons, said

from vigie.model import Kind

URL = "https://site.example/d4w-entries_master/_search/template"


def hit(kind="event", number="4abc", **fields):
    sys = {"id": number, "updatedAt": "2026-02-01T08:00:00.123Z", "contentType": {"sys": {"id": kind}}}
    base = {"title": {"fr": "Matinée IA", "en": "AI morning"}, "slug": {"fr": "matinee-ia", "en": "ai-morning"}}
    return {"_id": number, "_source": {"sys": sys, "fields": {**base, **fields}}}


def answer(*hits, total=None):
    return {"hits": {"total": {"value": total or len(hits), "relation": "eq"}, "hits": list(hits)}}


EVENT = hit(
    startDate={"fr": "2026-03-05T09:00+01:00"},
    endDate={"fr": "2026-03-05T12:30+01:00"},
    type={"fr": ["Workshop"]},
    location={"fr": {"Vicinity": "Rue X 1, 5000 Namur", "Geometry": {"type": "Point", "coordinates": [4.86, 50.46]}}},
    shortDescription={"fr": "Court &amp; bon"},
    price={"fr": "Gratuit"},
    organizers={"fr": [{"name": {"fr": "Le Hub"}}]},
    hosts={"fr": [{"title": "TRAKK"}]},
    bannerAssetImage={"fr": {"fields": {"file": {"fr": {"url": "//images.example/a.jpg"}}}}},
    contactPersons={"fr": [{"name": "Une personne"}]},
    email={"fr": "accueil@example.org"},
    isFeatured={"fr": True},
)


def read(*hits, kinds=(Kind.EVENT,), total=None, **options):
    return bench("digital_wallonia", *kinds, urls=(URL,), **options).page(answer(*hits, total=total), url=URL)


def test_an_event_with_values_under_its_language():
    page = read(EVENT)
    (item,) = page.items
    assert (item.key, item.kind, item.url) == ("4abc", Kind.EVENT, "https://site.example/fr/agenda/matinee-ia/")
    assert said(item) == {
        "url": "https://site.example/fr/agenda/matinee-ia/",
        "start": "2026-03-05T09:00:00+01:00",
        "end": "2026-03-05T12:30:00+01:00",
        "title": "Matinée IA",
        "description": "Court & bon",
        "price_text": "Gratuit",
        "category": "Workshop",
        "organizer": ["Le Hub", "TRAKK"],
        "place_text": "Rue X 1, 5000 Namur",
        "latitude": "50.46",
        "longitude": "4.86",
        "image": "https://images.example/a.jpg",
        "updated": "2026-02-01T08:00:00Z",
    }
    assert item.first("start").evidence.pointer == "/hits/hits/0/_source/fields/startDate"
    assert page.unread == (("isFeatured", 1),)
    assert "personne" not in str(item)
    assert "example.org" not in str(item)


def test_english_pages_have_english_folders_and_values():
    (item,) = bench("digital_wallonia", urls=(URL,), language="en").page(answer(EVENT), url=URL).items
    assert (item.text("title"), item.url) == ("AI morning", "https://site.example/en/events/ai-morning/")
    assert item.text("start") == "2026-03-05T09:00:00+01:00"


def test_a_plan_is_a_call_with_its_status_and_other_plans_are_none():
    plan = hit("actionPlan", "4plan", type={"fr": ["Call for projects"]}, status={"fr": "Finished"},
               startDate={"fr": "2026-01-10"}, endDate={"fr": "2026-03-31T00:00+02:00"})  # fmt: skip
    study = hit("actionPlan", "4study", type={"fr": ["Study"]})
    page = read(plan, study, kinds=(Kind.CALL,))
    (item,) = page.items
    assert (item.kind, item.url) == (Kind.CALL, "https://site.example/fr/fiches-action/matinee-ia/")
    assert (item.text("opens"), item.text("deadline")) == ("2026-01-10", "2026-03-31T00:00:00+02:00")
    assert item.text("call_state") == "Finished"
    assert page.unread == (("action plan that is no call", 1),)
    assert page.expected is None


def test_an_entry_whose_publication_has_ended_is_left_aside():
    over = hit("post", "4over", endPublicationDate={"fr": "2026-02-27T00:00+01:00"})
    still = hit(
        "post", "4still", endPublicationDate={"fr": "2026-03-02T00:00+01:00"}, publishedDate={"fr": "2026-02-01"}
    )
    page = read(over, still, kinds=(Kind.NEWS,))
    assert [(i.key, i.text("published"), i.url) for i in page.items] == [
        ("4still", "2026-02-01", "https://site.example/fr/publications/matinee-ia/")
    ]
    assert page.unread == (("entry whose publication has ended", 1),)


def test_rich_text_and_bare_values_are_read():
    rich = {"nodeType": "document", "content": [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": v} for v in ("Un ", "mot.")]},
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Deux."}]},
    ]}  # fmt: skip
    (item,) = read(hit(description={"fr": rich}, startDate="2026-03-05", location="Namur")).items
    assert (item.text("body"), item.text("start"), item.text("place_text")) == ("Un mot.\nDeux.", "2026-03-05", "Namur")


def test_one_template_is_asked_for_each_kind_as_a_browser_of_the_site_would():
    requests = bench("digital_wallonia", Kind.EVENT, Kind.NEWS, Kind.CALL, urls=(URL,), regions="namur, liege").start()
    bodies = [json.loads(r.body) for r in requests]
    assert [b["id"] for b in bodies] == [
        "filter-next-event-search-template", "filter-post-search-template", "filter-actionplan-search-template",
    ]  # fmt: skip
    assert all(r.method == "POST" and dict(r.headers)["Origin"] == "https://site.example" for r in requests)
    shapes = [r["geo_shape"]["fields.location.fr.Geometry.coordinates"]["indexed_shape"]["id"]
              for r in bodies[0]["params"]["regionsList"]]  # fmt: skip
    assert shapes == ["namur", "liege"]
    assert bodies[2]["params"]["typeList"] == [{"term": {"fields.type.fr": "Call for projects"}}]


def test_paging_moves_from_by_what_was_read():
    made = bench("digital_wallonia", urls=(URL,))
    page = made.page(answer(EVENT, hit(number="4b"), total=3), request=made.start()[0])
    (following,) = page.next
    assert json.loads(following.body)["params"]["from"] == 2
    assert (page.last, page.expected) == (False, 3)
    end = made.page(answer(hit(number="4c"), total=3), request=following)
    assert (end.next, end.last) == ((), True)


def test_errors_of_the_index_are_problems():
    made = bench("digital_wallonia", urls=(URL,))
    assert reasons(made.page({"error": {"type": "x"}, "status": 404}, url=URL)) == ["wrong-content"]
    assert reasons(made.page({"took": 1}, url=URL)) == ["schema-drift"]
    assert reasons(made.page("<html><body>WAF</body></html>", "text/html", url=URL)) == ["wrong-content"]
    assert reasons(made.page(answer({"_id": "x"}), url=URL)) == ["parse-error"]


def test_a_whole_index(platform_web):
    read = platform_web.read("numerique-wallon")
    assert read.problems == ()
    assert read.crawl.failure is None
    assert read.crawl.pagination_end
    host = "numerique-wallon.example"
    truth = {kind: platform_web.truth(host, kind) for kind in ("event", "news", "call")}
    assert {kind: len(found) for kind, found in truth.items()} == {"event": 39, "news": 73, "call": 16}
    assert read.records.keys() == {key for found in truth.values() for key in found}
    for key, (true, url, _) in truth["event"].items():
        event = read.records[key].content
        assert (event.title, event.url, event.status.value) == (true.title, url, true.status)
        assert told(event) == true.sessions
        assert (event.place.municipality if event.place else None) == true.municipality
        assert (event.place.name if event.place else None) == true.venue
    for key, (true, url, title) in truth["news"].items():
        article = read.records[key].content
        assert (article.title, article.url, article.published.isoformat()[:16]) == (title, url, true.published[:16])
    for key, (true, url, title) in truth["call"].items():
        call = read.records[key].content
        assert (call.title, call.url, closings(call), call.rolling) == (title, url, true.deadlines, true.rolling)
        assert call.closed == (true.status == "closed")
