"""How people come into the desk: by a password of ours, by a proxy that is trusted, or by Airflow's own sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit


class Way(StrEnum):
    """One way in; a desk may have several."""

    PASSWORD = "password"
    PROXY = "proxy"
    AIRFLOW = "airflow"


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Ways into the desk. `key` signs sessions when it is given; else one is made and kept in VIGIE_HOME."""

    ways: frozenset[Way] = frozenset({Way.PASSWORD})
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy_header: str | None = None
    proxy_role_header: str | None = None
    airflow: str | None = None
    key: str | None = None

    def trusts(self, address: str | None) -> bool:
        """Whether a request from this address comes from a proxy of ours."""
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        return any(found in network for network in self.proxies)


def read(env: Mapping[str, str]) -> DeskSettings:
    """Raises ValueError with the name of the variable that does not fit.

    Without VIGIE_DESK_SIGN_IN the ways are those that are set up: a proxy's header, Airflow's address, else passwords.
    """
    header = env.get("VIGIE_DESK_PROXY_HEADER") or None
    airflow = (env.get("VIGIE_DESK_AIRFLOW") or "").rstrip("/") or None
    ways = _ways(env.get("VIGIE_DESK_SIGN_IN") or "", header, airflow)
    proxies = _networks(env.get("VIGIE_DESK_PROXIES") or "")
    if Way.PROXY in ways and not (header and proxies):
        raise ValueError("VIGIE_DESK_PROXIES and VIGIE_DESK_PROXY_HEADER: people who come by a proxy need both")
    if Way.AIRFLOW in ways and urlsplit(airflow or "").scheme not in ("http", "https"):
        raise ValueError(f"VIGIE_DESK_AIRFLOW={airflow or ''}: the address of an Airflow was expected")
    key = env.get("VIGIE_DESK_KEY") or None
    if key is not None and len(key) < 32:
        raise ValueError("VIGIE_DESK_KEY: at least 32 characters that nobody guesses were expected")
    return DeskSettings(ways, proxies, header, env.get("VIGIE_DESK_PROXY_ROLE_HEADER") or None, airflow, key)


def _ways(named: str, header: str | None, airflow: str | None) -> frozenset[Way]:
    if not named:
        found = {Way.PROXY} if header else set()
        return frozenset(found | ({Way.AIRFLOW} if airflow else set()) or {Way.PASSWORD})
    try:
        return frozenset(Way(part.strip()) for part in named.split(","))
    except ValueError as error:
        raise ValueError(f"VIGIE_DESK_SIGN_IN={named}: of {', '.join(Way)} some were expected") from error


def _networks(named: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in named.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"VIGIE_DESK_PROXIES={named}: addresses or networks were expected ({error})") from error
