"""Class names as themes give them: BEM, utilities, hashes of a build, Bootstrap, plain words, or none at all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STYLES = ("bem", "utility", "hashed", "bootstrap", "words", "none")
_BLOCKS = {
    "event": ("event-card", "agenda-item", "c-teaser", "listing", "m-tile", "entry", "box"),
    "news": ("bloc-actu", "news-item", "c-teaser", "listing", "m-tile", "entry", "box"),
    "call": ("call-card", "c-teaser", "listing", "m-tile", "entry", "box"),
}
_WORDS = {
    "item": ("item", "bloc", "fiche", "post"), "title": ("titre", "title", "nom"),
    "list": ("liste", "list", "contenu"),
    "date": ("date", "quand", "jour"), "place": ("lieu", "place", "ou"), "text": ("texte", "chapo", "desc"),
    "category": ("rubrique", "type", "cat"), "price": ("prix", "tarif"), "more": ("suite", "more", "btn"),
    "image": ("photo", "img"),
}  # fmt: skip
_UTILITIES = (
    "flex", "flex-col", "block", "mt-2", "mb-4", "px-4", "py-2", "text-sm", "text-lg", "font-bold", "text-gray-700",
    "leading-tight", "rounded", "shadow-md", "md:w-1/3", "lg:px-8", "hover:underline", "bg-white", "uppercase", "gap-4",
    "items-center", "w-full", "tracking-wide", "border-b", "relative", "overflow-hidden",
)  # fmt: skip
_BOOTSTRAP = {
    "item": "card h-100", "list": "row g-4", "title": "card-title", "date": "text-muted small",
    "place": "card-subtitle",
    "text": "card-text", "category": "badge bg-secondary", "price": "text-end", "more": "btn btn-primary",
    "image": "card-img-top",
    "body": "card-body",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """The class names of one site, by part; the same part has the same names all over the site."""

    style: str
    seed: str
    kind: str = "event"

    def names(self, part: str) -> str:
        """Class names of a part, "" without any."""
        rng = Random(f"{self.seed}:{part}")
        block = Random(f"{self.seed}:block").choice(_BLOCKS[self.kind])
        match self.style:
            case "bem":
                return block if part == "item" else f"{block}s" if part == "list" else f"{block}__{part}"
            case "utility":
                return " ".join(rng.sample(_UTILITIES, rng.randint(2, 6)))
            case "hashed":
                return _hashed(part, self.seed, rng)
            case "bootstrap":
                return _BOOTSTRAP.get(part, f"{part}-wrapper")
            case "words":
                return rng.choice(_WORDS.get(part, (part,)))
        return ""

    def attr(self, part: str) -> str:
        """` class="…"`, or nothing."""
        names = self.names(part)
        return f' class="{names}"' if names else ""


def _hashed(part: str, seed: str, rng: Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    tail = "".join(rng.choice(letters) for _ in range(5))
    if Random(f"{seed}:hash").random() < 0.5:
        return f"{rng.choice(('Card', 'Teaser', 'List'))}_{part}__{tail}"
    return f"css-{tail.lower()} sc-{tail[::-1]}"
