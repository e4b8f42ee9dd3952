"""Text as people should see it: entities undone, markup removed, invisible characters dropped, contacts left out.

`fold` is the one normal form for comparing words (accents, ligatures, case, apostrophes); it is never shown.
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3
from selectolax.lexbor import LexborHTMLParser

# No field needs more, and every expression below runs on bounded text (SECURITY.md, ReDoS: 20 KB per field).
FIELD_LIMIT = 20_000
MARKUP_LIMIT = 200_000

_TAG = re.compile(r"<(?:[a-zA-Z][^<>]*|/[a-zA-Z][^<>]*|!--.*?--|!\[CDATA\[.*?\]\]|!doctype[^<>]*)>", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|"
    r"blockquote|dd|dt|dl|hr|figure|figcaption)\b[^<>]*>",
    re.I,
)
# Page builders leave their own tags in REST answers (Divi, WPBakery, Avada).
_SHORTCODE = re.compile(r"\[/?(?:et_pb|vc|av|fusion|mk|tatsu)_[^\[\]]*\]")
# JSON-LD of The Events Calendar ends its texts in a literal backslash-n.
_LITERAL_BREAK = re.compile(r"(?:\\[nrt])+(?=\s*$|\s*<)|(?<=>)(?:\\[nrt])+")
# iMio and OpenAgenda send Markdown where others send HTML: **gras**. Single stars stay, they may be anything.
_STRONG = re.compile(r"\*\*(\S(?:[^*\n]{0,300}?\S)?)\*\*")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_SENTENCE_END = re.compile(r"[.!?…](?:[\"»”’)\]]|\s»)?(?=\s|$)")
_FEED_TAIL = re.compile(
    r"\s*(?:L[’']article .{1,300}? est apparu en premier sur .{1,200}"
    r"|The post .{1,300}? (?:appeared first on|first appeared on) .{1,200})$",
    re.S,
)

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
    + list(range(0x202A, 0x202F))
    + list(range(0x2066, 0x206A))
    + list(range(0xD800, 0xE000))
    + [c for c in range(0x00, 0x20) if c not in (0x09, 0x0A, 0x0D)]
    + [c for c in range(0x7F, 0xA0) if c != 0x85]
)
_LINES = {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}

_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"})
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ‛´`′＇", "'") | dict.fromkeys("‐‑‒–—−﹣－", "-"))

_MAIL = re.compile(
    r"(?:mailto:)?[\w.+%-]{1,64}(?:@|\s?[\[(](?:at|arobase)[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.I
)
_PHONE = re.compile(
    r"(?<![\w/.,-])(?<!\d[\s.])"
    r"(?!\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d{2}(?!\d)|\d{2}[./]\d{2}\s)"  # a date in figures
    r"(?:(?:\+|00)\d{2,3}[\s./-]{0,2}(?:\(0\)[\s./-]{0,2})?\d(?:[\s./-]{0,2}\d){6,10}"
    r"|\(?0\d{1,3}\)?[\s./-]{1,3}\d{2,3}(?:[\s.-]?\d{2,3}){1,3}"
    r"|0[1-9]\d{7,8})"
    r"(?![\w€%]|\s?€)"
)
_CONTACT_LABEL = re.compile(r"(?:\b(?:t[ée]l(?:[ée]phone)?|gsm|fax|e-?mail|courriel|mail)\b[\s.:]*)+$", re.I)
_GAP = "\x00"


def clean(markup_or_text: str) -> str:
    """Plain text of markup or text: entities undone (also doubly escaped), tags removed, invisible characters dropped.

    Blocks become lines; inside a line white space is one blank. Text without markup keeps its `<` signs.
    """
    text = _LITERAL_BREAK.sub("\n", markup_or_text[:MARKUP_LIMIT])
    for _ in range(3):
        if _TAG.search(text):
            text = _without_tags(text)
        unescaped = html.unescape(text) if _ENTITY.search(text) else text
        if unescaped == text:
            break
        text = unescaped
    text = _STRONG.sub(r"\1", _SHORTCODE.sub(" ", text))
    return _tidy(text)


def line(markup_or_text: str) -> str:
    """`clean` on one line: for titles and names."""
    return clean(markup_or_text).replace("\n", " ")


def excerpt(text: str, limit: int = 300) -> str:
    """At most `limit` signs of plain text on one line, cut after a sentence, else after a word with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[:limit]
    # A sentence that ends in the first third would throw away what the reader came for.
    ends = [m.end() for m in _SENTENCE_END.finditer(flat[: limit + 1]) if limit // 3 <= m.end() <= limit]
    if ends:
        return head[: ends[-1]].rstrip()
    cut = head[: limit - 1]
    words = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return words.rstrip(" ,;:–—-(«") + "…"


def sanitise(markup: str) -> str:
    """Safe HTML by the allow-list of SECURITY.md: p a br em strong ul ol li; http, https, mailto; nofollow noopener."""
    return nh3.clean(
        _visible(markup[:MARKUP_LIMIT]),
        tags={"p", "a", "br", "em", "strong", "ul", "ol", "li"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def fold(text: str) -> str:
    """Normal form for comparison: no accents, ligatures opened, lower case, straight apostrophes and hyphens."""
    if text.isascii():
        return " ".join(text.casefold().replace("`", "'").split())
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_SIGNS).split())


def without_contacts(text: str) -> str:
    """The text without e-mail addresses and phone numbers, and without the labels that announced them (D16)."""
    bare = _PHONE.sub(_drop_phone, _MAIL.sub(_GAP, text))
    if _GAP not in bare:
        return text
    parts = bare.split(_GAP)
    kept = [_CONTACT_LABEL.sub("", part.rstrip(" \t(<[")) for part in parts[:-1]] + [parts[-1]]
    for number in range(1, len(kept)):
        # The bracket before an address went with it; the one behind it closes nothing any more.
        before = "".join(kept[:number])
        for opening, closing in ("()", "[]"):
            if before.count(opening) <= before.count(closing):
                kept[number] = re.sub(rf"^\s*\{closing}", "", kept[number])
    joined = " ".join(part.strip(" \t") if i else part.rstrip(" \t") for i, part in enumerate(kept))
    return re.sub(r" +([,.;)\]])", r"\1", _SPACES.sub(" ", joined)).replace(" ()", "").strip(" \n,;")


def without_feed_tail(text: str) -> str:
    """The text without WordPress's closing sentence ("L’article … est apparu en premier sur …")."""
    return _FEED_TAIL.sub("", text).rstrip()


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(c.isalpha() for c in text)


def _drop_phone(match: re.Match[str]) -> str:
    digits = sum(c.isdigit() for c in match.group())
    return _GAP if 8 < digits <= 15 else match.group()


def _without_tags(markup: str) -> str:
    tree = LexborHTMLParser("<body>" + _BLOCK.sub("\n", markup))
    for node in tree.css("script, style, noscript, template, iframe, svg"):
        node.decompose()
    return tree.body.text(deep=True, separator="") if tree.body else ""


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_LINES).translate(_INVISIBLE))


def _tidy(text: str) -> str:
    return _BREAKS.sub("\n", _SPACES.sub(" ", _visible(text))).strip()
