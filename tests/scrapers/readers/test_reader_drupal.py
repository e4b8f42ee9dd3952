"""Lists of Drupal's Views (API_SHAPES.md §7–10): oddities by hand, and two whole lists over HTTP."""

import pytest
from platform_bench import bare, closings, told
from reader_bench import bench, reasons
from reader_bench import said as fields_of

from scrapers.readers import html_times
from simulator import hosts
from simulator.sites.register import SITES
from simulator.sites.site import Ask
from vigie.model import Kind

URL = "https://site.example/agenda"


def row(inner: str, link: str = "/agenda/a", title: str = "Atelier", attributes: str = "") -> str:
    return f'<div class="views-row"><article {attributes}><h2><a href="{link}">{title}</a></h2>{inner}</article></div>'


def view(*rows: str, pager: str = "", name: str = "agenda") -> str:
    return f'<div class="view view-{name}"><div class="view-content">{"".join(rows)}</div>{pager}</div>'


def read(*parts: str, kinds=(Kind.EVENT,), url=URL, label="list", item_key=None, **options: str):
    body = f"<!doctype html><html><body>{''.join(parts)}</body></html>"
    return bench("drupal", *kinds, **options).page(body, "text/html", url=url, label=label, item_key=item_key)


def dates(inner: str) -> str:
    return f'<div class="field field--name-field-date">{inner}</div>'


@pytest.mark.parametrize(
    ("attribute", "shown", "meant"),
    [
        ("2026-05-21T16:30:00Z", "jeudi 21 mai 2026 - 18:30", (("start", "2026-05-21T16:30:00Z"),)),
        ("2026-05-21T18:30:00+02:00", "18h30", (("start", "2026-05-21T18:30:00+02:00"),)),
        # UTC without a Z (API_SHAPES.md §8, arsenal-metz.js): the text wins.
        ("2026-05-21T18:30", "21 mai 2026, 20h30", (("date_text", "21 mai 2026, 20h30"),)),
        ("2026-05-21T18:30", "21 mai, 20h30", (("start", "2026-05-21T20:30:00"),)),
        # Local time that was given a Z.
        ("2026-05-21T18:30:00Z", "21/05/2026 - 18:30", (("start", "2026-05-21T18:30:00"),)),
        # Drupal's date without a clock: noon UTC.
        ("2026-05-21T12:00:00Z", "21/05/2026", (("start", "2026-05-21"),)),
        # A noon that is shown is one.
        ("2026-05-21T10:00:00Z", "21/05/2026 - 12:00", (("start", "2026-05-21T10:00:00Z"),)),
        ("2026-05-20T22:00:00", "21 mai 2026", (("date_text", "21 mai 2026"),)),
        ("2026-05-21", "21 mai, de 14h à 17h", (("start", "2026-05-21T14:00:00"), ("end", "2026-05-21T17:00:00"))),
        ("2026-05-21T16:30:00Z", "May 21, 6:30 pm", (("start", "2026-05-21T16:30:00Z"),)),
        ("demain", "21 mai 2026", (("date_text", "21 mai 2026"),)),
        ("", "", ()),
    ],
)
def test_what_is_shown_wins_over_the_attribute(attribute, shown, meant):
    assert html_times.told(attribute, shown) == meant


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("Last edited il y a 3 heures", True),
        ("il y a 2 jours et 4 heures", True),
        ("3 hours ago", True),
        ("Mis à jour il y a une heure.", True),
        ("Il y a trente ans, une expo", False),
        ("Publié le 3 mars", False),
        ("Il y a 2 salles et une cour", False),
    ],
)
def test_words_that_count_from_now(text, relative):
    assert html_times.is_relative(text) is relative


def test_a_row_with_fields_named_by_their_machine_names():
    inner = (
        '<footer class="node__meta">Posté le <time datetime="2026-01-02T08:00:00Z">02/01/2026</time></footer>'
        + dates(
            '<time datetime="2026-03-05T17:30:00Z">05/03/2026 - 18:30</time> -'
            ' <time datetime="2026-03-05T19:00:00Z">05/03/2026 - 20:00</time>'
        )
        + '<div class="field field--name-field-lieu field--label-inline"><div class="field__label">Lieu</div>'
        '<div class="field__item">TRAKK, 5000 Namur</div></div>'
        '<div class="views-field views-field-field-rubrique"><span class="field-content">Atelier</span></div>'
        '<div class="field field--name-field-code">XY-1</div><img src="/files/a.jpg">'
    )
    page = read(view(row(inner, attributes='data-history-node-id="12"')))
    (item,) = page.items
    assert (item.key, item.url) == ("node:12", "https://site.example/agenda/a")
    assert fields_of(item) == {
        "title": "Atelier",
        "url": "https://site.example/agenda/a",
        "start": "2026-03-05T17:30:00Z",
        "end": "2026-03-05T19:00:00Z",
        "place_text": "TRAKK, 5000 Namur",
        "published": "2026-01-02T08:00:00Z",
        "category": "Atelier",
        "image": "https://site.example/files/a.jpg",
    }
    assert page.unread == (("code", 1),)
    assert [(r.url, r.label, r.item_key) for r in page.next] == [("https://site.example/agenda/a", "detail", "node:12")]


def test_several_values_of_a_date_are_sessions():
    value = '<div class="field__item"><time datetime="2026-03-{0}T17:30:00Z">{0}/03/2026 - 18:30</time></div>'
    (item,) = read(view(row(dates(value.format("05") + value.format("12"))))).items
    assert [(f.group, f.value) for f in item.all("start")] == [(1, "2026-03-05T17:30:00Z"), (2, "2026-03-12T17:30:00Z")]


def test_a_time_beside_the_author_is_the_day_of_publication_and_no_date_of_the_event():
    byline = '<div class="submitted">Par la rédaction, <time datetime="2026-01-02T08:00:00Z">02/01/2026</time></div>'
    (item,) = read(view(row(byline))).items
    assert (item.first("start"), item.text("published")) == (None, "2026-01-02T08:00:00Z")


def test_a_river_of_nodes_without_fields():
    node = (
        '<article class="node node--type-article node--view-mode-teaser"><h2><a href="/fr/actualites/x">KIKK</a></h2>'
        '<div class="node__meta"><span>Publié le 12/02/2026</span></div>'
        "<div><p>Un festival des cultures numériques.</p></div></article>"
    )
    pager = '<nav class="pager"><ul><li class="pager__item pager__item--next"><a href="?page=1">s</a></li></ul></nav>'
    page = read(node, pager, kinds=(Kind.NEWS,), url="https://site.example/fr/node", detail="no")
    (item,) = page.items
    assert fields_of(item) == {
        "title": "KIKK",
        "url": "https://site.example/fr/actualites/x",
        "published": "12/02/2026",
        "description": "Un festival des cultures numériques.",
    }
    assert [r.url for r in page.next] == ["https://site.example/fr/node?page=1"]


def test_the_day_of_news_is_its_publication_and_that_of_a_call_its_closing():
    when = dates('<time datetime="2026-04-05T12:00:00Z">05/04/2026</time>')
    past = dates('<time datetime="2026-02-05T12:00:00Z">05/02/2026</time>')
    (news,) = read(view(row(when)), kinds=(Kind.NEWS,)).items
    assert (news.text("published"), news.first("start")) == ("2026-04-05", None)
    (call,) = read(view(row(when)), kinds=(Kind.CALL,)).items
    assert (call.text("deadline"), call.first("published")) == ("2026-04-05", None)
    # What had passed when it was seen may be the day of publication: no closing date is made of it.
    (old,) = read(view(row(past)), kinds=(Kind.CALL,)).items
    assert (old.first("deadline"), old.text("published")) == (None, "2026-02-05")
    (closed,) = read(view(row(past.replace("field-date", "field-date-limite"))), kinds=(Kind.CALL,)).items
    assert closed.text("deadline") == "2026-02-05"


def test_the_end_in_a_field_of_its_own_belongs_to_the_start():
    begun = dates('<time datetime="2026-03-05T17:30:00Z">05/03/2026 - 18:30</time>')
    over = dates('<time datetime="2026-03-05T19:00:00Z">05/03/2026 - 20:00</time>').replace("-date", "-date-fin")
    (item,) = read(view(row(begun + over))).items
    assert [(f.name, f.value, f.group) for f in item.fields if f.group] == [
        ("start", "2026-03-05T17:30:00Z", 1),
        ("end", "2026-03-05T19:00:00Z", 1),
    ]


def test_the_view_with_the_pager_is_read_and_blocks_beside_are_not():
    beside = view(*(row("", f"/actu/{n}", f"Actu {n}") for n in range(9)), name="actus")
    pager = '<ul class="pager"><li class="pager__item pager__item--next"><a href="?page=1" rel="next">»</a></li></ul>'
    page = read(beside, view(row("", title="Un"), row("", "/agenda/b", "Deux"), pager=pager))
    assert [i.text("title") for i in page.items] == ["Un", "Deux"]
    assert [r.url for r in page.next if r.label == "list"] == ["https://site.example/agenda?page=1"]
    assert page.last is False


def test_facets_stay_in_the_pager_and_drupal_7_is_known():
    pager = (
        '<ul class="pager"><li class="pager-next"><a href="/agenda?f%5B0%5D=t%3Aexpo&amp;page=1">suivant</a></li></ul>'
    )
    page = read(view(row("", attributes='id="node-77"'), pager=pager))
    assert page.items[0].key == "node:77"
    assert page.next[-1].url == "https://site.example/agenda?f%5B0%5D=t%3Aexpo&page=1"


def test_dates_and_rows_of_drupal_7():
    when = (
        '<span class="date-display-range"><span class="date-display-start" property="dc:date"'
        ' content="2026-03-05T18:30:00+01:00">jeudi 5 mars 2026 - 18:30</span> au <span class="date-display-end"'
        ' content="2026-03-06T20:00:00+01:00">vendredi 6 mars 2026 - 20:00</span></span>'
    )
    html = (
        '<div class="view"><div class="view-content"><div class="views-row views-row-1 views-row-odd">'
        '<div class="views-field views-field-field-type"><a href="/taxonomy/term/4">Expo</a></div>'
        '<div class="views-field views-field-title"><span><a href="/fr/a">Un titre</a></span></div>'
        f'<div class="views-field views-field-field-date"><span class="field-content">{when}</span></div>'
        "</div></div></div>"
    )
    (item,) = read(html).items
    assert fields_of(item) == {
        "title": "Un titre",
        "url": "https://site.example/fr/a",
        "category": "Expo",
        "start": "2026-03-05T18:30:00+01:00",
        "end": "2026-03-06T20:00:00+01:00",
    }


@pytest.mark.parametrize(
    "inner",
    [
        '<div class="views-row"><a href="/tags/expo">Expo</a><a href="/a"><h3>Titre</h3></a></div>',
        '<a class="views-row" href="/a"><h3>Titre</h3></a>',
        '<div class="views-row"><a href="/taxonomy/term/3">Expo</a><h3>Titre</h3><a href="/a">Lire</a></div>',
    ],
    ids=["a link around the heading", "a row that is a link", "a link below the heading"],
)
def test_the_link_of_a_card(inner):
    (item,) = read(f'<div class="view"><div class="view-content">{inner}</div></div>').items
    assert (item.text("title"), item.url) == ("Titre", "https://site.example/a")


def test_page_one_again_is_told_and_ends_the_list():
    pager = '<ul class="pager"><li class="pager__item is-active">1</li><li><a rel="next" href="?page=4">»</a></li></ul>'
    page = read(view(row(""), pager=pager), url=f"{URL}?page=3", detail="no")
    assert reasons(page) == ["paging-repeats"]
    assert page.next == ()


def test_an_empty_list_is_no_error_and_a_page_without_a_view_is():
    assert read('<div class="view"><div class="view-empty">Aucun résultat</div></div>').problems == ()
    assert reasons(read("<p>Bienvenue</p>")) == ["layout-changed"]
    assert reasons(read("  ".strip())) == ["layout-changed"]
    assert reasons(read(view(row("")), item="div[[")) == ["bad-selector"]


def test_a_theme_that_renamed_rows_is_read_with_the_option_item():
    html = '<div class="search-result"><h3><a href="/b/1">Bourse</a></h3></div>'
    assert [i.text("title") for i in read(html, item=".search-result").items] == ["Bourse"]


def test_the_page_of_a_node_without_its_neighbours_and_without_words_that_count_from_now():
    body = (
        '<main><h1>Atelier</h1><article class="node node--view-mode-full">'
        '<div class="field field--name-body"><p>Texte.</p><p>Last edited il y a 3 heures</p></div>'
        '<div class="field field--name-field-prix">12 €</div></article>'
        f"{view(row('', '/autre', 'Autre'))}</main>"
    )
    page = read(body, url="https://site.example/agenda/a", label="detail", item_key="node:12")
    (item,) = page.items
    assert fields_of(item) == {
        "title": "Atelier",
        "url": "https://site.example/agenda/a",
        "body": "<p>Texte.</p>",
        "price_text": "12 €",
    }
    assert (item.key, page.next) == ("node:12", ())


def test_the_demo_site_is_read_without_a_recipe(platform_web):
    site = SITES[hosts.HAINAUT]
    reply = site.answer(Ask("GET", "/agenda"), platform_web.clock.view)
    page = bench("drupal").page(reply.body, "text/html", url=f"{site.root}/agenda")
    seen = {s.url: s.title for s in site.sightings(platform_web.clock.view)}
    assert len(page.items) == 12
    assert {i.url: i.text("title") for i in page.items}.items() <= seen.items()
    assert all(i.text("date_text") and i.text("place_text") and i.text("category") for i in page.items)
    assert [r.url for r in page.next if r.label == "list"] == [f"{site.root}/agenda?page=1"]


def test_a_whole_agenda(platform_web):
    read_all = platform_web.read("vitrine-agenda")
    assert read_all.problems == ()
    assert read_all.crawl.pagination_end
    truth = platform_web.truth("vitrine-communes.example", "event")
    assert len(truth) == 91
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read_all.records[key].content
        assert (event.title, event.url, event.status.value) == (bare(title), url, true.status)
        assert told(event) == true.sessions
        assert (event.place.municipality if event.place else None) == true.municipality
        assert (event.place.name if event.place else None) == true.venue
        assert bool(event.is_free) == true.free
        assert "edited" not in (event.description or "")


def test_a_whole_list_of_calls(platform_web):
    read_all = platform_web.read("vitrine-appels")
    assert read_all.problems == ()
    truth = platform_web.truth("vitrine-communes.example", "call")
    assert len(truth) == 18
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        call = read_all.records[key].content
        assert (call.title, call.url, closings(call), call.rolling) == (title, url, true.deadlines, true.rolling)
        assert call.published.isoformat()[:16] == true.published[:16]
    assert dict(read_all.crawl.unread) == {"code": 18}
