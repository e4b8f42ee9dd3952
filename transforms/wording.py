"""The words of an item made fit to keep: title, excerpt, links, image, language, topics. What all kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from transforms.language import read_language
from transforms.notebook import Notebook
from transforms.text import FIELD_LIMIT, clean, excerpt, line, without_contacts, without_feed_tail
from transforms.titles import clean_title
from transforms.topics import Topic, read_topics
from vigie.model import Kind, RawField, RawItem, Source


@dataclass(frozen=True, slots=True)
class Wording:
    """What every kind says: `body` is the whole cleaned text (to be read, not kept), the rest goes into the record."""

    title: str
    body: str
    url: str | None
    description: str | None
    image: str | None
    language: str | None


def read_wording(raw: RawItem, source: Source, notebook: Notebook) -> Wording:
    """Title, text, link, image and language of an item; `title` is "" when the source gives none."""
    title_field = next((f for f in raw.all("title") if clean_title(f.value, source)), None)
    title = without_contacts(clean_title(title_field.value, source)) if title_field else ""
    if title_field:
        notebook.note("title", "title", line(title_field.value), title_field)
    body = "\n".join(dict.fromkeys(t for t in (_plain(raw.first("description")), _plain(raw.first("body"))) if t))
    language = _language(raw, source, body, notebook)
    url = _url(raw, notebook)
    return Wording(title, body, url, _description(raw, source, notebook), _image(raw, source, notebook), language)


def topics_of(raw: RawItem, kind: Kind, wording: Wording, notebook: Notebook) -> tuple[str, ...]:
    """Topics as `facet:slug`, best first. The source's own categories count as much as its title."""
    labels = tuple(line(f.value) for name in ("category", "keywords", "audience") for f in raw.all(name))
    kept = _topics(wording.title, wording.body, wording.language, kind, labels)
    title = raw.first("title")
    for topic in kept:
        if title:
            notebook.note("topics", f"keywords:{topic.facet}:{topic.slug}", ", ".join(topic.words), title)
    return tuple(f"{t.facet}:{t.slug}" for t in kept)


@lru_cache(maxsize=4096)
def _topics(title: str, body: str, language: str | None, kind: Kind, labels: tuple[str, ...]) -> tuple[Topic, ...]:
    """`read_topics`, remembered: one page of a list that moves makes all of its items be read again."""
    return read_topics(title, body, language, kind, labels)


def safe_url(value: str | None) -> str | None:
    """An absolute http(s) address without credentials, None for anything else."""
    text = (value or "").strip()
    try:
        parts = urlsplit(text)
        if (
            parts.scheme in ("http", "https")
            and parts.hostname
            and not parts.username
            and not set(text) & set(' \n\t<>"')
        ):
            return text
    except ValueError:
        return None
    return None


def _plain(field: RawField | None) -> str:
    return without_contacts(without_feed_tail(clean(field.value)))[:FIELD_LIMIT] if field else ""


def _description(raw: RawItem, source: Source, notebook: Notebook) -> str | None:
    """The whole text when the source lets us republish it, else an excerpt (SECURITY.md D15)."""
    names = ("body", "description") if source.rights.republish else ("description", "body")
    for name in names:
        field = raw.first(name)
        text = _plain(field)
        if field and text:
            kept = text if source.rights.republish else excerpt(text)
            notebook.note("description", "full-text" if source.rights.republish else "excerpt", kept, field)
            return kept
    return None


def _url(raw: RawItem, notebook: Notebook) -> str | None:
    field = raw.first("url")
    url = safe_url(raw.url) or safe_url(field.value if field else None)
    if url and field:
        notebook.note("url", "link", url, field)
    return url


def _image(raw: RawItem, source: Source, notebook: Notebook) -> str | None:
    field = raw.first("image")
    if field is None or not source.rights.image_rights:
        return None
    image = safe_url(field.value)
    if image:
        notebook.note("image", "image", image, field)
    return image


def _language(raw: RawItem, source: Source, text: str, notebook: Notebook) -> str | None:
    field = raw.first("language")
    said = field.value.strip().lower().replace("_", "-").split("-")[0] if field else ""
    read = read_language(text)
    title = raw.first("title")
    # WordPress announces fr-FR for every page of a site; the words themselves know better when there are enough.
    if read and title:
        notebook.note("language", "frequent-words", read, title)
        return read
    if field and len(said) == 2 and said.isalpha():
        notebook.note("language", "language-field", field.value, field)
        return said
    return source.language or None
