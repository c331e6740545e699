"""The commands by which archives of articles are read into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.environment import load_settings
from app.cli.options import INPUTS, MapOption, PublishedAt, Workers

intake = typer.Typer()


@intake.command()
def load(
    *,
    files: Annotated[list[str], typer.Argument(metavar="FILE…|FOLDER|-", help=INPUTS)],
    workers: Workers = 1,
    published_at: PublishedAt = None,
    names: MapOption = None,
    errors: Annotated[
        Path | None, typer.Option(help="File for the articles that fail: a JSON line each, which load reads again.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report what would be read; read and store nothing.")
    ] = False,
) -> None:
    """Read an archive of articles into the database; needs no server, and may run beside one.

    The input is that of dateline extract, and its output: that is stored without being read again when this version
    has read it. Articles that are stored are passed over, so a load that was stopped or killed goes on when it is
    started again. A record that cannot be read fails alone. The exit status is 1 only when no input could be opened.
    """
    from app.cli.load import LoadOptions, run

    options = LoadOptions(workers, published_at, names, errors, dry_run)
    raise typer.Exit(run(files, load_settings(), options))


@intake.command()
def worker(workers: Workers = 1) -> None:
    """Work off jobs (POST /v1/articles/batch) until it is stopped; on Postgres on as many machines as you like.

    The servers take part too, unless DATELINE_RUN_JOBS is false. What a worker that dies has begun, another takes up
    within half a minute.
    """
    from app.cli.worker import run

    run(load_settings(), workers)


@intake.command()
def reread(
    filters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]…", help="Filters as in GET /v1/articles: source=, url=, published_from=."),
    ] = None,
    workers: Workers = 1,
    failed: Annotated[bool, typer.Option("--failed", help="Read the articles that are kept as failed.")] = False,
) -> None:
    """Read stored articles again that an older version has read; ids of events that stay the same do not change.

    It is a job: running servers take part, and dateline worker or a server goes on with it when it is stopped.
    """
    from app.cli.reread import run

    run(load_settings(), filters or [], workers, failed=failed)
