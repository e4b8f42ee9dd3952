"""What an entry of Digital Wallonia's index says: an event, a post or an action plan, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.contentful import address_in, names_in, prose_of, value_of
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import iso
from scrapers.readers.rows import say_position, say_text
from vigie.model import Kind, Source

_KINDS = {"event": Kind.EVENT, "post": Kind.NEWS, "pressReview": Kind.NEWS, "actionPlan": Kind.CALL}
_FOLDERS = {
    "fr": {"event": "agenda", "post": "publications", "actionPlan": "fiches-action"},
    "en": {"event": "events", "post": "posts", "actionPlan": "action-plans"},
}
CALLS = "Call for projects"
"""The type of the action plans that are calls."""
_INSTANTS = {
    Kind.EVENT: {"startDate": "start", "endDate": "end"},
    Kind.NEWS: {"publishedDate": "published"},
    Kind.CALL: {"startDate": "opens", "endDate": "deadline", "publishedDate": "published"},
}
_TEXTS = {"title": "title", "shortDescription": "description", "description": "body", "body": "body",
          "content": "body", "price": "price_text", "scheduleAdditionalInformation": "date_text",
          "status": "call_state"}  # fmt: skip
_WORDS = {"type": "category", "categories": "category", "programs": "keywords", "ambitions": "keywords",
          "targetAudience": "audience", "organizers": "organizer", "hosts": "organizer"}  # fmt: skip
_USED = frozenset(("slug", "location", "bannerAssetImage", "endPublicationDate", "clientSites", "clientSitesList",
                   "internalName", *_TEXTS, *_WORDS))  # fmt: skip
_PERSONS = frozenset(("email", "phoneLandline", "phoneMobile", "contactPersons", "speakers", "authors", "author"))


def read_entry(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    held = row["_source"]
    sys, fields, language = held.get("sys") or {}, held["fields"], draft.source.language
    content = (((sys.get("contentType") or {}).get("sys")) or {}).get("id")
    kind = _KINDS.get(str(content)) or (draft.source.kinds[0] if draft.source.kinds else Kind.NEWS)
    types = list(names_in(value_of(fields, "type", language), language))
    if content == "actionPlan" and not draft.source.option("types") and types and CALLS not in types:
        draft.unread(["action plan that is no call"])
        return
    if _over(value_of(fields, "endPublicationDate", language), draft.capture.fetched_at):
        draft.unread(["entry whose publication has ended"])
        return
    item = draft.item(f"{pointer}/_source/fields")
    link = _page_of(draft.source, fields, content, language)
    item.say("url", link, "/slug", html=False)
    for name, raw in _INSTANTS[kind].items():
        item.say(raw, iso(value_of(fields, name, language)), f"/{name}", html=False)
    for name, raw in _TEXTS.items():
        if raw != "call_state" or kind is Kind.CALL:
            text = value_of(fields, name, language)
            say_text(item, raw, prose_of(text[0] if isinstance(text, list) and text else text), f"/{name}")
    for name, raw in _WORDS.items():
        for word in names_in(value_of(fields, name, language), language):
            say_text(item, raw, word, f"/{name}")
    _say_place(item, value_of(fields, "location", language))
    item.say("image", address_in(fields.get("bannerAssetImage")), "/bannerAssetImage", html=False)
    item.say("updated", iso(sys.get("updatedAt")), "/../sys/updatedAt", html=False)
    used = _USED | _PERSONS | _INSTANTS[kind].keys()
    draft.unread(name for name, value in fields.items() if value and name not in used)
    draft.add(item.finish(draft.source, printed(sys.get("id")) or printed(row.get("_id")), kind, link))


def _page_of(source: Source, fields: dict[str, Any], content: Any, language: str) -> str | None:
    """The public page; an entry without a slug, or of another type, has at most an address of its own (`url`)."""
    chosen = language if language in _FOLDERS else "fr"
    slug, folder = printed(value_of(fields, "slug", chosen)), _FOLDERS[chosen].get(str(content))
    if slug and folder:
        return absolute(f"{source.site or 'https://www.digitalwallonia.be'}/", f"/{chosen}/{folder}/{slug}/")
    return address_in(value_of(fields, "url", language))


def _over(value: Any, seen: datetime) -> bool:
    try:
        moment = datetime.fromisoformat(iso(value) or "")
    except ValueError:
        return False
    return moment.tzinfo is not None and moment < seen


def _say_place(item: ItemDraft, value: Any) -> None:
    if not isinstance(value, dict):
        say_text(item, "place_text", value, "/location")
        return
    say_text(item, "place_text", value.get("Vicinity"), "/location/Vicinity")
    geometry = value.get("Geometry")
    spot = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if isinstance(spot, list) and len(spot) == 2:
        say_position(item, {"lon": spot[0], "lat": spot[1]}, "/location/Geometry/coordinates")
