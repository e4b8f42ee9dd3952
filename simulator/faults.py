"""What can go wrong with a site on purpose, set by the admin host."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from simulator.sites.site import Ask, Reply, Site, page
from simulator.view import View


class Fault(StrEnum):
    """`timeout` and `half` are broken transports; the others are answers."""

    SERVER_ERROR = "500"
    EMPTY = "empty"
    TIMEOUT = "timeout"
    HALF = "half"
    HTML_AS_RSS = "html-as-rss"
    REDESIGN = "redesign"


def faulty_answer(fault: Fault, site: Site, ask: Ask, view: View) -> Reply:
    """The answer of a site under a fault. robots.txt stays well, so that the fault is seen where it matters."""
    if ask.path == "/robots.txt":
        return site.answer(ask, view)
    if fault is Fault.SERVER_ERROR:
        return page("Erreur", "<h1>Une erreur critique est survenue sur ce site.</h1>", status=500)
    if fault is Fault.EMPTY:
        return site.answer(ask, replace(view, events=(), news=(), calls=()))
    answer = site.answer(ask, view)
    if fault is Fault.HTML_AS_RSS:
        notice = page("Maintenance", "<h1>Site en maintenance</h1><p>Nous revenons bientôt.</p>")
        return replace(notice, media=answer.media)
    if fault is Fault.REDESIGN:
        return replace(answer, body=redesigned(answer))
    return answer


def redesigned(answer: Reply) -> bytes:
    """Other class names, headings and JSON keys, as after a new theme or a new version of an API."""
    text = answer.body.decode()
    if "json" in answer.media:
        renamed = {
            "title": "titre",
            "start": "debut",
            "start_date": "debut",
            "start_datetime": "debut",
            "results": "records",
        }
        for old, new in renamed.items():
            text = text.replace(f'"{old}":', f'"{new}":')
    elif "html" in answer.media:
        text = re.sub(r'class="([^"]+)"', lambda m: 'class="' + " ".join(f"nt-{c}" for c in m[1].split()) + '"', text)
        text = text.replace("<h2", '<div role="heading"').replace("</h2>", "</div>").replace("itemprop=", "data-prop=")
        text = (
            text.replace("application/ld+json", "application/vnd.nt+json")
            .replace("<li", "<section")
            .replace("</li>", "</section>")
        )
    return text.encode()
