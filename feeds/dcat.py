"""The catalogue for open-data portals: DCAT-AP 3.0.1 as Turtle and JSON-LD, made of the manifest (FEEDS.md §6).

Every node has an address of its own, so that equal editions have equal bytes. The names of others carry their types and
labels along: a validator without the lists of the European Union finds what it needs in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feeds import authorities
from feeds.authorities import FileType
from feeds.channel import BEGINNING, Site
from feeds.instants import rfc3339
from feeds.json_text import dumped
from feeds.manifest import Entry, Manifest
from feeds.selection import NEWS_PAST, window
from vigie.model import Kind

if TYPE_CHECKING:  # imported where it is used: most runs write no catalogue
    from rdflib import Graph
    from rdflib.term import Identifier, URIRef

TURTLE, JSON_LD = "text/turtle; charset=utf-8", "application/ld+json; charset=utf-8"
TURTLE_PATH, JSON_LD_PATH = "catalog.ttl", "catalog.jsonld"
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_TYPES = {"Concept": "skos:Concept", "ChecksumAlgorithm": "spdx:ChecksumAlgorithm"}


@dataclass(frozen=True, slots=True)
class Service:
    """The JSON API as the catalogue names it: paths below the site, and a role mailbox (never a person's)."""

    mailbox: str | None = None
    endpoint: str = "/api/v1/items"
    description: str = "/api/v1/openapi.json"


def turtle(manifest: Manifest, site: Site, service: Service = Service()) -> bytes:
    """The catalogue as Turtle. A file is in it when it lies at the top of the feeds and its suffix has a meaning."""
    text: str = _Catalogue(manifest, site, service).graph().serialize(format="turtle")
    return text.encode("utf-8")


def json_ld(manifest: Manifest, site: Site, service: Service = Service()) -> bytes:
    """The same statements as JSON-LD, nodes by their address."""
    text = _Catalogue(manifest, site, service).graph().serialize(format="json-ld", context=_PREFIXES)
    return dumped(_ordered(json.loads(text)))


def _ordered(value: Any) -> Any:
    """JSON-LD without the accidents of a hash table: members by name, lists (all are sets here) by their text."""
    if isinstance(value, dict):
        return {k: _ordered(value[k]) for k in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(v) for v in value), key=lambda v: json.dumps(v, ensure_ascii=False))
    return value


def distributed(manifest: Manifest) -> Iterator[tuple[Entry, FileType]]:
    """The files that are distributions: no slice, no archive, no list of files; in the order of the manifest."""
    for entry in manifest.entries:
        found = authorities.file_type(entry.path)
        if found and "/" not in entry.path and entry.kind in {k.value for k in Kind}:
            yield entry, found


class _Catalogue:
    """Says one statement after the other into a graph."""

    def __init__(self, manifest: Manifest, site: Site, service: Service) -> None:
        self.manifest, self.site, self.service = manifest, site, service
        self.terms = authorities.terms()
        self.base = site.feed("catalog")
        self.licence = authorities.licence(site.licence)

    def graph(self) -> Graph:
        from rdflib import Graph

        self.said = Graph(bind_namespaces="none")
        for prefix, address in _PREFIXES.items():
            self.said.bind(prefix, address)
        self._catalog()
        for kind in Kind:
            self._dataset(kind)
        for entry, file in distributed(self.manifest):
            self._distribution(entry, file)
        self._service()
        self._people()
        self._names()
        return self.said

    # --- saying -------------------------------------------------------------------------------------------------------

    def _uri(self, name: str) -> URIRef:
        """A node: `#local` in our catalogue, `prefix:name` of a vocabulary, or an address as it is."""
        from rdflib import URIRef

        if name.startswith("#"):
            return URIRef(self.base + name)
        prefix, _, local = name.partition(":")
        return URIRef(_PREFIXES[prefix] + local if prefix in _PREFIXES else name)

    def _say(self, subject: str, predicate: str, *objects: str | None) -> None:
        for target in objects:
            if target is not None:
                self._add(subject, predicate, self._uri(target))

    def _add(self, subject: str, predicate: str, value: Identifier) -> None:
        self.said.add((self._uri(subject), self._uri(predicate), value))

    def _text(self, subject: str, predicate: str, fr: str, en: str) -> None:
        from rdflib import Literal

        for language, text in (("fr", fr), ("en", en)):
            self._add(subject, predicate, Literal(text, lang=language))

    def _value(self, subject: str, predicate: str, text: str, datatype: str | None = None) -> None:
        from rdflib import Literal

        self._add(subject, predicate, Literal(text, datatype=self._uri(datatype) if datatype else None))

    def _dated(self, subject: str) -> None:
        self._value(subject, "dct:issued", rfc3339(BEGINNING), "xsd:dateTime")
        self._value(subject, "dct:modified", rfc3339(max(BEGINNING, self.manifest.generated_at)), "xsd:dateTime")

    # --- the nodes ----------------------------------------------------------------------------------------------------

    def _catalog(self) -> None:
        me, name = "#catalog", self.site.name
        self._say(me, "rdf:type", "dcat:Catalog")
        self._text(me, "dct:title", f"{name} : données ouvertes", f"{name}: open data")
        self._text(me, "dct:description", "L'agenda, la veille et les appels de la créativité numérique en Wallonie.",
                   "Agenda, news and calls of digital creativity in Wallonia.")  # fmt: skip
        self._say(me, "dct:publisher", "#publisher")
        self._say(me, "dcat:contactPoint", "#contact")
        self._say(me, "dct:license", self.licence)
        self._say(me, "dct:language", self.terms["language"].uri)
        self._say(me, "dct:spatial", self.terms["country"].uri, self.terms["region"].uri)
        self._say(me, "dcat:themeTaxonomy", self.terms["theme"].uri.rsplit("/", 1)[0])
        self._say(me, "foaf:homepage", self.site.url + "/")
        self._say(me, "dcat:dataset", *(f"#{k.value}" for k in Kind))
        self._say(me, "dcat:service", "#api")
        self._dated(me)

    def _dataset(self, kind: Kind) -> None:
        me = f"#{kind.value}"
        fr, en = authorities.words(kind, "fr"), authorities.words(kind, "en")
        self._say(me, "rdf:type", "dcat:Dataset")
        self._text(me, "dct:title", fr.title, en.title)
        self._text(me, "dct:description", fr.description, en.description)
        for of_french, of_english in zip(fr.keywords, en.keywords, strict=False):
            self._text(me, "dcat:keyword", of_french, of_english)
        self._value(me, "dct:identifier", self.base + me)
        self._say(me, "dct:publisher", "#publisher")
        self._say(me, "dcat:contactPoint", "#contact")
        self._say(me, "dcat:landingPage", self.site.page_of(kind))
        self._say(me, "dcat:theme", self.terms["theme"].uri)
        self._say(me, "dct:accrualPeriodicity", self.terms["frequency"].uri)
        self._say(me, "dct:accessRights", self.terms["access"].uri)
        self._say(me, "dct:language", self.terms["language"].uri)
        self._say(me, "dct:spatial", self.terms["country"].uri, self.terms["region"].uri)
        self._say(me, "dct:temporal", f"{me}-period")
        self._dated(me)
        first, last = window(self.manifest.day)
        if kind is Kind.NEWS:
            first, last = self.manifest.day - NEWS_PAST, self.manifest.day
        self._say(f"{me}-period", "rdf:type", "dct:PeriodOfTime")
        self._value(f"{me}-period", "dcat:startDate", first.isoformat(), "xsd:date")
        self._value(f"{me}-period", "dcat:endDate", last.isoformat(), "xsd:date")

    def _distribution(self, entry: Entry, file: FileType) -> None:
        me, kind = f"#{entry.path}", Kind(entry.kind)
        fr, en = authorities.words(kind, "fr"), authorities.words(kind, "en")
        self._say(f"#{kind.value}", "dcat:distribution", me)
        self._say(me, "rdf:type", "dcat:Distribution")
        self._text(me, "dct:title", f"{fr.title} ({file.fr})", f"{en.title} ({file.en})")
        self._text(me, "dct:description", f"{entry.rows} lignes, {file.fr}.", f"{entry.rows} rows, {file.en}.")
        self._say(me, "dcat:accessURL", self.site.page_of(kind))
        self._say(me, "dcat:downloadURL", entry.url)
        self._say(me, "dct:format", file.format)
        self._say(me, "dcat:mediaType", file.media)
        self._say(me, "dct:conformsTo", file.standard)
        self._say(me, "dct:license", self.licence)
        self._say(me, "dct:language", self.terms["language"].uri)
        self._say(me, "dcatap:availability", self.terms["availability"].uri)
        self._value(me, "dcat:byteSize", str(entry.bytes), "xsd:nonNegativeInteger")
        self._dated(me)
        self._say(me, "spdx:checksum", f"{me}-checksum")
        self._say(f"{me}-checksum", "rdf:type", "spdx:Checksum")
        self._say(f"{me}-checksum", "spdx:algorithm", self.terms["checksum"].uri)
        self._value(f"{me}-checksum", "spdx:checksumValue", entry.sha256, "xsd:hexBinary")

    def _service(self) -> None:
        me = "#api"
        self._say(me, "rdf:type", "dcat:DataService")
        self._text(me, "dct:title", f"API JSON de {self.site.name}", f"JSON API of {self.site.name}")
        self._text(me, "dct:description", "Les mêmes fiches, par filtres et par pages.",
                   "The same items, by filters and pages.")  # fmt: skip
        self._text(me, "dcat:keyword", "créativité numérique", "digital creativity")
        self._say(me, "dcat:endpointURL", self.site.url + self.service.endpoint)
        self._say(me, "dcat:endpointDescription", self.site.url + self.service.description)
        for address in (self.service.endpoint, self.service.description):
            self._say(self.site.url + address, "rdf:type", "rdfs:Resource")
        self._say(me, "dcat:servesDataset", *(f"#{k.value}" for k in Kind))
        self._say(me, "dct:conformsTo", "https://spec.openapis.org/oas/v3.1.0")
        self._say(me, "dct:format", authorities.FILE_TYPES + "JSON")
        self._say(me, "dct:publisher", "#publisher")
        self._say(me, "dcat:contactPoint", "#contact")
        self._say(me, "dcat:theme", self.terms["theme"].uri)
        self._say(me, "dct:license", self.licence)
        self._say(me, "dct:accessRights", self.terms["access"].uri)

    def _people(self) -> None:
        self._say("#publisher", "rdf:type", "foaf:Agent")
        self._value("#publisher", "foaf:name", self.site.name)
        self._say("#publisher", "foaf:homepage", self.site.url + "/")
        self._say("#contact", "rdf:type", "vcard:Kind", "vcard:Organization")
        self._value("#contact", "vcard:fn", self.site.name)
        self._say("#contact", "vcard:hasURL", self.site.url + "/")
        if self.service.mailbox:
            self._say("#contact", "vcard:hasEmail", f"mailto:{self.service.mailbox}")

    def _names(self) -> None:
        """Types and labels of what others name, as far as we point to it."""
        for term in self.terms.values():
            self._say(term.uri, "rdf:type", _TYPES.get(term.type, f"dct:{term.type}"))
            self._text(term.uri, "skos:prefLabel", term.fr, term.en)
            if term.uri.startswith("http://publications.europa.eu/"):
                self._say(term.uri, "skos:inScheme", term.uri.rsplit("/", 1)[0])
        taxonomy = self.terms["theme"].uri.rsplit("/", 1)[0]
        self._say(taxonomy, "rdf:type", "skos:ConceptScheme")
        self._text(taxonomy, "dct:title", "Thèmes de données", "Data themes")
        self._say(self.licence, "rdf:type", "dct:LicenseDocument")
        self._say("https://spec.openapis.org/oas/v3.1.0", "rdf:type", "dct:Standard")
        for page in (self.site.url + "/", *(self.site.page_of(k) for k in Kind)):
            self._say(page, "rdf:type", "foaf:Document")
        formats = {authorities.FILE_TYPES + "JSON"}
        for _, file in distributed(self.manifest):
            formats.add(file.format)
            self._say(file.media, "rdf:type", "dct:MediaType")
            if file.standard:
                self._say(file.standard, "rdf:type", "dct:Standard")
        for address in formats:
            self._say(address, "rdf:type", "dct:MediaTypeOrExtent")
            self._say(address, "skos:inScheme", authorities.FILE_TYPES.rstrip("/"))
