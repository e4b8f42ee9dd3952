"""Digital Wallonia: search templates of an OpenSearch index over Contentful, asked by POST (API_SHAPES.md §9).

One template for each kind of the source: `filter-next-event-search-template`, `filter-post-search-template`,
`filter-actionplan-search-template` (its calls for projects, with their status). The answer's values lie under a
language (`fields.title.fr`), those without a language under `.fr` too. Entries are read from `from` to `from + size`
until the total is reached. The link is the page of the source's `site` that holds the entry, made from its slug.
An entry whose `endPublicationDate` has passed is shown nowhere any more and is left aside. Persons are dropped.
Oddities: `location` holds GeoJSON (longitude first) beside a `Vicinity`; other action plans share the calls' template.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.digital_wallonia_entries import CALLS, read_entry
from scrapers.readers.drafts import PageDraft, printed
from scrapers.readers.rows import answer, objects, refused
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: tuple[tuple[str, str], ...] = (
    ("template", "id of another search template, instead of one for each kind"),
    ("types", "types of entries that are wanted, separated by commas (for calls: Call for projects)"),
    ("regions", "shapes of the index, separated by commas: brabantWallon, liege, namur, luxembourg, hainaut"),
    ("client_site", "name under which the index files the site's entries (Digital-Wallonia)"),
    ("size", "entries asked for at once (50)"),
)
_ADDRESS = "https://search.production.ribo.digitalwallonia.be/d4w-entries_master/_search/template"
CLUES: tuple[Clue, ...] = (
    Clue("digital_wallonia", "the page asks the search index of Digital Wallonia",
         marks=(r"ribo\.digitalwallonia\.be", r"d4w-entries_"), asks=(_ADDRESS,),
         kinds=(Kind.EVENT, Kind.NEWS, Kind.CALL), confidence=90),
)  # fmt: skip
_TEMPLATES = {
    Kind.EVENT: "filter-next-event-search-template",
    Kind.NEWS: "filter-post-search-template",
    Kind.CALL: "filter-actionplan-search-template",
}
_TYPE_LISTS = {Kind.EVENT: "eventTypeList", Kind.NEWS: "postTypeList", Kind.CALL: "typeList"}


class DigitalWalloniaReader:
    platform = "digital_wallonia"
    version = "digital_wallonia-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        kinds = source.kinds[:1] if source.option("template") else source.kinds
        return tuple(_request(source, url, _query(source, kind)) for url in source.urls for kind in kinds)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        found = data.get("hits") if isinstance(data, dict) else None
        if not isinstance(found, dict):
            error = data.get("error") if isinstance(data, dict) else None
            draft.problem("wrong-content" if error else "schema-drift", f"no `hits`: {str(error)[:200]}", raw=data)
            return draft.page()
        rows = list(objects(draft, found.get("hits"), "/hits/hits"))
        for pointer, row in rows:
            if not row:
                continue  # a takedown emptied it: it still counts, since pages are asked for by the number of rows
            with draft.attempt(pointer, row.get("_id", "")):
                read_entry(draft, row, pointer)
        _page_on(draft, found.get("total"), len(rows))
        return draft.page()


def _request(source: Source, url: str, query: dict[str, Any]) -> Request:
    site = (source.site or "https://www.digitalwallonia.be").rstrip("/")
    headers = (("Content-Type", "application/json"), ("Origin", site), ("Referer", f"{site}/"))
    return Request(url, "POST", headers, json.dumps(query, ensure_ascii=False).encode())


def _query(source: Source, kind: Kind) -> dict[str, Any]:
    def listed(name: str, default: str = "") -> list[str]:
        return [word.strip() for word in source.option(name, default).split(",") if word.strip()]

    size = source.option("size", "50")
    types = listed("types", CALLS if kind is Kind.CALL else "")
    shape = {"index": "shapes", "path": "location"}
    params: dict[str, Any] = {
        "size": int(size) if size.isdigit() else 50,
        "from": 0,
        "categoriesSlugList": [],
        "programsSlugList": [],
        _TYPE_LISTS[kind]: [{"term": {"fields.type.fr": name}} for name in types],
        "clientSites": [{"term": {"fields.clientSitesList.fr": source.option("client_site", "Digital-Wallonia")}}],
        "language": source.language,
    }
    if kind is Kind.CALL:
        params["statusList"] = []
    if kind is Kind.EVENT:
        where = "fields.location.fr.Geometry.coordinates"
        regions = [{"geo_shape": {where: {"indexed_shape": {**shape, "id": name}}}} for name in listed("regions")]
        params |= {"profileLinkList": [], "regionsList": regions}
    return {"id": source.option("template", _TEMPLATES[kind]), "params": params}


def _page_on(draft: PageDraft, total: Any, read: int) -> None:
    said = printed(total.get("value") if isinstance(total, dict) else total)
    try:
        query = json.loads(draft.capture.request.body or b"")
        begun = int(query["params"]["from"])
    except (ValueError, TypeError, KeyError):
        return
    if said is None or not said.isdigit():
        return
    exact = not (isinstance(total, dict) and total.get("relation") == "gte")
    if exact and "event" in str(query.get("id")):
        draft.expected = int(said)  # the other lists hold entries that are left aside
    if read and begun + read < int(said):
        query["params"]["from"] = begun + read
        draft.follow(_request(draft.source, draft.capture.request.url, query))


READER = DigitalWalloniaReader()
