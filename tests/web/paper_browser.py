"""A reader without JavaScript: follows links by their words, fills forms by their labels, over real HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html


def words(element: html.HtmlElement) -> str:
    """Text of an element as a reader sees it, its spaces plain."""
    return " ".join(element.text_content().replace("\u00a0", " ").split())


@dataclass(frozen=True)
class View:
    """One page at its address (with the `#fragment` that led there)."""

    address: str
    tree: html.HtmlElement

    def link(self, said: str) -> str:
        """Absolute address of the one link whose words begin with `said`."""
        found = {a.get("href") for a in self.tree.xpath("//a[@href]") if words(a).startswith(said)}
        assert len(found) == 1, (self.address, said, found)
        return urljoin(self.address, found.pop())

    def follow(self, said: str) -> View:
        return read(self.link(said))

    def submit(self, button: str, **choices: str) -> View:
        """Sends the form of `button`, each field named by its label set to the option, box or text that it shows."""
        form = next(f for f in self.tree.forms if any(words(b) == button for b in f.xpath(".//button")))
        for label, chosen in choices.items():
            boxes = form.xpath(f".//input[@type='checkbox'][@name='{label.lower()}']")
            if boxes:  # one of the boxes of a facet, by the words beside it
                next(b for b in boxes if words(b.getparent().find("span")) == chosen).checked = True
                continue
            field = form.xpath(f".//*[@id=//label[normalize-space()='{label}']/@for]")[0]
            options = [o for o in field.xpath("./option") if words(o).partition(" (")[0] == chosen]
            field.value = options[0].get("value") if field.tag == "select" else chosen
        assert form.method == "GET"
        prepared = requests.Request("GET", urljoin(self.address, form.action), params=form.form_values()).prepare()
        return read(str(prepared.url))

    @property
    def section(self) -> html.HtmlElement:
        """What the fragment of the address points at."""
        return self.tree.xpath(f"//section[.//*[@id='{urlsplit(self.address).fragment}']]")[-1]


def read(address: str) -> View:
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200, (address, answer.status_code)
    return View(address, html.fromstring(answer.text))


def titles(element: html.HtmlElement) -> list[str]:
    """Titles of the items that a list names, in its order."""
    return [words(link) for link in element.xpath(".//a[starts-with(@href, '/e/')]")]
