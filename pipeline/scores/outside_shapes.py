"""The JSON shapes of the outside worlds: flat English, schema.org, flat French, OpenAgenda; calls and news have two."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Copied:
    """One record before it has a shape. `starts` with hours unless `bare`; `ends` of each start, None = unsaid."""

    kind: str
    source: str | None
    title: str
    noise: tuple[str, ...] = ()
    starts: tuple[datetime, ...] = ()
    ends: tuple[datetime | None, ...] = ()
    bare: bool = False
    all_day: bool = False
    venue: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    who: str | None = None
    text: str | None = None
    url: str | None = None
    status: str | None = None
    previous: datetime | None = None
    language: str = "fr"

    def shaped(self, shape: str, draw: random.Random) -> dict[str, Any]:
        """The record in one of the shapes that sites have; calls and news have two each."""
        if self.kind == "event":
            made = getattr(self, f"_{shape}")(draw)
        elif shape == "french":
            made = self._french_notice()
        else:
            made = self._english_notice()
        return {k: v for k, v in made.items() if v not in (None, {}, [])}

    def _at(self, moment: datetime | None) -> str | None:
        if moment is None:
            return None
        return moment.date().isoformat() if self.bare else moment.replace(tzinfo=ZONE).isoformat()

    def _bounds(self) -> tuple[str | None, str | None]:
        if self.all_day:
            first, last = self.starts[0].replace(hour=0, minute=0), (self.ends[-1] or self.starts[-1])
            return _zoned(first), _zoned(last.replace(hour=23, minute=59, second=59))
        return self._at(self.starts[0]), self._at(self.ends[0])

    def _english(self, draw: random.Random) -> dict[str, Any]:
        start, end = self._bounds()
        several = [{"start": self._at(s), "end": self._at(e)} for s, e in zip(self.starts, self.ends, strict=True)]
        when = {"start": start, "end": end} if len(self.starts) == 1 else {"sessions": several}
        return {
            "source": self.source, "kind": "event", "title": self.title, **when, "venue": self.venue,
            "street": self.street, "postcode": self.postcode, "city": self.town, "organizer": self.who,
            "description": self.text, "url": self.url, "status": self.status,
            "previousStartDate": self._at(self.previous),
        }  # fmt: skip

    def _schema(self, draw: random.Random) -> dict[str, Any]:
        start, end = self._bounds()
        address = _said({"streetAddress": self.street, "postalCode": self.postcode, "addressLocality": self.town})
        place = _said({"@type": "Place", "name": self.venue, "address": address or None})
        several = [{"@type": "Event", "startDate": self._at(s)} for s in self.starts]
        return {
            "source": self.source, "@context": "https://schema.org", "@type": "Event", "name": self.title,
            "startDate": start, "endDate": end if len(self.starts) == 1 else self._at(self.starts[-1]),
            "subEvent": several if len(self.starts) > 1 else None, "location": place if len(place) > 1 else None,
            "organizer": {"@type": "Organization", "name": self.who} if self.who else None, "url": self.url,
            "description": self.text, "eventStatus": self.status and f"https://schema.org/Event{self.status.capitalize()}",
            "previousStartDate": self._at(self.previous), "inLanguage": self.language,
        }  # fmt: skip

    def _french(self, draw: random.Random) -> dict[str, Any]:
        style = "%d/%m/%Y" if draw.random() < 0.3 else "%Y-%m-%d"
        start, end = self.starts[0], self.ends[-1]
        clock = (
            None
            if self.bare or self.all_day
            else draw.choice((f"{start:%Hh%M}", f"{start:%H:%M}", f"{start.hour}h{start:%M}".removesuffix("00")))
        )
        many = len(self.starts) > 1
        return {
            "source": self.source, "type": "événement", "titre": self.title,
            "date_debut": None if many else start.strftime(style), "heure": clock,
            "date_fin": end.strftime(style) if end and not many else None,
            "dates": [s.strftime("%Y-%m-%d") for s in self.starts] if many else None,
            "lieu": self.venue, "adresse": self.street, "code_postal": self.postcode, "commune": self.town,
            "organisateur": self.who, "description": self.text, "url": self.url, "statut": self.status,
        }  # fmt: skip

    def _openagenda(self, draw: random.Random) -> dict[str, Any]:
        place = _said({"name": self.venue, "address": self.street, "postalCode": self.postcode, "city": self.town})
        start, end = self._bounds()
        timings = [
            _said({"begin": self._at(s), "end": self._at(e)}) for s, e in zip(self.starts, self.ends, strict=True)
        ]
        return {
            "source": self.source, "title": {self.language: self.title},
            "description": {self.language: self.text} if self.text else None,
            "timings": timings if len(self.starts) > 1 else [_said({"begin": start, "end": end})], "location": place,
        }  # fmt: skip

    def _english_notice(self) -> dict[str, Any]:
        call = self.kind == "call"
        when = [self._at(s) for s in self.starts]
        return {
            "source": self.source, "kind": self.kind, "title": self.title, "url": self.url,
            "deadline": (when if len(when) > 1 else when[0]) if call else None, "funder": self.who,
            "published": None if call else when[0], "description": self.text,
        }  # fmt: skip

    def _french_notice(self) -> dict[str, Any]:
        when = self.starts[0].strftime("%d/%m/%Y") if self.bare else self._at(self.starts[0])
        if self.kind == "call":
            return {
                "source": self.source,
                "type": "appel",
                "titre": self.title,
                "date_limite": when,
                "organisme": self.who,
                "description": self.text,
                "url": self.url,
            }
        return {
            "source": self.source,
            "type": "actualité",
            "titre": self.title,
            "date_publication": when,
            "texte": self.text,
            "lien": self.url,
        }


def _said(found: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in found.items() if v is not None}


def _zoned(moment: datetime) -> str:
    return moment.replace(tzinfo=ZONE).isoformat()
