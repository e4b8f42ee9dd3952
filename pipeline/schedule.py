"""When a source is read, and in which pool: pure functions of its catalogue entry."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from vigie.model import Source

NAMED = {
    "@hourly": "0 * * * *",
    "@daily": "0 5 * * *",
    "@weekly": "0 5 * * 1",
    "@monthly": "0 5 1 * *",
}
DEFAULT_POOL = "scrape_default"


def cron(source: Source) -> str:
    """The source's schedule with its minute spread over the hour by a hash of the slug (DESIGN.md §6).

    A minute other than 0 was chosen by somebody and stays.
    """
    written = NAMED.get(source.schedule, source.schedule)
    minute, *rest = written.split()
    if minute == "0":
        minute = str(int.from_bytes(hashlib.sha256(source.slug.encode()).digest()[:4]) % 60)
    return " ".join([minute, *rest])


def host(source: Source) -> str:
    """Host of the first address of a source, else of its site, lower case; "" when it has none."""
    return urlsplit(next((url for url in (*source.urls, source.site or "") if url), "")).hostname or ""


def pool(source: Source) -> str:
    """Name of the Airflow pool with one slot for the source's host, so that two DAGs never wait on one connection."""
    return f"host_{host(source)}" if host(source) else DEFAULT_POOL


def pools(sources: tuple[Source, ...]) -> dict[str, int]:
    """Every pool that the DAGs name, with its slots."""
    return {DEFAULT_POOL: 8} | {pool(s): 1 for s in sources if host(s)}


def source_doc(source: Source) -> str:
    """What an operator reads on top of the DAG (Markdown): purpose, addresses, licence, cadence, owner, runbook."""
    addresses = "\n".join(f"- <{url}>" for url in source.urls)
    return f"""**{source.name}**: {", ".join(source.kinds)} read with the `{source.platform}` reader.

{addresses}

| | |
|---|---|
| publisher | {source.nature}, trust {source.trust} |
| licence | {source.rights.licence or "none recorded: excerpt and link only"} |
| cadence | `{cron(source)}` Europe/Brussels |
| owner | {source.owner} |
| state | {source.state} |
| entry | `{source.file}` |
| repair | docs/operate.md, "A source is broken"; by hand: `vigie ingest {source.slug}` |

{source.notes}
"""
