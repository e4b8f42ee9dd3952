"""One story of a Prezly press room."""

from __future__ import annotations

from typing import Any

from scrapers.readers.addresses import absolute
from scrapers.readers.decoding import loose_json
from scrapers.readers.drafts import ItemDraft, PageDraft, printed
from scrapers.readers.instants import iso
from scrapers.readers.kinds import kind_of
from scrapers.readers.rows import say_text

_ASSETS = "https://cdn.uc.assets.prezly.com/"
_USED = frozenset(
    ("uuid", "id", "slug", "title", "subtitle", "summary", "published_at", "updated_at", "links", "categories",
     "culture", "thumbnail_image", "thumbnail_url", "oembed", "visibility", "lifecycle_status", "tags", "tag_names")
)  # fmt: skip
# What the room's own scripts need, and persons.
_LEFT_OUT = frozenset(
    ("author", "content", "content_json", "format_version", "created_at", "is_shared", "is_archived", "is_published",
     "is_publishable", "is_embargo", "is_pinned", "is_sharable", "newsroom", "preview_image", "header_image",
     "publication_status", "social_image", "social_text", "seo_settings", "translations", "alternatives",
     "formatting_version", "type", "scheduled_at", "published_until", "has_og_image", "attached_coverage",
     "attached_gallery_content_images")
)  # fmt: skip


def read_story(draft: PageDraft, story: dict[str, Any], pointer: str) -> None:
    """Adds a story, unless it is of another language than the source asks for, or not public."""
    source, item = draft.source, draft.item(pointer)
    language = _object(story.get("culture"))
    codes = [printed(language.get(name)) or "" for name in ("code", "locale", "language_code")]
    wanted = source.option("locale")
    if wanted and any(codes) and not any(code.lower().startswith(wanted.lower()) for code in codes):
        draft.unread(["story of another language"])
        return
    if printed(story.get("visibility")) in ("private", "confidential") or _is_embargoed(story):
        draft.unread(["story that is not public"])
        return
    say_text(item, "title", story.get("title"), "/title")
    say_text(item, "description", story.get("subtitle") or story.get("summary"), "/subtitle")
    view = _object(story.get("links")).get("newsroom_view") or _object(story.get("oembed")).get("url")
    link = absolute(draft.capture.url, view) or absolute(draft.capture.url, f"/{printed(story.get('slug')) or ''}")
    item.say("url", link, "/links/newsroom_view", html=False)
    for raw, name in (("published_at", "published"), ("updated_at", "updated")):
        item.say(name, iso(story.get(raw)), f"/{raw}", html=False)
    item.say("language", codes[2] or codes[0][:2], "/culture", html=False)
    words = [word for one in _list(story.get("categories")) if (word := _category(one))]
    for word in words:
        say_text(item, "category", word, "/categories")
    for tag in _list(story.get("tag_names")) + _list(story.get("tags")):
        say_text(item, "keywords", tag, "/tags")
    _say_picture(draft, item, story)
    draft.unread(k for k, v in story.items() if v and k not in _USED and k not in _LEFT_OUT)
    draft.add(item.finish(source, printed(story.get("uuid")), kind_of(source, [*words, item.value("title")]), link))


def _is_embargoed(story: dict[str, Any]) -> bool:
    return printed(story.get("lifecycle_status")) in ("embargo", "scheduled", "draft", "uninitialized")


def _category(value: Any) -> str | None:
    one = _object(value)
    localised = next((_object(text).get("name") for text in _object(one.get("i18n")).values() if text), None)
    return printed(one.get("display_name") or one.get("name") or localised)


def _say_picture(draft: PageDraft, item: ItemDraft, story: dict[str, Any]) -> None:
    image = story.get("thumbnail_image")
    if isinstance(image, str):
        try:
            image = loose_json(image)
        except ValueError:
            image = None
    uuid = printed(_object(image).get("uuid"))
    address = f"{_ASSETS}{uuid}/" if uuid else story.get("thumbnail_url")
    item.say("image", absolute(draft.capture.url, address), "/thumbnail_image", html=False)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
