"""What the fields of known Opendatasoft datasets are called among raw fields (API_SHAPES.md §1).

Datasets: `evenements-en-wallonie` and `actualites-en-wallonie` (iMio), `evenements-publics-openagenda`,
`namur-agenda-des-evenements`, Paris's agendas. Their names don't clash, so one table serves all.
"""

from __future__ import annotations

import json
from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.imio import CONTACTS, say_session
from scrapers.readers.instants import iso, stamp
from scrapers.readers.kinds import kind_of
from scrapers.readers.rows import say_mapped, say_options, say_position

_TABLE = {
    # OpenAgenda's mirror
    "title_fr": "title", "description_fr": "description", "longdescription_fr": "body", "conditions_fr": "price_text",
    "canonicalurl": "url", "location_name": "place_name", "location_address": "place_text",
    "location_postalcode": "postcode", "location_city": "city", "location_countrycode": "country",
    "onlineaccesslink": "online_url", "status": "status", "attendancemode": "attendance_mode", "updatedat": "updated",
    # iMio's two datasets
    "title": "title", "description": "description", "text": "body", "category": "category",
    "local_category": "category",
    "topics": "keywords", "subjects": "keywords", "target_audience": "category", "address_postal_code": "postcode",
    "address_city": "city", "address_country": "country", "online_meeting_url": "online_url",
    "recurrence": "rrule", "effective_date": "published", "modification_datetime": "updated", "language": "language",
    # Namur
    "details": "description", "link": "url", "post_code": "postcode", "acom_nom_m": "city",
    # Paris, old and new
    "placename": "place_name", "address_name": "place_name", "address": "place_text", "address_street": "street",
    "address_zipcode": "postcode", "city": "city", "lang": "language", "url": "url",
    "free_text": "body", "lead_text": "description", "pricing_info": "price_text", "price_detail": "price_text",
    "updated_at": "updated", "space_time_info": "date_text", "date_description": "date_text", "audience": "audience",
    "cover_url": "image", "image": "image",
}  # fmt: skip
_SESSIONS = (
    ("firstdate_begin", "firstdate_end"), ("start_datetime", "end_datetime"), ("datedebut", "datefin"),
    ("date_start", "date_end"),
)  # fmt: skip
_PLACES = ("location_coordinates", "coordinates", "geo_point_2d", "latlon", "lat_lon")
_KEYWORDS = ("keywords_fr", "tags", "keywords")
_STREETS = (("address_street_name", "address_house_number"), ("rue_nom", "adr_nopol"))
_USED = frozenset(
    ("uid", "id", "UID", "timings", "timetable", "occurrences", "lastdate_begin", "lastdate_end", "whole_day",
     "open_end", "free_entry", "creation_datetime", "createdat", "owner_id", "owner_name", "owner_diary_id",
     "owner_news_folder_id", "thumbnail", "image_thumb", "originagenda_uid", "program_uid", "slug", "daterange_fr",
     "expiration_date",
     *(n for pair in (*_SESSIONS, *_STREETS) for n in pair), *_PLACES, *_KEYWORDS)
)  # fmt: skip
_IMAGE_VIEW = "/@@images/"


def read_fields(draft: PageDraft, row: dict[str, Any], pointer: str, recordid: str | None) -> None:
    """One record: the source's options first, then the table. The key is the publisher's id, else the record's."""
    source, item = draft.source, draft.item(pointer)
    said = say_options(draft, item, row)
    # Words for the dates are only needed where no session is given.
    dated = _say_sessions(item, row)
    used = say_mapped(item, row, _TABLE, source.language, said | ({"date_text"} if dated else set()))
    _say_street(item, row)
    for name in _PLACES:
        say_position(item, row.get(name), f"/{name}")
    for name in _KEYWORDS:
        for word in _words(row.get(name)):
            item.say("keywords", word, f"/{name}", html=False)
    if row.get("free_entry") is True:
        item.say("is_free", "true", "/free_entry")
    link = absolute(draft.capture.url, item.value("url")) or _page_of(row)
    item.say("url", link, "/image" if link != item.value("url") else "/url", html=False)
    key = next((k for k in (printed(row.get(n)) for n in ("uid", "UID", "id")) if k), recordid)
    draft.unread(k for k, v in row.items() if v and k not in used and k not in _USED and k not in CONTACTS)
    draft.add(item.finish(source, key, kind_of(source, [item.value("category"), item.value("title")]), link))


def _say_sessions(item: ItemDraft, row: dict[str, Any]) -> bool:
    if item.has("start"):
        return True
    for name, sessions in (("timings", _timings(row.get("timings"))), ("timetable", _timetable(row.get("timetable")))):
        for start, end in sessions:
            item.say("start", start, f"/{name}", html=False, group=stamp(start))
            item.say("end", end, f"/{name}", html=False, group=stamp(start))
        if sessions:
            return True
    for begin, finish in _SESSIONS:
        if printed(row.get(begin)):
            end = row.get("lastdate_end") if begin == "firstdate_begin" and not row.get(finish) else row.get(finish)
            say_session(item, row.get(begin), end, row, grouped=False)
            return True
    return False


def _timings(value: Any) -> list[tuple[str, str | None]]:
    """`[{"begin", "end"}]`, usually as a JSON string."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    found = []
    for one in value if isinstance(value, list) else []:
        start = iso(one.get("begin")) if isinstance(one, dict) else None
        if start:
            found.append((start, iso(one.get("end"))))
    return found


def _timetable(value: Any) -> list[tuple[str, str | None]]:
    """Paris's "begin end;begin end"."""
    found: list[tuple[str, str | None]] = []
    for session in value.split(";") if isinstance(value, str) else []:
        words = session.split()
        start = iso(words[0]) if words else None
        if start:
            found.append((start, iso(words[1]) if len(words) > 1 else None))
    return found


def _say_street(item: ItemDraft, row: dict[str, Any]) -> None:
    for street, number in _STREETS:
        if printed(row.get(street)):
            words = (printed(row.get(street)), printed(row.get(number)))
            item.say("street", " ".join(w for w in words if w), f"/{street}")


def _page_of(row: dict[str, Any]) -> str | None:
    """iMio's records have no page of their own; the image's address without its view is it."""
    image = printed(row.get("image")) or ""
    found = absolute("https://invalid.example/", image.split(_IMAGE_VIEW)[0]) if _IMAGE_VIEW in image else None
    return found or absolute("https://invalid.example/", row.get("event_url"))


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [w.strip() for w in value.replace(";", ",").split(",") if w.strip()]
    return [w for w in (printed(v) for v in value) if w] if isinstance(value, list) else []
