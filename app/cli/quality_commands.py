"""The commands about quality: corrections as gold, and how well a gold file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.environment import load_settings
from app.cli.options import Workers

quality = typer.Typer()
corrections = typer.Typer(help="What people have corrected.", no_args_is_help=True)
quality.add_typer(corrections, name="corrections")


@corrections.command("export")
def corrections_export(
    output: Annotated[str, typer.Option("--output", "-o", help="File to write; - for standard output.")] = "-",
) -> None:
    """Write the articles that people have reviewed, with the events that are right: gold for dateline evaluate.

    One JSON line for each article: its text, the events that were confirmed, corrected or added, those that were
    rejected, and whether it is complete.
    """
    from app.cli.evaluate import export

    export(load_settings(), output)


@quality.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="File in the form of dateline corrections export.")],
    workers: Workers = 1,
    errors: Annotated[int, typer.Option(min=0, help="Print this number of mistakes.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object instead of a table.")] = False,
) -> None:
    """Read the articles of a gold file and print precision and recall of events and fields; needs no database."""
    from app.cli.evaluate import run

    run(load_settings(), gold, workers, errors, as_json=as_json)
