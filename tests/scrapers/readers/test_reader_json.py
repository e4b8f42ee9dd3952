"""Oddities of the JSON platforms (API_SHAPES.md §1, 3, 4, 6), each one a case."""

from reader_bench import bench, reasons, said

from vigie.model import FieldRule, Kind, Recipe

POST = {
    "id": 647,
    "date": "2026-01-15T16:27:44",
    "date_gmt": "2026-01-15T15:27:44",
    "guid": {"rendered": "http://vieux.example/?p=647"},
    "modified": "2026-02-08T13:26:45",
    "modified_gmt": "2026-02-08T12:26:45",
    "type": "post",
    "author": 3,
    "link": "https://site.example/index.php/2026/01/15/x/",
    "title": {"rendered": "L&rsquo;art &#8211; num&eacute;rique"},
    "content": {"rendered": "<p>Texte</p>"},
    "excerpt": {"rendered": "<p>R&hellip;</p>"},
    "acf": [],
    "categories": [5],
}


class TestWordPress:
    def test_a_post(self):
        page = bench("wordpress", Kind.NEWS).page(
            [POST], url="https://site.example/wp-json/wp/v2/posts?per_page=100&page=1"
        )
        (item,) = page.items
        assert item.key == "post:647"
        assert said(item) == {
            "title": "L’art – numérique",
            "description": "<p>R&hellip;</p>",
            "body": "<p>Texte</p>",
            "url": "https://site.example/index.php/2026/01/15/x/",
            "published": "2026-01-15T15:27:44Z",
            "updated": "2026-02-08T12:26:45Z",
        }
        assert item.first("title").html is False
        assert item.first("body").html is True

    def test_pages_by_the_header_and_the_total_once(self):
        totals = (("X-WP-Total", "3"), ("X-WP-TotalPages", "2"))
        (start,) = bench("wordpress", Kind.NEWS, query="categories=5", type="project").start()
        assert start.url == "https://site.example/wp-json/wp/v2/project?categories=5&per_page=100&page=1&_embed=1"
        first = bench("wordpress", Kind.NEWS).page([POST], url=start.url, headers=totals)
        assert first.expected == 3
        assert [r.url for r in first.next] == [start.url.replace("page=1&_e", "page=2&_e")]
        last = bench("wordpress", Kind.NEWS).page([POST], url=first.next[0].url, headers=totals)
        assert last.expected is None
        assert last.next == ()
        assert last.last

    def test_one_page_too_far_is_the_end_and_another_error_is_none(self):
        done = {"code": "rest_post_invalid_page_number", "message": "…", "data": {"status": 400}}
        assert bench("wordpress").page(done).problems == ()
        refused = {"code": "rest_no_route", "message": "Aucune route", "data": {"status": 404}}
        assert reasons(bench("wordpress").page(refused)) == ["wrong-content"]

    def test_a_field_of_the_theme_and_the_page_of_a_custom_type(self):
        recipe = Recipe(
            item="body",
            fields=(FieldRule("title", "h1"), FieldRule("url", "a")),
            detail=(FieldRule("date_text", ".date"),),
        )
        made = bench("wordpress", recipe=recipe, field__start="acf.date")
        page = made.page([{**POST, "acf": {"date": "2026-05-01"}}])
        assert page.items[0].text("start") == "2026-05-01"
        (request,) = page.next
        assert (request.url, request.item_key) == (POST["link"], "post:647")
        (detail,) = made.page(
            '<p class="date">1er mai</p>', "text/html", url=request.url, label="detail", item_key="post:647"
        ).items
        assert (detail.key, detail.text("date_text")) == ("post:647", "1er mai")

    def test_terms_and_picture_when_embedded(self):
        embedded = {
            "wp:featuredmedia": [{"source_url": "/a.jpg"}],
            "wp:term": [
                [{"taxonomy": "category", "name": "Appels &amp; prix"}],
                [{"taxonomy": "post_tag", "name": "son"}],
            ],
            "author": [{"name": "Jeanne"}],
        }
        page = bench("wordpress", Kind.NEWS, call_when="appels").page([{**POST, "_embedded": embedded}])
        (item,) = page.items
        assert item.kind is Kind.CALL
        assert (item.text("category"), item.text("keywords"), item.text("image")) == (
            "Appels & prix",
            "son",
            "https://site.example/a.jpg",
        )
        assert "Jeanne" not in str(page)


TRIBE = {
    "id": 10,
    "url": "https://site.example/event/permanence/2026-02-18/",
    "title": "Caf&eacute; &#8211; #4",
    "status": "publish",
    "description": "<p>D</p>",
    "excerpt": "",
    "image": False,
    "all_day": False,
    "start_date": "2026-02-18 09:00:00",
    "end_date": "2026-02-18 10:00:00",
    "utc_start_date": "2026-02-18 08:00:00",
    "timezone": "Europe/Brussels",
    "date_utc": "2026-01-17 14:34:40",
    "modified_utc": "2026-01-17 14:34:40",
    "cost": "12&euro; &#8211; 18&euro;",
    "cost_details": {"currency_code": "EUR", "values": ["12", "18"]},
    "categories": [{"name": "Conférence"}],
    "tags": [],
    "venue": {
        "venue": "TRAKK",
        "address": "Av. X 1",
        "city": "Namur",
        "country": "Belgium",
        "zip": "5000",
        "geo_lat": 50.46,
        "geo_lng": 4.86,
    },
    "organizer": [{"organizer": "Le Hub", "email": "a@example.org", "phone": "081"}],
}


class TestTribeEvents:
    def test_an_event_with_its_wall_clock_and_zone(self):
        page = bench("tribe_events").page(
            {"events": [TRIBE], "next_rest_url": "https://site.example/wp-json/tribe/events/v1/events/?page=2"}
        )
        (item,) = page.items
        assert item.key == "10"
        assert said(item) == {
            "title": "Café – #4",
            "body": "<p>D</p>",
            "url": "https://site.example/event/permanence/",
            "start": "2026-02-18T09:00:00[Europe/Brussels]",
            "end": "2026-02-18T10:00:00[Europe/Brussels]",
            "published": "2026-01-17T14:34:40Z",
            "updated": "2026-01-17T14:34:40Z",
            "price_text": "12€ – 18€",
            "currency": "EUR",
            "price": ["12", "18"],
            "place_name": "TRAKK",
            "street": "Av. X 1",
            "postcode": "5000",
            "city": "Namur",
            "country": "Belgium",
            "latitude": "50.46",
            "longitude": "4.86",
            "organizer": "Le Hub",
            "category": "Conférence",
        }
        assert item.first("start").group == 202602180900
        assert len(page.next) == 1
        assert page.last is False

    def test_empty_is_false_or_a_list_and_utc_is_a_mis_set_plugin(self):
        bare = {**TRIBE, "venue": [], "organizer": False, "image": [], "timezone": "UTC+0", "cost": "", "all_day": True}
        (item,) = bench("tribe_events").page({"events": [bare]}).items
        assert item.text("start") == "2026-02-18T09:00:00"
        assert item.text("all_day") == "true"
        assert item.first("place_name") is None

    def test_occurrences_of_one_number_are_one_item(self):
        second = {
            **TRIBE,
            "start_date": "2026-02-25 09:00:00",
            "end_date": "2026-02-25 10:00:00",
            "url": "https://site.example/event/permanence/2026-02-25/",
        }
        (item,) = bench("tribe_events").page({"events": [TRIBE, second]}).items
        assert [f.group for f in item.all("start")] == [202602180900, 202602250900]
        assert len(item.all("url")) == 1

    def test_no_plugin_is_told_from_an_empty_calendar(self):
        assert reasons(bench("tribe_events").page({"code": "rest_no_route", "message": "Non"})) == ["wrong-content"]
        assert bench("tribe_events").page({"events": [], "total": 0}).problems == ()

    def test_the_list_starts_a_little_in_the_past(self):
        (request,) = bench("tribe_events", past_days="10").start()
        assert request.url.startswith("https://site.example/wp-json/tribe/events/v1/events?")
        assert "start_date=2026-02-19" in request.url


IMIO = {
    "@id": "https://agenda.example/huy/agenda/0123",
    "UID": "0123",
    "title": "Atelier",
    "description": "… **gras** …",
    "start": "2026-03-05T18:30:00+01:00",
    "end": "2026-03-05T23:59:59+01:00",
    "first_start": "2026-01-08T18:30:00",
    "recurrence": "RRULE:FREQ=WEEKLY;COUNT=9",
    "whole_day": False,
    "open_end": True,
    "has_leadimage": True,
    "geolocation": {"latitude": "", "longitude": ""},
    "category": "conference_debate",
    "topics": ["culture"],
    "free_entry": True,
    "contact_name": "Jeanne",
    "contact_email": "j@example.org",
}


class TestPlone:
    def test_rows_of_one_uid_are_sessions_and_an_open_end_is_none(self):
        second = {**IMIO, "start": "2026-03-12T18:30:00+01:00", "end": "2026-03-12T20:00:00+01:00", "open_end": False}
        answer = {
            "items": [IMIO, second],
            "items_total": 57,
            "batching": {"next": "https://agenda.example/@events?b_start=2"},
        }
        page = bench("plone").page(answer, url="https://agenda.example/@events?b_size=2")
        (item,) = page.items
        assert item.key == "0123"
        assert "Jeanne" not in str(page)
        assert "contact_name" not in dict(page.unread)
        assert [(f.group, f.value) for f in item.all("start")] == [
            (202603051830, "2026-03-05T18:30:00+01:00"),
            (202603121830, "2026-03-12T18:30:00+01:00"),
        ]
        assert [f.group for f in item.all("end")] == [202603121830]
        assert item.first("latitude") is None
        assert item.first("rrule") is None
        assert item.text("is_free") == "true"
        assert item.text("image") == IMIO["@id"] + "/@@images/image/preview"
        assert page.expected is None  # 57 counts occurrences
        assert page.next[0].headers == (("Accept", "application/json"),)

    def test_starts_for_events_and_news(self):
        (events,) = bench("plone", urls=("https://agenda.example/",), agendas="u1").start()
        assert "/@events?" in events.url
        assert "selected_agendas=u1" in events.url
        (news,) = bench("plone", Kind.NEWS, urls=("https://actus.example/",)).start()
        assert "/@search_newsitems?" in news.url
        given = "https://agenda.example/@events?b_size=5"
        assert bench("plone", urls=(given,)).start()[0].url == given


class TestOpendatasoft:
    def test_a_record_of_the_openagenda_mirror_with_timings_in_a_string(self):
        row = {
            "uid": "91",
            "title_fr": "Atelier son",
            "firstdate_begin": "2026-03-05T17:00:00+00:00",
            "timings": '[{"begin":"2026-03-05T18:00:00+01:00","end":"2026-03-05T20:00:00+01:00"}]',
            "conditions_fr": "Gratuit",
            "location_coordinates": {"lon": 4.86, "lat": 50.46},
            "keywords_fr": ["atelier"],
            "location_city": "Namur",
            "canonicalurl": "https://openagenda.example/e/91",
        }
        url = "https://p.example/api/explore/v2.1/catalog/datasets/x/records?limit=1&offset=0"
        page = bench("opendatasoft").page({"total_count": 2, "results": [row]}, url=url)
        (item,) = page.items
        assert item.key == "91"
        assert said(item) == {
            "start": "2026-03-05T18:00:00+01:00",
            "end": "2026-03-05T20:00:00+01:00",
            "title": "Atelier son",
            "price_text": "Gratuit",
            "url": "https://openagenda.example/e/91",
            "city": "Namur",
            "latitude": "50.46",
            "longitude": "4.86",
            "keywords": "atelier",
        }
        assert page.expected == 2
        assert page.next[0].url == url.replace("offset=0", "offset=1")

    def test_a_record_of_imio_has_its_page_in_the_image_and_an_rrule(self):
        row = {
            "id": "abc",
            "title": "Stage",
            "start_datetime": "2026-03-05T00:00:00+01:00",
            "end_datetime": "2026-03-05T23:59:59+01:00",
            "whole_day": True,
            "recurrence": "RRULE:FREQ=WEEKLY;COUNT=3",
            "image": "https://a.example/e/1/@@images/image/preview",
            "text": "<p>T</p>",
            "free_entry": False,
            "coordinates": None,
            "address_street_name": "Rue X",
            "address_house_number": "5",
            "contact_email": "x@example.org",
        }
        page = bench("opendatasoft").page({"total_count": 1, "results": [row]})
        (item,) = page.items
        heard = said(item)
        assert (item.url, heard["rrule"], heard["all_day"]) == (
            "https://a.example/e/1",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "true",
        )
        assert heard["street"] == "Rue X 5"
        assert "is_free" not in heard
        assert "x@example.org" not in str(page)

    def test_version_one_wraps_fields_and_turns_coordinates(self):
        row = {
            "recordid": "sha",
            "fields": {
                "title": "Expo X",
                "datedebut": "2026-09-02",
                "datefin": "2026-12-13",
                "details": "texte...",
                "link": "https://n.example/x",
                "post_code": "5000",
                "acom_nom_m": "NAMUR",
                "rue_nom": "Rue Y",
                "adr_nopol": "5",
                "geo_point_2d": [50.46, 4.86],
            },
        }
        url = "https://p.example/api/records/1.0/search/?dataset=namur&rows=1&start=0"
        page = bench("opendatasoft").page({"nhits": 2, "records": [row]}, url=url)
        (item,) = page.items
        heard = said(item)
        assert item.key == "sha"
        assert (heard["latitude"], heard["longitude"]) == ("50.46", "4.86")
        assert (heard["start"], heard["end"], heard["street"]) == ("2026-09-02", "2026-12-13", "Rue Y 5")
        assert item.first("start").evidence.pointer == "/records/0/fields/start" or heard["city"] == "NAMUR"
        assert page.next[0].url == url.replace("start=0", "start=1")

    def test_other_datasets_by_options_and_errors(self):
        made = bench("opendatasoft", field__title="nom", field__start="quand|jour", dataset="d", api="v1")
        (item,) = made.page([{"nom": "A", "jour": "2026-03-01", "autre": 1}]).items
        assert (item.text("title"), item.text("start")) == ("A", "2026-03-01")
        assert made.start()[0].url == "https://site.example/api/records/1.0/search/?dataset=d&rows=100&start=0"
        assert reasons(made.page({"error_code": "X", "message": "non"})) == ["wrong-content"]


class TestOpenAgenda:
    def test_an_event_and_the_next_page(self):
        row = {
            "uid": 1325588,
            "slug": "visite",
            "title": {"fr": "Visite", "en": "Visit"},
            "longDescription": {"fr": "**md**"},
            "keywords": {"fr": ["musique"]},
            "status": 6,
            "attendanceMode": 1,
            "timezone": "Europe/Brussels",
            "state": 2,
            "image": {"filename": "x.jpg", "base": "https://cdn.example/main/"},
            "originAgenda": {"uid": 7},
            "registration": [{"type": "email", "value": "a@example.org"}],
            "timings": [{"begin": "2026-02-23T17:00:00+0200", "end": "2026-02-23T19:00:00+0200"}],
            "location": {"name": "Musée", "city": "Namur", "latitude": 50.4, "longitude": 4.8},
        }
        url = "https://api.example/v2/agendas/1/events?size=1"
        page = bench("openagenda").page({"total": 2, "events": [row], "after": ["1", "2"]}, url=url)
        (item,) = page.items
        heard = said(item)
        assert item.key == "1325588"
        assert heard["title"] == "Visite"
        assert heard["status"] == "6"
        assert (heard["start"], item.first("start").group) == ("2026-02-23T17:00:00+02:00", 202602231700)
        assert heard["image"] == "https://cdn.example/main/x.jpg"
        assert "a@example.org" not in str(page)
        assert page.expected == 2
        assert page.next[0].url == url + "&after[]=1&after[]=2"

    def test_tombstones_and_drafts_are_not_listed(self):
        rows = [{"uid": 1, "removed": True}, {"uid": 2, "state": 0, "title": "Brouillon"}]
        page = bench("openagenda").page({"total": 2, "events": rows, "after": None})
        assert page.items == ()
        assert page.unread == (("event not published", 2),)


class TestGenericJson:
    def test_rows_paths_alternatives_and_templates(self):
        made = bench(
            "json",
            Kind.CALL,
            list="/data/rows | /",
            key="ref",
            field__title="titre | nom",
            field__category="themes",
            field__deadline="dates.fin",
            url_template="https://s.example/aap/{ref}",
            next="/next",
            total="/n",
        )
        row = {
            "ref": 7,
            "nom": "Appel &amp; co",
            "themes": [{"title": "Son"}, "Art"],
            "dates": {"fin": "2026-05-01 12:00"},
            "x": 1,
        }
        page = made.page({"data": {"rows": [row]}, "next": "/p2", "n": 9})
        (item,) = page.items
        assert (item.key, item.url) == ("7", "https://s.example/aap/7")
        assert said(item) == {
            "title": "Appel & co",
            "category": ["Son", "Art"],
            "deadline": "2026-05-01T12:00:00",
            "url": "https://s.example/aap/7",
        }
        assert item.first("deadline").evidence.pointer == "/data/rows/0/dates/fin"
        assert page.next[0].url == "https://site.example/p2"
        assert page.expected == 9
        assert ("x", 1) in page.unread

    def test_what_is_no_list_or_no_json_is_a_problem(self):
        made = bench("json", list="/rows", field__title="t")
        assert reasons(made.page({"rows": {"a": 1}})) == ["schema-drift"]
        assert reasons(made.page("<!doctype html><p>non</p>")) == ["wrong-content"]
        assert reasons(made.page('{"rows": [')) == ["parse-error"]
        assert reasons(made.page("")) == ["wrong-content"]
        assert reasons(made.page("[" * 100_000)) == ["parse-error"]


def test_calls_that_share_a_code_stay_apart_and_their_repetitions_are_one():
    """As in lists of EU topics: one code for several open calls, each listed again in other groups."""
    rows = [{"code": "X-01", "name": name, "link": "https://site.example/x-01"} for name in ("Un", "Deux", "Trois")]
    made = bench("json", Kind.CALL, key="code", field__title="name", field__url="link")
    page = made.page([*rows, *rows, {**rows[1], "budget": 5}])
    assert [i.text("title") for i in page.items] == ["Un", "Deux", "Trois"]
    assert len({i.key for i in page.items}) == 3


def test_half_a_character_is_written_as_a_replacement() -> None:
    from scrapers.readers.decoding import loose_json

    said = loose_json(r'{"a\ud800": ["\udc00b", "\ud83d\ude00", "\\ud800"], }')
    assert said == {"a\ufffd": ["\ufffdb", "😀", "\\ud800"]}
