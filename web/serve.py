"""The site as a process of its own: `main` is called by the pipeline, which starts and stops it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import replace

import uvicorn

from vigie.settings import Settings
from warehouse.engine import open_engine
from warehouse.server import database_url
from web.app import create_app
from web.change_tower import Tower

LAST_ANSWERS = 5
"""Seconds that answers under way have when the process is to end."""


class Server(uvicorn.Server):
    """uvicorn waits until every answer has ended. Those of the change stream do not end by themselves."""

    def __init__(self, config: uvicorn.Config, tower: Tower) -> None:
        super().__init__(config)
        self._tower = tower

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tower.close()
        await super().shutdown(sockets)


def main(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serves until SIGINT or SIGTERM. Reads VIGIE_* from the environment; a busy port ends the process, status 1."""
    settings = Settings.from_environment()
    if not os.environ.get("VIGIE_SITE_URL"):
        # Links, and where the forms of the desk come from, are those of the port that is served.
        settings = replace(settings, site_url=f"http://127.0.0.1:{port}")
    engine = open_engine(database_url(settings))
    app = create_app(engine, settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the gate of the desk judges by the peer's own address
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
    try:
        with suppress(KeyboardInterrupt):
            Server(config, app.state.tower).run()
    finally:
        engine.dispose()
