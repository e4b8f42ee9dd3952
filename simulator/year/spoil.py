"""How each fault of a year spoils the answer of a site: pure functions of a whole answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from simulator.faults import redesigned
from simulator.sites.site import Ask, Reply, page
from simulator.things import Thing
from simulator.year.incidents import Incident
from simulator.year.records import Broken, FaultClass
from simulator.year.shelves import SiteView, view_of

PARKING = "domaines-a-vendre.example"
NEW_PATH = "/nouveau"
_DECLARED = 34_000_000  # bytes that a too large body announces
_LISTS = ("events", "items", "results")
_REMADE = (FaultClass.HALF, FaultClass.EMPTY, FaultClass.SILENT, FaultClass.DUPLICATED_IDS)


def spoiled_view(fault: FaultClass, view: SiteView, keeps: Callable[[Thing], bool]) -> SiteView:
    """What the lists answer from under a fault that lies in the data; `keeps` chooses the half that stays."""
    if fault not in _REMADE:
        return view
    things: tuple[Thing, ...] = (*view.listed, *view.news, *view.calls)
    if fault is FaultClass.HALF:
        things = tuple(t for t in things if keeps(t))
    elif fault is FaultClass.DUPLICATED_IDS:
        things = _doubled(things)
    else:
        things = ()
    return replace(view_of(things, things, view.today, view.changed), token=(fault, *view.token))


def _doubled(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Every third thing takes the number and the id of the one before it."""
    made: list[Thing] = []
    for place, thing in enumerate(things):
        if place % 3 == 1:
            before = made[-1]
            made.append(replace(thing, number=before.number, id=before.id))
        else:
            made.append(thing)
    return tuple(made)


def refusal(incident: Incident, ask: Ask, listing: bool) -> Reply | None:
    """An answer that needs no look at the site's pages; None = the fault lies elsewhere."""
    fault, variant = incident.fault, incident.variant
    if ask.path == "/robots.txt":
        rule = Reply(b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
        return rule if fault is FaultClass.ROBOTS else None
    if fault is FaultClass.SERVER_ERROR:
        status = (500, 503)[variant]
        return page("Erreur", "<h1>Une erreur critique est survenue sur ce site.</h1>", status=status)
    if fault is FaultClass.BLOCKED:
        return page("Accès refusé", "<h1>Accès refusé</h1><p>Vérification de sécurité.</p>", status=403)
    if fault is FaultClass.RATE_LIMITED:
        limited = page("Trop de requêtes", "<h1>Trop de requêtes</h1>", status=429)
        return replace(limited, headers=(("Retry-After", ("3600", "120")[variant]),))
    if fault is FaultClass.PARKED:
        return redirect(ask, f"https://{PARKING}/?d={incident.host}")
    if fault is FaultClass.NOT_FOUND and listing:
        return page("Page introuvable", "<h1>Page introuvable</h1>", status=404)
    return None


def redirect(ask: Ask, target: str, status: int = 301) -> Reply:
    """A permanent redirect; 308 keeps a POST a POST."""
    return replace(page("Déplacé", "<h1>Déplacé</h1>", status=308 if ask.method == "POST" else status),
                   headers=(("Location", target),))  # fmt: skip


def spoiled(incident: Incident, ask: Ask, answer: Reply, first_page: Callable[[], Reply]) -> Reply:
    """The answer under a fault that lies in the transmission or the form; Broken when it is cut."""
    fault = incident.fault
    if fault is FaultClass.REDESIGN:
        return replace(answer, body=redesigned(answer)) if answer.status == 200 else answer
    if fault is FaultClass.CUT:
        raise Broken("cut", replace(answer, body=answer.body[: len(answer.body) // 2]))
    if fault is FaultClass.TOO_LARGE:
        # Another body than yesterday's, or a conditional request would be answered 304.
        headers = (*answer.headers, ("Content-Length", str(_DECLARED)))
        return replace(answer, body=answer.body + b" " * 4096, headers=headers)
    if fault is FaultClass.HTML_INSTEAD:
        notice = page("Maintenance", "<h1>Site en maintenance</h1><p>Nous revenons bientôt.</p>")
        return replace(notice, media=answer.media) if incident.variant else notice
    if fault is FaultClass.BROKEN_SYNTAX:
        return replace(answer, body=_broken(answer))
    if fault is FaultClass.TOTAL_LIES:
        return replace(answer, body=_short(answer.body)) if "json" in answer.media else answer
    if fault is FaultClass.PAGE_REPEATS and _further(ask):
        return first_page()
    return answer


def _further(ask: Ask) -> bool:
    return ask.number("page", 1) > 1 or (ask.path == "/agenda" and ask.number("page", 0) > 0) or "pointer" in ask.query


def first_page(ask: Ask) -> Ask:
    """The same request for the first page."""
    kept = [p for p in ask.query.split("&") if not re.match(r"page=|tx_ttnews|cHash", p)]
    return replace(ask, query="&".join(kept))


def _broken(answer: Reply) -> bytes:
    """A comma too many, a tag that nothing closes, a calendar that ends in the middle of a line."""
    text = answer.body.decode()
    if "json" in answer.media:
        # A quote that nothing escapes, before a comma, ends a value: never the inside of a text.
        ends = [m.start() for m in re.finditer(r'(?<=[\w.])", "', text)]
        place = ends[len(ends) // 2] + 1 if ends else len(text) - 1
        return (text[:place] + "," + text[place:] if ends else text[:place]).encode()
    if "calendar" in answer.media:
        return text[: text.rfind("BEGIN:VEVENT") + 40].encode()
    begins = [m.start() for m in re.finditer(r"<(?:item|entry)[ >]", text)]
    place = begins[len(begins) // 2] if begins else len(text) // 2
    return (text[:place] + "<defaut & <" + text[place:]).encode()


def _short(body: bytes) -> bytes:
    """Two fifths of the rows left out of every page while all totals stay."""
    data = json.loads(body)
    if isinstance(data, list):
        return json.dumps(_without(data)).encode()
    if isinstance(data, dict):
        for name in _LISTS:
            if isinstance(data.get(name), list):
                data[name] = _without(data[name])
    return json.dumps(data).encode()


def _without(rows: list[object]) -> list[object]:
    return [row for place, row in enumerate(rows) if place % 5 not in (1, 3)]
