"""TYPO3 news lists (API_SHAPES.md §9, culture.be): oddities by hand, and two whole sites over HTTP."""

import pytest
from platform_bench import closings
from reader_bench import bench, reasons, said

from simulator.sites.platforms import PLATFORM_SITES
from simulator.sites.site import Ask
from vigie.model import Kind

SITE = "https://site.example/"
LIST = f"{SITE}index.php?id=17500"
LINK = "index.php?id=17501&amp;tx_ttnews%5BbackPid%5D=17500&amp;tx_ttnews%5Btt_news%5D=10808&amp;cHash=a889"


def item(link: str = LINK, title: str = "Appel", date: str = "21.03.2026") -> str:
    return (
        f'<div class="news-list-item"><span class="news-list-date">{date}</span>'
        f'<h3><a href="{link}" title="{title} !">{title}</a></h3><p>Court.</p>'
        f'<div class="news-list-morelink"><a href="{link}">suite</a></div></div>'
    )


def read(*parts: str, kinds=(Kind.CALL,), url=LIST, label="list", item_key=None, **options: str):
    body = f'<!doctype html><html><head><base href="{SITE}"></head><body>{"".join(parts)}</body></html>'
    return bench("typo3", *kinds, **options).page(body, "text/html", url=url, label=label, item_key=item_key)


def pager(*links: str) -> str:
    return f'<div class="news-list-browse">{"".join(links)}</div>'


def to(number: int, label: str, extra: str = "") -> str:
    return f'<a href="index.php?id=17500&amp;tx_ttnews%5Bpointer%5D={number}&amp;cHash=c{number}"{extra}>{label}</a>'


def test_an_item_of_tt_news():
    page = read(item())
    (found,) = page.items
    url = f"{SITE}index.php?id=17501&tx_ttnews%5BbackPid%5D=17500&tx_ttnews%5Btt_news%5D=10808&cHash=a889"
    assert (found.key, found.kind, found.url) == ("tt_news:10808", Kind.CALL, url)
    assert said(found) == {"title": "Appel", "url": url, "published": "21.03.2026", "description": "Court."}
    assert [(r.url, r.label, r.item_key) for r in page.next] == [(url, "detail", "tt_news:10808")]


@pytest.mark.parametrize(
    "link",
    [
        "index.php?id=17501&amp;L=title3D&amp;tx_ttnews[tt_news]=10808&amp;cHash=ffff",
        "index.php?tx_ttnews%5Btt_news%5D=10808&amp;backPid=9",
        "detail/?tx_news_pi1%5Bnews%5D=10808&amp;tx_news_pi1%5Bcontroller%5D=News&amp;cHash=1",
    ],
)
def test_the_number_alone_is_the_identity(link):
    assert read(item(link)).items[0].key == "tt_news:10808"


def test_an_address_in_words_is_its_own_key():
    assert read(item("actu/un-appel?cHash=1")).items[0].key == "https://site.example/actu/un-appel"


def test_the_next_page_is_the_one_that_the_list_links_to():
    page = read(item(), pager("<strong>1</strong>", to(1, "2"), to(9, "10"), to(1, "Suivant &gt;", ' class="x"')))
    assert [r.url for r in page.next if r.label == "list"] == [f"{LIST}&tx_ttnews%5Bpointer%5D=1&cHash=c1"]
    assert page.last is False


def test_without_a_word_for_next_the_nearest_later_page_is_taken():
    page = read(item(), pager(to(0, "1"), "<strong>2</strong>", to(7, "8"), to(2, "3")),
                url=f"{LIST}&tx_ttnews%5Bpointer%5D=1&cHash=c1")  # fmt: skip
    assert [r.url for r in page.next if r.label == "list"] == [f"{LIST}&tx_ttnews%5Bpointer%5D=2&cHash=c2"]


def test_a_pager_with_addresses_in_words():
    links = (
        '<ul class="pagination"><li><a href="actu">1</a></li><li class="active">2</li>'
        '<li><a href="actu/page/3">3</a></li><li><a href="actu/page/9">9</a></li></ul>'
    )
    page = read(item(), links, url=f"{SITE}actu/page/2", detail="no")
    assert [r.url for r in page.next] == [f"{SITE}actu/page/3"]


def test_the_last_page_leads_nowhere():
    page = read(item(), pager(to(0, "1"), "<strong>2</strong>"), url=f"{LIST}&tx_ttnews%5Bpointer%5D=1&cHash=c1")
    assert (page.last, page.problems) == (True, ())


def test_page_one_instead_of_the_page_that_was_asked_for_is_told():
    first = pager("<strong>1</strong>", to(1, "2"), to(2, "3"), to(1, "Suivant"))
    page = read(item(), first, url=f"{LIST}&tx_ttnews%5Bpointer%5D=2", detail="no")
    assert reasons(page) == ["paging-repeats"]
    assert page.next == ()


def test_a_pager_that_links_to_its_own_page_is_no_repetition():
    own = '<ul class="pagination"><li class="active"><a href="?tx_news_pi1[currentPage]=2">2</a></li></ul>'
    page = read(item(), own, url=f"{SITE}actu?tx_news_pi1[currentPage]=2")
    assert page.problems == ()


def test_the_date_is_that_of_publication_unless_the_catalogue_says_otherwise():
    (published,) = read(item(), kinds=(Kind.EVENT,)).items
    assert (published.text("published"), published.first("date_text")) == ("21.03.2026", None)
    (event,) = read(item(), kinds=(Kind.EVENT,), date="event").items
    assert (event.text("date_text"), event.first("published")) == ("21.03.2026", None)


def test_the_page_of_an_item_without_its_furniture():
    body = (
        '<div class="news-single-item"><div class="news-single-timedata">21.03.2026 10:00</div><h1>Appel complet</h1>'
        '<p>Date limite : 31 mars 2026.</p><div class="news-single-backlink"><a href="x">Retour</a></div></div>'
    )
    page = read(body, url=f"{SITE}x", label="detail", item_key="tt_news:1")
    (found,) = page.items
    assert said(found) == {"title": "Appel complet", "url": f"{SITE}x", "body": "<p>Date limite : 31 mars 2026.</p>"}
    assert (found.key, page.next) == ("tt_news:1", ())


def test_a_page_without_news_says_so():
    assert reasons(read("<p>Bienvenue</p>")) == ["layout-changed"]
    assert reasons(read(item(), item="div[[")) == ["bad-selector"]
    assert reasons(read('<div class="news-list-item"><p>Sans titre</p></div>')) == ["missing-title"]


def test_a_whole_list_of_tt_news(platform_web):
    read_all = platform_web.read("appels-typo3")
    truth = {f"tt_news:{key}": true for key, true in platform_web.truth("appels-culture.example", "call").items()}
    assert read_all.problems == ()
    assert (read_all.crawl.pagination_end, read_all.crawl.repeated) == (True, 0)
    assert len(truth) == 38
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        call = read_all.records[key].content
        assert (call.title, call.url, closings(call), call.rolling) == (title, url, true.deadlines, true.rolling)
        assert call.published.isoformat() == true.published[:10]
    lists = [url for url in read_all.asked if "17501" not in url]
    assert len(lists) == 6
    assert all("cHash=" in url for url in lists[1:])


def test_a_whole_list_of_tx_news(platform_web):
    read_all = platform_web.read("lettre-typo3")
    truth = platform_web.truth("lettre-typo3.example", "news")
    assert read_all.problems == ()
    assert len(truth) == 30
    assert read_all.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        article = read_all.records[key].content
        assert (article.title, article.url) == (title, url)
        assert article.published.isoformat() == true.published[:10]
    assert len([url for url in read_all.asked if "/actualites" in url]) == 3


def test_a_pointer_without_its_checksum_is_noticed_on_a_site(platform_web):
    site = PLATFORM_SITES["appels-culture.example"]
    path = "/vous-cherchez/appels-a-projetcandidature/"
    reply = site.answer(Ask("GET", path, "tx_ttnews[pointer]=3"), platform_web.clock.view)
    url = f"{site.root}{path}?tx_ttnews[pointer]=3"
    assert reasons(bench("typo3", Kind.CALL).page(reply.body, "text/html", url=url)) == ["paging-repeats"]
