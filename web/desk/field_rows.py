"""Fields of several inputs as they were typed: moments, sessions, deadlines, a place, sums. Pure.

Each reader takes the name of the field and its form, and gives a value of the model or raises `Unfit`."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from vigie.model import BRUSSELS, Deadline, Money, MoneyRole, Occurrence, Place, Precision, WallTime
from warehouse.readings import read_place
from web.desk.field_forms import MOST_ROWS, Form


class Unfit(ValueError):
    """What was typed is no value of the field. `where` names the input, "" for the whole field."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(why)
        self.why, self.where = why, where


def read_day(text: str, where: str = "") -> date:
    """A day as browsers send it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit("Ce jour n’existe pas : écrivez-le comme 2026-03-12.", where) from None


def moment(form: Form, before: str) -> WallTime:
    """`day`, `time` (none = the whole day), `zone` and `vague` (the month alone is known), behind `before`."""
    day = read_day(form.get(f"{before}day", ""), f"{before}day")
    zone = form.get(f"{before}zone") or BRUSSELS
    if zone not in available_timezones():
        raise Unfit("Ce fuseau horaire n’existe pas.", f"{before}zone")
    if form.get(f"{before}vague"):
        return WallTime(datetime(day.year, day.month, 1), zone, Precision.MONTH)
    clock = form.get(f"{before}time", "")
    if not clock:
        return WallTime.of_day(day, zone)
    try:
        return WallTime(datetime.combine(day, time.fromisoformat(clock).replace(tzinfo=None)), zone)
    except ValueError:
        raise Unfit("Cette heure n’existe pas : écrivez-la comme 18:30.", f"{before}time") from None


def _rows(form: Form, names: tuple[str, ...]) -> list[str]:
    """Prefixes of the rows in which something was typed, in their order."""
    numbers = sorted({int(n) for n, dash, _ in (k.partition("-") for k in form) if dash and n.isdecimal()})[:MOST_ROWS]
    return [f"{n}-" for n in numbers if any(form.get(f"{n}-{name}") for name in names)]


def sessions(field: str, form: Form) -> tuple[Occurrence, ...]:
    found = []
    for row in _rows(form, ("start-day", "start-time", "end-day", "end-time")):
        zone = form.get(f"{row}zone") or BRUSSELS
        said = {**form, f"{row}start-zone": zone, f"{row}end-zone": zone}
        start = moment(said, f"{row}start-")
        end = None
        if said.get(f"{row}end-day") or said.get(f"{row}end-time"):
            said[f"{row}end-day"] = said.get(f"{row}end-day") or start.day.isoformat()
            end = moment(said, f"{row}end-")
            if end.day < start.day or (end.has_clock and end.local < start.local):
                raise Unfit("La fin vient avant le début.", f"{row}end-day")
            if end.has_clock and not start.has_clock:
                raise Unfit("Donnez aussi l’heure de début.", f"{row}start-time")
        found.append(Occurrence(start, end))
    if not found:
        raise Unfit("Donnez au moins une date.", "0-start-day")
    return tuple(sorted(set(found), key=lambda one: (one.start.utc, one.start.local)))


def deadlines(field: str, form: Form) -> tuple[Deadline, ...]:
    found = [
        Deadline(moment(form, row), form.get(f"{row}label") or None, bool(form.get(f"{row}strict")))
        for row in _rows(form, ("day", "time", "label"))
    ]
    return tuple(sorted(found, key=Deadline.closes_at))


def place(field: str, form: Form) -> Place | None:
    names = ("name", "street", "postcode", "municipality", "latitude", "longitude", "country")
    name, street, postcode, town, latitude, longitude, country = (form.get(n) or None for n in names)
    if not any((name, street, postcode, town)):
        return None
    for where, number in (("latitude", latitude), ("longitude", longitude)):
        if number is not None and _decimal(number) is None:
            raise Unfit("Écrivez les coordonnées en degrés, comme 50.4669.", where)
    if bool(latitude) != bool(longitude):
        raise Unfit("Donnez les deux coordonnées, ou aucune.", "latitude" if longitude else "longitude")
    point = (latitude or "").replace(",", "."), (longitude or "").replace(",", ".")
    found = read_place(
        name, street, postcode, town, latitude=point[0] or None, longitude=point[1] or None, country=country
    ).place
    if found is None:
        raise Unfit("Ce lieu ne dit rien : donnez un nom ou une commune.", "name")
    if town and found.nis is None and found.country in (None, "BE"):
        raise Unfit(
            "Cette commune n’est pas au répertoire belge : vérifiez-la avec son code postal, ou indiquez le pays.",
            "municipality",
        )
    return found


def sums(field: str, form: Form) -> tuple[Money, ...]:
    found = []
    for row in _rows(form, ("low", "high", "label", "text")):
        low, high = (_amount(form, f"{row}{name}") for name in ("low", "high"))
        if low is not None and high is not None and high < low:
            raise Unfit("Le plus haut montant est sous le plus bas.", f"{row}high")
        role = form.get(f"{row}role") or (MoneyRole.PRICE if field == "prices" else MoneyRole.GRANT)
        if role not in set(MoneyRole):
            raise Unfit("Choisissez l’une des possibilités.", f"{row}role")
        currency = (form.get(f"{row}currency") or "EUR").upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise Unfit("Une monnaie s’écrit en trois lettres, comme EUR.", f"{row}currency")
        rate = _amount(form, f"{row}rate")
        share = None if rate is None else rate / 100
        label, text = form.get(f"{row}label") or None, form.get(f"{row}text", "")
        found.append(Money(MoneyRole(role), low, high, currency, label, share, text))
    return tuple(found)


def _amount(form: Form, name: str) -> Decimal | None:
    said = form.get(name, "")
    found = _decimal(said) if said else None
    if said and (found is None or found < 0):
        raise Unfit("Écrivez un montant en chiffres, comme 12,50.", name)
    return found


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**12 else None
