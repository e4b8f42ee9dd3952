"""Which route asks for which role. A route of the site that is not in these tables fails a test.

`gate.allow` in the route itself is what refuses; the table says what that must come to, and is checked over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from web.desk.people import Role

Route = tuple[str, str]
"""Method and path, as the route declares it: ("POST", "/desk/items/{item}/edit")."""

TABLE: Mapping[Route, Role] = {
    ("GET", "/desk"): Role.VIEWER,
    ("GET", "/desk/"): Role.VIEWER,
    ("POST", "/desk/sign-out"): Role.VIEWER,
    ("POST", "/desk/sign-out-everywhere"): Role.VIEWER,
    ("POST", "/desk/language"): Role.VIEWER,
    ("GET", "/desk/password"): Role.VIEWER,
    ("POST", "/desk/password"): Role.VIEWER,
    ("GET", "/desk/sql"): Role.EDITOR,
    ("POST", "/desk/sql"): Role.EDITOR,
    ("POST", "/desk/sql/csv"): Role.EDITOR,
    ("POST", "/desk/sql/save"): Role.EDITOR,
    ("POST", "/desk/sql/forget"): Role.EDITOR,
    ("GET", "/desk/people"): Role.ADMIN,
    ("POST", "/desk/people"): Role.ADMIN,
    ("POST", "/desk/people/{name}/role"): Role.ADMIN,
    ("POST", "/desk/people/{name}/language"): Role.ADMIN,
    ("POST", "/desk/people/{name}/disable"): Role.ADMIN,
    ("POST", "/desk/people/{name}/enable"): Role.ADMIN,
    ("POST", "/desk/people/{name}/password"): Role.ADMIN,
    ("GET", "/desk/views"): Role.VIEWER,
    ("GET", "/desk/views/new"): Role.EDITOR,
    ("POST", "/desk/views"): Role.EDITOR,
    ("GET", "/desk/views/{slug}"): Role.VIEWER,
    ("GET", "/desk/views/{slug}/edit"): Role.EDITOR,
    ("POST", "/desk/views/{slug}"): Role.EDITOR,
    ("POST", "/desk/views/{slug}/remove"): Role.EDITOR,
    ("GET", "/desk/items.xlsx"): Role.VIEWER,
    ("GET", "/desk/items.csv"): Role.VIEWER,
    ("GET", "/desk/items.ics"): Role.VIEWER,
    ("GET", "/desk/items.json"): Role.VIEWER,
    ("GET", "/desk/import"): Role.EDITOR,
    ("POST", "/desk/import"): Role.EDITOR,
    ("POST", "/desk/import/apply"): Role.EDITOR,
    ("GET", "/desk/deadlines"): Role.VIEWER,
    ("GET", "/desk/coverage"): Role.VIEWER,
    ("POST", "/desk/coverage/list"): Role.VIEWER,
    ("GET", "/desk/digest"): Role.VIEWER,
    ("GET", "/desk/digest/{week}"): Role.VIEWER,
    ("POST", "/desk/digest/{week}/picks"): Role.EDITOR,
    ("POST", "/desk/digest/{week}/words"): Role.EDITOR,
    ("GET", "/desk/digest/{week}/{name}"): Role.VIEWER,
    ("GET", "/desk/e/{item}/preview"): Role.VIEWER,
    ("POST", "/desk/e/{item}/preview"): Role.EDITOR,
    ("GET", "/desk/e/{item}/preview/{view}"): Role.VIEWER,
    ("GET", "/desk/audit"): Role.VIEWER,
    ("GET", "/desk/audit.csv"): Role.VIEWER,
    ("GET", "/desk/audit/{seq}"): Role.VIEWER,
    ("POST", "/desk/audit/{seq}/undo"): Role.EDITOR,
    ("GET", "/desk/queue"): Role.VIEWER,
    ("POST", "/desk/queue"): Role.EDITOR,
    ("POST", "/desk/queue/undo"): Role.EDITOR,
    ("POST", "/desk/queue/keys"): Role.EDITOR,
    ("GET", "/desk/conflicts"): Role.VIEWER,
    ("GET", "/desk/proposals"): Role.VIEWER,
    ("POST", "/desk/proposals/{id}"): Role.EDITOR,
    ("POST", "/desk/proposals/{id}/undo"): Role.EDITOR,
    ("GET", "/desk/items"): Role.VIEWER,
    ("GET", "/desk/e/{item}"): Role.VIEWER,
    ("GET", "/desk/e/{item}/fields/{name}"): Role.VIEWER,
    ("GET", "/desk/e/{item}/merge"): Role.EDITOR,
    ("POST", "/desk/e/{item}/fields/{name}"): Role.EDITOR,
    ("POST", "/desk/e/{item}/fields/{name}/keep"): Role.EDITOR,
    ("POST", "/desk/e/{item}/fields/{name}/release"): Role.EDITOR,
    ("POST", "/desk/e/{item}/release"): Role.EDITOR,
    ("POST", "/desk/e/{item}/hide"): Role.EDITOR,
    ("POST", "/desk/e/{item}/show"): Role.EDITOR,
    ("POST", "/desk/e/{item}/pin"): Role.EDITOR,
    ("POST", "/desk/e/{item}/merge"): Role.EDITOR,
    ("POST", "/desk/e/{item}/split"): Role.EDITOR,
    ("POST", "/desk/e/{item}/notes"): Role.EDITOR,
    ("POST", "/desk/e/{item}/notes/{note}/remove"): Role.EDITOR,
    ("POST", "/desk/e/{item}/undo"): Role.EDITOR,
    ("POST", "/desk/e/{item}/presence"): Role.EDITOR,
}
"""Routes of the desk, each with the least role. Sections add theirs."""

OPEN: frozenset[Route] = frozenset({("GET", "/desk/sign-in"), ("POST", "/desk/sign-in")})
"""Routes of the desk that answer somebody who has not signed in."""
