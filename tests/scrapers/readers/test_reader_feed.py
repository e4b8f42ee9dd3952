"""Oddities of feeds (API_SHAPES.md §7), each one a case."""

from reader_bench import bench, reasons, said

from vigie.model import Kind

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Blog</title><link>https://site.example</link><language>fr-FR</language>
<item><title>L&#8217;art &amp; le code</title><link>https://site.example/2026/02/art/</link>
<dc:creator><![CDATA[jeanne]]></dc:creator><pubDate>Thu, 05 Mar 2026 17:30:00 +0000</pubDate>
<category><![CDATA[Appels]]></category><category><![CDATA[Sons]]></category>
<guid isPermaLink="false">https://ancien.example/?p=42</guid>
<description><![CDATA[<p>Un résumé [&#8230;]</p>]]></description>
<content:encoded><![CDATA[<p>Le <b>texte</b></p>]]></content:encoded></item>
</channel></rss>"""


def test_wordpress_rss_gives_every_part_under_its_raw_name():
    page = bench("feed", Kind.NEWS, call_when="^appels").page(WORDPRESS, "application/rss+xml")
    (item,) = page.items
    assert item.key == "https://ancien.example/?p=42"  # the guid keeps an old host: a good id, never a link
    assert item.url == "https://site.example/2026/02/art/"
    assert item.kind is Kind.CALL
    assert item.text("title") == "L’art & le code"
    assert item.text("published") == "2026-03-05T17:30:00+00:00"
    assert item.first("updated") is None  # feedparser would answer with the publication
    assert [f.value for f in item.all("category")] == ["Appels", "Sons"]
    body = item.first("body")
    assert body is not None
    assert body.html
    assert body.value == "<p>Le <b>texte</b></p>"
    assert item.text("language") == "fr-FR"
    assert item.first("title").evidence.pointer == "/entry[0]/title"
    assert page.problems == ()


def test_persons_are_neither_said_nor_counted():
    page = bench("feed", Kind.NEWS).page(WORDPRESS, "application/rss+xml")
    assert "jeanne" not in str(page)
    assert not any("author" in name for name, _ in page.unread)


def test_rdf_of_plone_has_its_items_beside_the_channel_and_dates_by_dublin_core():
    text = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="https://site.example/RSS"><title>Actualités</title><link>https://site.example</link></channel>
    <item rdf:about="https://site.example/a"><title>Un</title><link>https://site.example/a</link>
    <dc:date>2026-02-03T09:00:00Z</dc:date></item></rdf:RDF>"""
    (item,) = bench("feed", Kind.NEWS).page(text, "text/xml").items
    assert said(item) | {"language": ""} == {
        "title": "Un",
        "url": "https://site.example/a",
        "updated": "2026-02-03T09:00:00Z",
        "published": "2026-02-03T09:00:00Z",
        "language": "",
    }


def test_atom_keeps_offsets_and_relative_links_start_at_the_feed():
    text = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id><updated>2026-02-01T10:00:00+01:00</updated>
    <entry><title type="html">Caf&amp;eacute; &amp;amp; son</title><id>tag:site.example,2026:1</id><link href="/n/1"/>
    <updated>2026-02-01T10:00:00+01:00</updated><author><name>Personne</name></author></entry></feed>"""
    (item,) = bench("feed", Kind.NEWS).page(text, "application/atom+xml", url="https://site.example/atom.xml").items
    assert (item.key, item.url) == ("tag:site.example,2026:1", "https://site.example/n/1")
    assert item.text("updated") == "2026-02-01T10:00:00+01:00"
    assert item.first("published") is None  # Atom's `updated` is no publication
    assert "Personne" not in str(item)


def test_json_feed_and_its_next_page():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "F",
        "next_url": "https://site.example/f2.json",
        "items": [
            {
                "id": "7",
                "url": "https://site.example/7",
                "title": "Sept",
                "content_html": "<p>x</p>",
                "date_published": "2026-02-01T10:00:00+01:00",
                "tags": ["art"],
                "authors": [{"name": "A"}],
            }
        ],
    }
    page = bench("feed", Kind.NEWS).page(feed, "application/feed+json")
    assert said(page.items[0]) == {
        "title": "Sept",
        "url": "https://site.example/7",
        "body": "<p>x</p>",
        "category": "art",
        "published": "2026-02-01T10:00:00+01:00",
    }
    assert [r.url for r in page.next] == ["https://site.example/f2.json"]
    assert page.last is False


def test_an_html_page_behind_a_feed_address_is_wrong_content():
    page = bench("feed").page("<!DOCTYPE html><html><body>Bonjour</body></html>", "application/rss+xml")
    assert page.items == ()
    assert reasons(page) == ["wrong-content"]


def test_xml_announced_as_text_is_read_all_the_same():
    assert len(bench("feed", Kind.NEWS).page(WORDPRESS, "text/plain").items) == 1


def test_a_short_body_is_never_taken_for_a_file_name(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text(WORDPRESS)
    page = bench("feed").page(str(secret), "application/xml")
    assert page.items == ()
    assert reasons(page) == ["parse-error"]


def test_an_item_without_title_is_a_problem_and_does_not_hide_its_neighbour():
    text = '<rss version="2.0"><channel><item>{}1</guid></item><item><title>B</title>{}2</guid></item></channel></rss>'
    guid = '<guid isPermaLink="false">'
    page = bench("feed", Kind.NEWS).page(text.replace("{}", guid), "text/xml")
    assert [i.key for i in page.items] == ["2"]
    assert [(p.reason, p.key, p.field) for p in page.problems] == [("missing-title", "1", "title")]


def test_one_guid_on_all_items_does_not_make_them_one():
    rows = "".join(f"<item><title>{t}</title><guid>g</guid><link>https://site.example/{t}</link></item>" for t in "ab")
    page = bench("feed", Kind.NEWS).page(f'<rss version="2.0"><channel>{rows}</channel></rss>', "text/xml")
    assert [i.text("title") for i in page.items] == ["a", "b"]
    assert len({i.key for i in page.items}) == 2


def test_an_item_without_guid_or_link_is_keyed_by_what_edits_rarely_move():
    text = '<rss version="2.0"><channel><item><title>A</title><description>d</description></item></channel></rss>'
    (one,), (edited,), (other,) = (
        bench("feed", Kind.NEWS).page(body, "text/xml").items
        for body in (text, text.replace(">d<", ">e<"), text.replace(">A<", ">B<"))
    )
    assert one.key == edited.key != other.key
    assert one.key.startswith("sha256:")


def test_items_without_guid_or_link_that_are_alike_are_told_apart():
    row = "<item><title>A</title><description>{}</description>{}</item>"
    day = "<pubDate>Mon, 0{} Mar 2026 10:00:00 +0000</pubDate>"
    rows = row.format("d", day.format(2)) + row.format("e", day.format(3)) + row.format("f", day.format(3))
    page = bench("feed", Kind.NEWS).page(f'<rss version="2.0"><channel>{rows}</channel></rss>', "text/xml")
    assert {i.text("description") for i in page.items} == {"d", "e", "f"}, "nothing is lost"
    assert len({i.key for i in page.items}) == 3


def test_problems_show_no_mail_address():
    row = "<item><description>Écrire à jeanne@example.org</description></item>"
    text = f'<rss version="2.0"><channel>{row}</channel></rss>'
    (problem,) = bench("feed", Kind.NEWS).page(text, "text/xml").problems
    assert "jeanne" not in problem.raw
    assert len(problem.raw) <= 500


def test_a_guid_that_is_a_bare_word_is_a_name_and_no_address():
    """isPermaLink="false" is often forgotten; no address is made of the word, and the feed's own may move."""
    feed = (
        '<rss version="2.0"><channel>'
        "<item><title>A</title><guid>4711</guid></item>"
        "<item><title>B</title><link>https://site.example/b</link><guid>4712</guid></item>"
        "<item><title>C</title><guid>/news/c</guid></item></channel></rss>"
    )
    first, second, third = bench("feed", Kind.NEWS).page(feed, "application/rss+xml").items
    assert (first.key, first.url) == ("4711", None)
    assert (second.key, second.url) == ("4712", "https://site.example/b")
    assert third.url == "https://site.example/news/c"


def test_the_language_of_a_summary_is_that_of_an_entry_whose_title_says_none():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>A</title>'
        '<summary xml:lang="nl">Tekst</summary></entry></feed>'
    )
    assert bench("feed", Kind.NEWS).page(feed, "application/atom+xml").items[0].text("language") == "nl"
