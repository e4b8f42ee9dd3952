"""How sites print one event: noise of titles, hours and places."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta

from pipeline.scores import outside_words as words
from pipeline.scores.outside_shapes import Copied
from pipeline.scores.outside_things import DAY, Thing

AGGREGATORS = ("quefaire", "carnet-culture", "sorties-be", "digital-cal", "agenda-scenes")
TITLE_NOISE = (
    "upper-case", "truncated", "organiser-front", "organiser-behind", "subtitle", "form-dropped", "typing-error",
    "emoji", "quoted", "town-in-title", "no-accents", "day-in-title",
)  # fmt: skip
HOUR_NOISE = ("hour-missing", "doors", "shifted-hour", "all-day", "end-missing", "end-other")
PLACE_NOISE = ("venue-alias", "town-only", "address-only", "no-place", "venue-no-town")


def event_copies(draw: random.Random, thing: Thing, n: int) -> list[Copied]:
    """`n` records of one event: the organiser's own first, then others, each with up to three kinds of noise."""
    assert thing.house
    house, start, form = thing.house, thing.starts[0], thing.form
    ends = tuple(thing.until or s + timedelta(hours=thing.hours) for s in thing.starts)
    title = _formed(thing, 0)
    plain = Copied(
        "event", slug(house.names[0], house.town.name), title, ("plain",), thing.starts, ends, thing.until is not None,
        False, house.names[0], house.street, house.town.postcode, house.town.name, thing.who,
        f"{title}. Une proposition de {thing.who}, à {house.town.name}." if draw.random() < 0.5 else None,
        f"https://{slug(house.names[0], house.town.name)}.example.org/{slug(title, f'{start:%Y-%m-%d-%H}')}",
    )  # fmt: skip
    others = [f"agenda-{slug(house.town.name)}", f"openagenda-{slug(house.town.province)}", *AGGREGATORS]
    draw.shuffle(others)
    made = [plain] if len(thing.starts) > 1 or draw.random() < 0.85 else []
    while len(made) < n:
        at = others.pop()
        copy = replace(plain, source=at, url=None, text=None, noise=())
        copy = (
            _translated(draw, copy, thing)
            if draw.random() < 0.08 and thing.titles[0] != thing.titles[1] and "title" not in thing.keeps
            else _retitled(draw, copy, thing)
        )
        copy = _replaced(draw, _retimed(draw, copy, thing), thing)
        if form[0] and draw.random() < 0.06:
            copy = replace(copy, url=f"{plain.url}?utm_source={at}", noise=(*copy.noise, "same-url"))
        if not thing.until and len(thing.starts) == 1 and draw.random() < 0.03:
            word = draw.choice(("ANNULÉ : ", "[Annulé] ", "Annulation – "))
            copy = replace(copy, title=word + copy.title, status="cancelled", noise=(*copy.noise, "cancelled"))
        if draw.random() < 0.25 and "no-place" not in copy.noise:
            copy = replace(copy, who=None, noise=(*copy.noise, "no-organiser"))
        if draw.random() < 0.04:
            copy = replace(copy, source=None, noise=(*copy.noise, "no-source"))
        made.append(replace(copy, noise=copy.noise or ("plain",)))
    if len(made) > 1 and len(thing.starts) == 1 and not thing.until and not thing.trap and draw.random() < 0.03:
        made[0] = _moved(made[0])
    return made


def _formed(thing: Thing, language: int) -> str:
    form = thing.form[language]
    title = thing.titles[language]
    joined = f"{form} : {title}" if form else title
    return (
        f"{joined} ({thing.mark})"
        if thing.mark and not thing.mark.startswith("#")
        else f"{joined} {thing.mark}".strip()
    )


def _retitled(draw: random.Random, copy: Copied, thing: Thing) -> Copied:
    kinds = draw.sample(TITLE_NOISE, draw.choice((0, 1, 1, 1, 2)))
    if "title" in thing.keeps:
        kinds = [k for k in kinds if k not in ("truncated", "typing-error")]
    title, town = copy.title, copy.town
    for kind in sorted(kinds, key=TITLE_NOISE.index, reverse=True):
        match kind:
            case "upper-case":
                title = title.upper()
            case "truncated":
                title = title if len(title) <= 40 else title[:39].rstrip() + draw.choice(("…", "..."))
            case "organiser-front":
                title = f"{thing.short}{draw.choice((' : ', ' | ', ' – ', ' présente : '))}{title}"
            case "organiser-behind":
                title = draw.choice(("{} ({})", "{} @ {}", "{} – {}")).format(title, thing.short)
            case "subtitle":
                title = f"{title} – {draw.choice(words.SUBTITLES)}"
            case "form-dropped":
                title = title.removeprefix(f"{thing.form[0]} : ") if thing.form[0] else title
            case "typing-error":
                title = _mistyped(draw, title)
            case "emoji":
                title = f"{draw.choice(words.EMOJI)} {title}"
            case "quoted":
                title = title.replace(thing.titles[0], f"« {thing.titles[0]} »")
            case "town-in-title":
                title = draw.choice(("{} à {}", "{} - {}", "{} | {}")).format(title, town)
            case "no-accents":
                title = "".join(c for c in unicodedata.normalize("NFD", title) if not unicodedata.combining(c))
            case "day-in-title":
                title = f"{title} – {thing.starts[0].day}/{thing.starts[0].month:02}"
    return replace(copy, title=title, noise=(*copy.noise, *kinds))


def _translated(draw: random.Random, copy: Copied, thing: Thing) -> Copied:
    to = draw.choice((1, 1, 2, 3))
    return replace(copy, title=_formed(thing, to), language=words.LANGUAGES[to], noise=(*copy.noise, "translated"))


def _retimed(draw: random.Random, copy: Copied, thing: Thing) -> Copied:
    if len(copy.starts) > 1:
        if draw.random() < 0.55:
            at = draw.randrange(len(copy.starts))
            return replace(copy, starts=(copy.starts[at],), ends=(copy.ends[at],), noise=(*copy.noise, "session"))
        return replace(copy, noise=(*copy.noise, "series"))
    if copy.bare or draw.random() < 0.5:
        return copy
    kind = draw.choice(HOUR_NOISE)
    start, end = copy.starts[0], copy.ends[0]
    if "hour" in thing.keeps and kind in ("hour-missing", "all-day"):
        return copy
    noise = (*copy.noise, kind)
    match kind:
        case "hour-missing":
            return replace(copy, bare=True, ends=(None,), noise=noise)
        case "doors":
            return replace(copy, starts=(start - timedelta(minutes=30),), noise=noise)
        case "shifted-hour":
            return replace(copy, starts=(start + timedelta(minutes=draw.choice((-15, 15, 30))),), noise=noise)
        case "all-day":
            return replace(copy, all_day=True, noise=noise)
        case "end-missing":
            return replace(copy, ends=(None,), noise=noise)
        case _:
            return replace(copy, ends=(end and end + timedelta(minutes=draw.choice((30, 60))),), noise=noise)


def _replaced(draw: random.Random, copy: Copied, thing: Thing) -> Copied:
    assert thing.house
    if draw.random() < 0.4:
        return copy
    kind = draw.choice(PLACE_NOISE)
    weak = (
        {"place", "title"} & thing.keeps or "translated" in copy.noise or thing.trap in ("several-towns", "same-film")
    )
    common = any(thing.titles[0].lower() == t[0].lower() for t in words.TOPICS)
    if weak or (common and kind == "no-place"):
        kind = "venue-alias"
    noise = (*copy.noise, kind)
    match kind:
        case "venue-alias":
            return replace(copy, venue=draw.choice(thing.house.names[1:]), street=None, noise=noise)
        case "town-only":
            return replace(copy, venue=None, street=None, postcode=None, noise=noise)
        case "address-only":
            return replace(copy, venue=None, noise=noise)
        case "no-place":
            return replace(copy, venue=None, street=None, postcode=None, town=None, noise=noise)
        case _:
            return replace(copy, street=None, postcode=None, town=None, noise=noise)


def _moved(copy: Copied) -> Copied:
    """The organiser has moved the day and says so; the others still print the old one."""
    old = copy.starts[0]
    return replace(
        copy, title=f"Reporté : {copy.title}", starts=(old + 7 * DAY,),
        ends=tuple(e and e + 7 * DAY for e in copy.ends),
        previous=old, status="rescheduled", text=f"Initialement prévu le {old:%d/%m/%Y}. {copy.text or ''}".strip(),
        noise=("moved-date",),
    )  # fmt: skip


def _mistyped(draw: random.Random, text: str) -> str:
    """One letter lost, doubled or swapped inside a word of at least six letters."""
    long = list(re.finditer(r"[^\W\d_]{6,}", text))
    if not long:
        return text
    word = draw.choice(long)
    at = draw.randrange(word.start() + 1, word.end() - 2)
    swapped = draw.choice((text[at + 1] + text[at], text[at] * 2 + text[at + 1], text[at + 1]))
    return text[:at] + swapped + text[at + 2 :]


def slug(*parts: str) -> str:
    """Words as they stand in addresses."""
    plain = unicodedata.normalize("NFD", "-".join(parts)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
