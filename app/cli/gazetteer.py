"""``dateline gazetteer build``: the index of the installed places, or of files that the user downloaded."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from app.errors import InputError
from app.gazetteer import GeoNamesSource, build_own, ensure_index, forget_own
from app.gazetteer.rows import BaseSource
from app.settings import Settings


def run(
    settings: Settings, files: list[Path], admin1: Path | None, installed: bool, base: BaseSource | None = None
) -> Path:
    """Build the requested index and give the path of the index in use.

    The files enlarge ``base``, by default the installed places.
    """
    if installed and (files or admin1):
        raise InputError("--installed gives up own files: leave the files out.")
    if admin1 and not files:
        raise InputError("--admin1 names the divisions of files: name a table of GeoNames too.")
    if installed:
        forget_own(settings)
    elif files:
        start = time.monotonic()
        count = build_own(settings, GeoNamesSource(files, admin1, base), _report)
        _report(
            count,
            "places",
            f"in {time.monotonic() - start:.0f} s; running servers take them up when they are started again",
        )
    return ensure_index(settings)


def _report(count: int, what: str = "places so far", more: str = "") -> None:
    """One line of progress on standard error."""
    print(f"{count:,} {what} {more}".rstrip(), file=sys.stderr, flush=True)
