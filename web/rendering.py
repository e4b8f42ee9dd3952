"""The Jinja environment: autoescape everywhere, undefined names are errors, the words of one language as filters.

Templates are written in French, each sentence marked for translation (`{{ _("…") }}`, `{% trans %}`); the English ones
stand in `web/words/en/*.json` (web.words). A page of the other language has the same address below `/en`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from feeds.rights import source_link
from vigie.model import BRUSSELS
from vigie.settings import Settings
from web import english, french, here, labels, outgoing
from web.language import BASES, Language
from web.words import translations

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
WORDS: dict[Language, ModuleType] = {Language.FR: french, Language.EN: english}
"""Dates, hours, amounts and counts: one module for each language, with the same functions."""
STATUSES = {Language.FR: labels.STATUSES, Language.EN: labels.STATUSES_EN}
CALL_STATES = {Language.FR: labels.CALL_STATES, Language.EN: labels.CALL_STATES_EN}
FIELDS = {Language.FR: labels.FIELDS, Language.EN: labels.FIELDS_EN}


def filters(language: Language) -> dict[str, Any]:
    """What templates do to values, in the words of one language. Titles and excerpts keep the print of theirs."""
    said = WORDS[language]
    return {
        "bound": french.bound,
        "excerpt": french.excerpt_words,
        "amounts": said.amounts_words,
        "left": said.left_words,
        "day": said.day_words,
        "session": said.session_words,
        "hours": said.hours_words,
        "wall": said.wall_words,
        "money": said.money_words,
        "count": said.count_words,
        "number": said.number_words,
        "weekday": said.weekday,
        "month": said.month,
        "ordinal": said.ordinal,
        "topic": partial(labels.topic_label, language=language),
        "topic_short": partial(labels.short_topic_label, language=language),
        "province": partial(labels.province_label, language=language),
        "brussels_day": said.instant_words,
        "host": outgoing.host,
        "linked": outgoing.linked,
        "original": source_link,
        "source_name": outgoing.source_name,
        "town": outgoing.town,
        "address": outgoing.address,
    }


class Pages:
    """Renders templates in one language; the clock is the settings', so that a frozen `now` freezes the pages too.

    `base` stands before every address of a page: "" or "/en".
    """

    def __init__(self, settings: Settings, language: Language = Language.FR) -> None:
        self.settings = settings
        self.language = language
        self.base = BASES[language]
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        # Added by the extension, which has no types.
        install = self._environment.install_gettext_callables  # type: ignore[attr-defined]
        install(*translations(language), newstyle=True)
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.filters.update(filters(language))
        self._environment.globals.update(
            language=language.value,
            base=self.base,
            bases={other.value: base for other, base in BASES.items()},
            here=here,
            site_url=settings.site_url,
            mail=settings.mailbox,
            style=f"/static/style.css?v={_version(STATIC / 'style.css')}",
            statuses=STATUSES[language],
            call_states=CALL_STATES[language],
            field_names=FIELDS[language],
            range_words=WORDS[language].range_words,
        )

    def clock(self) -> datetime:
        """The present, aware, as a clock on a Belgian wall shows it."""
        return self.settings.clock().astimezone(ZoneInfo(BRUSSELS))

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """One page. `max-age` is short: a page follows the warehouse, the feeds are what is cached."""
        body = self.render(template, **values)
        cache = "public, max-age=60" if status == 200 else "no-store"
        return HTMLResponse(body, status_code=status, headers={"cache-control": cache})

    def render(self, template: str, **values: Any) -> str:
        now = self.clock()
        known: Mapping[str, Any] = {"now": now, "today": now.date(), **values}
        return self._environment.get_template(template).render(known)


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
