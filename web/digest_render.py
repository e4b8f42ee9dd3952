"""A weekly digest as a mail: HTML that mail programs can show, and the same as text. Nothing is sent from here.

Tables and styles in the elements are what mail programs understand; the pages of the site have neither. Every link is
absolute, no picture is needed to read it, and dark schemes get their own colours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from vigie.model import Call, Kind
from web.digest_pick import Entry, Made
from web.digest_words import words_of
from web.language import Language
from web.rendering import Pages

LARGEST = 102_000
"""Bytes after which Gmail cuts a mail."""
_BLANK_LINES = re.compile(r"\n{3,}")


class Tool(StrEnum):
    """What will send the mail: each has its own word for the address at which readers leave."""

    NONE = "none"
    MAILCHIMP = "mailchimp"
    LISTMONK = "listmonk"
    BREVO = "brevo"


LEAVE = {Tool.MAILCHIMP: "*|UNSUB|*", Tool.LISTMONK: "{{ UnsubscribeURL }}", Tool.BREVO: "{{ unsubscribe }}"}


@dataclass(frozen=True, slots=True)
class Mail:
    """One language of a digest. `html` and `text` are whole files."""

    subject: str
    html: str
    text: str

    @property
    def size(self) -> int:
        """Bytes of the HTML."""
        return len(self.html.encode())


def rendered(made: Made, pages: Pages, tool: Tool = Tool.NONE) -> Mail | None:
    """The mail in the language of `pages`; None when there is nothing to tell: an empty week makes no mail."""
    if not made.entries:
        return None
    words = words_of(made, pages.language)
    values = {
        "words": words,
        "first": made.digest.first_day,
        "last": made.digest.last_day,
        "groups": _groups(made),
        "address": lambda item: f"{pages.settings.site_url}{pages.base}/e/{item}",
        "agenda": f"{pages.settings.site_url}{pages.base}/agenda",
        "about": f"{pages.settings.site_url}{pages.base}/a-propos",
        "leave": Markup(LEAVE[tool]) if tool in LEAVE else None,
        "deadline": _deadline,
        "french": pages.language is Language.FR,
    }
    html = pages.render("mail/digest.html", **values)
    text = pages.render("mail/digest.txt", **values)
    return Mail(words.subject, html, _BLANK_LINES.sub("\n\n", text).strip() + "\n")


def _groups(made: Made) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Name and entries of each part of the mail: what is essential stands first, and only there."""
    rest = {kind: tuple(e for e in made.of_kind(kind) if not e.essential) for kind in Kind}
    named = (("essential", made.essentials), ("event", rest[Kind.EVENT]), ("news", rest[Kind.NEWS]),
             ("call", rest[Kind.CALL]))  # fmt: skip
    return tuple((name, entries) for name, entries in named if entries)


def _deadline(entry: Entry) -> object:
    """The deadline of a call that the mail tells of; None without one."""
    call = entry.item.content
    assert isinstance(call, Call)
    return call.deadlines[-1] if call.deadlines else None
