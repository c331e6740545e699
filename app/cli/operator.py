"""Who runs a command, for the audit trail."""

from __future__ import annotations

import getpass

from app.domain.access import EVERYTHING, Caller

#: Seconds that a query of a command may take: nobody waits for it, and giving it up would give up the load.
QUERY_SECONDS = 3600.0
#: Kilobytes of pages of an SQLite file that a command keeps in memory which stores articles one after the other.
PAGE_CACHE = 8_000


def operator() -> Caller:
    """The person at the command line, who may do everything."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "unknown user"
    return Caller(f"command line ({user})", EVERYTHING)
