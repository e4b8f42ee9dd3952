"""What each name, postcode and totem place of a line claims, before they are held against one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.countries import FOREIGN_TOWNS, NAMESAKES
from transforms.gazetteer import Municipality, Named, Totem
from transforms.place_codes import Coded, country_beside
from transforms.place_evidence import Evidence, Weight, weigh
from transforms.place_setting import Line
from transforms.place_tokens import Sighting


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of one name. Without a municipality: a place abroad (`country`), or a name with several meanings."""

    span: tuple[int, int]
    rule: str
    weight: Weight
    key: str
    named: Named | None = None
    municipality: Municipality | None = None
    country: str | None = None
    options: tuple[Named, ...] = ()
    postcode: str | None = None
    totem: Totem | None = None
    sighting: Sighting | None = field(default=None, compare=False)


def claims_of(line: Line, codes: list[Coded]) -> tuple[list[Claim], list[tuple[Sighting, Evidence]]]:
    claims: list[Claim] = []
    refused: list[tuple[Sighting, Evidence]] = []
    used: set[int] = set()
    between = False
    for seen in line.names:
        code = next((c for c in codes if c.beside(line, seen)), None)
        if code:
            used.add(code.first)
            claims.append(_coded(line, seen, code))
            continue
        evidence = weigh(line, seen)
        before = line.words[seen.first - 1] if seen.first else None
        if between and _joined(line, seen):
            evidence = Evidence(Weight.PLACE, "route")
        elif refused and refused[-1][0].last == seen.first - 1 and _joined(line, seen):
            evidence = Evidence(Weight.NONE, refused[-1][1].rule)
        between = before is not None and before.key in {"entre", "tussen", "between", "zwischen"}
        if between:
            evidence = Evidence(Weight.PLACE, "route")
        if evidence.weight is Weight.NONE:
            if not any(w.capital for w in line.words[seen.first : seen.last]):
                continue
            refused.append((seen, evidence))
        else:
            claims.append(_claim(line, seen, evidence))
    for code in codes:
        if code.first not in used and code.alone(line):
            claims.append(_by_code(line, code))
    return claims, refused


def _joined(line: Line, seen: Sighting) -> bool:
    return bool(seen.first) and line.words[seen.first - 1].key in {"et", "ou", "and", "en", "und"}


def span_of(line: Line, first: int, last: int) -> tuple[int, int]:
    return line.words[first].start, line.words[last - 1].end


def _coded(line: Line, seen: Sighting, code: Coded) -> Claim:
    span = span_of(line, min(seen.first, code.first), max(seen.last, code.first + 1))
    if code.country or (seen.country and not any(code.digits in n.postcodes for n in seen.towns)):
        country = code.country or seen.country
        return Claim(span, "postcode+name", Weight.CODED, seen.key, country=country or "", sighting=seen)
    own = [n for n in seen.towns if code.digits in n.postcodes]
    there = {m.nis for m in code.municipalities}
    same = own or [n for n in seen.towns if n.municipality.nis in there]
    towns = {n.municipality.nis: n for n in same}
    if len(towns) == 1:
        named = next(iter(towns.values()))
        return Claim(
            span,
            "postcode+name",
            Weight.CODED,
            seen.key,
            named,
            named.municipality,
            postcode=code.digits,
            sighting=seen,
        )
    # "1050 Bruxelles": the town stands for its region, the postcode tells the municipality.
    if (
        len(code.municipalities) == 1
        and seen.towns
        and {n.municipality.nis for n in seen.towns} == {"21004"}
        and (code.municipalities[0].region == "BRU")
    ):
        return Claim(
            span,
            "postcode+name",
            Weight.CODED,
            seen.key,
            None,
            code.municipalities[0],
            postcode=code.digits,
            sighting=seen,
        )
    options = (*seen.towns, *(Named(m, m.name, m.postcodes, False, False) for m in code.municipalities))
    return Claim(span, "disagree", Weight.CODED, seen.key, options=options, postcode=code.digits, sighting=seen)


def _by_code(line: Line, code: Coded) -> Claim:
    span = span_of(line, code.first, code.first + 1)
    if code.country or len(code.municipalities) != 1:
        options = tuple(Named(m, m.name, m.postcodes, False, False) for m in code.municipalities)
        return Claim(span, "postcode", Weight.PLACE, code.digits, country=code.country, options=options)
    return Claim(span, "postcode", Weight.PLACE, code.digits, None, code.municipalities[0], postcode=code.digits)


def _claim(line: Line, seen: Sighting, evidence: Evidence) -> Claim:
    span = span_of(line, seen.first, seen.last)
    country = country_beside(line, seen)
    if country and country != "BE" and (seen.towns or seen.country):
        return Claim(span, evidence.rule, evidence.weight, seen.key, country=country, sighting=seen)
    if seen.country and not seen.towns:
        return Claim(span, evidence.rule, evidence.weight, seen.key, country=seen.country, sighting=seen)
    towns = {n.municipality.nis: n for n in seen.towns}
    doubtful = any(n.ambiguous for n in seen.towns) or len(towns) > 1
    abroad = country != "BE" and (seen.key in FOREIGN_TOWNS or seen.key in NAMESAKES)
    if seen.towns and not doubtful and not abroad:
        named = seen.towns[0]
        return Claim(span, evidence.rule, evidence.weight, seen.key, named, named.municipality, sighting=seen)
    return Claim(span, evidence.rule, evidence.weight, seen.key, options=seen.towns, sighting=seen)


def totem_claims(line: Line, totems: Iterable[Sighting]) -> list[Claim]:
    claims = []
    for seen in totems:
        totem = seen.totem
        if totem is None or totem.municipality is None or seen.key not in totem.distinctive:
            continue
        if weigh(line, seen).rule == "part of a street name":
            continue
        span = span_of(line, seen.first, seen.last)
        claims.append(
            Claim(span, "venue-alias", Weight.PLACE, seen.key, None, totem.municipality, totem=totem, sighting=seen)
        )
    return claims
