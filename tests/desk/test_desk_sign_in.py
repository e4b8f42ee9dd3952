"""Coming in and going out: passwords, sessions, the rate limit, a proxy that is trusted, where `next` may lead."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from subprocess import PIPE

import httpx
import pytest
from argon2 import PasswordHasher
from desk_site import HASH, NOW, PASSWORD, URL, DeskSite, token_of
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from tests.conftest import ROOT
from vigie.desk_settings import Way, read
from vigie.settings import SettingError, Settings
from warehouse import desk_people
from warehouse.tables import desk_users, journal, sign_ins
from web.desk import passwords
from web.desk.people import Role
from web.desk.sessions import LASTING, Signer
from web.desk.sign_in import own_path
from web.secrets import signing_key


@pytest.fixture
def door(desk: DeskSite) -> DeskSite:
    """The desk with ada in it, and no attempt to sign in remembered."""
    desk.add("ada", Role.EDITOR)
    with desk.engine.begin() as connection:
        connection.execute(delete(sign_ins))
    return desk


def knock(
    site: DeskSite,
    name: str = "ada",
    password: str = PASSWORD,
    then: str = "",
    client: TestClient | None = None,
    **headers: str,
) -> tuple[httpx.Response, TestClient]:
    """Opens the sign-in page and sends its form, as a browser does."""
    browser = client or site.anonymous()
    page = browser.get("/desk/sign-in")
    form = {"name": name, "password": password, "next": then, "csrf": token_of(page.text)}
    return browser.post("/desk/sign-in", data=form, headers={"origin": URL, **headers}), browser


# Coming in


def test_name_and_password_let_in(door: DeskSite) -> None:
    answer, browser = knock(door, then="/desk/sql?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sql?q=a")
    page = browser.get("/desk")
    assert page.status_code == 200
    assert "<strong>ada</strong>" in page.text


def test_a_name_is_taken_in_capitals_and_between_blanks(door: DeskSite) -> None:
    assert knock(door, name=" Ada ")[0].status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "faux"),
        ("nobody", PASSWORD),
        ("ada", ""),
        ("", ""),
        ("a" * 5_000, "x" * 100_000),
        ("ad\x00a", PASSWORD),
        ("ada'--", PASSWORD),
    ],
)
def test_everything_else_stays_out_with_the_same_words(door: DeskSite, name: str, password: str) -> None:
    answer, browser = knock(door, name, password)
    assert answer.status_code == 401
    assert "Ce nom et ce mot de passe ne vont pas ensemble." in answer.text
    assert browser.get("/desk").status_code == 401
    assert password == "" or password not in answer.text


def test_the_cookie_is_for_this_site_alone(door: DeskSite) -> None:
    cookie = next(c for c in knock(door)[0].headers.get_list("set-cookie") if c.startswith("vigie_desk="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=43200" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_bound_to_its_host(door: DeskSite) -> None:
    secure = DeskSite(replace(door.settings, site_url="https://vigie.test"), door.engine)
    browser = TestClient(secure.app, base_url="https://vigie.test", follow_redirects=False)
    token = token_of(browser.get("/desk/sign-in").text)
    form = {"name": "ada", "password": PASSWORD, "csrf": token}
    answer = browser.post("/desk/sign-in", data=form, headers={"origin": "https://vigie.test"})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "vigie_desk" in c)
    assert cookie.startswith("__Host-vigie_desk=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert browser.get("/desk").status_code == 200


def test_the_form_is_bound_to_its_visitor(door: DeskSite) -> None:
    """Somebody else's token would let them sign a victim in as themselves."""
    theirs = token_of(door.anonymous().get("/desk/sign-in").text)
    victim = door.anonymous()
    victim.get("/desk/sign-in")
    form = {"name": "ada", "password": PASSWORD}
    for csrf in (theirs, "", "x"):
        answer = victim.post("/desk/sign-in", data={**form, "csrf": csrf}, headers={"origin": URL})
        assert answer.status_code == 403
        assert "vigie_desk=" not in str(answer.headers.get_list("set-cookie"))
    mine = token_of(victim.get("/desk/sign-in").text)
    assert victim.post("/desk/sign-in", data={**form, "csrf": mine}).status_code == 403, "without an Origin"
    evil = {"origin": "https://evil.example"}
    assert victim.post("/desk/sign-in", data={**form, "csrf": mine}, headers=evil).status_code == 403


def test_a_token_of_a_session_is_worth_nothing_in_another(door: DeskSite) -> None:
    ada, other = door.signed_in("ada"), door.signed_in("bea")
    ada.csrf = other.csrf
    assert ada.post("/desk/language", data={"language": "en"}).status_code == 403


def test_those_who_are_in_are_led_on(door: DeskSite) -> None:
    answer = door.signed_in().get("/desk/sign-in?next=/desk/sql")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sql")


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_on_one_machine_a_site_has_two_names(door: DeskSite, origin: str) -> None:
    client = door.signed_in()
    host = origin.removeprefix("http://")
    given = {"origin": origin, "host": host}
    assert client.post("/desk/language", data={"language": "fr"}, headers=given).status_code == 303
    assert client.post("/desk/language", data={}, headers={"origin": origin}).status_code == 403
    assert client.post("/desk/language", data={}, headers={**given, "host": "localhost:9"}).status_code == 403


def test_a_referer_speaks_where_the_origin_is_silent(door: DeskSite) -> None:
    client = door.signed_in()
    for referer, status in ((f"{URL}/desk", 303), (f"{URL}.evil.example/", 403), ("https://evil.example/", 403)):
        given = {"origin": "", "referer": referer}
        assert client.post("/desk/language", data={}, headers=given).status_code == status, referer


# Where `next` may lead


@pytest.mark.parametrize(
    "said",
    [
        "https://evil.example/desk", "//evil.example/desk", "///evil.example", "/\\evil.example/desk",
        "\\\\evil.example",
        "http:/desk", "javascript:alert(1)", "/desk\r\nset-cookie: a=b", "/desk/../admin", "/deskwork", "/agenda", "",
        "/desk/sign-out", "/\t/evil.example", "desk", "/desk /x", "https:evil.example", "/desk/\u2028",
    ],
)  # fmt: skip
def test_next_never_leads_away(said: str) -> None:
    assert own_path(said) == "/desk"


@pytest.mark.parametrize("said", ["/desk", "/desk/", "/desk/sql?q=a%26b", "/desk/e/018f#notes"])
def test_next_leads_back(said: str) -> None:
    assert own_path(said) == said


# Sessions


def test_going_out(door: DeskSite) -> None:
    browser = knock(door)[1]
    token = token_of(browser.get("/desk").text)
    left = browser.post("/desk/sign-out", data={"csrf": token}, headers={"origin": URL})
    assert (left.status_code, left.headers["location"]) == (303, "/desk/sign-in")
    assert browser.get("/desk").status_code == 401


def test_nobody_goes_out_by_a_link(door: DeskSite) -> None:
    assert door.signed_in().get("/desk/sign-out").status_code == 405


@pytest.mark.parametrize("end", ["everywhere", "password", "role", "disabled"])
def test_what_ends_every_session(door: DeskSite, end: str) -> None:
    door.add("eve", Role.EDITOR)
    here, there = door.signed_in("eve"), door.signed_in("eve")
    assert there.get("/desk").status_code == 200
    with door.engine.begin() as connection:
        if end == "password":
            desk_people.set_password(connection, "eve", HASH, "root", NOW)
        elif end == "role":
            desk_people.change_role(connection, "eve", "viewer", "root", NOW)
        elif end == "disabled":
            desk_people.disable(connection, "eve", "root", NOW)
    if end == "everywhere":
        assert here.post("/desk/sign-out-everywhere").status_code == 303
    assert here.get("/desk").status_code == there.get("/desk").status_code == 401
    with door.engine.begin() as connection:
        desk_people.enable(connection, "eve", "root", NOW)
        desk_people.change_role(connection, "eve", "editor", "root", NOW)
    assert there.get("/desk").status_code == 401, "an old session never comes back"


def test_a_session_ends_after_twelve_hours(door: DeskSite) -> None:
    gate = door.desk.gate
    browser = door.anonymous()
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    for age, status in ((LASTING - minute, 200), (LASTING + minute, 401), (-hour, 401)):
        with door.engine.connect() as connection:
            row = desk_people.get(connection, "ada")
        assert row is not None
        browser.cookies.set(gate.cookie, gate.signer.session("ada", row.epoch, gate.now() - age))
        assert browser.get("/desk").status_code == status, age


def test_what_we_did_not_sign_is_nobody(door: DeskSite) -> None:
    gate = door.desk.gate
    signed = gate.signer.session("ada", 0, gate.now())
    other = Signer(b"another key, just as long as the first one was")
    forged = [
        "", "x", signed[:-1], signed[:-3] + "AAA", "." + signed, signed.split(".")[0],
        other.session("ada", 0, gate.now()),
        gate.signer.token("ada", gate.now()), "WyJhZGEiLDAsIngiLDBd.c2lnbmVk",
    ]  # fmt: skip
    for cookie in forged:
        browser = door.anonymous()
        answer = browser.get("/desk", headers={"cookie": f"{gate.cookie}={cookie}"})
        assert answer.status_code == 401, cookie


def test_a_token_of_a_form_is_no_session_and_ends_too(door: DeskSite) -> None:
    signer, now = door.desk.gate.signer, door.desk.gate.now()
    token = signer.token("session a", now)
    assert signer.proves(token, "session a", now + LASTING - timedelta(seconds=2))
    assert not signer.proves(token, "session a", now + LASTING + timedelta(seconds=2))
    assert not signer.proves(token, "session b", now)
    assert not signer.proves(signer.session("session a", 0, now), "session a", now)
    assert signer.read_session(token, now) is None


# The rate limit


def remember(site: DeskSite, minutes: float) -> None:
    """Makes every attempt so many minutes older."""
    with site.engine.begin() as connection:
        connection.execute(update(sign_ins).values(at=sign_ins.c.at - timedelta(minutes=minutes)))


def test_five_failures_of_a_name_from_one_place_are_enough(door: DeskSite) -> None:
    assert [knock(door, password="faux")[0].status_code for _ in range(5)] == [401] * 5
    answer = knock(door)[0]
    assert answer.status_code == 429, "not even the right one"
    assert "Trop d’essais : réessayez dans 15 minutes." in answer.text
    assert 850 < int(answer.headers["retry-after"]) <= 900
    remember(door, 14)
    answer = knock(door)[0]
    assert answer.status_code == 429
    assert "réessayez dans 1 minute." in answer.text
    remember(door, 1.1)
    assert knock(door)[0].status_code == 303


def test_a_success_forgets_the_failures(door: DeskSite) -> None:
    for _ in range(3):
        assert [knock(door, password="faux")[0].status_code for _ in range(4)] == [401] * 4
        assert knock(door)[0].status_code == 303


def test_a_name_that_does_not_exist_is_counted_as_well(door: DeskSite) -> None:
    assert [knock(door, name="nobody")[0].status_code for _ in range(6)] == [401] * 5 + [429]


def test_thirty_failures_of_one_place_are_enough_whatever_the_names(door: DeskSite) -> None:
    assert {knock(door, name=f"n{number}")[0].status_code for number in range(30)} == {401}
    assert knock(door, name="ada")[0].status_code == 429


def test_somebody_else_cannot_soon_shut_a_person_out(door: DeskSite) -> None:
    for number in range(10):
        elsewhere = TestClient(door.app, base_url=URL, client=(f"192.0.2.{number}", 1), follow_redirects=False)
        assert knock(door, password="faux", client=elsewhere)[0].status_code == 401
    assert knock(door)[0].status_code == 303


def test_a_forwarded_address_is_believed_of_our_proxies_alone(door: DeskSite) -> None:
    spoofed = [knock(door, password="faux", **{"x-forwarded-for": f"198.51.100.{n}"})[0].status_code for n in range(6)]
    assert spoofed == [401] * 5 + [429]
    trusted = replace(door.settings, desk=replace(door.settings.desk, proxies=(ip_network("203.0.113.7"),)))
    behind = DeskSite(trusted, door.engine)
    said = [
        knock(behind, name=f"x{n // 4}", password="faux", client=TestClient(
            behind.app, base_url=URL, client=("203.0.113.7", 1), follow_redirects=False
        ), **{"x-forwarded-for": f"6.6.6.6, 198.51.100.{n}"})[0].status_code for n in range(36)
    ]  # fmt: skip
    assert set(said) == {401}, "thirty-six places, not one"


def test_attempts_are_kept_as_keyed_hashes_for_a_day(door: DeskSite) -> None:
    knock(door, name="ottilie", password="faux")
    with door.engine.connect() as connection:
        (row,) = connection.execute(select(sign_ins)).all()
    assert (len(row.name), len(row.client)) == (64, 64)
    assert "ottilie" not in row.name
    remember(door, 60 * 24 + 1)
    knock(door, name="bea", password="faux")
    with door.engine.connect() as connection:
        rows = connection.execute(select(sign_ins)).all()
    assert len(rows) == 1
    assert rows[0].name != row.name


# Passwords


def test_a_hash_of_old_parameters_is_renewed_at_the_next_sign_in(door: DeskSite) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with door.engine.begin() as connection:
        connection.execute(update(desk_users).where(desk_users.c.name == "ada").values(password=old))
        told = connection.execute(select(journal.c.seq)).all()
    assert knock(door, password="faux")[0].status_code == 401
    answer, browser = knock(door)
    assert answer.status_code == 303
    with door.engine.connect() as connection:
        row = desk_people.get(connection, "ada")
        assert row is not None
        assert row.password.startswith("$argon2id$")
        assert row.password != old
        assert passwords.fits(PASSWORD, row.password)
        assert connection.execute(select(journal.c.seq)).all() == told, "nothing of the house moved"
    assert browser.get("/desk").status_code == 200


def test_hashes_are_argon2id_of_sixty_four_megabytes() -> None:
    assert HASH.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits(PASSWORD, HASH)
    assert not passwords.fits(PASSWORD + "x", HASH)
    assert not passwords.fits(PASSWORD, None)
    assert not passwords.fits(PASSWORD, "no hash")


def test_an_unknown_name_costs_a_check_too(monkeypatch: pytest.MonkeyPatch, door: DeskSite) -> None:
    checked: list[str | None] = []
    check = passwords.fits

    def seen(password: str, kept: str | None) -> bool:
        checked.append(kept)
        return check(password, kept)

    monkeypatch.setattr(passwords, "fits", seen)
    knock(door, name="nobody")
    with door.engine.begin() as connection:
        desk_people.disable(connection, "ada", "root", NOW)
    knock(door, name="ada")
    with door.engine.begin() as connection:
        desk_people.enable(connection, "ada", "root", NOW)
    assert checked == [None, None], "a hash of nobody's is checked in their place"


def test_one_s_own_password(door: DeskSite) -> None:
    door.add("fay", Role.VIEWER)
    fay = door.signed_in("fay", Role.VIEWER)
    for before, after, why in (
        ("faux", "une autre phrase", "Votre mot de passe actuel est un autre."),
        (PASSWORD, "court", "Un mot de passe compte de 12 à 200 signes."),
        (PASSWORD, "fay fay fay fay", "Ce mot de passe se devine"),
        (PASSWORD, "aaaaaaaaaaaaaa", "Ce mot de passe se devine"),
    ):
        answer = fay.post("/desk/password", data={"before": before, "after": after})
        assert answer.status_code == 422
        assert why in answer.text
    assert fay.post("/desk/password", data={"before": PASSWORD, "after": "une autre phrase"}).status_code == 303
    assert fay.get("/desk").status_code == 401
    assert knock(door, "fay")[0].status_code == 401
    assert knock(door, "fay", "une autre phrase")[0].status_code == 303


# The language


def test_the_desk_speaks_the_language_of_the_person_and_of_the_switch(door: DeskSite) -> None:
    door.add("gwen", Role.EDITOR, "en")
    gwen = door.signed_in("gwen", language="en")
    assert '<html lang="en">' in gwen.get("/desk").text
    assert "Review queue" in gwen.get("/desk").text
    answer = gwen.post("/desk/language", data={"language": "fr", "next": "/desk/sql"})
    assert answer.headers["location"] == "/desk/sql"
    assert '<html lang="fr">' in gwen.get("/desk").text
    gwen.post("/desk/language", data={"language": "nl"})
    assert '<html lang="fr">' in gwen.get("/desk").text


def test_the_door_speaks_english_when_asked(door: DeskSite) -> None:
    browser = door.anonymous()
    assert '<html lang="fr">' in browser.get("/desk/sign-in").text
    assert "Password" in browser.get("/desk/sign-in?language=en").text
    assert "Password" in browser.get("/desk/sql").text


# A proxy that is trusted

PROXY = {
    "VIGIE_DESK_PROXY_HEADER": "X-Remote-User",
    "VIGIE_DESK_PROXY_ROLE_HEADER": "X-Remote-Role",
    "VIGIE_DESK_PROXIES": "203.0.113.0/24, 2001:db8::1",
}


@pytest.fixture
def behind(door: DeskSite) -> DeskSite:
    return DeskSite(replace(door.settings, desk=read(PROXY)), door.engine)


def by(site: DeskSite, address: str) -> TestClient:
    return TestClient(site.app, base_url=URL, client=(address, 40_000), follow_redirects=False)


@pytest.mark.parametrize(
    ("headers", "status", "role"),
    [
        ({"x-remote-user": "ada"}, 200, "rédaction"),
        ({"x-remote-user": "zoe"}, 401, None),
        ({"x-remote-user": "zoe", "x-remote-role": "editor"}, 200, "rédaction"),
        ({"x-remote-user": "zoe", "x-remote-role": "Admin"}, 200, "administration"),
        ({"x-remote-user": "ada", "x-remote-role": "viewer"}, 200, "lecture"),
        ({"x-remote-user": "ada", "x-remote-role": "root"}, 401, None),
        ({"x-remote-user": ""}, 401, None),
        ({"x-remote-user": "a" * 65, "x-remote-role": "admin"}, 401, None),
        ({"x-remote-role": "admin"}, 401, None),
        ({}, 401, None),
    ],
)
def test_what_our_proxy_says(behind: DeskSite, headers: dict[str, str], status: int, role: str | None) -> None:
    for address in ("203.0.113.9", "2001:db8::1"):
        answer = by(behind, address).get("/desk", headers=headers)
        assert answer.status_code == status
        assert role is None or f'<span class="quiet">{role}</span>' in answer.text


@pytest.mark.parametrize("address", ["198.51.100.1", "127.0.0.1", "2001:db8::2", "testclient", ""])
def test_the_same_header_from_elsewhere_is_nobody(behind: DeskSite, address: str) -> None:
    spoofed = {"x-remote-user": "ada", "x-remote-role": "admin", "x-forwarded-for": "203.0.113.9"}
    assert by(behind, address).get("/desk", headers=spoofed).status_code == 401


def test_a_header_that_stands_there_twice_says_nothing(behind: DeskSite) -> None:
    twice = [("x-remote-user", "zoe"), ("x-remote-user", "ada"), ("x-remote-role", "admin")]
    assert by(behind, "203.0.113.9").get("/desk", headers=twice).status_code == 401


def test_behind_a_proxy_alone_passwords_and_sessions_are_no_way_in(behind: DeskSite) -> None:
    browser = by(behind, "198.51.100.1")
    page = browser.get("/desk/sign-in")
    assert 'type="password"' not in page.text
    form = {"name": "ada", "password": PASSWORD, "csrf": "x"}
    assert browser.post("/desk/sign-in", data=form, headers={"origin": URL}).status_code == 403
    assert behind.signed_in("ada").get("/desk").status_code == 401


def test_with_both_ways_each_is_open(door: DeskSite) -> None:
    both = DeskSite(replace(door.settings, desk=read({**PROXY, "VIGIE_DESK_SIGN_IN": "password, proxy"})), door.engine)
    assert both.signed_in("ada").get("/desk").status_code == 200
    assert by(both, "203.0.113.9").get("/desk", headers={"x-remote-user": "ada"}).status_code == 200
    assert by(both, "198.51.100.1").get("/desk", headers={"x-remote-user": "ada"}).status_code == 401


def test_who_is_shut_out_here_does_not_come_in_by_the_proxy(behind: DeskSite) -> None:
    behind.add("hal", Role.EDITOR)
    with behind.engine.begin() as connection:
        desk_people.disable(connection, "hal", "root", NOW)
    said = {"x-remote-user": "hal", "x-remote-role": "admin"}
    assert by(behind, "203.0.113.9").get("/desk", headers=said).status_code == 401


def test_forms_need_their_token_behind_a_proxy_too(behind: DeskSite) -> None:
    browser, said = by(behind, "203.0.113.9"), {"x-remote-user": "ada", "origin": URL}
    assert browser.post("/desk/language", data={}, headers=said).status_code == 403
    token = token_of(browser.get("/desk", headers=said).text)
    assert browser.post("/desk/language", data={"csrf": token}, headers=said).status_code == 303
    other = {**said, "x-remote-user": "zoe", "x-remote-role": "admin"}
    assert browser.post("/desk/language", data={"csrf": token}, headers=other).status_code == 403


# Settings and the key


@pytest.mark.parametrize(
    ("env", "ways"),
    [
        ({}, {Way.PASSWORD}),
        (PROXY, {Way.PROXY}),
        ({"VIGIE_DESK_AIRFLOW": "http://127.0.0.1:8080/"}, {Way.AIRFLOW}),
        ({**PROXY, "VIGIE_DESK_SIGN_IN": "password,proxy"}, {Way.PASSWORD, Way.PROXY}),
    ],
)
def test_the_ways_in_are_those_that_are_set_up(env: dict[str, str], ways: set[Way]) -> None:
    assert read(env).ways == ways


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"VIGIE_DESK_SIGN_IN": "telepathy"}, "VIGIE_DESK_SIGN_IN"),
        ({"VIGIE_DESK_PROXY_HEADER": "X-User"}, "VIGIE_DESK_PROXIES"),
        ({"VIGIE_DESK_SIGN_IN": "proxy", "VIGIE_DESK_PROXIES": "10.0.0.1"}, "VIGIE_DESK_PROXY_HEADER"),
        ({"VIGIE_DESK_PROXY_HEADER": "X-User", "VIGIE_DESK_PROXIES": "somewhere"}, "VIGIE_DESK_PROXIES"),
        ({"VIGIE_DESK_SIGN_IN": "airflow"}, "VIGIE_DESK_AIRFLOW"),
        ({"VIGIE_DESK_AIRFLOW": "airflow:8080"}, "VIGIE_DESK_AIRFLOW"),
        ({"VIGIE_DESK_KEY": "short"}, "VIGIE_DESK_KEY"),
    ],
)
def test_a_variable_that_does_not_fit_is_named(env: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        Settings.from_environment({"VIGIE_HOME": "/tmp/nowhere", **env})


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    asking = "import sys; from vigie.settings import Settings; from web.secrets import signing_key; " \
        "print(signing_key(Settings.from_environment({'VIGIE_HOME': sys.argv[1]})).decode())"  # fmt: skip
    argv = [sys.executable, "-c", asking, str(tmp_path / "home")]
    started = [subprocess.Popen(argv, cwd=ROOT, stdout=PIPE, text=True) for _ in range(4)]
    said = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(said) == 1
    (key,) = said
    assert len(key) == 128
    files = list((tmp_path / "home").iterdir())
    assert [file.name for file in files] == ["signing.key"]
    assert stat.S_IMODE(os.stat(files[0]).st_mode) == 0o600


def test_a_key_of_the_environment_comes_first(tmp_path: Path) -> None:
    given = "a sentence that nobody would ever guess, not even you"
    settings = Settings.from_environment({"VIGIE_HOME": str(tmp_path), "VIGIE_DESK_KEY": given})
    assert signing_key(settings) == given.encode()
    assert list(tmp_path.iterdir()) == []
