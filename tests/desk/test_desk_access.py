"""Every route × every role, over real HTTP; and what each request that changes something must bring with it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import requests
import uvicorn
from desk_site import DeskSite, desk_site
from fastapi import FastAPI
from sqlalchemy import text
from starlette.routing import Mount, Route

from tests.conftest import free_port
from warehouse import desk_people
from warehouse.locks import Lock, hold
from web.desk import desk as desk_module
from web.desk.access import OPEN, TABLE
from web.desk.people import Role
from web.desk.public import ANY, public

UUID = "018f3c1e-0000-7000-8000-000000000000"
WHO: tuple[Role | None, ...] = (None, *Role)


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path) of everything that the application answers; HEAD goes with GET."""
    found: set[tuple[str, str]] = set()
    for route in app.routes:
        assert isinstance(route, Route | Mount), f"{route} is of a kind that this test does not know"
        methods = set(getattr(route, "methods", None) or {"GET"})
        found |= {(ANY, route.path)} if {"DELETE", "PUT"} <= methods else {(m, route.path) for m in methods - {"HEAD"}}
    return found


class Served:
    """The desk in a server of its own, and people who speak to it."""

    def __init__(self, site: DeskSite, url: str) -> None:
        self.site, self.url = site, url

    def ask(self, method: str, path: str, role: Role | None, **changes: str | None) -> requests.Response:
        """A request as a page of ours would send it; `changes` put other headers in (None: leaves them out)."""
        headers: dict[str, str | None] = {"origin": self.url} if method != "GET" else {}
        cookies = {}
        if role is not None:
            gate = self.site.desk.gate
            name = f"person-{role.value}"
            self.site.add(name, role)
            with self.site.engine.connect() as connection:
                row = desk_people.get(connection, name)
            assert row is not None
            signed = gate.signer.session(name, row.epoch, gate.now())
            session = gate.signer.read_session(signed, gate.now())
            assert session is not None
            cookies[gate.cookie] = signed
            headers["x-csrf-token"] = gate.signer.token(f"session {session.id}", gate.now())
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        with requests.Session() as browser:
            browser.trust_env = False
            return browser.request(
                method,
                self.url + re.sub(r"\{(\w+)(:\w+)?\}", lambda m: "x" if m[1] in ("name", "slug") else UUID, path),
                headers={name: value for name, value in headers.items() if value is not None},
                cookies=cookies,
                allow_redirects=False,
                stream=True,
                timeout=30,
            )


@contextmanager
def served(site: DeskSite) -> Iterator[Served]:
    port = free_port()
    here = DeskSite(replace(site.settings, site_url=f"http://127.0.0.1:{port}"), site.engine)
    server = uvicorn.Server(uvicorn.Config(here.app, port=port, log_level="warning", proxy_headers=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until
        time.sleep(0.02)
    yield Served(here, f"http://127.0.0.1:{port}")
    here.app.state.tower.close()
    server.should_exit = server.force_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with desk_site() as made:
        made.add("the-last-admin", Role.ADMIN)
        with served(made) as here:
            yield here


def test_every_route_has_a_rule(site: Served) -> None:
    routes, ruled = routes_of(site.site.app), {*TABLE, *OPEN, *public()}
    assert routes - ruled == set(), "routes without a rule: web/desk/access.py, or web/desk/public.py for everybody"
    assert ruled - routes == set(), "rules without a route"


def test_a_route_has_one_rule() -> None:
    assert not set(TABLE) & public()
    assert not set(TABLE) & OPEN
    assert not OPEN & public()


def test_everything_below_the_desk_asks_who_you_are(site: Served) -> None:
    below = {(method, path) for method, path in routes_of(site.site.app) if path.startswith("/desk")}
    assert below == {*TABLE, *OPEN}
    assert len(below) > 20


@pytest.mark.parametrize(("method", "path"), sorted(TABLE), ids=lambda part: str(part))
def test_route_and_role(site: Served, method: str, path: str) -> None:
    for role in WHO:
        answer = site.ask(method, path, role)
        expected = 401 if role is None else 403 if not role.allows(TABLE[method, path]) else None
        if expected:
            assert answer.status_code == expected, role
        else:
            assert answer.status_code not in (401, 403, 405), role
            assert answer.status_code < 500, (role, answer.text[:2000])


@pytest.mark.parametrize("path", sorted(path for method, path in TABLE if method != "GET"))
def test_a_mutation_needs_its_origin_and_its_token(site: Served, path: str) -> None:
    role = TABLE["POST", path]
    assert site.ask("POST", path, role, origin="https://evil.example").status_code == 403
    assert site.ask("POST", path, role, origin="null").status_code == 403
    assert site.ask("POST", path, role, origin=None).status_code == 403
    assert site.ask("POST", path, role, x_csrf_token=None).status_code == 403
    assert site.ask("POST", path, role, x_csrf_token="x").status_code == 403


def test_only_post_changes_anything() -> None:
    assert {method for method, _ in TABLE} == {"GET", "POST"}


@pytest.mark.parametrize("path", sorted(path for method, path in public() if method == ANY))
def test_public_files_take_nothing(site: Served, path: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert site.ask(method, path, None).status_code in (404, 405), method


@pytest.mark.parametrize("path", sorted(path for method, path in public() if method in (ANY, "GET")))
def test_public_routes_ask_nobody_who_they_are(site: Served, path: str) -> None:
    answer = site.ask("GET", path, None)
    assert answer.status_code not in (401, 403)
    assert "vigie_desk" not in answer.headers.get("set-cookie", "")
    answer.close()


@pytest.mark.parametrize("role", WHO, ids=str)
@pytest.mark.parametrize("path", ["/desk", "/desk/sql", "/desk/nowhere", "/desk/sign-in"])
def test_nobody_keeps_or_frames_a_page_of_the_desk(site: Served, path: str, role: Role | None) -> None:
    answer = site.ask("GET", path, role)
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "Cookie" in headers["vary"]
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]


def test_a_page_beside_the_desk_keeps_the_readers_policy(site: Served) -> None:
    for path in ("/agenda", "/deskwork"):
        assert "script-src 'none'" in site.ask("GET", path, None).headers["content-security-policy"]


def test_pages_of_the_desk_hold_no_inline_script_or_style(site: Served) -> None:
    for path in ("/desk", "/desk/sql", "/desk/people", "/desk/password", "/desk/sign-in", "/desk/nowhere"):
        page = site.ask("GET", path, Role.ADMIN if path != "/desk/sign-in" else None).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=|javascript:", page), path


def test_anonymous_html_is_the_sign_in_page(site: Served) -> None:
    answer = site.ask("GET", "/desk/sql?q=a%26b", None)
    assert answer.status_code == 401
    assert 'name="password"' in answer.text
    assert 'name="next" value="/desk/sql?q=a%26b"' in answer.text
    assert answer.headers["www-authenticate"] == 'Vigie realm="desk"'


def test_an_anonymous_fragment_leads_to_the_sign_in_page(site: Served) -> None:
    answer = site.ask("POST", "/desk/sql", None, hx_request="true")
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/desk/sign-in?next=%2Fdesk"


def test_a_body_is_not_read_before_we_know_whose_it_is(site: Served) -> None:
    """No route of the desk declares a form: FastAPI would read it, files and all, before the gate is asked."""
    for route in site.site.app.routes:
        if getattr(route, "path", "").startswith("/desk"):
            assert getattr(route, "body_field", None) is None, route


def test_too_large_a_body_is_refused(site: Served) -> None:
    assert site.ask("POST", "/desk/sql", Role.EDITOR, content_length=str(13 * 1024 * 1024)).status_code == 413


def test_a_body_that_does_not_say_its_length_is_refused(site: Served) -> None:
    editor = site.site.signed_in("edda")
    given = {"origin": site.url, "content-type": "application/x-www-form-urlencoded"}
    assert editor.post("/desk/sql", content=iter([b"sql=SELECT+1"]), headers=given).status_code == 413


def test_an_act_waits_for_a_curation_no_longer_than_a_person_would(
    site: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "PATIENCE", "200ms")
    desk = site.site.desk
    with desk.engine.begin() as connection:
        hold(connection, Lock.CURATE)
        assert desk.curated() is False
    assert desk.curated() is True
    with desk.engine.begin() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "0", "everybody else waits as before"
