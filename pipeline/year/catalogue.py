"""The catalogue of the simulated year: what an operator would write for each of its sites, as YAML files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simulator.year import YearSite, YearSource


def write(sites: tuple[YearSite, ...], folder: Path) -> dict[str, str]:
    """Writes one entry per site and kind; returns the host of each slug."""
    folder.mkdir(parents=True, exist_ok=True)
    hosts: dict[str, str] = {}
    for site in sites:
        for source in site.sources:
            slug = slug_of(site, source)
            text = yaml.safe_dump(entry(site, source), allow_unicode=True, sort_keys=False)
            (folder / f"{slug}.yaml").write_text(text, encoding="utf-8")
            hosts[slug] = site.host
    return hosts


def slug_of(site: YearSite, source: YearSource) -> str:
    """`halle-charleroi` and, where a site has several kinds, `halle-charleroi-news`."""
    name = site.host.removesuffix(".example").replace(".", "-")
    return name if len(site.sources) == 1 else f"{name}-{source.kind}"


def entry(site: YearSite, source: YearSource) -> dict[str, Any]:
    """One entry of the catalogue (scrapers/schema/source-v1.json)."""
    said: dict[str, Any] = {
        "slug": slug_of(site, source),
        "name": site.name,
        "site": f"https://{site.host}/",
        "kinds": [source.kind],
        "platform": source.platform,
        "nature": site.nature,
        "trust": site.trust_hint,
        "schedule": "0 6 * * *",
        "state": "confirmed",
        "language": site.language,
        "url": source.url,
        "rights": {"republish": False},
    }
    if site.nature == "aggregator":
        said["rights"]["permission_ref"] = "https://example.org/permissions/1"
    if source.options:
        said["options"] = dict(source.options)
    if source.recipe:
        said["recipe"] = source.recipe
    return said
