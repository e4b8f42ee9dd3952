"""extruct: what the pages of items say to machines. Arguments: addresses of pages."""

import sys

import extruct
import httpx
from told import tell


def _read(url):
    answer = httpx.get(url).raise_for_status()
    found = extruct.extract(answer.text, base_url=url, syntaxes=["json-ld", "opengraph"], uniform=True, errors="strict")
    return {"jsonld": found["json-ld"], "opengraph": found["opengraph"]}


tell({url: _read(url) for url in sys.argv[1:]})
