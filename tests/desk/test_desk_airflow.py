"""The desk beside the real Airflow: who comes in by Airflow's sign-in, and the link to the desk in its navigation."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from desk_site import NOW, URL, DeskSite, desk_site, token_of
from starlette.testclient import TestClient

from pipeline.airflow_env import airflow_environment
from tests.conftest import ROOT, free_port
from vigie.desk_settings import DeskSettings, Way
from warehouse import desk_people
from warehouse.server import airflow_url
from web.desk.airflow_people import SECONDS, AirflowPeople
from web.desk.people import Role

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(600)]
PEOPLE = {"agnes": "ADMIN", "omer": "OP", "emil": "USER", "vera": "VIEWER"}
PASSWORDS = {name: f"mot de passe de {name}" for name in PEOPLE}


@dataclass(frozen=True)
class Beside:
    """A real Airflow API server whose people are PEOPLE, and a desk that asks it who they are."""

    url: str
    site: DeskSite

    def token(self, name: str) -> str:
        answer = requests.post(
            f"{self.url}/auth/token", json={"username": name, "password": PASSWORDS[name]}, timeout=30
        )
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["access_token"]
        return token

    def browser(self, token: str | None) -> TestClient:
        """A browser that holds Airflow's cookie, as it sends it to every port of the host."""
        client = TestClient(self.site.app, base_url=URL, follow_redirects=False)
        if token:
            client.cookies.set("_token", token)
        return client


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with desk_site({"VIGIE_DESK_AIRFLOW": url}) as site:
        passwords = tmp_path_factory.mktemp("airflow") / "passwords.json"
        passwords.write_text(json.dumps(PASSWORDS))
        environment = {
            **os.environ,
            **airflow_environment(site.settings, port, airflow_url(site.settings)),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
            "VIGIE_HOME": str(site.settings.home),
            "VIGIE_SITE_URL": URL,
        }
        with running(environment, url, passwords.with_name("api-server.log")):
            yield Beside(url, site)


class running:
    """`airflow db migrate`, then `airflow api-server` alone, ended with all its workers."""

    def __init__(self, environment: dict[str, str], url: str, log: Path) -> None:
        self.environment, self.url, self.log = environment, url, log

    def __enter__(self) -> None:
        airflow = str(Path(sys.executable).with_name("airflow"))
        done = subprocess.run(
            [airflow, "db", "migrate"], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        self.stream = self.log.open("wb")
        self.process = subprocess.Popen(
            [airflow, "api-server"],
            env=self.environment,
            cwd=ROOT,
            stdout=self.stream,
            stderr=self.stream,
            start_new_session=True,
        )
        until = time.monotonic() + 180
        while True:
            try:
                if requests.get(f"{self.url}/api/v2/version", timeout=2).ok:
                    return
            except requests.RequestException:
                pass
            if self.process.poll() is not None or time.monotonic() > until:
                self.__exit__()
                raise AssertionError(self.log.read_text()[-3000:])
            time.sleep(0.3)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.stream.close()


def test_nobody_comes_in_without_a_token(beside: Beside) -> None:
    answer = beside.browser(None).get("/desk")
    assert answer.status_code == 401
    assert beside.url in answer.text, "the page leads to Airflow's own sign-in"
    assert 'type="password"' not in answer.text


def test_what_airflow_did_not_sign_is_nobody(beside: Beside) -> None:
    token = beside.token("agnes")
    head, claims, signature = token.split(".")
    for forged in ("x", "a.b.c", f"{head}.{claims}.{signature[:-4]}AAAA", f"{head}.{claims}.", token + "é"):
        client = beside.browser(None)
        answer = client.get("/desk", headers={"authorization": f"Bearer {forged}".encode()})
        assert answer.status_code == 401, forged


@pytest.mark.parametrize(
    ("name", "role"), [("agnes", Role.ADMIN), ("omer", Role.ADMIN), ("emil", Role.EDITOR), ("vera", Role.VIEWER)]
)
def test_airflow_says_who_it_is(beside: Beside, name: str, role: Role) -> None:
    client = beside.browser(beside.token(name))
    page = client.get("/desk")
    assert page.status_code == 200
    assert f"<strong>{name}</strong>" in page.text
    assert client.get("/desk/sql").status_code == (200 if role.allows(Role.EDITOR) else 403)
    assert client.get("/desk/people").status_code == (200 if role.allows(Role.ADMIN) else 403)


def test_a_token_in_the_header_is_as_good(beside: Beside) -> None:
    token = beside.token("emil")
    answer = beside.browser(None).get("/desk", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_form_needs_its_token_and_its_origin_here_too(beside: Beside) -> None:
    client = beside.browser(beside.token("emil"))
    asked = {"sql": "SELECT 6 * 7 AS n"}
    assert client.post("/desk/sql", data=asked, headers={"origin": URL}).status_code == 403
    csrf = token_of(client.get("/desk/sql").text)
    assert client.post("/desk/sql", data={**asked, "csrf": csrf}).status_code == 403
    answer = client.post("/desk/sql", data={**asked, "csrf": csrf}, headers={"origin": URL})
    assert answer.status_code == 200
    assert ">42</td>" in answer.text
    other = beside.browser(beside.token("agnes"))
    assert other.post("/desk/sql", data={**asked, "csrf": csrf}, headers={"origin": URL}).status_code == 403


def test_a_row_of_the_desk_counts_first_and_can_shut_out(beside: Beside) -> None:
    with beside.site.engine.begin() as connection:
        desk_people.add(connection, "vera", "editor", None, "en", "test", NOW)
    client = beside.browser(beside.token("vera"))
    assert client.get("/desk/sql").status_code == 200
    assert '<html lang="en">' in client.get("/desk").text
    with beside.site.engine.begin() as connection:
        desk_people.disable(connection, "vera", "test", NOW)
    assert client.get("/desk").status_code == 401


def test_passwords_of_the_desk_are_no_way_in_here(beside: Beside) -> None:
    signed = beside.site.signed_in("ada")
    assert signed.get("/desk").status_code == 401
    assert signed.get("/desk/sign-in").status_code == 200


def test_an_airflow_that_lets_everybody_in_lets_nobody_into_the_desk(beside: Beside, tmp_path: Path) -> None:
    """The rehearsal's Airflow asks nobody to sign in: behind it, nobody is anybody."""
    port = free_port()
    settings = replace(
        beside.site.settings, desk=DeskSettings(frozenset({Way.AIRFLOW}), airflow=f"http://127.0.0.1:{port}")
    )
    environment = {
        **os.environ,
        **airflow_environment(settings, port, airflow_url(settings)),
        "VIGIE_HOME": str(settings.home),
        "VIGIE_SITE_URL": URL,
    }
    open_house = Beside(f"http://127.0.0.1:{port}", DeskSite(settings, beside.site.engine))
    with running(environment, open_house.url, tmp_path / "open.log"):
        given = requests.get(f"{open_house.url}/auth/token", timeout=30).json()["access_token"]
        assert requests.get(f"{open_house.url}/ui/auth/me", timeout=30).status_code == 200
        assert open_house.browser(given).get("/desk").status_code == 401
        assert open_house.browser("x").get("/desk").status_code == 401


def test_while_airflow_is_away_nobody_comes_in(beside: Beside) -> None:
    away = replace(
        beside.site.settings, desk=DeskSettings(frozenset({Way.AIRFLOW}), airflow=f"http://127.0.0.1:{free_port()}")
    )
    client = TestClient(DeskSite(away, beside.site.engine).app, base_url=URL, follow_redirects=False)
    client.cookies.set("_token", beside.token("agnes"))
    assert client.get("/desk").status_code == 401


def test_what_airflow_said_is_believed_for_a_minute(beside: Beside) -> None:
    clock = [0.0]
    people = AirflowPeople(beside.url, lambda: clock[0])
    token = beside.token("emil")
    asked = []
    ask = people._ask
    people._ask = lambda *given: (asked.append(1), ask(*given))[1]  # type: ignore[method-assign]
    request = beside.browser(None).build_request("GET", "/desk", headers={"authorization": f"Bearer {token}"})
    from starlette.requests import Request

    seen = Request({"type": "http", "headers": [(k.lower(), v) for k, v in request.headers.raw]})
    for at in (1.0, SECONDS - 1, SECONDS + 2):
        clock[0] = at
        found = people.known(seen)
        assert found is not None
        assert (found.name, found.role) == ("emil", Role.EDITOR)
    assert len(asked) == 2


def test_airflow_leads_to_the_desk(beside: Beside) -> None:
    headers = {"authorization": f"Bearer {beside.token('agnes')}"}
    answer = requests.get(f"{beside.url}/api/v2/plugins", headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    (plugin,) = [found for found in answer.json()["plugins"] if found["name"] == "vigie_desk"]
    (view,) = plugin["external_views"]
    assert view["href"] == f"{URL}/desk"
    assert view["name"] == "Desk"
    assert (view["destination"], view["url_route"]) == ("nav", None), "a page of ours is never shown in a frame"
    errors = requests.get(f"{beside.url}/api/v2/plugins/importErrors", headers=headers, timeout=60)
    assert errors.json()["import_errors"] == []
