"""People of the desk: by the page of an admin, by the command line, in the journal without what is private."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from desk_site import NOW, PASSWORD, URL, DeskSite, Signed, token_of
from sqlalchemy import Row, delete, select

from pipeline.rehearse import demo_editor
from tests.conftest import ROOT
from warehouse import desk_people, journal, undoing
from warehouse.desk_people import Reason, Unfit
from warehouse.journal import Act
from warehouse.tables import desk_users
from warehouse.tables import journal as journal_table
from web.desk import passwords
from web.desk.people import Role


@pytest.fixture
def people(desk: DeskSite) -> DeskSite:
    """A desk with one admin, root, and nothing in its journal but that."""
    with desk.engine.begin() as connection:
        connection.execute(delete(desk_users))
        connection.execute(delete(journal_table))
    desk.add("root", Role.ADMIN)
    return desk


@pytest.fixture
def root(people: DeskSite) -> Signed:
    return people.signed_in("root", Role.ADMIN)


def row(site: DeskSite, name: str) -> Row[tuple[object, ...]]:
    with site.engine.connect() as connection:
        found = desk_people.get(connection, name)
    assert found is not None
    return found


def told(site: DeskSite) -> list[journal.Entry]:
    with site.engine.connect() as connection:
        return list(journal.read(connection, acts=[Act.DESK]))


def made_password(page: str) -> str:
    found = re.search(r'class="made-password">([^<]+)<', page)
    assert found, page
    return found.group(1)


def test_an_admin_adds_a_person_who_comes_in(people: DeskSite, root: Signed) -> None:
    asked = {"name": "Ada", "role": "editor", "language": "en", "password": "yes"}
    page = root.post("/desk/people", data=asked)
    assert page.status_code == 200
    password = made_password(page.text)
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
    assert password not in root.get("/desk/people").text, "shown this once"
    assert (row(people, "ada").role, row(people, "ada").language) == ("editor", "en")
    browser = people.anonymous()
    form = {"name": "ada", "password": password, "csrf": token_of(browser.get("/desk/sign-in").text)}
    assert browser.post("/desk/sign-in", data=form, headers={"origin": URL}).status_code == 303
    assert browser.get("/desk/people").status_code == 403


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"name": "", "role": "editor"}, "Un nom"),
        ({"name": "ada lovelace", "role": "editor"}, "Un nom"),
        ({"name": "аda", "role": "editor"}, "Un nom"),
        ({"name": "a" * 65, "role": "editor"}, "Un nom"),
        ({"name": "../ada", "role": "editor"}, "Un nom"),
        ({"name": "<b>ada</b>", "role": "editor"}, "Un nom"),
        ({"name": "root", "role": "editor"}, "Ce nom est déjà pris."),
        ({"name": "ada", "role": "king"}, "Un rôle"),
        ({"name": "ada", "role": "editor", "language": "nl"}, "Une langue"),
    ],
)
def test_what_no_person_can_be(people: DeskSite, root: Signed, asked: dict[str, str], why: str) -> None:
    before = told(people)
    page = root.post("/desk/people", data={"language": "fr", **asked})
    assert page.status_code == 422
    assert why in page.text
    assert told(people) == before


def test_role_language_password_out_and_in_again(people: DeskSite, root: Signed) -> None:
    people.add("ada", Role.EDITOR)
    assert root.post("/desk/people/ada/role", data={"role": "viewer"}).status_code == 303
    assert row(people, "ada").role == "viewer"
    assert root.post("/desk/people/ada/language", data={"language": "en"}).status_code == 303
    assert row(people, "ada").language == "en"
    before = row(people, "ada").password
    password = made_password(root.post("/desk/people/ada/password").text)
    assert passwords.fits(password, str(row(people, "ada").password))
    assert row(people, "ada").password != before
    assert root.post("/desk/people/ada/disable").status_code == 303
    assert row(people, "ada").disabled_at == NOW
    assert "n’entre plus depuis le" in root.get("/desk/people").text
    assert root.post("/desk/people/ada/enable").status_code == 303
    assert row(people, "ada").disabled_at is None
    assert root.post("/desk/people/nobody/disable").status_code == 422


def test_the_last_admin_stays(people: DeskSite, root: Signed) -> None:
    for path, data in (("disable", {}), ("role", {"role": "editor"})):
        page = root.post(f"/desk/people/root/{path}", data=data)
        assert page.status_code == 422
        assert "la dernière personne qui administre" in page.text
    people.add("vice", Role.ADMIN)
    with people.engine.begin() as connection:
        desk_people.disable(connection, "vice", "root", NOW)
    assert root.post("/desk/people/root/disable").status_code == 422, "one who may not come in does not count"
    with people.engine.begin() as connection:
        desk_people.enable(connection, "vice", "root", NOW)
    assert root.post("/desk/people/root/disable").status_code == 303
    assert people.signed_in("vice", Role.ADMIN).post("/desk/people/vice/disable").status_code == 422


def test_two_admins_cannot_remove_each_other_at_once(people: DeskSite) -> None:
    """The second one waits for the first one's transaction, and then is the last."""
    people.add("vice", Role.ADMIN)
    with people.engine.connect() as first, first.begin() as transaction:
        desk_people.disable(first, "root", "vice", NOW)
        with people.engine.connect() as second, second.begin():
            second.exec_driver_sql("SET LOCAL lock_timeout = '300ms'")
            with pytest.raises(Exception, match="lock timeout"):
                desk_people.disable(second, "vice", "root", NOW)
        transaction.commit()
    with people.engine.begin() as connection, pytest.raises(Unfit) as unfit:
        desk_people.disable(connection, "vice", "root", NOW)
    assert unfit.value.reason is Reason.LAST


def test_the_journal_tells_it_without_what_is_private(people: DeskSite, root: Signed) -> None:
    page = root.post("/desk/people", data={"name": "ada", "role": "editor", "language": "fr", "password": "yes"})
    password = made_password(page.text)
    root.post("/desk/people/ada/role", data={"role": "admin"})
    again = made_password(root.post("/desk/people/ada/password").text)
    with people.engine.connect() as connection:
        rows = connection.execute(select(journal_table)).all()
    whole = json.dumps([str(one) for one in rows])
    for secret in (password, again, "argon2", "epoch", str(row(people, "ada").password)):
        assert secret not in whole
    last = told(people)[-3:]
    assert [entry.author for entry in last] == ["root"] * 3
    assert [(entry.body or {})["after"]["role"] for entry in last] == ["editor", "admin", "admin"]
    assert {entry.subject for entry in last} == {"desk_users/ada"}


def test_an_editor_cannot_undo_what_was_decided_about_people(people: DeskSite, root: Signed) -> None:
    """Else somebody whose role was taken would take it back."""
    people.add("ada", Role.ADMIN)
    root.post("/desk/people/ada/role", data={"role": "editor"})
    seq = told(people)[-1].seq
    ada = people.signed_in("ada", Role.EDITOR)
    assert ada.post(f"/desk/audit/{seq}/undo").status_code == 403
    assert row(people, "ada").role == "editor"
    assert root.post(f"/desk/audit/{seq}/undo").status_code == 303
    assert row(people, "ada").role == "admin"


def test_undoing_a_new_password_does_not_bring_the_old_one_back(people: DeskSite) -> None:
    people.add("ada", Role.EDITOR)
    with people.engine.begin() as connection:
        desk_people.set_password(connection, "ada", passwords.hash_of("une autre phrase"), "root", NOW)
    with people.engine.begin() as connection:
        undoing.undo(connection, told(people)[-1].seq, "root", NOW + timedelta(minutes=1))
    assert passwords.fits("une autre phrase", str(row(people, "ada").password))


def test_undoing_who_was_let_in_again_shuts_them_out(people: DeskSite) -> None:
    people.add("ada", Role.EDITOR)
    with people.engine.begin() as connection:
        desk_people.disable(connection, "ada", "root", NOW)
    with people.engine.begin() as connection:
        desk_people.enable(connection, "ada", "root", NOW)
    signed = people.signed_in("ada")
    with people.engine.begin() as connection:
        undoing.undo(connection, told(people)[-1].seq, "root", NOW + timedelta(minutes=1))
    assert signed.get("/desk").status_code == 401


# The command line


def vigie(site: DeskSite, *arguments: str, said: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "VIGIE_HOME": str(site.settings.home), "VIGIE_AUTHOR": "ops"}
    argv = [sys.executable, "-m", "pipeline.cli", "desk", *arguments]
    done = subprocess.run(argv, env=environ, cwd=ROOT, input=said, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done


def test_people_from_the_shell(people: DeskSite) -> None:
    said = vigie(people, "add", "ada", "--role", "editor", "--password-stdin", said="une phrase bien longue\n")
    assert said.stdout == "ada may come in as editor\n"
    assert passwords.fits("une phrase bien longue", str(row(people, "ada").password))
    made = vigie(people, "add", "bea", "--language", "en").stdout
    password = made.splitlines()[1].removeprefix("Password, printed this once: ")
    assert passwords.fits(password, str(row(people, "bea").password))
    vigie(people, "add", "cleo", "--no-password")
    assert row(people, "cleo").password is None

    vigie(people, "role", "bea", "admin")
    vigie(people, "disable", "cleo")
    listed = {one["name"]: one for one in json.loads(vigie(people, "list", "--json").stdout)}
    assert {name: (one["role"], one["password"]) for name, one in listed.items()} == {
        "ada": ("editor", True),
        "bea": ("admin", True),
        "cleo": ("editor", False),
        "root": ("admin", True),
    }
    assert listed["cleo"]["disabled"]
    assert "argon2" not in vigie(people, "list").stdout
    vigie(people, "enable", "cleo")
    assert row(people, "cleo").disabled_at is None

    signed = people.signed_in("ada")
    again = vigie(people, "password", "ada").stdout.splitlines()[1].removeprefix("Password, printed this once: ")
    assert passwords.fits(again, str(row(people, "ada").password))
    assert signed.get("/desk").status_code == 401
    assert {entry.author for entry in told(people)[1:]} == {"ops"}


@pytest.mark.parametrize(
    ("arguments", "said", "code", "why"),
    [
        (("add", "Ada Lovelace"), "", 1, "a name is of small letters"),
        (("add", "root"), "", 1, "this name is taken"),
        (("add", "ada", "--password-stdin"), "court\n", 2, "12 to 200 signs"),
        (("add", "ada", "--password-stdin"), "", 2, "12 to 200 signs"),
        (("add", "ada", "--password-stdin", "--no-password"), "", 2, "not both"),
        (("add", "ada", "--role", "king"), "", 2, "king"),
        (("disable", "root"), "", 1, "the last admin"),
        (("role", "root", "viewer"), "", 1, "the last admin"),
        (("password", "nobody"), "", 1, "nobody has this name"),
    ],
)
def test_what_the_shell_refuses(people: DeskSite, arguments: tuple[str, ...], said: str, code: int, why: str) -> None:
    done = vigie(people, *arguments, said=said, check=False)
    assert done.returncode == code
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shell_says_whether_the_console_is_on(people: DeskSite) -> None:
    assert "The SQL console is on" in vigie(people, "console").stdout
    with people.engine.begin() as connection:
        connection.exec_driver_sql("REVOKE SELECT ON agenda FROM vigie_reader")
    done = vigie(people, "console", check=False)
    assert done.returncode == 1
    assert "may not read agenda" in done.stderr
    assert "The SQL console is on" in vigie(people, "console", "--prepare").stdout


# The rehearsal


def test_the_rehearsal_has_an_editor_with_a_fresh_password(people: DeskSite) -> None:
    first = demo_editor(people.engine, NOW)
    assert (row(people, "demo").role, row(people, "demo").language) == ("editor", "fr")
    assert passwords.fits(first, str(row(people, "demo").password))
    with people.engine.begin() as connection:
        desk_people.disable(connection, "demo", "root", NOW)
    again = demo_editor(people.engine, NOW)
    assert again != first
    assert not passwords.fits(first, str(row(people, "demo").password))
    assert passwords.fits(again, str(row(people, "demo").password))
    assert row(people, "demo").disabled_at is None
    assert PASSWORD not in (first, again)
