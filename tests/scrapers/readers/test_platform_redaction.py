"""A takedown takes one item out of the lists of further platforms and leaves the others as they were."""

import hashlib
from dataclasses import replace

import pytest
from platform_bench import CATALOGUE

from scrapers.catalogue import load
from scrapers.readers import reader_for
from scrapers.redaction import needles_of, redact


@pytest.mark.parametrize(
    "slug",
    ["numerique-wallon", "vitrine-agenda", "noeuds-agenda", "mec-rest", "mec-liste", "appels-typo3", "lettre-typo3"],
)
def test_one_item_goes_and_the_others_stay(platform_web, slug):
    source = next(s for s in load(CATALOGUE) if s.slug == slug)
    capture = next(c for c in platform_web.read(slug).captures if c.request.item_key is None)
    reader = reader_for(source.platform)
    before = reader.read(source, capture, capture.fetched_at)
    assert len(before.items) > 5
    cleared = 0
    for gone in before.items[:4]:
        body = redact(capture, source, [f.evidence.pointer for f in gone.fields], needles_of(gone, capture.url))
        if body is None:
            continue  # the whole page then goes
        cleared += 1
        made = replace(capture, body=body, sha256=hashlib.sha256(body).hexdigest())
        after = reader.read(source, made, capture.fetched_at)
        assert [i.key for i in after.items] == [i.key for i in before.items if i.key != gone.key]
        assert gone.text("title") not in body.decode()
    assert cleared >= 3
