"""How the Walloon call sites word deadlines and sums, each in its own way."""

from __future__ import annotations

import zlib

from simulator import french, hosts
from simulator.things import Call, Deadline


def call_paragraphs(call: Call, host: str) -> tuple[str, ...]:
    """Sentences that say when a call opens and closes and what it grants; never more than the truth holds."""
    return tuple(t for t in (_opening(call), deadline_words(call, host), sum_words(call)) if t)


def _opening(call: Call) -> str:
    return f"Ouverture des candidatures le {french.day(call.opens)}." if call.opens else ""


def deadline_words(call: Call, host: str) -> str:
    """The sentence with the closing date or dates."""
    if call.rolling:
        return "Dépôt en continu, sans date limite : le jury se réunit tous les deux mois."
    if len(call.deadlines) == 2:
        stages = " – ".join(f"{d.label} : {_moment(d)}" for d in call.deadlines)
        return f"{stages[0].upper()}{stages[1:]}."
    if not call.deadlines:
        return ""
    return _single(call.deadlines[0], zlib.crc32(f"{call.id}@{host}".encode()) % 5, host)


def _single(deadline: Deadline, way: int, host: str) -> str:
    if way == 0:
        return f"Date limite : {_moment(deadline)}."
    if way == 1 and not deadline.clock:
        return f"Les dossiers sont reçus jusqu’au {french.day(deadline.at.date())} inclus."
    if way == 2:
        return f"Clôture des candidatures : {french.WEEKDAYS[deadline.at.weekday()]} {_moment(deadline)}."
    if way == 3 and host != hosts.BOURSES:
        tail = f" {deadline.at:%Hh%M}" if deadline.clock else ""
        return f"Date limite de dépôt : {deadline.at:%d/%m/%Y}{tail}."
    return f"Les candidatures sont à envoyer pour le {_moment(deadline)} au plus tard."


def _moment(deadline: Deadline) -> str:
    day = french.day(deadline.at.date())
    return f"{day} à {french.clock(deadline.at)}" if deadline.clock else day


def sum_words(call: Call) -> str:
    """The sentence with the sums; "" when the site says none."""
    style = call.number % 3
    if call.high is None:
        return ""
    if call.low:
        return f"Le soutien va de {french.euros(call.low, style)} à {french.euros(call.high, style)} par projet."
    if call.budget:
        envelope = french.euros(call.budget, style)
        return (
            f"L’aide est plafonnée à {french.euros(call.high, style)} "
            f"par projet, pour une enveloppe totale de {envelope}."
        )
    return f"Montant plafonné à {french.euros(call.high, style)}."
