"""Routes that answer everybody, each named: a route of the site that is neither here nor in `web.desk.access` fails a
test, so that none becomes public by being forgotten."""

from __future__ import annotations

from web.desk.access import Route

ANY = "*"
"""A route that looks at the method itself, and answers GET, HEAD and OPTIONS alone."""

PAGES = (
    "/", "/agenda", "/agenda/carte", "/agenda/{month}", "/veille", "/appels", "/e/{item}", "/carte.png",
    "/e/{item}/carte.png", "/proposer", "/proposer/merci", "/e/{item}/signaler", "/a-propos", "/abonnements",
    "/acteurs", "/acteurs/{slug}", "/acteurs/{slug}/carte.png", "/lieux", "/lieux/{slug}", "/lieux/{slug}/carte.png",
)  # fmt: skip
"""Read by people; each one below `/en` too."""
FORMS = ("/proposer", "/e/{item}/signaler")
"""What readers send, below `/en` too: nothing of it is shown before an editor accepted it."""
READ = (
    "/e/{item}.ics", "/e/{item}/why/{field}", "/sante", "/health", "/robots.txt", "/favicon.svg", "/changes",
    "/changes/stream", "/sitemap-annuaire.xml",
    *(f"/{room}/{{slug}}/{file}" for room in ("acteurs", "lieux") for file in (
        "agenda.ics", "agenda.atom", "watch.atom", "calls.ics", "calls.atom",
    )),
)  # fmt: skip
FORMATS = {
    "agenda": (
        "ics", "atom", "rss", "json", "jsonld", "geojson", "openagenda.json", "csv", "excel.csv", "xlsx", "parquet",
        "csv-metadata.json",
    ),
    "watch": ("atom", "rss", "json", "jsonld", "csv", "excel.csv", "xlsx", "parquet", "csv-metadata.json"),
    "calls": (
        "ics", "atom", "rss", "json", "jsonld", "geojson", "csv", "excel.csv", "xlsx", "parquet", "csv-metadata.json",
    ),
}  # fmt: skip
MACHINES = (
    "/feeds/{name:path}", "/changes.atom", "/changes.ndjson", "/catalog.ttl", "/catalog.jsonld", "/index.json",
    "/sitemap.xml", "/vues/{name}", "/api/v1/items", "/api/v1/items/{id}", "/api/v1/facets", "/api/v1/openapi.json",
    "/schema/{name:path}", "/embed", "/static/embed.css", "/static/embed-frame.js", "/static/embed.js", "/oembed",
)  # fmt: skip


def public() -> frozenset[Route]:
    """(method, path) of all of them; HEAD goes with GET."""
    english = {page: f"/en{page}".rstrip("/") for page in PAGES}
    return frozenset(
        {("GET", path) for page in PAGES for path in (page, english[page])}
        | {("POST", path) for page in FORMS for path in (page, english[page])}
        | {("GET", path) for path in READ}
        | {(ANY, f"/{kind}.{end}") for kind, ends in FORMATS.items() for end in ends}
        | {(ANY, path) for path in MACHINES}
        | {("POST", "/hub"), ("GET", "/static")}
    )
