"""The picture that a shared link shows: 1200 × 630 points of our own typography. Pure: equal cards, equal bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 84
PAPER, INK, SOFT, RULE, ACCENT = "#fbf6ec", "#221d17", "#665b4e", "#dccfb8", "#a8341a"
COLOURS = 48
LARGEST, SMALLEST, STEP = 78, 42, 4
MOST_LINES = 4
TITLE_HEIGHT = 290
ROMAN, BOLD, BOLD_ITALIC = "Regular", "Semibold", "BoldIt"
_RANGES = ((0x20, 0x24F), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF))
"""Characters that the font draws: Latin, Greek, Cyrillic, their signs."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What is printed: a word above, the title, up to two lines below it, and the words beside the name of the site."""

    kicker: str
    title: str
    lines: tuple[str, ...]
    motto: str


def drawn(card: ShareCard) -> bytes:
    """The card as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    above = _font(BOLD, 30)
    draw.text((MARGIN, 62), _one_line(card.kicker, above, WIDTH - 2 * MARGIN), fill=ACCENT, font=above)
    top = _title(draw, _printable(card.title) or "Vigie")
    for line in card.lines[:2]:
        font = _font(ROMAN, 36)
        draw.text((MARGIN, top), _one_line(line, font, WIDTH - 2 * MARGIN), fill=SOFT, font=font)
        top += 50
    draw.line((MARGIN, HEIGHT - 100, WIDTH - MARGIN, HEIGHT - 100), fill=RULE, width=2)
    draw.text((MARGIN, HEIGHT - 40), "Vigie", fill=ACCENT, font=_font(BOLD_ITALIC, 48), anchor="ls")
    draw.text((WIDTH - MARGIN, HEIGHT - 40), _printable(card.motto), fill=SOFT, font=_font(ROMAN, 28), anchor="rs")
    file = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _title(draw: ImageDraw.ImageDraw, title: str) -> int:
    """Draws the title as large as it fits; returns where the next line begins."""
    size = LARGEST
    while True:
        font = _font(BOLD, size)
        lines = wrapped(title, font, WIDTH - 2 * MARGIN)
        height = round(size * 1.14)
        if size == SMALLEST or (len(lines) <= MOST_LINES and len(lines) * height <= TITLE_HEIGHT):
            break
        size -= STEP
    most = min(MOST_LINES + 1, TITLE_HEIGHT // height)
    if len(lines) > most:
        lines = [*lines[: most - 1], _one_line(" ".join(lines[most - 1 :]), font, WIDTH - 2 * MARGIN)]
    top = 112
    for line in lines:
        draw.text((MARGIN, top), line, fill=INK, font=font)
        top += height
    return top + 22


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines of words that are at most `width` points wide; a word that is wider is cut."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word if font.getlength(word) <= width else _one_line(word, font, width))
    return lines


def _one_line(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    said = _printable(text)
    if font.getlength(said) <= width:
        return said
    while said and font.getlength(f"{said}…") > width:
        said = said[:-1]
    return f"{said.rstrip()}…"


def _printable(text: str) -> str:
    kept = "".join(c if any(low <= ord(c) <= high for low, high in _RANGES) else " " for c in text)
    return " ".join(part for part in kept.split(" ") if part)


@lru_cache(maxsize=64)
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    """Source Serif (SIL OFL 1.1), read from its package."""
    with as_file(files("font_source_serif_pro") / "files" / f"SourceSerifPro-{style}.ttf") as path:
        return ImageFont.truetype(io.BytesIO(path.read_bytes()), size)
