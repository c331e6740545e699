"""The commands and their options.

What a command needs is imported when it runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app import __version__
from app.errors import DatelineError
from app.settings import Settings

app = typer.Typer(
    name="dateline",
    help="News articles in, structured events out, found again by place and date.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run ``dateline``: errors of ours are one line, Ctrl-C is quiet."""
    try:
        app()
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """News articles in, structured events out, found again by place and date."""


@app.command()
def extract(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…|-", help="Text files, JSON Lines files, - for standard input."),
    ],
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, max=256, help="Processes that read at the same time.")
    ] = 1,
    published_at: Annotated[
        str | None,
        typer.Option(help="Day (ISO 8601) against which relative dates are read, for articles without one."),
    ] = None,
) -> None:
    """Read articles and write one JSON object a line, in order; needs no database and no server.

    A text file is one article (its id is the file's name). A JSON line is
    {"id", "text", "title"?, "published_at"?, "source"?}. An article that cannot be read gives a line with
    "status": "failed" and the reason; the exit status is 0 all the same, and 1 only when no input could be
    opened.
    """
    from app.cli.extract import run
    from app.cli.fields import check_date

    check_date(published_at)
    raise typer.Exit(run(files, Settings(), workers, published_at))
