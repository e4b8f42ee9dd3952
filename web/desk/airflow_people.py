"""Asks Airflow who a visitor is, with the visitor's own token: the one module that knows how Airflow says it.

Airflow 3 keeps its token in the cookie `_token`, which a browser sends to every port of a host, or takes it as
`Authorization: Bearer`. `GET /ui/auth/me` answers `{"id", "username"}` to a token that Airflow itself has checked, 401
without one, 403 to one that it did not make. What Airflow says is believed for a minute.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from fastapi import Request

from web.desk.people import Role

LOG = logging.getLogger(__name__)
COOKIE = "_token"
ME = "/ui/auth/me"
SECRETS = "/api/v2/variables?limit=1"
"""What only those who run the house may read, whichever auth manager Airflow has."""
SECONDS, PATIENCE, KEPT_MOST, TOKEN_MOST = 60.0, 5.0, 500, 8_000
ROLES: Mapping[str, Role] = {"VIEWER": Role.VIEWER, "USER": Role.EDITOR, "OP": Role.ADMIN, "ADMIN": Role.ADMIN}
"""Roles of Airflow's simple auth manager, which stand in its tokens. Others say what one may do, not who one is."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody that Airflow knows. `role` is what Airflow's own rights come to at the desk."""

    name: str
    role: Role


class AirflowPeople:
    """People of one Airflow. Safe to ask from several threads."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = url
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Known]] = {}
        self._guarded_until = 0.0

    def known(self, request: Request) -> Known | None:
        """Who this is; None for nobody, and while Airflow does not answer or lets everybody in."""
        token = _token(request)
        if token is None:
            return None
        name = hashlib.sha256(token.encode()).hexdigest()
        now = self._clock()
        with self._lock:
            at, found = self._kept.get(name, (0.0, None))
        if found is not None and now - at < SECONDS:
            return found
        try:
            found = self._ask(token, now)
        except (requests.RequestException, ValueError) as error:
            LOG.warning("Airflow does not say who a visitor is: %s", error)
            return None
        with self._lock:
            if len(self._kept) >= KEPT_MOST:
                self._kept.clear()
            self._kept.pop(name, None)
            if found is not None:
                self._kept[name] = (now, found)
        return found

    def _ask(self, token: str, now: float) -> Known | None:
        if now >= self._guarded_until:
            if self._get(ME, None).status_code not in (401, 403):
                LOG.error("Airflow at %s lets everybody in: nobody comes into the desk by it", self.url)
                return None
            self._guarded_until = now + SECONDS
        answer = self._get(ME, token)
        if answer.status_code != 200:
            return None
        name = answer.json().get("username")
        if not isinstance(name, str) or not name or not name.isprintable():
            return None
        role = ROLES.get(str(_claims(token).get("role", "")).upper())
        return Known(name, role or (Role.ADMIN if self._get(SECRETS, token).status_code == 200 else Role.VIEWER))

    def _get(self, path: str, token: str | None) -> requests.Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        with requests.Session() as session:
            session.trust_env = False  # neither a proxy nor a .netrc may see the token
            return session.get(self.url + path, headers=headers, timeout=PATIENCE, allow_redirects=False)


def _token(request: Request) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = given.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
    usable = 0 < len(token) <= TOKEN_MOST and token.isascii() and token.isprintable() and " " not in token
    return token if usable else None


def _claims(token: str) -> Mapping[str, Any]:
    """What a token says. Airflow has just said that it made it."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}
