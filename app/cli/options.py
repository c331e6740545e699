"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

INPUTS = (
    "Files of text, HTML, JSON Lines, JSON, CSV, TSV, WARC, RSS, Atom or addresses (.urls), also compressed (.gz, "
    ".zst, .bz2, .xz); folders of them; - for standard input."
)
MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="FIELD=NAME,…",
        help="Columns or keys with other names, such as text=body,title=headline; others go into metadata.",
    ),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, max=256, help="Processes that read at the same time.")]
PublishedAt = Annotated[
    str | None, typer.Option(help="Day (ISO 8601) against which relative dates are read, for articles without one.")
]
