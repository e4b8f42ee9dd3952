"""The catalogue against DCAT-AP 3.0.1: what must and should be said, by our own reading and by the published shapes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from feed_samples import DAY, NOW, SITE
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from feeds import authorities, dcat
from feeds.formats import FEEDS
from feeds.manifest import Entry, Manifest
from vigie.model import Kind

ROOT = Path(__file__).parents[2]
SHAPES = Path(__file__).parents[3] / ".mirror" / "SEMICeu+DCAT-AP" / "repo"
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
SH = Namespace("http://www.w3.org/ns/shacl#")
BASE = "https://vigie.example/feeds/catalog#"
SUFFIXES = (".ics", ".atom", ".rss", ".json", ".jsonld", ".geojson", ".csv", ".excel.csv", ".xlsx", ".parquet",
            ".openagenda.json")  # fmt: skip
NAMES = {Kind.EVENT: "agenda", Kind.NEWS: "watch", Kind.CALL: "calls"}
SERVICE = dcat.Service(mailbox="donnees@example.org")


def entry(path: str, kind: Kind) -> Entry:
    data = path.encode()
    return Entry(path, "x/y", kind.value, 12, 5_000_000_000, hashlib.sha256(data).hexdigest(), SITE.feed(path))


def manifest() -> Manifest:
    entries = [entry(NAMES[kind] + suffix, kind) for kind in Kind for suffix in SUFFIXES]
    other = [entry("province/namur/agenda.ics", Kind.EVENT), entry("agenda.csv-metadata.json.sig", Kind.EVENT),
             replace(entry("changes.ndjson", Kind.EVENT), kind="changes")]  # fmt: skip
    return Manifest((*entries, *other), DAY, NOW, 3, 4)


def graph() -> Graph:
    return Graph().parse(data=dcat.turtle(manifest(), SITE, SERVICE), format="turtle")


def one(found: Graph, subject: URIRef, predicate: URIRef) -> object:
    (value,) = found.objects(subject, predicate)
    return value


def test_the_catalogue_says_what_it_must_and_should():
    found = graph()
    (me,) = found.subjects(RDF.type, DCAT.Catalog)
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.language,
                      DCTERMS.issued, DCTERMS.modified, DCTERMS.spatial, DCAT.themeTaxonomy, FOAF.homepage,
                      DCAT.dataset, DCAT.service):  # fmt: skip
        assert (me, predicate, None) in found, predicate
    assert {str(o) for o in found.objects(me, DCAT.dataset)} == {BASE + k.value for k in Kind}
    assert one(found, me, DCTERMS.modified) == Literal("2026-10-01T09:00:00Z", datatype=XSD.dateTime)
    assert one(found, me, DCTERMS.license) == URIRef(
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_a_dataset_says_what_it_must_and_should(kind):
    found, me = graph(), URIRef(BASE + kind.value)
    assert (me, RDF.type, DCAT.Dataset) in found
    for predicate in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        assert {o.language for o in found.objects(me, predicate)} == {"fr", "en"}, predicate  # type: ignore[attr-defined]
    authority = "http://publications.europa.eu/resource/authority/"
    assert one(found, me, DCTERMS.accrualPeriodicity) == URIRef(authority + "frequency/DAILY")
    assert one(found, me, DCAT.theme) == URIRef(authority + "data-theme/EDUC")
    assert one(found, me, DCTERMS.language) == URIRef(authority + "language/FRA")
    assert one(found, me, DCTERMS.accessRights) == URIRef(authority + "access-right/PUBLIC")
    assert {str(o) for o in found.objects(me, DCTERMS.spatial)} == {
        authority + "country/BEL", "http://data.europa.eu/nuts/code/BE3",
    }  # fmt: skip
    assert one(found, me, DCAT.landingPage) == URIRef(SITE.page_of(kind))
    assert len(list(found.objects(me, DCAT.distribution))) == len(SUFFIXES)
    period = one(found, me, DCTERMS.temporal)
    start, end = (one(found, period, p) for p in (DCAT.startDate, DCAT.endDate))  # type: ignore[arg-type]
    assert str(start) < "2026-10-01" <= str(end)


def test_a_distribution_describes_its_file():
    found, me = graph(), URIRef(BASE + "agenda.csv")
    assert one(found, me, DCAT.downloadURL) == URIRef("https://vigie.example/feeds/agenda.csv")
    assert one(found, me, DCAT.accessURL) == URIRef("https://vigie.example/agenda")
    assert one(found, me, DCAT.byteSize) == Literal("5000000000", datatype=XSD.nonNegativeInteger)
    assert one(found, me, DCAT.mediaType) == URIRef("https://www.iana.org/assignments/media-types/text/csv")
    assert one(found, me, DCTERMS.format) == URIRef("http://publications.europa.eu/resource/authority/file-type/CSV")
    assert one(found, me, DCTERMS.conformsTo) == URIRef("https://www.rfc-editor.org/rfc/rfc4180")
    checksum = one(found, me, SPDX.checksum)
    assert isinstance(checksum, URIRef)
    assert one(found, checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    value = one(found, checksum, SPDX.checksumValue)
    assert value == Literal(hashlib.sha256(b"agenda.csv").hexdigest(), datatype=XSD.hexBinary)
    for distribution in found.subjects(RDF.type, DCAT.Distribution):
        counts = Counter(p for _, p, _ in found.triples((distribution, None, None)))
        for predicate in (DCAT.accessURL, DCAT.downloadURL, DCAT.byteSize, DCAT.mediaType, DCTERMS.format,
                          DCTERMS.license, DCTERMS.issued, DCTERMS.modified, SPDX.checksum):  # fmt: skip
            assert counts[predicate] == 1, (distribution, predicate)


def test_slices_and_lists_are_no_distributions():
    found = {str(s) for s in graph().subjects(RDF.type, DCAT.Distribution)}
    assert found == {f"{BASE}{NAMES[kind]}{suffix}" for kind in Kind for suffix in SUFFIXES}


def test_every_published_file_has_a_meaning():
    for feed in FEEDS:
        found = authorities.file_type(feed.path)
        assert found, feed.path
        if not feed.path.endswith((".rss", ".json")):
            said = feed.format.media_type.split(";")[0]
            assert found.media == authorities.MEDIA_TYPES + said


def test_the_service_and_the_contact():
    found = graph()
    (api,) = found.subjects(RDF.type, DCAT.DataService)
    assert one(found, api, DCAT.endpointURL) == URIRef("https://vigie.example/api/v1/items")  # type: ignore[arg-type]
    assert one(found, api, DCAT.endpointDescription) == URIRef("https://vigie.example/api/v1/openapi.json")  # type: ignore[arg-type]
    assert len(list(found.objects(api, DCAT.servesDataset))) == 3
    contact = URIRef(BASE + "contact")
    assert one(found, contact, VCARD.hasEmail) == URIRef("mailto:donnees@example.org")
    assert (contact, RDF.type, VCARD.Kind) in found
    assert one(found, URIRef(BASE + "publisher"), FOAF.name) == Literal("Vigie")
    silent = Graph().parse(data=dcat.turtle(manifest(), SITE), format="turtle")
    assert (contact, VCARD.hasEmail, None) not in silent


def test_there_is_no_node_without_an_address():
    assert not [n for n in graph().all_nodes() if isinstance(n, BNode)]


def test_what_others_name_has_a_type():
    found = graph()
    typed = set(found.subjects(RDF.type))
    for predicate in (DCTERMS.format, DCAT.mediaType, DCTERMS.license, DCTERMS.language, DCTERMS.spatial, DCAT.theme,
                      DCTERMS.accrualPeriodicity, DCTERMS.conformsTo, DCTERMS.accessRights, SPDX.algorithm,
                      FOAF.homepage, DCAT.landingPage, DCAT.themeTaxonomy, DCTERMS.publisher):  # fmt: skip
        objects = set(found.objects(None, predicate))
        assert objects
        assert objects <= typed, predicate
    for concept in found.subjects(RDF.type, SKOS.Concept):
        assert {o.language for o in found.objects(concept, SKOS.prefLabel)} == {"fr", "en"}  # type: ignore[attr-defined]


def test_an_unknown_licence_is_named_by_its_own_address():
    site = replace(SITE, licence="https://licence.example/own")
    found = Graph().parse(data=dcat.turtle(manifest(), site), format="turtle")
    assert one(found, URIRef(BASE + "catalog"), DCTERMS.license) == URIRef("https://licence.example/own")
    assert (URIRef("https://licence.example/own"), RDF.type, DCTERMS.LicenseDocument) in found


def test_both_forms_say_the_same():
    other = Graph().parse(data=dcat.json_ld(manifest(), SITE, SERVICE), format="json-ld")
    assert isomorphic(graph(), other)
    assert len(other) > 500


def test_equal_editions_are_equal_bytes_whatever_the_hash_seed():
    script = (
        "import sys; sys.path[:0] = ['tests/feeds']\n"
        "from test_feeds_dcat import dcat, manifest, SITE, SERVICE\n"
        "sys.stdout.buffer.write(dcat.turtle(manifest(), SITE, SERVICE) + dcat.json_ld(manifest(), SITE, SERVICE))"
    )
    seen = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT, env=environment)
        seen.add(ran.stdout)
    assert seen == {dcat.turtle(manifest(), SITE, SERVICE) + dcat.json_ld(manifest(), SITE, SERVICE)}


def test_the_library_is_not_loaded_before_it_is_needed():
    script = "import sys, feeds.dcat; sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("shapes", ["shacl/dcat-ap-SHACL.ttl", "shacl/ranges.ttl", "html/shacl/shapes.ttl",
                                    "html/shacl/range.ttl", "html/shacl/deprecateduris.ttl"])  # fmt: skip
def test_the_published_shapes_agree(shapes):
    pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed: the published shapes were NOT run")
    if not SHAPES.exists():
        pytest.skip(f"{SHAPES} is absent: the published shapes were NOT run")
    name = f"HEAD:releases/3.0.1/{shapes}"
    read = subprocess.run(["git", "--git-dir", SHAPES, "show", name], capture_output=True, check=True)
    rules = Graph().parse(data=read.stdout, format="turtle")
    # The publication splits its shapes over files, and each file still lists those of the others.
    for shape, rule in list(rules.subject_objects(SH.property)):
        if (rule, SH.path, None) not in rules:
            rules.remove((shape, SH.property, rule))
    agreed, _, report = pyshacl.validate(graph(), shacl_graph=rules)
    assert agreed, report
    broken = graph()
    broken.remove((None, DCTERMS.title, None))
    broken.remove((None, DCAT.byteSize, None))
    for distribution in list(broken.subjects(RDF.type, DCAT.Distribution)):
        broken.set((distribution, DCTERMS.license, Literal("libre")))
        broken.add(
            (distribution, ADMS.status, URIRef("http://purl.org/adms/status/Completed"))
        )  # the list of version 2
        broken.add((distribution, DCTERMS.format, URIRef("http://publications.europa.eu/mdr/authority/file-type/CSV")))
    assert not pyshacl.validate(broken, shacl_graph=rules)[0]
