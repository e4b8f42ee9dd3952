"""A TYPO3 tt_news list of calls: seven a page, links with cHash; a pointer without the right cHash answers page 1."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5

from simulator import titles
from simulator.sites.calltext import call_paragraphs, deadline_words
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, esc, page, paragraphs
from simulator.things import Call
from simulator.view import View

_PER_PAGE = 7
_LIST = "/vous-cherchez/appels-a-projetcandidature/"


class TtNews(Site):
    """Calls, open ones and an archive in one list, newest first; every page names a <base>."""

    platform = "typo3"
    oddities = (
        "links are relative to <base>",
        "a pointer without the right cHash answers page 1 with 200",
        "closed calls stay listed",
    )

    def entries(self) -> tuple[Entry, ...]:
        return (Entry("call", self.root + _LIST),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for call in view.calls_of(self.host):
            url = f"{self.root}/{self._link(call)}"
            yield Sighting(call.id, self.host, str(call.number), url, titles.call_title(call, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        calls = view.calls_of(self.host)
        if ask.path == _LIST or (ask.path == "/index.php" and ask.value("id") == "17500"):
            pointer = ask.number("tx_ttnews[pointer]", 0)
            if pointer and ask.value("cHash") != _hash(f"pointer={pointer}"):
                pointer = 0
            return self._listing(calls, pointer)
        if ask.path == "/index.php" and ask.value("id") == "17501":
            found = next((c for c in calls if str(c.number) == ask.value("tx_ttnews[tt_news]")), None)
            return self._detail(found) if found else None
        return None

    def _link(self, call: Call) -> str:
        return f"index.php?id=17501&tx_ttnews%5Btt_news%5D={call.number}&cHash={_hash(f'tt_news={call.number}')}"

    def _listing(self, calls: tuple[Call, ...], pointer: int) -> Reply:
        shown = "\n".join(self._item(c) for c in calls[pointer * _PER_PAGE : (pointer + 1) * _PER_PAGE])
        last = -(-len(calls) // _PER_PAGE) - 1
        links = "".join(
            f" {self._pointer(n, str(n + 1), '')}" if n != pointer else f" <strong>{n + 1}</strong>"
            for n in range(last + 1)
        )
        following = self._pointer(pointer + 1, "Suivant &gt;", ' class="next"') if pointer < last else ""
        body = (
            f'<div id="content"><h1>Appels à projet/candidature</h1><div class="news-list-container">\n{shown}\n'
            f'<div class="news-list-browse"><p>Page{links} {following}</p></div></div></div>'
        )
        return page(self.name, body, f'<base href="{self.root}/" />\n<meta name="generator" content="TYPO3 4.5 CMS" />')

    def _pointer(self, number: int, label: str, extra: str) -> str:
        tail = f"&amp;tx_ttnews%5Bpointer%5D={number}&amp;cHash={_hash(f'pointer={number}')}" if number else ""
        return f'<a href="index.php?id=17500{tail}"{extra}>{label}</a>'

    def _item(self, call: Call) -> str:
        title = esc(titles.call_title(call, self.host))
        link = esc(self._link(call))
        teaser = deadline_words(call, self.host) if call.number % 3 else call.summary
        return (
            f'<div class="news-list-item"><span class="news-list-date">{call.published:%d.%m.%Y}</span>'
            f'<h3><a href="{link}" title="{title}">{title}</a></h3><p>{esc(teaser)}</p>'
            f'<div class="news-list-morelink"><a href="{link}" title="{title}">[en savoir plus]</a>'
            '</div><hr class="clearer" /></div>'
        )

    def _detail(self, call: Call) -> Reply:
        title = titles.call_title(call, self.host)
        body = (
            f'<div class="news-single-item"><div class="news-single-timedata">{call.published:%d.%m.%Y %H:%M}</div>'
            f"<h1>{esc(title)}</h1>{paragraphs(call.summary, *call_paragraphs(call, self.host), *call.body)}"
            f'<p class="funder">Organisme : {esc(call.funder)}</p>'
            '<div class="news-single-backlink"><a href="index.php?id=17500">Retour</a></div></div>'
        )
        return page(title, body, f'<base href="{self.root}/" />')


def _hash(text: str) -> str:
    return md5(f"cle-du-site&{text}".encode()).hexdigest()
