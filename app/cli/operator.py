"""Who runs a command, for the audit trail."""

from __future__ import annotations

import getpass

from app.domain.access import EVERYTHING, Caller


def operator() -> Caller:
    """The person at the command line, who may do everything."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "unknown user"
    return Caller(f"command line ({user})", EVERYTHING)
