"""A TYPO3 tx_news list: articles with microdata, pages of ten, checksums on every link, junk in the language."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5

from simulator.sites.lent import LentSite
from simulator.sites.site import Ask, Entry, Reply, Sighting, esc, page, paragraphs
from simulator.things import News
from simulator.view import View

_PER_PAGE = 10


class TxNews(LentSite):
    """`/actualites`, whose pages and records are told apart by parameters with a checksum."""

    platform = "typo3"
    oddities = ("a page without the right cHash is page 1", "`L=title3D` in every third link", "links without a slash")

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("news", f"{self.root}/actualites"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for news in self.news(view):
            url = f"{self.root}/{self._link(news)}"
            yield Sighting(news.id, self.host, f"tt_news:{news.number}", url, self.title(news))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        found = self.news(view)
        if ask.path == "/actualites":
            number = ask.number("tx_news_pi1[currentPage]", 1)
            return self._listing(found, number if ask.value("cHash") == _hash(f"page={number}") else 1)
        if ask.path == "/detail":
            wanted = ask.value("tx_news_pi1[news]")
            news = next((n for n in found if str(n.number) == wanted), None)
            return self._detail(news) if news else None
        return None

    def _link(self, news: News) -> str:
        junk = "&L=title3D" if news.number % 3 == 0 else ""
        parts = f"tx_news_pi1%5Baction%5D=detail&tx_news_pi1%5Bcontroller%5D=News&tx_news_pi1%5Bnews%5D={news.number}"
        return f"detail?{parts}{junk}&cHash={_hash(str(news.number))}"

    def _listing(self, found: tuple[News, ...], number: int) -> Reply:
        shown = "".join(self._article(n) for n in found[(number - 1) * _PER_PAGE : number * _PER_PAGE])
        last = -(-len(found) // _PER_PAGE)
        links = "".join(
            f'<li class="current active">{n}</li>' if n == number else f"<li>{_page_link(n, str(n))}</li>"
            for n in range(1, last + 1)
        )
        onward = f'<li class="next">{_page_link(number + 1, "suivant")}</li>' if number < last else ""
        body = (
            f'<h1>Actualités</h1><div class="news"><div class="news-list-view">{shown}<div class="page-navigation">'
            f'<p>Page {number} sur {last}.</p><ul class="f3-widget-paginator">{links}{onward}</ul></div></div></div>'
        )
        return page(self.name, body, f'<base href="{self.root}/"><meta name="generator" content="TYPO3 CMS" />')

    def _article(self, news: News) -> str:
        title, link = esc(self.title(news)), esc(self._link(news))
        day = f"{news.published:%Y-%m-%d}"
        return (
            '<div class="article articletype-0 clearfix" itemscope itemtype="http://schema.org/Article">'
            f'<div class="header"><h3><a title="{title}" href="{link}"><span itemprop="headline">{title}</span></a>'
            f'</h3></div><div class="footer"><p><span class="news-list-date"><time datetime="{day}">'
            f"{news.published:%d.%m.%Y}<meta itemprop='datePublished' content='{day}'></time></span>"
            f'<span class="news-list-category">{esc(news.category)}</span></p></div>'
            f'<div class="teaser-text"><div itemprop="description"><p>{esc(news.summary)}</p></div>'
            f'<a class="more" href="{link}">Lire</a></div></div>'
        )

    def _detail(self, news: News) -> Reply:
        title = esc(self.title(news))
        body = (
            '<div class="news news-single"><div class="article" itemscope itemtype="http://schema.org/Article">'
            f'<div class="header"><h3 itemprop="headline">{title}</h3></div><div class="teaser-text">'
            f'<p>{esc(news.summary)}</p></div><div class="news-text-wrap" itemprop="articleBody">'
            f'{paragraphs(*news.body)}</div><div class="news-backlink-wrap"><a href="actualites">Retour</a></div>'
            "</div></div>"
        )
        return page(news.title, body, f'<base href="{self.root}/">')


def _page_link(number: int, label: str) -> str:
    if number == 1:
        return f'<a href="actualites">{label}</a>'
    tail = f"tx_news_pi1%5BcurrentPage%5D={number}&amp;cHash={_hash(f'page={number}')}"
    return f'<a href="actualites?{tail}">{label}</a>'


def _hash(text: str) -> str:
    return md5(f"cle-du-site&{text}".encode()).hexdigest()
