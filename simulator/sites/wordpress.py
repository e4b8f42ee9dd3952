"""WordPress: `wp/v2/posts` with totals in headers, escaped titles, zone-less dates; `/feed/` in RSS 2.0; post pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from simulator import french, titles
from simulator.sites.calltext import call_paragraphs
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, answer_json, esc, page, paragraphs
from simulator.view import View, utc

NEWS_CATEGORY, CALL_CATEGORY = 5, 12


@dataclass(frozen=True, slots=True)
class _Post:
    thing: str
    number: int
    title: str
    published: datetime
    category: int
    label: str
    html: str
    summary: str


class WordPress(Site):
    """Posts of a WordPress site: news in category 5, calls in category 12. `index` puts /index.php/ into its links."""

    platform = "wordpress"

    def __init__(
        self, host: str, kinds: tuple[str, ...] = ("news",), index: bool = False, name: str = "", largest: int = 100
    ) -> None:
        super().__init__(host, name)
        self.largest = largest
        self.kinds = kinds
        self.prefix = "/index.php" if index else ""

    def entries(self) -> tuple[Entry, ...]:
        base = f"{self.root}/wp-json/wp/v2/posts?per_page=20"
        if len(self.kinds) == 1:
            return (Entry(self.kinds[0], base),)
        numbers = {"news": NEWS_CATEGORY, "call": CALL_CATEGORY}
        return tuple(Entry(kind, f"{base}&categories={numbers[kind]}") for kind in self.kinds)

    def pages(self, ask: Ask, view: View) -> Reply | None:
        posts = self._posts(view)
        if ask.path == "/wp-json/wp/v2/posts":
            return self._rest(ask, posts)
        if ask.path in ("/feed/", "/feed"):
            return self._feed(posts[:10], view)
        found = next((p for p in posts if self._path(p) == ask.path), None)
        return self._page(found) if found else None

    def sightings(self, view: View) -> Iterator[Sighting]:
        for post in self._posts(view):
            yield Sighting(post.thing, self.host, str(post.number), self.root + self._path(post), post.title)

    def _posts(self, view: View) -> list[_Post]:
        posts = []
        if "news" in self.kinds:
            for news in view.news_of(self.host):
                title = titles.news_title(news, self.host)
                text = paragraphs(*news.body)
                posts.append(
                    _Post(news.id, news.number, title, news.published, NEWS_CATEGORY, news.category, text, news.summary)
                )
        if "call" in self.kinds:
            for call in view.calls_of(self.host):
                title = titles.call_title(call, self.host)
                text = paragraphs(call.summary, *call_paragraphs(call, self.host), *call.body)
                posts.append(
                    _Post(call.id, call.number, title, call.published, CALL_CATEGORY, "Appels", text, call.summary)
                )
        return sorted(posts, key=lambda p: (p.published, p.number), reverse=True)

    def _path(self, post: _Post) -> str:
        return f"{self.prefix}/{post.published:%Y/%m/%d}/{french.slug(post.title)}/"

    def _rest(self, ask: Ask, posts: Sequence[_Post]) -> Reply:
        wanted = {int(c) for c in ask.value("categories").split(",") if c.isdigit()}
        posts = [p for p in posts if not wanted or p.category in wanted]
        after = ask.value("after")
        posts = [p for p in posts if not after or p.published.isoformat() > after[:19]]
        size, number = min(max(ask.number("per_page", 10), 1), self.largest), max(ask.number("page", 1), 1)
        last = -(-len(posts) // size)
        if number > max(last, 1):
            error = {
                "code": "rest_post_invalid_page_number",
                "message": "Le numéro de page demandé est plus grand que le nombre de pages disponibles.",
                "data": {"status": 400},
            }
            return answer_json(error, 400)
        shown = [self._json(p) for p in posts[(number - 1) * size : number * size]]
        return answer_json(shown, headers=(("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(last))))

    def _json(self, post: _Post) -> dict[str, object]:
        stamp, gmt = post.published.isoformat(), utc(post.published).replace(tzinfo=None).isoformat()
        return {
            "id": post.number,
            "date": stamp,
            "date_gmt": gmt,
            "guid": {"rendered": f"http://ancien.{self.host}/?p={post.number}"},
            "modified": stamp,
            "modified_gmt": gmt,
            "slug": french.slug(post.title),
            "status": "publish",
            "type": "post",
            "link": self.root + self._path(post),
            "title": {"rendered": texturize(post.title)},
            "content": {"rendered": post.html + "\n", "protected": False},
            "excerpt": {"rendered": f"<p>{texturize(post.summary)} [&hellip;]</p>\n", "protected": False},
            "author": 3,
            "featured_media": 0,
            "categories": [post.category],
            "tags": [],
            "meta": [],
            "acf": [],
            "_links": {"self": [{"href": f"{self.root}/wp-json/wp/v2/posts/{post.number}"}]},
        }

    def _feed(self, posts: Sequence[_Post], view: View) -> Reply:
        items = "".join(self._item(p) for p in posts)
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n'
            '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n\txmlns:dc="http://purl.org/dc/elements/1.1/"\n'
            '\txmlns:atom="http://www.w3.org/2005/Atom"\n\txmlns:sy="http://purl.org/rss/1.0/modules/syndication/"\n\t>\n'
            f"<channel>\n\t<title>{esc(self.name)}</title>\n"
            f'\t<atom:link href="{self.root}/feed/" rel="self" '
            f'type="application/rss+xml" />\n\t<link>{self.root}</link>\n'
            f"\t<description></description>\n\t<lastBuildDate>{format_datetime(view.modified)}</lastBuildDate>\n"
            "\t<language>fr-FR</language>\n\t<sy:updatePeriod>hourly</sy:updatePeriod>\n"
            f"\t<generator>https://wordpress.org/?v=6.5.2</generator>\n{items}</channel>\n</rss>\n"
        )
        return Reply(text.encode(), "application/rss+xml; charset=UTF-8")

    def _item(self, post: _Post) -> str:
        link = self.root + self._path(post)
        seen = f'L’article <a href="{link}">{texturize(post.title)}</a> est apparu en premier sur {esc(self.name)}.'
        return (
            f"\t<item>\n\t\t<title>{texturize(post.title, xml=True)}</title>\n\t\t<link>{link}</link>\n"
            "\t\t<dc:creator><![CDATA[redaction]]></dc:creator>\n"
            f"\t\t<pubDate>{format_datetime(utc(post.published))}</pubDate>\n"
            f"\t\t<category><![CDATA[{post.label}]]></category>\n"
            f'\t\t<guid isPermaLink="false">{self.root}/?p={post.number}</guid>\n'
            f"\t\t<description><![CDATA[<p>{texturize(post.summary)} [&#8230;]</p>\n<p>{seen}</p>]]></description>\n"
            f"\t\t<content:encoded><![CDATA[{post.html}]]></content:encoded>\n\t</item>\n"
        )

    def _page(self, post: _Post) -> Reply:
        when = french.day(post.published.date())
        body = (
            f'<article id="post-{post.number}" class="post type-post"><header class="entry-header">'
            f'<h1 class="entry-title">{esc(post.title)}</h1><time class="entry-date published" '
            f'datetime="{post.published.isoformat()}">{when}</time></header>'
            f'<div class="entry-content">{post.html}</div></article>'
        )
        return page(f"{post.title} – {self.name}", body)


def texturize(text: str, xml: bool = False) -> str:
    """Escapes as WordPress does: numeric entities for dashes and quotes, named ones for some letters (not in XML)."""
    done = (
        esc(text)
        .replace("&#x27;", "&#8217;")
        .replace("’", "&#8217;")
        .replace("–", "&#8211;")
        .replace("&amp;", "&#038;")
    )
    return done if xml else done.replace("«\u00a0", "&laquo;&nbsp;").replace("É", "&Eacute;")
