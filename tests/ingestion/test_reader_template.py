"""Readers are forked from one process that has loaded the pipeline, and keep to their own settings."""

from __future__ import annotations

import os
import sys

import psutil
import pytest

from app.errors import TextTooLongError
from app.ingestion import ReaderPool, worker
from app.settings import Settings
from tests.factories import make_article


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each reader loads the pipeline by itself")
def test_a_further_reader_loads_nothing_and_has_its_own_settings() -> None:
    parents = set()
    for characters in (100_000, 10):
        with ReaderPool(Settings(max_text_length=characters)) as pool:
            pool.start().result()
            (reader,) = pool._readers
            process = psutil.Process(reader.pid)
            parents.add(process.ppid())
            assert sum(process.cpu_times()[:2]) < 0.5
            job = pool.submit(worker.extract, make_article())
            if characters == 10:
                with pytest.raises(TextTooLongError):
                    job.future.result(timeout=60)
            else:
                assert worker.read_extraction(job.future.result(timeout=60)).status == "structured"
    assert len(parents) == 1
    assert os.getpid() not in parents
