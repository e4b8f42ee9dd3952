"""The description of the API is true: it is whole, and what is answered is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import orjson
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from site_under_test import Site

from feeds.formats import FEEDS
from vigie.model import Kind

HOST = "http://vigie.test"


@pytest.fixture
def described(varied: Site) -> dict[str, Any]:
    plain: dict[str, Any] = varied.client.get("/api/v1/openapi.json").json()
    return plain


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def checker(site: Site, described: dict[str, Any], path: str, status: int) -> jsonschema.Draft202012Validator:
    """A validator of the body that the description promises; schemas elsewhere are asked of the site itself."""

    def fetch(address: str) -> Resource[Any]:
        answer = site.client.get(address.removeprefix(HOST))
        assert answer.status_code == 200, address
        return Resource.from_contents(answer.json())

    document = Resource.from_contents(described, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry(retrieve=fetch).with_resource("urn:api", document)  # type: ignore[call-arg]
    (content,) = described["paths"][path]["get"]["responses"][str(status)]["content"].values()
    reference = content["schema"]["$ref"].removeprefix("#")
    return jsonschema.Draft202012Validator({"$ref": f"urn:api#{reference}"}, registry=registry)


def test_it_is_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(described["info"])
    operations = [methods["get"] for methods in described["paths"].values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert operation["responses"]["200"]["description"]
        for parameter in operation.get("parameters", ()):
            parameter = resolved(described, parameter)
            assert parameter["in"] in ("query", "path")
            jsonschema.Draft202012Validator.check_schema(parameter["schema"])
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def resolved(described: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A node, or what its reference leads to."""
    if "$ref" not in node:
        return node
    found: Any = described
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found


def test_every_reference_leads_somewhere(varied: Site, described: dict[str, Any]) -> None:
    found = set(references(described))
    assert any(r.startswith(HOST) for r in found)
    for reference in found:
        if reference.startswith("#/"):
            node = described
            for part in reference[2:].split("/"):
                node = node[part]
        else:
            answer = varied.client.get(reference.removeprefix(HOST))
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/schema+json")


def test_every_path_answers_and_knows_its_parameters(varied: Site, described: dict[str, Any]) -> None:
    assert {f"/{feed.path}" for feed in FEEDS} < set(described["paths"])
    some = {
        "province": "namur", "type": "workshop", "discipline": "xr", "audience": "youth", "topic": "discipline:xr",
        "totem": "trakk", "source": "source-1", "language": "fr", "q": "atelier", "from": "2026-03-01",
        "to": "2026-03-31", "updated_since": "2026-03-01", "cancelled": "0", "limit": "3", "removed": "0",
        "recurrence": "rrule", "kind": "event",
    }  # fmt: skip
    for path, methods in described["paths"].items():
        if "{" in path:
            continue
        parameters = [resolved(described, p)["name"] for p in methods["get"].get("parameters", ())]
        some["type"] = {"watch": "study", "calls": "bourse"}.get(path[1:6], "workshop")
        asked = {name: some[name] for name in parameters if name != "cursor"}
        answer = varied.client.get(path, params=asked)
        assert answer.status_code == 200, (path, answer.text)
        refused = varied.client.get(path, params={"inconnu": "1"})
        if parameters:
            assert refused.status_code == 400
            for name in parameters:
                assert name in refused.text


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_bodies_are_what_is_promised(varied: Site, described: dict[str, Any], kind: Kind) -> None:
    page = checker(varied, described, "/api/v1/items", 200)
    body = varied.client.get(f"/api/v1/items?kind={kind}&limit=200&updated_since=2020-01-01&removed=1").json()
    page.validate(body)
    assert len(body["items"]) > 50
    item = checker(varied, described, "/api/v1/items/{id}", 200)
    for shown in body["items"][:20]:
        item.validate(varied.client.get(f"/api/v1/items/{shown['id']}").json())
    with pytest.raises(jsonschema.ValidationError):
        item.validate({**body["items"][0], "page": None})
    with pytest.raises(jsonschema.ValidationError):
        item.validate({k: v for k, v in body["items"][0].items() if k != "title"})
    facets = checker(varied, described, "/api/v1/facets", 200)
    facets.validate(varied.client.get(f"/api/v1/facets?kind={kind}").json())


def test_refusals_are_what_is_promised(varied: Site, described: dict[str, Any]) -> None:
    problem = {"$ref": "#/components/schemas/Problem", **{k: described[k] for k in ("components",)}}
    for address in ("/api/v1/items?x=1", "/api/v1/items/nobody"):
        jsonschema.Draft202012Validator(problem).validate(varied.client.get(address).json())


def test_nothing_is_loaded_from_elsewhere(varied: Site) -> None:
    data = varied.client.get("/api/v1/openapi.json").content
    assert b"<script" not in data
    assert len(data) < 100_000
    assert orjson.loads(data)["servers"] == [{"url": HOST}]
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert varied.client.get(path).status_code == 404
