"""A capture without the ways to reach persons, for fixtures that are published with the code (SECURITY.md D16).

E-mail addresses and telephone numbers are replaced wherever they stand, persons' names where a format has a field for
them. What readers read stays: identities (`UID` of calendars, ids of rows), addresses of pages, texts around it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from vigie.model import Capture

NOBODY = "Person"
NUMBER = "+32 000 00 00 00"
_SIGN = r"(?:[A-Za-z0-9._+-]|&#\d{2,3};|&#[xX][0-9A-Fa-f]{2};)"
_AT = r"(?:@|&#0*64;|&#[xX]0*40;|%40|\\u0040)"
_MAIL = re.compile(rf"{_SIGN}+{_AT}{_SIGN}+?(?:\.|&#0*46;|&#[xX]0*2[eE];)[A-Za-z]{{2,12}}(?![A-Za-z0-9-])")
_OURS = re.compile(
    r"(?:@|%40)(?:[\w-]+\.)*(?:example(?:\.(?:org|com|net))?|invalid)$|calendar\.google\.com$", re.IGNORECASE
)
_GAP = r"[ ./\xc2\xa0-]"
_PHONE = re.compile(
    rf"(?<![\w.,:/+%&=#-])(?:(?:\+|00)\d{{2}}{_GAP}{{0,2}}(?:\(0\){_GAP}{{0,2}})?\d(?:{_GAP}{{0,2}}\d){{6,9}}"
    rf"|0\d{{1,3}}(?:{_GAP}{{1,3}}\d{{2,3}}){{2,4}})(?![\w-])"
)
_TEL = re.compile(r"(?i)(tel:|callto:)[+\d().%\s-]{6,20}")
_JSON_PERSON = re.compile(
    r'("(?:contact_?(?:name|person)s?|contactPersons?|creators?|contributors?|attendees|author_?name|speakers?)"\s*:\s*)'
    r'"(?:[^"\\]|\\.)+"'
)
_JSON_PHONE = re.compile(r'("\w*(?:phone|telephone|gsm|mobile|fax)\w*"\s*:\s*)"(?:[^"\\]|\\.)+"', re.IGNORECASE)
_XML_PERSON = re.compile(
    r"(<(?P<tag>(?:dc:|itunes:)?(?:creator|author|managingEditor|webMaster)|(?:\w+:)?name)(?:\s[^>]*)?>)"
    r"(?P<text>\s*(?:<!\[CDATA\[.*?\]\]>|[^<]+))(</(?P=tag)>)",
    re.DOTALL,
)
_FOLD = re.compile(r"\r?\n[ \t]")
_ICAL_PERSON = re.compile(r"(?im)^(ORGANIZER|ATTENDEE|CONTACT)([;:]).*$")
_ICAL_IDENTITY = re.compile(r"(?im)^UID[;:].*$")


def without_persons(capture: Capture) -> Capture:
    """The same answer with nobody's address in it. Its sha-256 and length are those of the new body."""
    text = capture.body.decode("latin-1")  # one sign for each byte: whatever the encoding, ASCII is found
    if "BEGIN:VCALENDAR" in text[:500].upper():
        text = _of_calendar(text)
    else:
        if text.lstrip()[:1] in ("{", "[") or "json" in capture.media_type:
            text = _JSON_PERSON.sub(rf'\1"{NOBODY}"', text)
            text = _JSON_PHONE.sub(rf'\1"{NUMBER}"', text)
        elif "<rss" in text[:2000] or "<feed" in text[:2000] or "RDF" in text[:2000]:
            text = _XML_PERSON.sub(_unnamed, text)
        text = _reached(text)
    body = text.encode("latin-1")
    if body == capture.body:
        return capture
    headers = tuple((k, str(len(body)) if k.lower() == "content-length" else v) for k, v in capture.headers)
    return replace(capture, body=body, headers=headers, sha256=hashlib.sha256(body).hexdigest())


def _of_calendar(text: str) -> str:
    unfolded = _FOLD.sub("", text) if "@" in text or _PHONE.search(text) else text
    lines = [
        line if _ICAL_IDENTITY.match(line) else _reached(_ICAL_PERSON.sub(rf"\1;CN={NOBODY}:invalid:nobody", line))
        for line in unfolded.splitlines()
    ]
    ending = "\r\n" if "\r\n" in text else "\n"
    return ending.join(lines) + ending


def _unnamed(hit: re.Match[str]) -> str:
    """A person's name in a feed; `name` stands for persons only within `author` (Atom), which its place tells."""
    if hit["tag"].endswith("name") and "<author" not in hit.string[max(0, hit.start() - 120) : hit.start()]:
        return hit.group(0)
    return f"{hit.group(1)}{NOBODY}{hit.group(4)}"


def _reached(text: str) -> str:
    text = _MAIL.sub(_nobody, text)
    text = _TEL.sub(lambda hit: hit.group(1) + NUMBER.replace(" ", ""), text)
    return _PHONE.sub(_unless(lambda digits: len(digits) >= 9), text)


def _nobody(hit: re.Match[str]) -> str:
    """One made-up address for each real one, so that two stay two."""
    if _OURS.search(hit.group(0)):
        return hit.group(0)
    return f"person-{hashlib.sha256(hit.group(0).encode()).hexdigest()[:6]}@example.org"


def _unless(is_number: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    return lambda hit: NUMBER if is_number(re.sub(r"\D", "", hit.group(0))) else hit.group(0)
