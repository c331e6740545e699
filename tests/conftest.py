"""Fixtures of every folder, and how many processes run the tests.

A process loads the model once and starts a Postgres server of its own at its first test that needs one; the index of
places is built once for the machine, before the processes start. Temporary files are kept in memory where there is
room, as hundreds of databases are made and removed; set ``TMPDIR`` to look at them afterwards.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.gazetteer import ensure_index
from app.settings import Settings
from app.storage.engine import make_engine, make_sessions
from tests.databases import Databases

if TYPE_CHECKING:
    from app.nlp import Extractor

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each program that the tests start compiles all its modules anew
sys.dont_write_bytecode = False
gc.disable()  # until the tests are collected, of which nothing is garbage
MOST_PROCESSES = 4  # each holds the model and the index of places: about 500 MB
IN_MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000  # bytes that must be free; a whole run takes a fifth
#: Files that take more than six seconds, the longest first; most of them start programs or a browser.
LONGEST = (
    *("web/test_accessibility.py", "api/test_schemathesis.py", "web/test_explore.py", "api/test_hostile.py"),
    *("cli/test_serving.py", "cli/test_load.py", "web/test_pages.py", "cli/test_worker.py", "query/test_rollups.py"),
    *("web/test_article_page.py", "docs/test_own_type.py", "storage/test_upgrade.py", "docs/test_readme.py"),
    *("query/test_filters_agree.py", "cli/test_ontology.py", "cli/test_commands.py", "query/test_summary.py"),
    *("subscriptions/test_delivery.py", "api/test_failed_articles.py", "export/test_new_format.py"),
    *("query/test_containment.py", "api/test_incidents.py", "ingestion/test_pool.py", "api/test_metrics.py"),
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run the whole suite in one process per core, and a selection of files in this process."""
    whole = config.args == config.getini("testpaths")
    return min(os.cpu_count() or 1, MOST_PROCESSES) if whole else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    if missing := [str(path) for path in ranks if not path.exists()]:
        raise pytest.UsageError(f"LONGEST names files that do not exist: {', '.join(missing)}")
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_configure() -> None:
    """Keep temporary files in memory until the end; the processes of the run inherit where."""
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir() or shutil.disk_usage(IN_MEMORY).free < ROOM:
        return
    folder = tempfile.mkdtemp(prefix="dateline-tests-", dir=IN_MEMORY)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None  # the variable is looked at again
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=-200)  # after the folder of multiprocessing in it


def pytest_sessionstart(session: pytest.Session) -> None:
    """Build the index of places before several processes need it."""
    if not hasattr(session.config, "workerinput"):
        ensure_index(Settings())


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: thousands of tests."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Collect the garbage of a file at its end, and spare the collector what is left: it is looked at no more."""
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The real pipeline."""
    from app.nlp import Extractor

    made = Extractor()
    gc.freeze()
    return made


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """SQLite and a real Postgres; every database is made by the migrations."""
    with Databases(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The URL of a migrated database without rows; the test runs once on each of the two."""
    return databases.cleared(request.param)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a new database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """A maker of sessions on a new database."""
    return make_sessions(engine)
