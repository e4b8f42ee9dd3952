"""The life of an item in plain sentences, from the states in which it was shown: what changed, and when. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from feeds.rights import released
from vigie.model import Article, Call, Content, Event, Item, Occurrence, Precision, Status, WallTime
from warehouse.as_of import Version
from web import french, outgoing
from web.language import Language
from web.said import Said, said_in

MOST = 20
"""Moments that a page tells, the newest."""
Sentences = Iterator[str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What changed at one aware instant, a sentence each."""

    at: datetime
    said: tuple[str, ...]


def history(versions: Iterable[Version], today: date, language: Language) -> tuple[Moment, ...]:
    """The newest first, the first sight last. States that nobody could see are passed over."""
    shown = [v for v in versions if not (v.item.hidden or v.item.merged_into or v.item.withdrawn_at)]
    if not shown:
        return ()
    words = said_in(language)
    items = [(v.since, released(v.item)) for v in shown]
    moments = [_first(items[0][1], words)]
    for (_, before), (at, after) in pairwise(items):
        told = tuple(_told(before, after, today, words))
        if told:
            moments.append(Moment(at, told))
    return (*reversed(moments[1:][-MOST:]), moments[0])


def _first(item: Item, words: Said) -> Moment:
    seen = min(item.sightings, key=lambda s: (s.first_seen, s.source), default=None)
    said = words._("Repéré chez {name}.").format(name=seen.name) if seen else words._("Repéré.")
    return Moment(item.created_at, (said,))


def _told(before: Item, after: Item, today: date, words: Said) -> Sentences:
    old, new = before.content, after.content
    if old.title != new.title:
        yield words._("Le titre était « {before} ».").format(before=french.bound(old.title))
    if isinstance(old, Event) and isinstance(new, Event):
        yield from _event(old, new, today, words)
    elif isinstance(old, Call) and isinstance(new, Call):
        yield from _call(old, new, today, words)
    yield from _place(old, new, words)
    if old.description != new.description:
        yield words._("La présentation a été revue.")
    yield from _sources(before, after, words)


def _event(old: Event, new: Event, today: date, words: Said) -> Sentences:
    _ = words._
    if old.occurrences != new.occurrences:
        yield _dates(old.occurrences, new.occurrences, today, words)
    if old.status is not new.status and (said := _status(old.status, new.status, words)):
        yield said
    if old.organizers != new.organizers and new.organizers:
        yield _("Organisateur désormais annoncé : {after}.").format(after=", ".join(new.organizers))
    if (old.is_free, old.prices, old.price_text) != (new.is_free, new.prices, new.price_text):
        after = _price(new, words)
        yield _("Prix désormais annoncé : {after}.").format(after=after) if after else _("Le prix n’est plus annoncé.")
    if old.online_url != new.online_url and new.online_url:
        yield _("Un lien de connexion a été ajouté.") if not old.online_url else _("Le lien de connexion a changé.")


def _dates(old: tuple[Occurrence, ...], new: tuple[Occurrence, ...], today: date, words: Said) -> str:
    one = len(old) == len(new) == 1
    if one and _moved_start(old[0], new[0]):
        return _from_to(old[0].start, new[0].start, today, words)
    added, gone = [s for s in new if s not in old], [s for s in old if s not in new]
    if added and not gone:
        return words.n("Une date s’ajoute : {after}.", "Des dates s’ajoutent : {after}.", len(added)).format(
            after=_sessions(added, today, words)
        )
    if gone and not added:
        return words.n("Une date n’est plus annoncée : {before}.", "Des dates ne sont plus annoncées : {before}.",
                       len(gone)).format(before=_sessions(gone, today, words))  # fmt: skip
    changed = words._("Les dates ont changé : auparavant {before}, désormais {after}.")
    return changed.format(before=_sessions(gone, today, words), after=_sessions(added, today, words))


def _moved_start(old: Occurrence, new: Occurrence) -> bool:
    """Whether two sessions are of one evening each, so that naming their starts says it all."""
    plain = all(s.start.precision is not Precision.MONTH and french.is_one_evening(s) for s in (old, new))
    return plain and old.start != new.start


def _from_to(old: WallTime, new: WallTime, today: date, words: Said) -> str:
    if old.day == new.day and old.has_clock and new.has_clock:
        clock = words.print.clock_words
        said = words._("L’heure est passée de {before} à {after}.")
        return said.format(before=clock(old.local.time()), after=clock(new.local.time()))
    said = words._("La date est passée du {before} au {after}.")
    return said.format(before=words.print.wall_words(old, today), after=words.print.wall_words(new, today))


def _sessions(sessions: list[Occurrence], today: date, words: Said) -> str:
    told = [words.print.session_words(s, today) for s in sessions[:3]]
    return " ; ".join([*told, "…"] if len(sessions) > 3 else told)


def _status(old: Status, new: Status, words: Said) -> str:
    _ = words._
    said = {
        Status.CANCELLED: _("Annulé, selon sa source."),
        Status.POSTPONED: _("Reporté, sans nouvelle date."),
        Status.RESCHEDULED: _("Annoncé à une nouvelle date."),
        Status.FULL: _("Complet, selon l’organisateur."),
        Status.MOVED_ONLINE: _("Déplacé en ligne."),
        Status.UNCONFIRMED: _("La source ne l’affiche plus ; rien ne dit qu’il est annulé."),
    }
    if new is Status.SCHEDULED:
        return "" if old in (Status.RESCHEDULED, Status.MOVED_ONLINE) else _("De nouveau annoncé comme prévu.")
    return said.get(new, "")


def _price(event: Event, words: Said) -> str:
    if event.is_free:
        return words._("gratuit")
    told = [said for money in event.prices if (said := words.print.money_words(money))]
    return ", ".join(told) or french.bound(event.price_text or "")


def _call(old: Call, new: Call, today: date, words: Said) -> Sentences:
    _ = words._
    before, after = (tuple(d.at for d in call.deadlines) for call in (old, new))
    if before != after:
        yield _deadlines(before, after, today, words)
    if old.closed is not new.closed:
        yield _("Clôturé, selon sa source.") if new.closed else _("De nouveau ouvert.")
    if new.rolling and not old.rolling:
        yield _("Candidatures désormais à tout moment.")
    if old.amounts != new.amounts and (sums := words.print.amounts_words(new.amounts)):
        yield _("Montant désormais annoncé : {after}.").format(after=sums)
    if old.funders != new.funders and new.funders:
        yield _("Financeur désormais annoncé : {after}.").format(after=", ".join(new.funders))


def _deadlines(old: tuple[WallTime, ...], new: tuple[WallTime, ...], today: date, words: Said) -> str:
    _, wall = words._, words.print.wall_words
    if len(old) == len(new) == 1:
        return _("L’échéance est passée du {before} au {after}.").format(
            before=wall(old[0], today), after=wall(new[0], today)
        )
    if not new:
        return _("L’échéance n’est plus annoncée.")
    said = words.n("Échéance désormais annoncée : {after}.", "Échéances désormais annoncées : {after}.", len(new))
    return said.format(after=" ; ".join(wall(at, today) for at in new[:4]))


def _place(old: Content, new: Content, words: Said) -> Sentences:
    before, after = (" ".join(outgoing.town(c.place).split()) for c in (old, new))
    if before == after or isinstance(new, Article):
        return
    if before and after:
        yield words._("Le lieu a changé : auparavant {before}, désormais {after}.").format(before=before, after=after)
    elif after:
        yield words._("Le lieu est désormais connu : {after}.").format(after=after)
    else:
        yield words._("Le lieu n’est plus annoncé.")


def _sources(before: Item, after: Item, words: Said) -> Sentences:
    old, new = ({s.source: s.name for s in item.sightings} for item in (before, after))
    name: Callable[[str], str] = lambda slug: new.get(slug) or old[slug]  # noqa: E731
    for slug in sorted(new.keys() - old.keys()):
        yield words._("Aussi annoncé par {name}.").format(name=name(slug))
    for slug in sorted(old.keys() - new.keys()):
        yield words._("N’est plus annoncé par {name}.").format(name=name(slug))
