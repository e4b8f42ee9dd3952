"""The site as a process of its own: `main` is called by the pipeline, which starts and stops it."""

from __future__ import annotations

import uvicorn

from vigie.settings import Settings
from warehouse.engine import open_engine
from warehouse.server import database_url
from web.app import create_app


def main(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serves until SIGINT or SIGTERM. Reads VIGIE_* from the environment; a busy port ends the process, status 1."""
    settings = Settings.from_environment()
    engine = open_engine(database_url(settings))
    app = create_app(engine, settings)
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
    finally:
        engine.dispose()
