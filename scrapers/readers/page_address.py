"""The day that an address holds: blogs file their articles by it (`/2024/02/16/slug/`, `/2024-02-16-slug/`).

It is the day of publication, as WordPress, Jekyll and Blogger write their permanent links. Addresses of agendas are
left alone: the day in `/agenda/2024/02/16/` is that of the programme. A month alone is no day.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

DAY_IN_PATH = r"(?:^|/)((?:19|20)\d\d[/-]\d\d?[/-]\d\d?)(?=[/_.-]|$)"
"""A day in a path, year first, as one group: what a recipe's `match` takes from a link."""
_DAY = re.compile(DAY_IN_PATH)
_OF_PROGRAMME = re.compile(
    r"/(?:[\w-]*-)?(?:agenda|events?|evenements?|calendrier|calendar|kalender|programmes?|programmation|evenementen"
    r"|activiteiten|spectacles?|concerts?|seances?)(?:-[\w-]*)?/"
)
_FILES = re.compile(
    r"/(?:wp-content|uploads|files|images?|medias?|assets|static|archives?)/|\.(?:jpe?g|png|pdf|gif)$", re.I
)


def day_in_address(url: str | None) -> date | None:
    """The day on which an article was published, by its address; None where it holds none."""
    path = unquote(urlsplit(url or "").path, errors="replace")
    hit = _DAY.search(path)
    if hit is None or _OF_PROGRAMME.search(path[: hit.start() + 1].lower()) or _FILES.search(path):
        return None
    try:
        return date(*map(int, re.split(r"[/-]", hit[1])))
    except ValueError:
        return None
