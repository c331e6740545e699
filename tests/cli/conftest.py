"""One reader for all tests of the command line: loading the model takes seconds."""

from __future__ import annotations

import pytest

from app.cli.reading import Reader
from app.settings import Settings


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(Settings())
