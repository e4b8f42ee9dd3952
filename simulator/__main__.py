"""`python -m simulator serve|truth|sites`: the made-up web from the shell."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from datetime import date

from simulator import admin
from simulator.clock import Clock
from simulator.server import SimulatedWeb
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
    commands.add_parser("sites", help="hosts, platforms, kinds and entry URLs as JSON")
    asked = parser.parse_args(arguments)
    if asked.command == "sites":
        print(json.dumps(admin.sites(), ensure_ascii=False, indent=1))
        return 0
    world = build(asked.seed, asked.today or date.today())
    if asked.command == "truth":
        print("\n".join(admin.truth_lines(world.moved_to(asked.clock or world.today))))
        return 0
    return serve(Clock(world), asked.port)


def serve(clock: Clock, port: int) -> int:
    """Serves until SIGTERM or SIGINT."""
    try:
        web = SimulatedWeb(clock, port)
    except OSError as error:
        print(f"simulator: port {port} on 127.0.0.1 cannot be used: {error.strerror}", file=sys.stderr)
        return 2

    def stop(number: int, frame: object) -> None:
        # shutdown() waits for the loop that this very thread runs, so another thread must call it.
        threading.Thread(target=web.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(
        f"simulator: http://127.0.0.1:{web.server_port}/ (Host: {admin.HOST} for the clock), {clock.world.today}",
        flush=True,
    )
    with web:
        web.serve_forever(poll_interval=0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
