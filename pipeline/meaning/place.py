"""`vigie meaning place`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.place_lines import PlaceLine, read_place_line


def read(text: str, reference: datetime) -> dict[str, object]:
    """The place that one line names, with its attendance. The reference changes nothing."""
    reading = read_place_line(text)
    told = reading.place is not None or reading.attendance is not None
    abstained = reading.abstained
    if reading.place is None and reading.attendance is not None and reading.span is None:
        abstained = None  # "En ligne" is understood: it takes place nowhere.
    return answer(text, abstained, [_plain(reading)] if told else [])


def _plain(reading: PlaceLine) -> dict[str, object]:
    place = reading.place
    return {
        "nis": place and place.nis,
        "municipality": place and place.municipality,
        "province": place and place.province,
        "region": place and place.region,
        "country": place and place.country,
        "postcode": place and place.postcode,
        "street": place and place.street,
        "venue": place and place.name,
        "totem": place and place.totem,
        "locality": place and place.locality,
        "attendance": reading.attendance and reading.attendance.value,
        "span": list(reading.span) if reading.span else None,
        "rule": reading.rule,
        "words": reading.words,
    }
