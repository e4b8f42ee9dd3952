"""Countries as sources write them, and the foreign towns that must not be taken for Belgian ones."""

from __future__ import annotations

import re

from transforms.text import fold

_NAMES = {
    "BE": "be bel belgique belgie belgium belgien",
    "FR": "fr fra france frankrijk frankreich",
    "LU": "lu lux luxembourg_(pays) grand-duche_de_luxembourg grand-duche",
    "NL": "nl nld pays-bas nederland netherlands the_netherlands niederlande",
    "DE": "de deu allemagne duitsland germany deutschland",
    "GB": "gb uk royaume-uni united_kingdom england",
    "CH": "ch che suisse zwitserland switzerland schweiz",
    "CA": "ca can canada",
    "US": "us usa etats-unis united_states",
    "IT": "it ita italie italy italia",
    "ES": "es esp espagne spain espana",
    "PT": "pt prt portugal",
    "AT": "at aut autriche austria osterreich",
}
_CODES = {name.replace("_", " "): code for code, names in _NAMES.items() for name in names.split()}

# Towns that agendas of the sector name often. Lille, Lens and Essen are Belgian municipalities too, yet rarely meant.
_TOWNS = {
    "FR": "paris lille lyon marseille strasbourg nantes roubaix tourcoing lens maubeuge annecy rennes cannes angouleme",
    "NL": "amsterdam rotterdam maastricht utrecht eindhoven",
    "DE": "berlin cologne koln aachen essen munich hamburg leipzig",
    "CH": "geneve lausanne zurich locarno bale",
    "CA": "montreal quebec toronto",
    "GB": "londres london",
    "LU": "esch-sur-alzette belval dudelange",
    "AT": "linz vienne wien",
    "ES": "barcelone barcelona madrid",
    "IT": "venise milan turin",
}
FOREIGN_TOWNS = {town: code for code, towns in _TOWNS.items() for town in towns.split()}


def country_code(written: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code of a country as a source writes it; None when it writes none or an unknown name.

    "Luxembourg" alone stays None: it is a Belgian province too.
    """
    key = fold(written or "").strip(" .,;()")
    if key in _CODES:
        return _CODES[key]
    return key.upper() if re.fullmatch(r"[a-z]{2}", key) else None
