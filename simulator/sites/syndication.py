"""News sites that offer a feed and little else: Atom with its pages, and the RSS 1.0 (RDF) of a commune on Plone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from simulator import french, titles
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page, paragraphs
from simulator.things import News
from simulator.view import View, offset, utc


class _Feed(Site):
    """A feed of the newest `length` items and a page for each item."""

    length = 30
    feed = "/atom.xml"
    folder = "numeros"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("news", self.root + self.feed),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for news in view.news_of(self.host)[: self.length]:
            yield Sighting(news.id, self.host, self.key(news), self.url(news), titles.news_title(news, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        shown = view.news_of(self.host)
        if ask.path == self.feed:
            return self.write(shown[: self.length], view)
        found = next((n for n in shown if self.url(n) == self.root + ask.path), None)
        return self._page(found) if found else None

    @abstractmethod
    def write(self, shown: tuple[News, ...], view: View) -> Reply:
        """The feed itself."""

    def key(self, news: News) -> str:
        """The feed's own id of an item."""
        return self.url(news)

    def url(self, news: News) -> str:
        return f"{self.root}/{self.folder}/{french.slug(news.title)}"

    def _page(self, news: News) -> Reply:
        title = titles.news_title(news, self.host)
        date = f'<p class="documentByLine">Publié le {french.day(news.published.date())}</p>'
        return page(title, f"<article><h1>{esc(title)}</h1>{date}{paragraphs(news.summary, *news.body)}</article>")


class AtomLetter(_Feed):
    """An Atom 1.0 feed with tag URIs, `updated` with an offset and HTML content."""

    platform = "atom"

    def key(self, news: News) -> str:
        return f"tag:{self.host},2024:{news.number}"

    def write(self, shown: tuple[News, ...], view: View) -> Reply:
        updated = offset(shown[0].published) if shown else view.modified.isoformat()
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr-BE">\n'
            f"<title>{esc(self.name)}</title>\n<id>tag:{self.host},2024:feed</id>\n<updated>{updated}</updated>\n"
            f'<link rel="self" href="{self.root}{self.feed}"/>\n<link href="{self.root}/"/>\n'
            + "".join(self._entry(n) for n in shown)
            + "</feed>\n"
        )
        return Reply(text.encode(), "application/atom+xml; charset=utf-8")

    def _entry(self, news: News) -> str:
        title = esc(esc(titles.news_title(news, self.host)))
        stamp = offset(news.published)
        return (
            f'<entry>\n<title type="html">{title}</title>\n<link '
            f'rel="alternate" type="text/html" href="{self.url(news)}"/>\n'
            f"<id>{self.key(news)}</id>\n<published>{stamp}</published>\n<updated>{stamp}</updated>\n"
            f'<category term="{esc(news.category)}"/>\n<summary type="text">{esc(news.summary)}</summary>\n'
            f'<content type="html">{esc(paragraphs(*news.body))}</content>\n</entry>\n'
        )


class PloneNews(_Feed):
    """A commune on Plone: RSS 1.0, items beside the channel, `dc:date` of publication in UTC."""

    platform = "plone_rss"
    feed = "/actualites/RSS"
    folder = "actualites"
    length = 20
    delay = "0"

    def write(self, shown: tuple[News, ...], view: View) -> Reply:
        order = "".join(f'<rdf:li rdf:resource="{self.url(n)}"/>\n' for n in shown)
        text = (
            '<?xml version="1.0" encoding="utf-8" ?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:syn="http://purl.org/rss/1.0/modules/syndication/"\n'
            ' xmlns="http://purl.org/rss/1.0/">\n<channel '
            f'rdf:about="{self.root}{self.feed}">\n<title>Actualités</title>\n'
            f"<link>{self.root}/actualites</link>\n<description></description>\n"
            f'<image rdf:resource="{self.root}/logo.png"/>\n<items><rdf:Seq>\n{order}</rdf:Seq></items>\n</channel>\n'
            + "".join(self._item(n) for n in shown)
            + "</rdf:RDF>\n"
        )
        return Reply(text.encode(), "text/xml;charset=utf-8")

    def _item(self, news: News) -> str:
        title = esc(titles.news_title(news, self.host))
        return (
            f'<item rdf:about="{self.url(news)}">\n<title>{title}</title>\n<link>{self.url(news)}</link>\n'
            f"<description>{esc(news.summary)}</description>\n<dc:publisher>No publisher</dc:publisher>\n"
            f"<dc:creator>webmaster</dc:creator>\n<dc:rights></dc:rights>\n<dc:subject>{esc(news.category)}</dc:subject>\n"
            f"<dc:date>{utc(news.published):%Y-%m-%dT%H:%M:%SZ}</dc:date>\n<dc:type>Actualité</dc:type>\n</item>\n"
        )
