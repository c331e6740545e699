"""Where is the index, and who builds it? Built once for each version of its sources, by a process of its own.

Building needs some hundred megabytes for a few seconds; the child process gives them back. An index that the user built
from files of GeoNames (``own_path``) goes before it.
"""

from __future__ import annotations

import functools
import subprocess
import sys
import zlib
from importlib import metadata, resources
from pathlib import Path

from app.errors import SetupError
from app.gazetteer.builder import Progress, build
from app.gazetteer.divisions import PATH as DIVISIONS
from app.gazetteer.geonames import GeoNamesSource
from app.gazetteer.index import Gazetteer
from app.gazetteer.layout import FORMAT
from app.gazetteer.sources import PACKAGES, villages
from app.settings import Settings

_TABLES = ("countries", "regions", "points", "division_names")


@functools.cache
def version() -> str:
    """The stamp of an index: its format, the versions of its sources and the content of our own tables."""
    data = resources.files(__package__).joinpath("data")
    crc = 0
    for name in _TABLES:
        crc = zlib.crc32(data.joinpath(f"{name}.tsv").read_bytes(), crc)
    for path in (DIVISIONS, *villages()):
        crc = zlib.crc32(path.read_bytes(), crc)
    try:
        packages = "-".join(metadata.version(package) for package in PACKAGES)
    except metadata.PackageNotFoundError as error:
        raise SetupError(f"A source of the gazetteer is not installed: {error}") from error
    return f"{FORMAT}-{packages}-{crc:08x}"


def _folder(settings: Settings) -> Path:
    return settings.gazetteer_path or settings.cache_dir / "gazetteer"


def index_path(settings: Settings) -> Path:
    """The file of this version's index of the installed sources, under the settings' folder."""
    return _folder(settings) / f"gazetteer-{version()}.idx"


def own_path(settings: Settings) -> Path:
    """The file of the index that is built from the user's files of GeoNames; it need not exist."""
    return _folder(settings) / f"own-{FORMAT}.idx"


def build_own(settings: Settings, source: GeoNamesSource, progress: Progress | None = None) -> int:
    """Build the index of files of GeoNames in this process and put it into use; gives the number of places.

    The index in use stays until the new one is whole. Raises ``SetupError`` when a file cannot be read.
    """
    return build(source, own_path(settings), progress)


def forget_own(settings: Settings) -> bool:
    """Go back to the installed sources; returns whether there was an index of the user's own."""
    path = own_path(settings)
    found = path.exists()
    path.unlink(missing_ok=True)
    return found


def build_index(settings: Settings) -> Path:
    """Build the index in a child process, even when there is one; gives its path.

    Several processes may build at once: the file appears in one step. Raises ``SetupError`` when it fails.
    """
    path = index_path(settings)
    command = [sys.executable, "-m", "app.gazetteer", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["unknown reason"]
        raise SetupError(f"The gazetteer index could not be built at {path}: {reason[0]}")
    return path


def ensure_index(settings: Settings) -> Path:
    """The path of the index in use: the user's own, or that of the installed sources, built when it is missing."""
    if (own := own_path(settings)).exists():
        return own
    path = index_path(settings)
    return path if path.exists() else build_index(settings)


@functools.cache
def _opened(path: Path) -> Gazetteer:
    return Gazetteer.open(path)


def open_gazetteer(settings: Settings | None = None) -> Gazetteer:
    """The gazetteer of this process, opened once (and built first when it is missing)."""
    return _opened(ensure_index(settings or Settings()))
