"""`python -m simulator serve|truth|sites|unseen|behind`: the made-up webs from the shell."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from simulator import admin
from simulator.behind.plan import read_plan
from simulator.behind.stand import stand
from simulator.behind.web import HOST as BEHIND
from simulator.behind.web import BehindWeb
from simulator.clock import Clock
from simulator.loopback import LoopbackWeb
from simulator.server import SimulatedWeb
from simulator.unseen import web as unseen
from simulator.unseen.plan import SITES, unseen_sites
from simulator.world import build


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 when it went well, 2 when the port is taken or an argument is wrong."""
    parser = argparse.ArgumentParser(prog="simulator", description="A made-up Walloon web with known truth")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("serve", "serve all sites on 127.0.0.1"),
        ("truth", "what a perfect reader would know, as JSON lines"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--seed", type=int, default=7)
        command.add_argument(
            "--today", type=date.fromisoformat, default=None, help="first day of the world (default: today)"
        )
        if name == "serve":
            command.add_argument("--port", type=int, default=8090)
        else:
            command.add_argument(
                "--clock", type=date.fromisoformat, default=None, help="day to look at (default: the first)"
            )
    made = commands.add_parser("unseen", help="serve sites of templates that nobody has seen")
    made.add_argument("--count", type=int, default=SITES)
    behind = commands.add_parser("behind", help="serve sites behind the host names of a catalogue")
    behind.add_argument("--plan", type=Path, required=True, help="JSON {slug: {site, urls, platform, kinds, find}}")
    for command in (made, behind):
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--port", type=int, default=8090)
        command.add_argument("--today", type=date.fromisoformat, default=None, help="the day (default: today)")
    commands.add_parser("sites", help="hosts, platforms, kinds and entry URLs as JSON")
    asked = parser.parse_args(arguments)
    if asked.command == "sites":
        print(json.dumps(admin.sites(), ensure_ascii=False, indent=1))
        return 0
    today = asked.today or date.today()
    if asked.command == "unseen":
        sites = unseen_sites(asked.seed, today, asked.count)
        return serve(lambda: unseen.UnseenWeb(sites, today, asked.port), asked.port, unseen.HOST, today)
    if asked.command == "behind":
        try:
            stood = stand(read_plan(asked.plan), asked.seed, today)
        except (OSError, ValueError) as error:
            print(f"simulator: {error}", file=sys.stderr)
            return 2
        return serve(lambda: BehindWeb(stood, today, asked.port), asked.port, BEHIND, today)
    world = build(asked.seed, today)
    if asked.command == "truth":
        print("\n".join(admin.truth_lines(world.moved_to(asked.clock or world.today))))
        return 0
    return serve(lambda: SimulatedWeb(Clock(world), asked.port), asked.port, admin.HOST, today)


def serve(make: Callable[[], LoopbackWeb], port: int, host: str, today: date) -> int:
    """Serves a web until SIGTERM or SIGINT; `host` is the one to ask about it."""
    try:
        web = make()
    except OSError as error:
        print(f"simulator: port {port} on 127.0.0.1 cannot be used: {error.strerror}", file=sys.stderr)
        return 2

    def stop(number: int, frame: object) -> None:
        # shutdown() waits for the loop that this very thread runs, so another thread must call it.
        threading.Thread(target=web.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"simulator: http://127.0.0.1:{web.server_port}/ (Host: {host} for the truth), {today}", flush=True)
    with web:
        web.serve_forever(poll_interval=0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
