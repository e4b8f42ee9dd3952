"""Where things are and how the world is reached: read from the environment once, passed on as a value.

Every variable starts with VIGIE_. Nothing is read at import (law 10).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from vigie import desk_settings
from vigie.desk_settings import DeskSettings

ROOT = Path(__file__).resolve().parent.parent


class Web(StrEnum):
    """Which web is read: the simulated one on loopback, the real one, or a recorded one."""

    SIMULATED = "sim"
    LIVE = "live"
    RECORDED = "recorded"


class SettingError(ValueError):
    """A variable of the environment does not fit; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One configuration. Paths are absolute; `now` is set only to freeze the clock (tests, replay, demonstrations)."""

    home: Path
    web: Web
    recording: Path | None
    catalogue: Path
    database_url: str | None
    simulator: str
    site_url: str
    host_gap: float
    user_agent: str
    contact: str
    now: datetime | None
    desk: DeskSettings = field(default_factory=DeskSettings)
    behind: str | None = None
    """A server on loopback that stands behind every host name of the live web: going live is rehearsed so."""

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def feeds(self) -> Path:
        return self.home / "feeds"

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def airflow(self) -> Path:
        return self.home / "airflow"

    @property
    def mailbox(self) -> str | None:
        """The mailbox of `contact` (`https://…; mailto:bot@example.org`), a role's; None without one."""
        parts = (part.strip() for part in self.contact.split(";"))
        return next((part.removeprefix("mailto:") for part in parts if part.startswith("mailto:")), None)

    def clock(self) -> datetime:
        """The present instant, aware UTC: `now` when the clock is frozen."""
        return self.now or datetime.now(UTC)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from VIGIE_* variables. Raises SettingError with the name of the variable that does not fit."""
        env = os.environ if environ is None else environ
        home = Path(env.get("VIGIE_HOME") or ROOT / "var").resolve()
        if " " in str(home) and not env.get("VIGIE_DATABASE_URL"):
            raise SettingError(f"VIGIE_HOME={home}: the embedded PostgreSQL needs a path without blanks")
        named = env.get("VIGIE_WEB") or Web.SIMULATED.value
        web, recording = _web(named)
        simulated = ROOT / "sources" / "simulated"
        catalogue = Path(env.get("VIGIE_CATALOGUE") or (simulated if web is Web.SIMULATED else ROOT / "sources"))
        return cls(
            home=home,
            web=web,
            recording=recording,
            catalogue=catalogue.resolve(),
            database_url=env.get("VIGIE_DATABASE_URL") or None,
            simulator=_loopback(env.get("VIGIE_SIMULATOR") or "127.0.0.1:8090"),
            site_url=(env.get("VIGIE_SITE_URL") or "http://127.0.0.1:8000").rstrip("/"),
            host_gap=_number(env, "VIGIE_HOST_GAP", 0.05 if web is Web.SIMULATED else 2.0),
            user_agent=env.get("VIGIE_USER_AGENT") or "",
            contact=env.get("VIGIE_CONTACT") or "https://vigie.example/bot; mailto:bot@example.org",
            now=_instant(env, "VIGIE_NOW"),
            desk=_desk(env),
            behind=_behind(env, web),
        )


def _web(named: str) -> tuple[Web, Path | None]:
    if named in (Web.SIMULATED.value, Web.LIVE.value):
        return Web(named), None
    recording = Path(named).resolve()
    if not recording.is_file():
        raise SettingError(f"VIGIE_WEB={named}: neither `sim`, `live` nor a WARC file that exists")
    return Web.RECORDED, recording


def _desk(env: Mapping[str, str]) -> DeskSettings:
    try:
        return desk_settings.read(env)
    except ValueError as error:
        raise SettingError(str(error)) from error


def _loopback(address: str, name: str = "VIGIE_SIMULATOR") -> str:
    host = urlsplit(f"//{address}").hostname
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise SettingError(f"{name}={address}: the simulated web listens on loopback only")
    return address


def _behind(env: Mapping[str, str], web: Web) -> str | None:
    """Only with a state folder of its own: what is made up must never stand beside what is real."""
    address = env.get("VIGIE_BEHIND")
    if not address:
        return None
    if web is not Web.LIVE or not env.get("VIGIE_HOME"):
        raise SettingError(f"VIGIE_BEHIND={address}: it rehearses VIGIE_WEB=live, and needs a VIGIE_HOME of its own")
    return _loopback(address, "VIGIE_BEHIND")


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    try:
        return float(env.get(name) or default)
    except ValueError as error:
        raise SettingError(f"{name}={env[name]}: a number of seconds was expected") from error


def _instant(env: Mapping[str, str], name: str) -> datetime | None:
    text = env.get(name)
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingError(f"{name}={text}: an ISO 8601 instant was expected") from error
    if instant.tzinfo is None:
        raise SettingError(f"{name}={text}: the instant needs an offset")
    return instant.astimezone(UTC)
