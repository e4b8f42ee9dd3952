"""Oddities of the EU portal's search (API_SHAPES.md §2), each one a case."""

import json
from email.parser import BytesParser
from email.policy import HTTP

from reader_bench import bench, reasons, said

from vigie.model import Kind

URL = "https://api.example/rest/search?apiKey=SEDIA&text=***&pageSize=2&pageNumber=1"


def topic(identifier="CREA-CULT-2026-COOP-1", language="en", **metadata):
    row = {
        "action": f"{identifier} - Grants",
        "minContribution": 0,
        "maxContribution": 2000000,
        "budgetYearMap": {"2026": "20,000,000"},
    }
    overview = {
        "budgetTopicActionMap": {"1": [row], "2": [{**row, "action": "CREA-CULT-2026-OTHER - X", "maxContribution": 9}]}
    }
    known = {
        "identifier": [identifier],
        "callTitle": ["Cooperation"],
        "title": ["European Cooperation"],
        "type": ["1"],
        "status": ["31094502"],
        "startDate": ["2026-01-14T00:00:00.000+0000"],
        "deadlineDate": ["2026-04-29T00:00:00.000+0000", "2026-09-17T10:00:44.000+0000"],
        "deadlineModel": ["two-stage"],
        "typesOfAction": ["CREA Project Grants"],
        "keywords": ["Culture"],
        "descriptionByte": ["<p>D</p>"],
        "budgetOverview": [json.dumps(overview)],
        "currency": ["EUR"],
        "budget": [5],
    }
    return {
        "reference": "12TOPICSen",
        "url": f"https://ec.example/{identifier}",
        "title": None,
        "summary": "S",
        "language": language,
        "metadata": {**known, **metadata},
    }


def read(*rows, total=None, url=URL, **options):
    return bench("eu_funding", Kind.CALL, **options).page(
        {"totalResults": total if total is not None else len(rows), "results": list(rows)}, url=url
    )


def test_a_topic():
    (item,) = read(topic()).items
    assert item.key == "CREA-CULT-2026-COOP-1"
    assert item.kind is Kind.CALL
    assert said(item) == {
        "title": "European Cooperation",
        "body": "<p>D</p>",
        "identifier": "CREA-CULT-2026-COOP-1",
        "url": "https://ec.example/CREA-CULT-2026-COOP-1",
        "opens": "2026-01-14",
        "deadline": ["2026-04-29", "2026-09-17T10:00:44+00:00"],
        "deadline_model": "two-stage",
        "call_state": "open",
        "currency": "EUR",
        "amount_high": "2000000",
        "envelope": "20000000",
        "category": "CREA Project Grants",
        "keywords": "Culture",
        "language": "en",
    }


def test_the_title_of_a_cascade_call_is_its_call_title_and_its_page_its_number():
    (item,) = read(topic(type=["8"], callccm2Id=["4711"])).items
    assert item.text("title") == "Cooperation"
    assert item.url.endswith("/competitive-calls-cs/4711")


def test_other_languages_and_doubles_are_left_aside():
    page = read(topic(), topic(language="fr"), topic())
    assert len(page.items) == 1
    assert page.unread == (("repeated item", 1), ("row in another language", 1))


def test_filters_are_applied_again_here():
    page = read(topic(), topic("HORIZON-CL5-2026-01"), identifiers="^(CREA|HORIZON-CL2)-")
    assert [i.key for i in page.items] == ["CREA-CULT-2026-COOP-1"]


def test_dates_in_milliseconds():
    (item,) = read(topic(deadlineDate=["1777420800000"])).items
    assert item.text("deadline") == "2026-04-29"


def test_paging_and_an_answer_that_is_empty_although_it_should_not():
    page = read(topic(), topic("B"), total=3)
    (request,) = page.next
    assert request.method == "POST"
    assert "pageNumber=2" in request.url
    assert "pageSize" in request.url
    assert reasons(read(total=512)) == ["truncated"]
    assert read(total=0).problems == ()


def test_the_request_is_multipart_with_typed_parts_and_the_same_each_time():
    made = bench("eu_funding", Kind.CALL, urls=("https://api.example/rest/search",), status="31094502")
    (request,), (again,) = made.start(), made.start()
    assert request == again
    assert request.method == "POST"
    assert "apiKey=SEDIA" in request.url
    assert "pageNumber=1" in request.url
    head = dict(request.headers)["Content-Type"].encode()
    parts = {
        p.get_param("name", header="content-disposition"): p
        for p in BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + head + b"\r\n\r\n" + request.body).iter_parts()
    }
    assert set(parts) == {"query", "languages", "sort"}
    assert {p.get_content_type() for p in parts.values()} == {"application/json"}
    query = json.loads(parts["query"].get_payload(decode=True))
    assert {"terms": {"status": ["31094502"]}} in query["bool"]["must"]


def test_a_refusal_is_wrong_content():
    assert reasons(bench("eu_funding").page({"status": 500, "code": 500, "message": "Internal"}, url=URL)) == [
        "wrong-content"
    ]
