"""How long lists are cut: numbers, a word for the next page, a link that loads more, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulator.sites.site import Ask, esc
from simulator.unseen.wording import Wording

STYLES = ("none", "none", "numbers", "following", "load-more", "numbers")


@dataclass(frozen=True, slots=True)
class Paging:
    """`style` of STYLES; `form` of the address: `?page=`, `?p=` from 1, `?page0=` from 0, `/page/`, `?offset=`."""

    style: str
    form: str
    size: int
    rel: bool

    def number(self, ask: Ask, section: str) -> int | None:
        """Which page is asked for, from 1; None when the address is none of this list."""
        if self.form == "/page/":
            rest = ask.path.removeprefix(section.rstrip("/")).strip("/")
            if ask.path.rstrip("/") == section.rstrip("/"):
                return 1
            number = rest.removeprefix("page/")
            return int(number) if rest.startswith("page/") and number.isdigit() else None
        if ask.path.rstrip("/") != section.rstrip("/"):
            return None
        match self.form:
            case "?page0=":
                return ask.number("page", 0) + 1
            case "?offset=":
                return ask.number("offset", 0) // self.size + 1
        return ask.number(self.form.strip("?="), 1)

    def address(self, number: int, section: str) -> str:
        """The address of a page of the list."""
        if number == 1:
            return section
        match self.form:
            case "/page/":
                return f"{section.rstrip('/')}/page/{number}/"
            case "?page0=":
                return f"{section}?page={number - 1}"
            case "?offset=":
                return f"{section}?offset={(number - 1) * self.size}"
        return f"{section}{self.form}{number}"

    def links(self, number: int, count: int, section: str, wording: Wording) -> str:
        """What stands under page `number` of `count`."""
        if self.style == "none" or count < 2:
            return ""
        rel = ' rel="next"' if self.rel else ""
        onward = f'<a href="{esc(self.address(number + 1, section))}"{rel}>{{}}</a>' if number < count else ""
        if self.style == "load-more":
            return f"<p>{onward.format(esc(wording.load_more[0]))}</p>" if onward else ""
        if self.style == "following":
            return f'<div class="pagination">{onward.format(esc(wording.following[0]))}</div>' if onward else ""
        shown = "".join(
            f"<li><span>{n}</span></li>"
            if n == number
            else f'<li><a href="{esc(self.address(n, section))}">{n}</a></li>'
            for n in range(1, count + 1)
        )
        last = f"<li>{onward.format(esc(wording.following[-1]))}</li>" if onward else ""
        return f'<nav aria-label="pagination"><ul>{shown}{last}</ul></nav>'


def random_paging(rng: Random, count: int) -> Paging:
    """A way of cutting `count` items; short lists stand on one page."""
    style = rng.choice(STYLES) if count > 14 else "none"
    size = rng.choice((10, 12, 15, 20))
    return Paging(style, rng.choice(("?page=", "?p=", "?page0=", "/page/", "?offset=")), size, rng.random() < 0.5)
