"""One pool of one reader for these tests: loading the pipeline takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.ingestion import ReaderPool
from app.settings import Settings


@pytest.fixture(scope="package")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(Settings(extraction_queue=2, article_seconds=1, article_megabytes=400)) as made:
        assert "dateline" in made.start().result()
        yield made
