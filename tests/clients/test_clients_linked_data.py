"""Programs that read linked data: shapes of our own, what pages say to machines, DCAT-AP when its shapes are here."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from feeds import dcat
from feeds.formats import NAMES
from tests.clients.programs_here import python, run
from tests.clients.served_site import ServedSite
from tests.clients.test_clients_tables import moment_of_first
from vigie.model import Event, Item, Kind, Status

SHAPES = Path(__file__).parent / "shapes"
MIRROR = Path("/work/.mirror/SEMICeu+DCAT-AP/repo")
RELEASE = "releases/3.0.1/html/shacl"
DCAT_FILES = ("shapes.ttl", "range.ttl", "deprecateduris.ttl")
VOCABULARIES = "mdr-vocabularies.shape.ttl"
STATUS = {
    Status.CANCELLED: "EventCancelled",
    Status.POSTPONED: "EventPostponed",
    Status.RESCHEDULED: "EventRescheduled",
    Status.MOVED_ONLINE: "EventMovedOnline",
}
TYPES = {Kind.EVENT: "Event", Kind.NEWS: "NewsArticle", Kind.CALL: "MonetaryGrant"}


def judged(*files: Path) -> dict[str, Any]:
    context, shapes = SHAPES / "schema-org-context.json", SHAPES / "schema-org.ttl"
    answer: dict[str, Any] = python("pyshacl_conforms.py", "--context", context, "--shapes", shapes, "--data", *files)
    return answer


@pytest.mark.client(
    "pyshacl", "JSON-LD (schema.org)", "shapes of our own (tests/clients/shapes): conforms, one node for each item"
)
def test_jsonld_conforms_to_our_shapes(site: ServedSite) -> None:
    files = {kind: site.folder / f"{NAMES[kind]}.jsonld" for kind in Kind}
    found = judged(*files.values())
    for kind, file in files.items():
        assert found[str(file)]["conforms"], found[str(file)]["said"]
        items = site.items(kind)
        parts = sum(
            len(i.content.occurrences) for i in items if isinstance(i.content, Event) and len(i.content.occurrences) > 1
        )
        assert found[str(file)]["types"][TYPES[kind]] == len(items) + parts


BREAKS: tuple[tuple[Kind, str, Any], ...] = (
    (Kind.EVENT, "startDate", None), (Kind.EVENT, "startDate", "demain"), (Kind.EVENT, "name", ""),
    (Kind.EVENT, "eventStatus", "https://schema.org/Annulé"), (Kind.EVENT, "url", None),
    (Kind.EVENT, "location", "Namur"),
    (Kind.EVENT, "previousStartDate", "2026-03-01"), (Kind.EVENT, "@id", "https://vigie.example/e/1"),
    (Kind.NEWS, "isBasedOn", None), (Kind.NEWS, "author", "Vigie"), (Kind.NEWS, "articleBody", "Tout le texte."),
    (Kind.CALL, "startDate", "2026-03-01"), (Kind.CALL, "amount", "beaucoup"),
)  # fmt: skip


@pytest.mark.client("pyshacl", "JSON-LD, broken on purpose", "thirteen faults, each found by the shapes")
def test_the_shapes_can_fail(site: ServedSite, tmp_path: Path) -> None:
    files = []
    for n, (kind, name, value) in enumerate(BREAKS):
        document = json.loads((site.folder / f"{NAMES[kind]}.jsonld").read_text())
        document["@graph"] = document["@graph"][:2]
        document["@graph"][1][name] = value
        if value is None:
            del document["@graph"][1][name]
        files.append(tmp_path / f"{n}.jsonld")
        files[-1].write_text(json.dumps(document))
    found = judged(*files)
    assert [b for b, file in zip(BREAKS, files, strict=True) if found[str(file)]["conforms"]] == []


@pytest.mark.client(
    "extruct",
    "HTML pages, JSON-LD, Open Graph",
    "the page of every third item: type, name, first moment, status, same node as in the feed",
)
def test_pages_say_the_same_as_the_feed(site: ServedSite) -> None:
    for kind in Kind:
        nodes = {n["@id"]: n for n in json.loads((site.folder / f"{NAMES[kind]}.jsonld").read_text())["@graph"]}
        items = {f"{site.url}/e/{item.id}": item for item in site.items(kind)[::3]}
        read = python("extruct_reads.py", *items)
        for url, item in items.items():
            (found,) = [n for n in read[url]["jsonld"] if n["@type"] == TYPES[kind]]
            said_by(found, item)
            in_feed = nodes[f"tag:vigie.example,2026:{item.id}"]
            assert {k: v for k, v in found.items() if k != "@context"} == in_feed
            assert read[url]["opengraph"], url


def said_by(node: dict[str, Any], item: Item) -> None:
    assert node["name"] == item.content.title
    if isinstance(item.content, Event):
        assert node["eventStatus"].rsplit("/", 1)[1] == STATUS.get(item.content.status, "EventScheduled")
        assert moment_of_first(node["startDate"]) == moment_of_first(item)
        assert ("previousStartDate" in node) is (item.content.previous_start is not None)


@pytest.fixture(scope="session")
def dcat_shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published SHACL files of DCAT-AP 3.0.1."""
    named = os.environ.get("VIGIE_DCAT_SHAPES")
    if named:
        return Path(named)
    if not MIRROR.is_dir():
        pytest.skip("no VIGIE_DCAT_SHAPES and no mirror: the shapes of DCAT-AP were NOT run")
    folder = tmp_path_factory.mktemp("dcat")
    for name in (*DCAT_FILES, VOCABULARIES):
        (folder / name).write_text(run(["git", f"--git-dir={MIRROR}", "show", f"HEAD:{RELEASE}/{name}"]))
    return folder


@pytest.mark.client(
    "pyshacl",
    "DCAT-AP (Turtle, JSON-LD)",
    "the published shapes of DCAT-AP 3.0.1: conforms, ranges and vocabularies too",
)
def test_the_catalogue_conforms_to_dcat_ap(site: ServedSite, dcat_shapes: Path) -> None:
    files = [site.folder / name for name in (dcat.TURTLE_PATH, dcat.JSON_LD_PATH)]
    shapes = [dcat_shapes / name for name in DCAT_FILES]
    found = python("pyshacl_conforms.py", "--shapes", *shapes, "--data", *files)
    for file in files:
        assert found[str(file)]["conforms"], found[str(file)]["said"]
        assert found[str(file)]["types"]["Dataset"] == 3
        assert found[str(file)]["types"]["Distribution"] >= 15
    assert found[str(files[0])]["types"] == found[str(files[1])]["types"]
    words = python("pyshacl_conforms.py", "--shapes", dcat_shapes / VOCABULARIES, "--data", files[0])[str(files[0])]
    # These shapes want https for a name that SPDX spells with http, and so does DCAT-AP itself elsewhere.
    assert words["paths"] == ["http://spdx.org/rdf/terms#algorithm"], words["said"]
