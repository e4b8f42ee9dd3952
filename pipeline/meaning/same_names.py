"""Under which names other people's JSON keeps what: English, French, schema.org, iCalendar, OpenAgenda, Opendatasoft.

Names are compared without case, signs and accents, so that `dateDebut`, `date_debut` and "Date début" are one, and a
language behind a name is taken off (`title_fr`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from transforms.text import fold

Said = Mapping[str, Any]
TONGUES = ("fr", "en", "nl", "de")


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """A name of a field without what spelling changes."""
    return re.sub(r"[^a-z0-9@]+", "", fold(name))


@lru_cache(maxsize=4_096)
def _without_tongue(name: str) -> tuple[str, int] | None:
    """The name without the language behind it, and how welcome that language is; None when it has none."""
    found = re.fullmatch(r"(.{3,})[_.:@-](fr|en|nl|de)", name, re.I)
    return (plain(found.group(1)), TONGUES.index(found.group(2).lower())) if found else None


def plainly(said: Said) -> Said:
    """The fields under their plain names; of one field in several languages the first of French, English, Dutch,
    German; what has no language wins."""
    found: dict[str, Any] = {}
    spoken: dict[str, tuple[int, Any]] = {}
    for name, value in said.items():
        if value in (None, "", [], {}):
            continue
        tongue = _without_tongue(name)
        if tongue is None:
            found.setdefault(plain(name), value)
        elif tongue[0] not in spoken or tongue[1] < spoken[tongue[0]][0]:
            spoken[tongue[0]] = tongue[1], value
    for name, (_, value) in spoken.items():
        found.setdefault(name, value)
    return found


def first(said: Said, names: tuple[str, ...]) -> Any:
    """The value of the first name that has one; `said` as `plainly` gives it."""
    return next((said[n] for n in names if n in said), None)


def _names(text: str) -> tuple[str, ...]:
    return tuple(plain(name) for name in text.split())


TITLE = _names("title name headline titre nom intitule summary_title event_title label summary")
TYPE = _names("kind type @type additionalType category_type")
START = _names(
    "start startDate start_date dtstart starts_at begins_at start_datetime date_start begin begin_date date_begin"
    " date_debut debut debut_date date_de_debut firstdate_begin first_start startTime date jour day when quand"
)
END = _names(
    "end endDate end_date dtend ends_at end_datetime date_end finish date_fin fin fin_date date_de_fin lastdate_end"
    " endTime"
)
CLOCK = _names("time hour hours heure heures horaire horaires heure_debut start_time begin_time tijd uur")
END_CLOCK = _names("heure_fin end_time")
SESSIONS = _names("sessions occurrences dates timings seances subEvent eventSchedule schedule")
RULE = _names("rrule recurrence recurrence_rule repetition")
WHOLE_DAY = _names("whole_day all_day allday journee_entiere")
OPEN_END = _names("open_end")
BEFORE = _names("previousStartDate previous_start ancienne_date")
VENUE = _names(
    "venue place location lieu salle place_name venue_name location_name placename nom_lieu lieu_nom nom_du_lieu"
)
STREET = _names("street streetAddress rue address adresse location_address address_street adresse_rue rue_nom")
POSTCODE = _names(
    "postcode postalCode postal_code post_code zip zipcode zip_code code_postal cp location_postalcode address_zip"
)
CITY = _names(
    "city municipality locality addressLocality town commune ville localite location_city address_city gemeente"
    " acom_nom_m"
)
URL = _names("url link permalink href lien canonical_url @id")
ORGANISER = _names("organizer organizers organiser organisers organisateur organisateurs organisation host")
FUNDER = (*_names("funder funders sponsor financeur financeurs organisme bailleur porteur provider"), *ORGANISER)
TEXT = _names("description text texte summary body articleBody content contenu resume details chapo chapeau free_text")
DEADLINE = _names(
    "deadline deadlines closes closing closing_date close_date validThrough applicationDeadline deadline_date"
    " deadline_dates submission_deadline date_limite dates_limites date_cloture cloture echeance"
)
OPENS = _names("opens opening opening_date open_date date_ouverture ouverture")
PUBLISHED = _names(
    "published datePublished pubDate publication_date published_at date_publication publie publie_le effective"
    " dateCreated"
)
LANGUAGE = _names("language inLanguage lang langue")
IDENTIFIER = _names("identifier reference ref call_identifier call_id")
ATTENDANCE = _names("eventAttendanceMode attendance attendance_mode")
