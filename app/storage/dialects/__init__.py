"""What differs between SQLite and Postgres, and why. Nothing outside this folder asks which it is.

========================  ===================================  ==============================================
need                      SQLite                               Postgres
========================  ===================================  ==============================================
driver                    sqlite3                              psycopg 3, whatever the URL calls it
connection                WAL, so that readers never wait for  UTC, so that moments come back as they went in;
                          a writer; foreign keys, which are    no plan that reads a whole table; one plan for
                          off by default; a busy time-out      all pages of a kind
transactions              the driver's own: reading opens      read committed
                          none, the first write does, so no
                          reader's snapshot can block a write
bringing the log into     a thread (``checkpoints.py``), so    the server does
the file                  that no commit has to wait for it
great-circle distance     a Python function: not every build   an SQL expression
                          of SQLite has trigonometry
changes in their order    one writer at a time anyway          a lock until the transaction ends
words (stems made by us)  FTS5, everything quoted; returns     tsvector of the words as they are, and the keys,
and keys                  as many numbers as are wanted, in    in one GIN index; finds all numbers before it
                          their order                          returns the first
long texts                packed by us (``packing.py``)        packed by the server where a row has more than
                                                               2 kB, which blocks of documents have:
                                                               ``event_blocks.py``
a query takes too long    a look at the clock now and then     statement_timeout, lock_timeout
the file is moved away    its number is compared whenever a    does not apply
                          connection is used
merging new words         a little with each change            needs none
rows rewritten by         needs nothing                        vacuumed: an index alone answers only for pages
a migration                                                    that the vacuum has seen
a list of numbers         json_each                            an array
========================  ===================================  ==============================================
"""

from app.storage.dialects.connection import (
    is_sqlite,
    lock_changes,
    lock_schema,
    make_engine,
    name,
    parse_url,
    plan_for_values,
    tidy,
)
from app.storage.dialects.failures import BUSY_SECONDS, failure_of, is_busy
from app.storage.dialects.fts_merge import merge_words
from app.storage.dialects.full_text import (
    distance,
    document_in,
    documents,
    found_by,
    has_words,
    listed,
    matching,
)
from app.storage.dialects.options import DEFAULT, EngineOptions, Synchronous
from app.storage.dialects.sqlite_file import can_write

__all__ = [
    "BUSY_SECONDS",
    "DEFAULT",
    "EngineOptions",
    "Synchronous",
    "can_write",
    "distance",
    "document_in",
    "documents",
    "failure_of",
    "found_by",
    "has_words",
    "is_busy",
    "is_sqlite",
    "listed",
    "lock_changes",
    "lock_schema",
    "make_engine",
    "matching",
    "merge_words",
    "name",
    "parse_url",
    "plan_for_values",
    "tidy",
]
