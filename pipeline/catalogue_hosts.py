"""The catalogue as those see it who stand behind its host names: for the rehearsal of going live (simulator/behind)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from vigie.model import Source


def write(sources: Iterable[Source], file: Path) -> None:
    """Writes `{slug: {site, urls, platform, kinds, find, options}}` as JSON."""
    told = {
        source.slug: {
            "site": source.site,
            "urls": list(source.urls),
            "platform": source.platform,
            "kinds": [kind.value for kind in source.kinds],
            "find": source.find,
            "options": dict(source.options),
        }
        for source in sources
    }
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
