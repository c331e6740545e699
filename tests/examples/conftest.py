"""A real server, for programs that others write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.main import create_app
from app.settings import Settings
from tests.serving import served


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a database of its own."""
    folder = tmp_path_factory.mktemp("examples")
    with served(create_app(Settings(database_url=f"sqlite:///{folder}/examples.sqlite3"))) as where:
        yield where
