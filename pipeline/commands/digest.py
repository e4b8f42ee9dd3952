"""`vigie digest`: the letter of a week as files. An empty week makes none."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import fail, house_for
from warehouse import digests
from web.desk.digest import read_week, week_name
from web.digest_pick import made
from web.digest_render import Tool, rendered
from web.feed_pages import today
from web.language import Language
from web.rendering import Pages


def register(app: typer.Typer) -> None:
    app.command("digest")(digest)


def digest(
    week: Annotated[
        str | None, typer.Option("--week", metavar="2026-W48", help="ISO week (default: this one).")
    ] = None,
    language: Annotated[
        Language | None, typer.Option("--language", help="One language alone (default: each in files of its own).")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")] = Path(),
    tool: Annotated[Tool, typer.Option("--tool", help="Whose word for the address of leaving.")] = Tool.NONE,
) -> None:
    """Writes the weekly digest, as the desk left it or as it is proposed: HTML and text, for a mailing tool.

    Nothing is sent. An empty week makes no file, and says so.
    """
    house = house_for()
    now = house.settings.clock()
    first = read_week(week) if week else digests.monday(today(now))
    if first is None:
        raise fail(f"--week: {week!r} is no week; 2026-W48 is one", 2)
    with house.engine.connect() as connection:
        stands = made(connection, first, now)
    if not stands.entries:
        typer.echo(f"{week_name(first)}: an empty week, no file")
        return
    out.mkdir(parents=True, exist_ok=True)
    for one in [language] if language else list(Language):
        mail = rendered(stands, Pages(house.settings, one), tool)
        assert mail is not None  # there are entries
        for ending, content in (("html", mail.html), ("txt", mail.text)):
            path = out / f"vigie-{week_name(first)}-{one.value}.{ending}"
            path.write_text(content, encoding="utf-8")
            typer.echo(str(path))
        typer.echo(f"{one.value}: {mail.subject}")
