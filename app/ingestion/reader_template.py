"""Imported by the process that readers are forked from: it has what each of them needs, so that none loads it again.

Where it cannot be loaded, each reader tries by itself and says what is wrong.
"""

import contextlib
import gc

from app.ingestion import worker
from app.settings import Settings

with contextlib.suppress(Exception):
    worker.preload(Settings())
gc.freeze()  # no collection touches what the readers share
