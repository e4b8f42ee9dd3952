"""Provinces and regions named by themselves: "province de Namur", "en Brabant wallon", "Wallonie"."""

from __future__ import annotations

from dataclasses import dataclass

# "Liège", "Namur" and "Luxembourg" alone are towns, or a country: they are provinces only behind the word.
_PROVINCES = {
    "namur": "namur namen",
    "liege": "liege luik luttich",
    "hainaut": "hainaut henegouwen hennegau",
    "luxembourg": "luxembourg luxemburg",
    "brabant-wallon": "brabant_wallon waals_brabant wallonisch_brabant walloon_brabant",
}
_LEADS = (
    "province de",
    "province du",
    "province d",
    "la province de",
    "prov",
    "prov de",
    "provincie",
    "provinz",
    "province",
)
_ALONE = {
    "hainaut": "hainaut", "henegouwen": "hainaut", "wallonie picarde": "hainaut", "brabant wallon": "brabant-wallon",
    "waals brabant": "brabant-wallon", "wallonisch brabant": "brabant-wallon", "walloon brabant": "brabant-wallon",
    "ostbelgien": "liege", "communaute germanophone": "liege", "cantons de l est": "liege",
}  # fmt: skip
_REGIONS = {
    "WAL": "wallonie wallonia wallonien region_wallonne walloon_region waals_gewest",
    "BRU": "region_bruxelloise region_de_bruxelles_capitale region_de_bruxelles bruxelles_capitale "
    "brussels_hoofdstedelijk_gewest",
    "VLG": "flandre flandres vlaanderen flanders region_flamande vlaams_gewest",
}
# Both read so, and neither is one region.
_NEITHER = ("federation wallonie bruxelles", "wallonie bruxelles")


@dataclass(frozen=True, slots=True)
class Area:
    """A province (taxonomy slug) with its region, or a region alone; neither when the words name a community."""

    province: str | None
    region: str | None


def _areas() -> dict[str, Area]:
    found = {key: Area(slug, "WAL") for key, slug in _ALONE.items()}
    for slug, names in _PROVINCES.items():
        for name in names.replace("_", "-").split():
            found |= {f"{lead} {name.replace('-', ' ')}": Area(slug, "WAL") for lead in _LEADS}
    for region, names in _REGIONS.items():
        found |= {name.replace("_", " "): Area(None, region) for name in names.split()}
    return found | dict.fromkeys(_NEITHER, Area(None, None))


AREAS = _areas()
"""By `gazetteer.name_key` of the words."""

PROVINCE_NAMES = {name.replace("_", " "): slug for slug, names in _PROVINCES.items() for name in names.split()}
"""What may stand in brackets behind a town as its province: "Ciney (Namur)"."""
