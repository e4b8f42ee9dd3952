"""The place that running text or one line names, by evidence; none where a person would hesitate.

Order: a postcode beside its town, a postcode in an address, a name or a totem place where places stand, the town that a
venue carries in its name. Streets, people, firms and lives that carry a town's name tell nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.countries import FOREIGN_TOWNS, NAMESAKES
from transforms.gazetteer import Municipality, Named, Totem, gazetteer
from transforms.place_claims import Claim, claims_of, span_of, totem_claims
from transforms.place_codes import codes_of
from transforms.place_evidence import Evidence, Weight, is_province_of, weigh
from transforms.place_setting import Line
from transforms.place_tokens import Sighting, segments, sightings, totems_in, words_of
from transforms.text import FIELD_LIMIT

SEVERAL = "the text names several towns"
# No text that names more than these takes place in one of them.
_MANY = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """What a text says of a place: one municipality with its rule and words, or the reason why none was taken.

    `named` is the meaning of the name (it may be a locality), `span` the characters that decided; `province` and
    `region` alone where only they are sure; `country` of a place abroad.
    """

    municipality: Municipality | None = None
    rule: str = ""
    words: str = ""
    totem: Totem | None = None
    abstained: str | None = None
    province: str | None = None
    region: str | None = None
    country: str | None = None
    named: Named | None = None
    postcode: str | None = None
    span: tuple[int, int] | None = None


def find_place(text: str) -> Mention:
    """The one municipality that a text names; several different ones, or an ambiguous one, give none."""
    text = text[:FIELD_LIMIT]
    known = gazetteer()
    words = words_of(text)
    totems = totems_in(known, words)[:_MANY]
    covered = {i for t in totems for i in range(t.first, t.last)}
    names = [s for s in sightings(known, words) if not covered.intersection(range(s.first, s.last))]
    names, codes = names[:_MANY], codes_of(known, words)[:_MANY]
    if not (names or totems or codes):
        return Mention()
    line = Line(text, words, segments(words, names + totems), names)
    claims, refused = claims_of(line, codes)
    claims += totem_claims(line, totems)
    return _decide(line, claims, totems, refused)


def _decide(
    line: Line, claims: list[Claim], totems: list[Sighting], refused: list[tuple[Sighting, Evidence]]
) -> Mention:
    areas = [c for c in claims if c.sighting and c.sighting.area and not c.municipality]
    towns = [_settled(line, c, claims, refused) for c in claims if c not in areas]
    towns = _without_provinces(line, _without_umbrella(towns))
    if not towns:
        return _area(line, areas, refused)
    top = max(c.weight for c in towns)
    if top is Weight.CODED or not any(c.totem for c in towns):
        towns = [c for c in towns if c.weight is top]
    else:
        # A venue that we know and a town that stands as the place must agree.
        towns = [c for c in towns if c.weight is top or c.totem]
    best = towns[0]
    if any(c.rule == "disagree" for c in towns):
        return _several(line, towns, f"postcode {best.postcode} and town disagree")
    if any(c.municipality is None and not c.country for c in towns):
        unsure = next(c for c in towns if c.municipality is None and not c.country)
        words = line.text[slice(*unsure.span)]
        return _several(line, [unsure], f"{words} is the name of several places", named=True)
    if len({c.municipality.nis if c.municipality else c.country or c.key for c in towns}) > 1 or any(
        c.rule == "route" for c in towns
    ):
        return _several(line, towns, SEVERAL)
    if best.municipality is None:
        return Mention(
            rule="foreign-country", words=line.text[slice(*best.span)], country=best.country or None, span=best.span
        )
    clash = next((a for a in areas if not _agrees(line, best, a)), None)
    if clash:
        return Mention(words=line.text[slice(*best.span)], abstained="town and province disagree", span=best.span)
    named = next((c.named for c in towns if c.named and c.named.locality), best.named)
    totem = next((c.totem for c in towns if c.totem), None) or _common_totem(line, best.municipality, totems)
    return Mention(
        best.municipality,
        best.rule,
        line.text[slice(*best.span)],
        totem,
        None,
        best.municipality.province,
        best.municipality.region,
        "BE",
        named,
        next((c.postcode for c in towns if c.postcode), None),
        best.span,
    )


def _settled(line: Line, claim: Claim, claims: list[Claim], refused: list[tuple[Sighting, Evidence]]) -> Claim:
    """An ambiguous name with the meaning that its neighbours leave: "Celles (Houyet)", "Noville, Bastogne"."""
    if claim.municipality or claim.country or not claim.options or claim.rule == "disagree" or claim.sighting is None:
        return claim
    near = [s for s in line.neighbours(claim.sighting) if s.key != claim.key]
    fitting = {
        n.municipality.nis: n
        for n in claim.options
        for s in near
        if any(t.municipality is n.municipality and not t.ambiguous for t in s.towns)
        or is_province_of(s, n.municipality.province)
        or (s.area is not None and s.area.province is None and s.area.region == n.municipality.region != "WAL")
        or (n.municipality.region == "BRU" and any(t.municipality.nis == "21004" for t in s.towns))
    }
    if len(fitting) != 1:
        return claim
    named = next(iter(fitting.values()))
    return Claim(
        claim.span, "name+context", claim.weight, claim.key, named, named.municipality, sighting=claim.sighting
    )


def _without_umbrella(claims: list[Claim]) -> list[Claim]:
    """Claims without the umbrella: in "Ixelles, Bruxelles" Brussels names the region, and Ixelles is meant."""
    inner = [c for c in claims if c.municipality and c.municipality.region == "BRU" and c.municipality.nis != "21004"]
    if not inner:
        return claims
    return [
        c for c in claims if not (c.municipality and c.municipality.nis == "21004" and c.weight is not Weight.CODED)
    ]


def _without_provinces(line: Line, claims: list[Claim]) -> list[Claim]:
    """Claims without provinces: behind a town ("Ciney (Namur)") the name of another may be that of its province."""
    kept = list(claims)
    if len(claims) > 6:
        return kept
    for claim in claims:
        if claim.sighting is None or claim.municipality is None or claim.weight is Weight.CODED:
            continue
        seen = claim.sighting
        before = next((c for c in kept if c.sighting and c.sighting.last == seen.first and c is not claim), None)
        if before is None or before.municipality is None or before.municipality is claim.municipality:
            continue
        if before.rule == "name+context" or is_province_of(seen, before.municipality.province):
            between = line.text[before.span[1] : claim.span[0]].strip()
            if between == "(" or (between == "," and len([c for c in claims if not c.totem]) == 2):
                kept.remove(claim)
    return kept


def _area(line: Line, areas: list[Claim], refused: list[tuple[Sighting, Evidence]]) -> Mention:
    found = {(c.sighting.area.province, c.sighting.area.region): c for c in areas if c.sighting and c.sighting.area}
    if len(found) == 1:
        (province, region), claim = next(iter(found.items()))
        if province or region:
            words = line.text[slice(*claim.span)]
            rule = "province" if province else "region"
            return Mention(None, rule, words, None, None, province, region, "BE", span=claim.span)
    if refused:
        seen, evidence = refused[0]
        span = span_of(line, seen.first, seen.last)
        return Mention(
            words=line.text[slice(*span)], abstained=f"{line.text[slice(*span)]}: {evidence.rule}", span=span
        )
    return Mention()


def _agrees(line: Line, best: Claim, area: Claim) -> bool:
    """Whether a province that stands right behind a town is its own."""
    if area.sighting is None or area.sighting.area is None or best.sighting is None or best.municipality is None:
        return True
    said = area.sighting.area
    if abs(line.segments[area.sighting.first] - line.segments[best.sighting.first]) > 1:
        return True
    if said.province:
        return said.province == best.municipality.province
    return said.region in (None, best.municipality.region)


def _several(line: Line, claims: list[Claim], why: str, named: bool = False) -> Mention:
    """No municipality; the province or region still, when all readings share it."""
    towns = [m for c in claims for m in ([c.municipality] if c.municipality else [n.municipality for n in c.options])]
    abroad = any(c.municipality is None and not c.options for c in claims)
    unsure = any(c.key in FOREIGN_TOWNS or c.key in NAMESAKES for c in claims if c.municipality is None)
    provinces, regions = {m.province for m in towns}, {m.region for m in towns}
    province = provinces.pop() if len(provinces) == 1 and not abroad and not unsure else None
    region = regions.pop() if len(regions) == 1 and not abroad and not unsure and (province or not named) else None
    span = min(c.span[0] for c in claims), max(c.span[1] for c in claims)
    words = ", ".join(line.text[slice(*c.span)] for c in claims[:5])
    return Mention(words=words, abstained=why, province=province, region=region, span=span)


def _common_totem(line: Line, town: Municipality, totems: list[Sighting]) -> Totem | None:
    """A totem place with a common name ("Le Pavillon") is meant where its own town is named."""
    for seen in totems:
        if seen.totem and seen.totem.municipality == town and weigh(line, seen).rule != "part of a street name":
            return seen.totem
    return None
