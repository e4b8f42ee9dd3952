"""`vigie publish` as an operator meets it: every form, the change log beside it, going back, going on."""

from __future__ import annotations

import json

from tests.conftest import Plot, feed_bytes


def lived(plot: Plot) -> None:
    plot.run("ingest", "grenier-huy", "lettre-numerique", "bourses-arts")
    plot.run("curate")
    plot.run("publish", "--confirm")  # other sources of the catalogue never ran: some slices are empty


def some_item(plot: Plot) -> str:
    feed = json.loads((plot.settings.feeds / "agenda.json").read_bytes())
    return str(feed["items"][0]["_vigie"]["id"])


def test_the_log_of_changes_lies_beside_the_feeds(plot: Plot) -> None:
    lived(plot)
    file = plot.settings.feeds / "changes.ndjson"
    events = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert [int(e["id"]) for e in events] == list(range(1, len(events) + 1))
    ids = {e["subject"] for e in events if e["type"].endswith(".created.v1")}
    published = {
        i["_vigie"]["id"]
        for name in ("agenda", "watch", "calls")
        for i in json.loads((plot.settings.feeds / f"{name}.json").read_bytes())["items"]
    }
    assert published <= ids
    assert len(published) > 50
    before = file.read_bytes()
    plot.run("publish")
    assert file.read_bytes() == before
    plot.run("edit", some_item(plot), "title", "Titre d’une main", "--author", "essai")
    plot.run("curate")
    plot.run("publish")
    more = file.read_bytes()
    assert more.startswith(before)
    assert "Titre d’une main" in more[len(before) :].decode()


def test_an_operator_goes_back_and_on(plot: Plot) -> None:
    lived(plot)
    good = {name: data for name, data in feed_bytes(plot.settings.feeds).items() if name != "changes.ndjson"}
    none = plot.run("publish", "--rollback", check=False)
    assert none.returncode == 1
    assert "no edition before" in none.stderr
    item = some_item(plot)
    plot.run("edit", item, "title", "Un titre malheureux", "--author", "essai")
    plot.run("curate")
    plot.run("publish")
    assert "Un titre malheureux" in (plot.settings.feeds / "agenda.ics").read_text()
    said = plot.run("publish", "--rollback").stdout
    assert "--confirm" in said
    now = {name: data for name, data in feed_bytes(plot.settings.feeds).items() if name != "changes.ndjson"}
    assert now == good
    held = plot.run("publish", check=False)
    assert held.returncode == 1, "what was put back is not overwritten by the next run"
    assert "rolled back at" in held.stdout
    plot.run("release", item, "title", "--author", "essai")
    plot.run("curate")
    plot.run("publish", "--confirm")
    assert "Un titre malheureux" not in (plot.settings.feeds / "agenda.ics").read_text()
    assert plot.run("publish").returncode == 0
    assert plot.run("publish", "--rollback", "--confirm", check=False).returncode == 2
