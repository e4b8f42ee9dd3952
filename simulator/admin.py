"""The admin host `clock.example`: state, clock, faults, truth and the list of sites, all JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from simulator.clock import Clock
from simulator.faults import Fault
from simulator.sites.register import SITES
from simulator.sites.site import Ask, Reply
from simulator.world import World

HOST = "clock.example"


def answer(ask: Ask, clock: Clock) -> Reply:
    """GET `/`, `/truth`, `/sites`, `/faults`; POST `/` {"today"}, `/faults` {"site", "fault"}; 400 says why."""
    if ask.method == "GET":
        if ask.path == "/":
            return _json(state(clock))
        if ask.path == "/truth":
            return _json([asdict(t) for t in clock.world.truth()])
        if ask.path == "/sites":
            return _json(sites())
        if ask.path == "/faults":
            return _json({host: fault.value for host, fault in sorted(clock.faults().items())})
    if ask.method == "POST" and ask.path in ("/", "/faults"):
        try:
            wanted = json.loads(ask.body or b"null")
            if not isinstance(wanted, dict):
                raise ValueError("a JSON object is expected")
            _apply(ask.path, wanted, clock)
        except (ValueError, KeyError, TypeError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)
        return _json(state(clock))
    return _json({"error": "not found"}, 404)


def _apply(path: str, wanted: dict[str, object], clock: Clock) -> None:
    if path == "/":
        clock.move(date.fromisoformat(str(wanted["today"])))
        return
    host, fault = str(wanted["site"]), wanted["fault"]
    if host not in SITES:
        raise ValueError(f"no site {host}")
    clock.set_fault(host, None if fault is None else Fault(str(fault)))


def state(clock: Clock) -> dict[str, object]:
    """Seed, days and counts of what is public now."""
    world, view = clock.world, clock.view
    return {
        "seed": world.seed,
        "origin": world.origin.isoformat(),
        "today": world.today.isoformat(),
        "public": {"event": len(view.events), "news": len(view.news), "call": len(view.calls)},
        "faults": {host: fault.value for host, fault in sorted(clock.faults().items())},
    }


def sites() -> list[dict[str, object]]:
    """Every site: host, name, platform, kinds, entry URLs with method and kind, oddities worth a catalogue's line."""
    return [
        {
            "host": site.host,
            "name": site.name,
            "platform": site.platform,
            "kinds": sorted({e.kind for e in site.entries()}),
            "entries": [asdict(e) for e in site.entries()],
            "oddities": list(site.oddities),
        }
        for site in SITES.values()
    ]


def truth_lines(world: World) -> list[str]:
    """The truth, one JSON object a line."""
    return [json.dumps(asdict(t), ensure_ascii=False) for t in world.truth()]


def _json(value: object, status: int = 200) -> Reply:
    return Reply(
        (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), "application/json; charset=utf-8", status
    )
