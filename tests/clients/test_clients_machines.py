"""Programs that follow: schemas as the site serves them, CloudEvents, the stream of changes over a line that breaks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from pipeline.consume import run as consume
from pipeline.consumers import consumer_for
from tests.clients.expected_values import spelled
from tests.clients.programs_here import node, python
from tests.clients.served_site import ServedSite
from vigie.model import Change, ChangeType, Kind
from warehouse import changes

SCHEMAS = {Kind.EVENT: "event", Kind.NEWS: "article", Kind.CALL: "call"}
TYPES = [f"be.vigie.{kind}.{change}.v1" for kind in Kind for change in ChangeType]


def log(site: ServedSite) -> tuple[Change, ...]:
    with site.house.engine.connect() as connection:
        return changes.since(connection, 0)


@pytest.mark.client(
    "jsonschema", "index.json, JSON API, /changes", "documents fit the schemas that the site serves, formats included"
)
def test_documents_fit_their_schemas(site: ServedSite) -> None:
    pairs = [f"{site.url}/schema/index/1.0.0.json", site.feed("index.json")]
    for kind, name in SCHEMAS.items():
        schema = f"{site.url}/schema/{name}/1.0.0.json"
        pairs += [schema, f"{site.url}/api/v1/items?kind={kind.value}&limit=100#/items/*"]
        pairs += [schema, f"{site.url}/api/v1/items/{site.items(kind)[0].id}"]
    pairs += [f"{site.url}/schema/change/1.0.0.json", f"{site.url}/changes?since=0#/*/data"]
    judged = python("jsonschema_validates.py", *pairs)
    assert [j for j in judged if j["errors"]] == []
    counts = {j["document"].split("#")[0].removeprefix(site.url): j["parts"] for j in judged}
    assert counts["/api/v1/items?kind=event&limit=100"] > 50
    assert counts["/changes?since=0"] >= 100


@pytest.mark.client(
    "cloudevents", "changes.ndjson, /changes", "every change of the log: number, type, subject, instant, schema"
)
def test_cloudevents_are_the_log(site: ServedSite) -> None:
    consume(site.house, consumer_for(site.house, "file"))
    wanted = [(str(c.seq), f"be.vigie.{c.kind}.{c.type}.v1", c.item, spelled(c.at)) for c in log(site)]
    file = python("cloudevents_reads.py", site.folder / "changes.ndjson")["events"]
    pages = []
    while len(pages) < len(wanted):
        page = python("cloudevents_reads.py", f"{site.url}/changes?since={len(pages)}&limit=100")
        assert page["media_type"].startswith("application/cloudevents-batch+json")
        assert page["events"]
        pages += page["events"]
    for events in (file, pages):
        assert [(e["id"], e["type"], e["subject"], e["time"]) for e in events] == wanted
        assert {e["version"] for e in events} == {"1.0"}
        assert {e["source"] for e in events} == {site.url}
        assert {e["dataschema"] for e in events} == {f"{site.url}/schema/change/1.0.0.json"}
    assert file == pages
    # The cursor of a stream is also an extension that sorts as text.
    cursors = [e["extensions"]["sequence"] for e in file]
    assert cursors == sorted(cursors)


@pytest.mark.client(
    "eventsource", "/changes as a stream (SSE)", "a line that breaks twice: every change once, in order"
)
def test_eventsource_loses_its_line(site: ServedSite) -> None:
    wanted = log(site)
    with breaking(site.url, after=(20_000, 60_000)) as url:
        read = node("event_source.mjs", f"{url}/changes?since=0", len(wanted), *TYPES)
    assert read["ids"] == [str(c.seq) for c in wanted]
    assert [e["subject"] for e in read["told"]] == [c.item for c in wanted]
    assert read["opened"] == 3


@contextmanager
def breaking(url: str, after: tuple[int, ...]) -> Iterator[str]:
    """A line to `url` of which the first connections are cut after so many bytes of their answers."""
    host, port = url.removeprefix("http://").split(":")
    door = socket.create_server(("127.0.0.1", 0))
    cuts = iter((*after, *[None] * 20))

    def carry(source: socket.socket, target: socket.socket, limit: int | None) -> None:
        sent = 0
        try:
            while data := source.recv(4096):
                target.sendall(data)
                sent += len(data)
                if limit is not None and sent > limit:
                    break
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            server = socket.create_connection((host, int(port)))
            threading.Thread(target=carry, args=(client, server, None), daemon=True).start()
            threading.Thread(target=carry, args=(server, client, next(cuts)), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.close()
