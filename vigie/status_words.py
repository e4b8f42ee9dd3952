"""The markers of agendas in the languages of Belgium, in one place: titles (`status`) and the own pages of things
(`page_marks_words`) are read with them. On folded text: no accents, lower case, straight hyphens.

French markers for titles are those of vigie/data/status_map.yaml 1.0.0 (`title_words_fr`), and more.
"""

from __future__ import annotations

from collections.abc import Mapping

from vigie.model import Status

WORDS: Mapping[str, Mapping[Status, tuple[str, ...]]] = {
    "fr": {
        Status.RESCHEDULED: ("nouvelle date", "nouvelles dates", "changement de date"),
        Status.MOVED_ONLINE: ("en ligne uniquement", "deplace(?:e|s|es)? en ligne"),
        Status.CANCELLED: ("annule(?:e|s|es)?", "annulation"),
        Status.FULL: ("complet(?:e|s|es)?",),
        Status.POSTPONED: ("(?:report|postpos)e(?:e|s|es)?", "date a confirmer"),
    },
    "nl": {
        Status.RESCHEDULED: ("nieuwe data", "nieuwe datum", "datumwijziging", "verplaatst"),
        Status.MOVED_ONLINE: ("enkel online", "alleen online"),
        Status.CANCELLED: ("geannuleerd", "afgelast", "gecanceld", "gecancelled", "gaat niet door"),
        Status.FULL: ("uitverkocht", "volzet"),
        Status.POSTPONED: ("uitgesteld",),
    },
    "de": {
        Status.RESCHEDULED: ("neuer termin", "neues datum", "terminanderung", "verlegt"),
        Status.MOVED_ONLINE: ("nur online",),
        Status.CANCELLED: ("abgesagt", "entfallt", "fae?llt (?:leider )?aus"),
        Status.FULL: ("ausverkauft", "ausgebucht"),
        Status.POSTPONED: ("verschoben",),
    },
    "en": {
        Status.RESCHEDULED: ("rescheduled", "new date", "new dates", "change of date"),
        Status.MOVED_ONLINE: ("online only", "moved online"),
        Status.CANCELLED: ("cancell?ed",),
        Status.FULL: ("sold out", "fully booked"),
        Status.POSTPONED: ("postponed",),
    },
}
AMBIGUOUS = frozenset({"annulation", "verplaatst", "verlegt", "nouvelles dates", "new dates"})
"""Words that are titles of their own too ("Verplaatst: verhalen van onderweg"), or speak of another room: in a title
they count in capitals or brackets only."""
MOVED_TO: Mapping[str, str] = {
    "fr": "(?:report|deplac|avanc|repouss|postpos)e(?:e|s|es)? (?:aux?|a|du|le)",
    "nl": "(?:verplaatst|uitgesteld|verschoven) (?:naar|tot)",
    "de": "(?:verschoben|verlegt) auf",
    "en": "(?:rescheduled|postponed|moved) (?:to|until)",
}
"""What stands before a new day."""
LATER = (
    r"(?: (?:a une date ulterieure|a une date a confirmer|sine die|a plus tard|tot nader order"
    r"|(?:tot|naar) een latere datum|auf unbestimmte zeit|auf einen spateren termin"
    r"|until further notice|to a later date))?"
)
"""What may follow a word for postponing."""
BECAUSE = r"(?:pour|en raison|suite|a cause|faute|wegens|door|due to|because|wegen|aufgrund)\b"
SOMETIME = r"(?:a l'|au|en|naar|tot|to|until|auf|in)\b"
"""What stands before a time that is no day: "reporté à l'automne"."""
_MONTH = (
    r"(?:jan(?:vier|v|uary|uari|uar)?|fev(?:rier|r)?|feb(?:ruary|ruari|ruar|r)?|mars|march|maart|marz|mrt|mar"
    r"|avr(?:il)?|apr(?:il)?|mai|may|mei|juin|june?|juni|juil(?:let)?|july?|juli|aout|aug(?:ustus|ust)?"
    r"|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?)\b\.?"
)
_WEEKDAY = (
    r"(?:lun|mar|mercre|jeu|vendre|same|diman)(?:di|che)|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
)
DAY = (
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}\b|\d{{1,2}}-\d{{1,2}}-\d+|\d{{1,2}}(?:er|st|nd|rd|th|\.)?"
    rf"(?: de| of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|(?:{_WEEKDAY}),? (?:le |de |den |the )?\d{{1,2}}\b)"
)
"""A day as titles print one: "12 mars", "5/3", "May 5th", "samedi 12"; "2e étage" and "zaal 3" are none."""
