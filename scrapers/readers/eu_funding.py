"""EU Funding & Tenders portal: the SEDIA search (POST, multipart with typed parts; API_SHAPES.md §2).

A topic comes once per language: only the source's language is kept. Each deadline is a field of its own.

Oddities: every value of `metadata` is a list. Titles of items are often null: the call's title, then the topic's. The
parts of the form must be typed `application/json`; a sort by anything but the identifier shuffles pages. The clock of a
deadline is often midnight in UTC. Two-stage calls and those with cut-off days have several deadlines; `budgetOverview`
is JSON in a string and holds all topics of the call, whose budget they share.
Known from: facts/API_SHAPES.md §2.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from scrapers.discovery.clues import Clue
from scrapers.readers.addresses import absolute, parameter, with_parameters
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.eu_budget import say_budget
from scrapers.readers.instants import iso
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import Options
from scrapers.readers.rows import answer, objects, refused, say_text
from vigie.model import Capture, Kind, Page, Request, Source

CLUES = (
    Clue(
        "eu_funding",
        "the page asks the search interface of the EU's funding portal",
        marks=(r"(?P<interface>https?://[\w.-]+/search-api/prod/rest/search)",),
        asks=("{interface}",),
        kinds=(Kind.CALL,),
        confidence=95,
    ),
)
OPTIONS: Options = (
    ("types", "codes of what is asked for: 1 topics, 2 calls of external aid, 8 cascade funding, 0 tenders (`1,2,8`)"),
    ("status", "codes of states: 31094501 forthcoming, 31094502 open, 31094503 closed (`31094501,31094502`)"),
    ("programmes", "codes of framework programmes, comma-separated"),
    ("identifiers", "regular expression on the identifier, applied here: the server is said to ignore filters"),
    ("language", "language of the topics that are kept: each comes once per language (`en`)"),
    ("page_size", "rows per page (100)"),
    ("query", "the whole query as JSON, instead of types, status and programmes"),
)

_PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
_STATES = {"31094501": "forthcoming", "31094502": "open", "31094503": "closed"}
_WORDS = {"typesOfAction": "category", "keywords": "keywords", "tags": "keywords", "callIdentifier": "keywords"}
_USED = frozenset(
    ("identifier", "callTitle", "title", "type", "status", "startDate", "deadlineDate", "deadlineModel", "budget",
     "descriptionByte", "budgetOverview", "currency", "callccm2Id", "url", "esST_URL", "language", "esDA_IngestDate",
     *_WORDS)
)  # fmt: skip


class EuFundingReader:
    platform = "eu_funding"
    version = "eu_funding-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(_request(source, url, 1) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        data = answer(draft)
        if data is None or refused(draft, data):
            return draft.page()
        if not isinstance(data, dict):
            draft.problem("schema-drift", "no object with `results`", raw=capture.body[:500])
            return draft.page()
        rows = list(objects(draft, data.get("results"), "/results"))
        for pointer, row in rows:
            with draft.attempt(pointer, row.get("reference", "")):
                _read_call(draft, row, pointer)
        _page_on(draft, data, len(rows))
        return draft.page()


def _request(source: Source, url: str, page: int) -> Request:
    body, boundary = _multipart(source)
    wanted = with_parameters(
        url, apiKey=parameter(url, "apiKey") or "SEDIA", text=parameter(url, "text") or "***",
        pageSize=source.option("page_size", "100"), pageNumber=page,
    )  # fmt: skip
    return Request(wanted, "POST", (("Content-Type", f"multipart/form-data; boundary={boundary}"),), body)


def _multipart(source: Source) -> tuple[bytes, str]:
    """The form, the same bytes for the same source, so that a repeated request is known as such."""
    parts = {
        "query": source.option("query") or json.dumps(_query(source)),
        "languages": json.dumps([_language(source)]),
        # A unique order: others shuffle ties between pages.
        "sort": json.dumps({"field": "identifier", "order": "ASC"}),
    }
    boundary = "vigie-" + hashlib.sha256("".join(parts.values()).encode()).hexdigest()[:24]
    lines = []
    for name, text in parts.items():
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{name}"; filename="blob"',
                  "Content-Type: application/json", "", text]  # fmt: skip
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode(), boundary


def _query(source: Source) -> dict[str, Any]:
    def codes(name: str, default: str = "") -> list[str]:
        return [c.strip() for c in source.option(name, default).split(",") if c.strip()]

    must: list[dict[str, Any]] = [{"terms": {"type": codes("types", "1,2,8")}}]
    must.append({"terms": {"status": codes("status", "31094501,31094502")}})
    if codes("programmes"):
        must.append({"terms": {"frameworkProgramme": codes("programmes")}})
    return {"bool": {"must": must}}


def _language(source: Source) -> str:
    return source.option("language") or "en"


def _page_on(draft: PageDraft, data: dict[str, Any], read: int) -> None:
    url = draft.capture.request.url
    page, size = parameter(url, "pageNumber") or "1", parameter(url, "pageSize") or "100"
    total = printed(data.get("totalResults"))
    if not (total and total.isdigit() and page.isdigit() and size.isdigit()):
        draft.problem("schema-drift", "totalResults or paging is no number", field="totalResults", raw=total or "")
        return
    if read == 0 and int(total) > (int(page) - 1) * int(size):
        draft.problem("truncated", f"page {page} is empty although {total} results are said")
    elif int(page) * int(size) < int(total) and read:
        draft.follow(_request(draft.source, url, int(page) + 1))


def _read_call(draft: PageDraft, row: dict[str, Any], pointer: str) -> None:
    metadata = row.get("metadata")
    data: dict[str, Any] = metadata if isinstance(metadata, dict) else {}
    language = printed(row.get("language")) or _one(data, "language")
    if language and language != _language(draft.source):
        draft.unread(["row in another language"])
        return
    identifier = _one(data, "identifier") or printed(row.get("reference"))
    wanted = draft.source.option("identifiers")
    if wanted and not re.search(wanted, identifier or ""):
        draft.unread(["row outside the identifiers wanted"])
        return
    item = draft.item(pointer)
    kind_code = _one(data, "type")
    names = [data.get("callTitle")] if kind_code == "8" else []
    for value in (*names, data.get("title"), row.get("title"), row.get("summary"), data.get("callTitle")):
        if not item.has("title"):
            say_text(item, "title", value[0] if isinstance(value, list) and value else value, "/metadata/title")
    say_text(item, "body", _one(data, "descriptionByte"), "/metadata/descriptionByte")
    if not item.has("body"):
        say_text(item, "description", row.get("summary"), "/summary")
    item.say("identifier", identifier, "/metadata/identifier", html=False)
    link = _page_of(row, data, kind_code, identifier)
    item.say("url", link, "/url", html=False)
    _say_dates(item, data)
    status = _one(data, "status")
    item.say("call_state", _STATES.get(status or "", status), "/metadata/status", html=False)
    say_budget(item, data, identifier, _one(data, "callccm2Id"))
    for raw, name in _WORDS.items():
        for word in _all(data, raw):
            say_text(item, name, word, f"/metadata/{raw}")
    item.say("language", language, "/language", html=False)
    draft.unread(f"metadata.{k}" for k, v in data.items() if v and k not in _USED)
    kind = kind_of(draft.source, [item.value("category"), item.value("title")])
    draft.add(item.finish(draft.source, identifier, kind, link))


def _say_dates(item: ItemDraft, data: dict[str, Any]) -> None:
    for value in _all(data, "startDate")[:1]:
        item.say("opens", instant(value), "/metadata/startDate", html=False)
    for number, value in enumerate(_all(data, "deadlineDate")):
        item.say("deadline", instant(value), f"/metadata/deadlineDate/{number}", html=False)
    item.say("deadline_model", _one(data, "deadlineModel"), "/metadata/deadlineModel", html=False)


def instant(value: str) -> str | None:
    """A date of the portal: ISO with `+0000`, or milliseconds. Midnight UTC says a day, not an hour."""
    if value.isdigit() and len(value) >= 12:
        value = datetime.fromtimestamp(int(value) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
    said = iso(value)
    if said and re.search(r"T00:00:00(\+00:00|Z)$", said):
        return said[:10]
    return said


def _page_of(row: dict[str, Any], data: dict[str, Any], kind: str | None, identifier: str | None) -> str | None:
    given = absolute(_PORTAL, row.get("url") or _one(data, "url") or _one(data, "esST_URL"))
    if kind == "2" and row.get("reference"):
        return f"{_PORTAL}/prospect-details/{row['reference']}"
    if kind == "8" and _one(data, "callccm2Id"):
        return f"{_PORTAL}/competitive-calls-cs/{_one(data, 'callccm2Id')}"
    return given or (f"{_PORTAL}/topic-details/{identifier}" if identifier else None)


def _all(data: dict[str, Any], name: str) -> list[str]:
    """Every metadata value is a list, even scalars."""
    value = data.get(name)
    return [v for v in (printed(one) for one in (value if isinstance(value, list) else [value])) if v]


def _one(data: dict[str, Any], name: str) -> str | None:
    return next(iter(_all(data, name)), None)


READER = EuFundingReader()
