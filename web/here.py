"""The address that is being answered: what a page needs to lead to itself in the other language."""

from __future__ import annotations

from contextvars import ContextVar
from urllib.parse import quote

from starlette.types import Scope

from web.language import BASES, language_of

_HERE: ContextVar[tuple[str, str]] = ContextVar("here", default=("/", ""))


def arrive(scope: Scope) -> None:
    """Notes the address of a request, for the time of its answer."""
    question = quote(scope.get("query_string", b"").decode("latin-1"), safe="%&=+,:;/?@!$'()*~")
    _HERE.set((scope["path"], question))


def path() -> str:
    """The path of this page without its language: `/agenda`, also for `/en/agenda`."""
    said = _HERE.get()[0]
    return quote(said.removeprefix(BASES[language_of(said)])) or "/"


def address() -> str:
    """The same with its question: `/agenda?province=namur`."""
    question = _HERE.get()[1]
    return f"{path()}?{question}" if question else path()
