"""Recipes on broken, plain and Drupal- or TYPO3-like markup."""

from reader_bench import bench, reasons, said

from vigie.model import FieldRule as Rule
from vigie.model import Kind, Recipe

DRUPAL = Recipe(
    item=".views-row",
    fields=(
        Rule("title", "h2"),
        Rule("url", "h2 a", "href"),
        Rule("date_text", ".quand"),
        Rule("category", ".tag", all=True),
    ),
    next=".pager__item--next a",
)
LIST = """<div class="views-row"><h2><a href="/agenda/a?utm_source=x">Atelier <b>S</b>on</a></h2>
<p class="quand">5 mars<br>à 18h30</p><i class="tag">Son</i><i class="tag">Art</i></div>
<div class="views-row"><h2><a href="/agenda/b">B</a></h2></div>
<ul><li class="pager__item--next"><a href="?page=1">››</a></li></ul>"""


def read(recipe: Recipe, body: str, **more):
    options = more.pop("options", {})
    return bench("recipe", recipe=recipe, **options).page(body, "text/html", **more)


def test_a_list_gives_items_with_addresses_as_keys_and_its_next_page():
    page = read(DRUPAL, LIST, url="https://site.example/agenda")
    first, second = page.items
    assert said(first) == {
        "title": "Atelier Son",
        "url": "https://site.example/agenda/a?utm_source=x",
        "date_text": "5 mars à 18h30",
        "category": ["Son", "Art"],
    }
    assert first.key == "https://site.example/agenda/a"  # without the tracker
    assert second.key == "https://site.example/agenda/b"
    assert [(r.url, r.label) for r in page.next] == [("https://site.example/agenda?page=1", "list")]
    assert first.first("date_text").evidence.pointer == ".views-row[0] .quand"


def test_typo3_keys_are_news_numbers_and_links_start_at_the_base():
    recipe = Recipe(item="li", fields=(Rule("title", "a"), Rule("url", "a", "href")), next="a.next")
    body = """<base href="https://site.example/"><ul><li>
    <a href="index.php?id=1&amp;tx_ttnews%5Btt_news%5D=10808&amp;cHash=aa&amp;L=title3D">A</a></li></ul>
    <a class="next" href="index.php?id=2&amp;tx_ttnews%5Bpointer%5D=1&amp;cHash=bb">»</a>"""
    page = read(recipe, body, url="https://site.example/vous-cherchez/appels/")
    (item,) = page.items
    assert item.key == "tt_news:10808"
    assert item.url.startswith("https://site.example/index.php?id=1&")
    assert page.next[0].url == "https://site.example/index.php?id=2&tx_ttnews%5Bpointer%5D=1&cHash=bb"


def test_next_never_leaves_the_host():
    recipe = Recipe(item="li", fields=(Rule("title", ""),), next="a")
    assert read(recipe, '<li>A</li><a href="https://autre.example/2">»</a>').next == ()


def test_details_are_asked_for_and_read_under_the_items_key():
    recipe = Recipe(
        item="li",
        fields=(Rule("title", "a"), Rule("url", "a", "href")),
        detail=(Rule("body", ".texte p", "html", all=True), Rule("start", "time", "datetime", all=True)),
    )
    (request,) = read(recipe, '<li><a href="/a">A</a></li>').next
    assert (request.url, request.label, request.item_key) == (
        "https://site.example/a",
        "detail",
        "https://site.example/a",
    )
    body = """<div class="texte"><p>Un<script>x()</script></p><p>Deux <!-- non --></p></div>
    <time datetime="2026-03-05">5</time><time datetime="2026-03-06">6</time>"""
    (item,) = read(recipe, body, url=request.url, label="detail", item_key=request.item_key).items
    assert item.key == "https://site.example/a"
    assert item.text("body") == "<p>Un</p>\n<p>Deux</p>"
    assert [(f.group, f.value) for f in item.all("start")] == [(1, "2026-03-05"), (2, "2026-03-06")]


def test_a_detail_page_that_no_rule_fits_says_so():
    recipe = Recipe(item="li", fields=(Rule("title", "a"), Rule("url", "a", "href")), detail=(Rule("body", ".texte"),))
    page = read(recipe, "<p>Refonte</p>", label="detail", item_key="k")
    assert [(p.reason, p.key) for p in page.problems] == [("layout-changed", "k")]


def test_a_regular_expression_keeps_its_group():
    recipe = Recipe(item="li", fields=(Rule("title", "", match=r"- (.+)"), Rule("date_text", "", match=r"^[^-]+")))
    (item,) = read(recipe, "<li>5 mars 2026 - Bal</li>").items
    assert (item.text("title"), item.text("date_text")) == ("Bal", "5 mars 2026")


def test_rows_outside_a_table_are_repaired_where_the_catalogue_asks_for_it():
    recipe = Recipe(item="tr", fields=(Rule("title", "td"),))
    torn = "<div><tr><td>Sans table</td></tr></div>"
    assert read(recipe, torn).items == ()
    (item,) = read(recipe, torn, options={"repair": "rows"}).items
    assert item.text("title") == "Sans table"


def test_pages_in_windows_1252_that_say_nothing_or_lie_are_read():
    recipe = Recipe(item="li", fields=(Rule("title", ""),))
    for head in ("", '<meta charset="utf-8">'):
        body = f"{head}<li>Soirée à Liège – l’été</li>".encode("cp1252")
        (item,) = bench("recipe", recipe=recipe).page(body, "text/html").items
        assert item.text("title") == "Soirée à Liège – l’été"


def test_a_row_without_title_is_a_problem():
    page = read(DRUPAL, '<div class="views-row"><p class="quand">5 mars</p></div>')
    assert page.items == ()
    assert reasons(page) == ["missing-title"]


def test_a_single_page_links_to_itself():
    recipe = Recipe(item="main", fields=(Rule("title", "h1"),))
    (item,) = read(recipe, "<main><h1>Appel</h1></main>", url="https://site.example/appel").items
    assert item.key == item.url == "https://site.example/appel"


def test_kinds_by_category_words():
    recipe = Recipe(item="li", fields=(Rule("title", "b"), Rule("category", "i")))
    news = bench("recipe", Kind.NEWS, Kind.CALL, recipe=recipe, call_when="appels?")
    page = news.page("<li><b>A</b><i>Appels</i></li><li><b>B</b><i>Vie</i></li>", "text/html")
    assert [i.kind for i in page.items] == [Kind.CALL, Kind.NEWS]


def test_a_selector_that_is_none_is_a_problem():
    assert reasons(read(Recipe(item="li[", fields=(Rule("title", ""),)), "<li>A</li>")) == ["bad-selector"]


def test_a_rule_may_look_in_the_element_behind_the_item():
    body = "<dl><dt>Atelier</dt>\n<dd>5 mars</dd><dt>Concert</dt><!-- x --><dd><i>9 mars</i></dd><dt>Rien</dt></dl>"
    recipe = Recipe(item="dt", fields=(Rule("title", ""), Rule("date_text", "+ dd"), Rule("category", "+ dd i")))
    assert [(i.text("title"), i.text("date_text"), i.text("category")) for i in read(recipe, body).items] == [
        ("Atelier", "5 mars", None),
        ("Concert", "9 mars", "9 mars"),
        ("Rien", None, None),
    ]


def test_a_row_without_address_keeps_its_key_when_it_moves_and_none_is_lost():
    rules = (Rule("title", "b"), Rule("date_text", "i"), Rule("place_text", "u"))
    row = "<li><b>{}</b><i>{}</i><u>TRAKK</u></li>"

    def keys(*rows: tuple[str, str], following: str | None = None) -> list[str]:
        recipe = Recipe(item="li", fields=rules, next=following)
        body = "".join(row.format(*r) for r in (*rows, ("Toujours", "1er mars")))
        page = bench("recipe", recipe=recipe).page(body, "text/html")
        assert all(item.url == "https://site.example/" for item in page.items)
        return [item.key for item in page.items][:-1]

    (key,) = keys(("Nuit", "5 mars"))
    assert keys(("REPORTÉ – Nuit", "12 mars")) == [key]
    assert keys(("Jour", "5 mars")) != [key]
    assert len(set(keys(("Nuit", "5 mars"), ("Nuit", "12 mars")))) == 2
    paged = [keys(("Nuit", day), following="a") for day in ("5 mars", "12 mars")]
    assert paged[0] != paged[1], "rows of two pages cannot be held against each other: all that they say counts"
