"""What the fixtures of this folder hand to its tests."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.testclient import TestClient

from vigie.settings import Settings


@dataclass(frozen=True)
class Site:
    """A site with its settings, its warehouse, and a client that speaks to it."""

    settings: Settings
    engine: Engine
    client: TestClient
