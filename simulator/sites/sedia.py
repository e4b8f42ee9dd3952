"""The EU funding portal's search API: multipart JSON parts, every metadata value a list, budgets as JSON strings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from email.parser import BytesParser
from email.policy import HTTP

from simulator import titles
from simulator.sites.site import Ask, Entry, Reply, Sighting, Site, answer_json, esc, page, paragraphs
from simulator.things import Call
from simulator.view import View

_SEARCH = "/search-api/prod/rest/search"
_STATES = {"announced": "31094501", "open": "31094502", "closing": "31094502", "closed": "31094503"}


class FundingPortal(Site):
    """Topics by identifier. The clock of `deadlineDate` is 00:00 UTC; the text says 17:00 Brussels time."""

    platform = "eu_portal"
    oddities = (
        "deadlineDate is midnight UTC of the day: the page says 17:00 Brussels time",
        "one topic comes twice",
        "budgetOverview lists a sibling topic too",
    )

    def entries(self) -> tuple[Entry, ...]:
        url = f"{self.root}{_SEARCH}?apiKey=SEDIA&text=***&pageSize=10&pageNumber=1"
        return (Entry("call", url, "POST"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for call in view.calls_of(self.host):
            yield Sighting(call.id, self.host, call.identifier, self._url(call), titles.call_title(call, self.host))

    def pages(self, ask: Ask, view: View) -> Reply | None:
        if ask.path == _SEARCH:
            if ask.method != "POST":
                return answer_json({"error": "Method Not Allowed", "status": 405}, 405, (("Allow", "POST"),))
            return self._search(ask, view)
        found = next((c for c in view.calls_of(self.host) if self._url(c) == self.root + ask.path), None)
        if found is None:
            return None
        return page(found.title, f"<h1>{esc(found.title)}</h1><p>{found.identifier}</p>{self._description(found)}")

    def _url(self, call: Call) -> str:
        return f"{self.root}/portal/screen/opportunities/topic-details/{call.identifier}"

    def _search(self, ask: Ask, view: View) -> Reply:
        try:
            parts = _parts(ask)
        except ValueError:
            return answer_json({"status": 500, "message": "Internal Server Error"}, 500)
        calls = sorted(view.calls_of(self.host), key=lambda c: c.identifier)
        wanted = _terms(parts.get("query"), "status")
        calls = [c for c in calls if not wanted or _STATES[c.state(view.today)] in wanted]
        calls += calls[:1]  # the portal repeats a topic now and then
        size, number = min(max(ask.number("pageSize", 50), 1), 100), max(ask.number("pageNumber", 1), 1)
        shown = [self._json(c, view.today) for c in calls[(number - 1) * size : number * size]]
        answer = {
            "apiVersion": "2.133",
            "totalResults": len(calls),
            "pageNumber": number,
            "pageSize": size,
            "results": shown,
        }
        return answer_json(answer)

    def _description(self, call: Call) -> str:
        days = " and ".join(f"{d.at:%d %B %Y} 17:00:00 Brussels time" for d in call.deadlines)
        return paragraphs(call.summary, *call.body, f"Deadline: {days}.")

    def _json(self, call: Call, today: date) -> dict[str, object]:
        days = [f"{d.at:%Y-%m-%d}" for d in call.deadlines]
        stages = call.deadlines[0].label
        model = "single-stage" if not stages else "two-stage" if "stage" in stages else "multiple cut-off"
        title = titles.call_title(call, self.host)
        parent = call.identifier.rsplit("-", 1)[0]
        row = {
            "action": f"{call.identifier} - RIA Grants",
            "expectedGrants": 3,
            "minContribution": call.low or 0,
            "maxContribution": call.high or 0,
            "budgetYearMap": {str(call.deadlines[0].at.year): f"{call.budget or 0:,}"},
            "plannedOpeningDate": call.opens.isoformat() if call.opens else "",
            "deadlineModel": model,
            "deadlineDates": days,
        }
        sibling = row | {"action": f"{parent}-99 - CSA Grants", "minContribution": 1, "maxContribution": 99}
        overview = {
            "budgetYearsColumns": [str(call.deadlines[0].at.year)],
            "budgetTopicActionMap": {str(call.number): [row], str(call.number + 1): [sibling]},
        }
        metadata: dict[str, list[object]] = {
            "identifier": [call.identifier],
            "callIdentifier": [parent],
            "callTitle": [parent.replace("-", " ")],
            "title": [title],
            "type": ["1"],
            "status": [_STATES[call.state(today)]],
            "startDate": [f"{call.opens.isoformat()}T00:00:00.000+0000"] if call.opens else [],
            "deadlineDate": [f"{d}T00:00:00.000+0000" for d in days],
            "deadlineModel": [model],
            "programmePeriod": ["2021 - 2027"],
            "frameworkProgramme": ["43251814"],
            "typesOfAction": ["Project Grants"],
            "keywords": ["Culture", "Digital"],
            "tags": [],
            "descriptionByte": [self._description(call)],
            "topicConditions": ["<p>See the work programme.</p>"],
            "budgetOverview": [json.dumps(overview)],
            "currency": ["EUR"],
            "budget": [call.budget or 0],
            "callccm2Id": [str(call.number)],
        }
        return {
            "reference": f"{call.number}TOPICSen",
            "url": self._url(call),
            "title": None,
            "summary": title,
            "content": call.summary,
            "language": "en",
            "metadata": metadata,
        }


def _parts(ask: Ask) -> dict[str, object]:
    """The JSON parts of a multipart body; ValueError when a part is not typed application/json or not JSON."""
    media = ask.headers.get("content-type", "")
    if not media.startswith("multipart/form-data"):
        raise ValueError("not multipart")
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {media}\r\n\r\n".encode() + ask.body)
    found: dict[str, object] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if part.get_content_type() != "application/json":
            raise ValueError("a part is not JSON")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = json.loads(content)
    return found


def _terms(query: object, name: str) -> set[str]:
    """Values of `{"terms": {name: […]}}` anywhere in a query."""
    found: set[str] = set()
    if isinstance(query, dict):
        terms = query.get("terms")
        if isinstance(terms, dict) and isinstance(terms.get(name), list):
            found |= {str(v) for v in terms[name]}
        for value in query.values():
            found |= _terms(value, name)
    elif isinstance(query, list):
        for value in query:
            found |= _terms(value, name)
    return found
