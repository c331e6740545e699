"""Whether a server may be offered at an address: other machines need keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.api.security.addresses import is_loopback
from app.errors import SetupError
from app.storage.access_keys import any_key
from app.storage.engine import make_sessions, transaction

if TYPE_CHECKING:
    from app.settings import Settings
    from app.storage.engine import Engine


def check_access(engine: Engine, settings: Settings, host: str) -> None:
    """Raise ``SetupError`` when other machines could reach a server for which no key has been made."""
    if is_loopback(host) or settings.insecure:
        return
    with transaction(make_sessions(engine)) as session:
        if any_key(session):
            return
    raise SetupError(
        f"Not listening on {host}: no key has been made, so everybody who reaches this address could read, add and "
        "delete articles. Make a key first (dateline keys create NAME --scope admin), listen on 127.0.0.1, or, where "
        "a proxy checks who calls, give --insecure."
    )
