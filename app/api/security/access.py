"""Who sends a request, and what that caller may do.

A key comes as ``Authorization: Bearer KEY``, as ``X-API-Key: KEY``, or in the cookie of ``POST /v1/session``. Without
one, ``DATELINE_ANONYMOUS`` decides; but as long as no key has ever been made, programs on this machine may do
everything.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Request

from app.api.security.addresses import host_name, is_local
from app.api.security.rate_limits import RateLimits, network_of
from app.domain.access import EVERYTHING, NOTHING, Caller, Scope, implied
from app.errors import ForbiddenError, KeyRequiredError

if TYPE_CHECKING:
    from app.api.security.key_ring import KeyRing
    from app.settings import Settings

COOKIE = "dateline_key"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What is known of a request: a dictionary that middleware and routes share, even when one of them copies the scope.
KNOWN = "dateline.known"


@dataclass(frozen=True, slots=True)
class Access:
    """Decides about every request of a web process."""

    settings: Settings
    keys: KeyRing
    limits: RateLimits

    async def admit(self, request: Request, scope: Scope | None) -> Caller:
        """The caller of a request, counted and checked; None as scope admits everybody.

        Raises ``KeyRequiredError``, ``ForbiddenError`` or ``TooManyRequestsError``.
        """
        caller = await self.identify(request)
        self._count(request, caller)
        if scope is not None:
            _check_scope(caller, scope)
        if request.method not in SAFE_METHODS:
            self._check_origin(request, caller)
        known(request.scope)["caller"] = caller
        return caller

    async def identify(self, request: Request) -> Caller:
        """The caller of a request. Raises ``KeyRequiredError`` for a key in a header that is not accepted."""
        address = request.client.host if request.client else None
        token = header_token(request)
        cookie = request.cookies.get(COOKIE) if token is None else None
        if token is None and cookie is None:
            return await self._anonymous(request, address)
        try:
            key = await self.keys.find(token or cookie or "")
        except KeyRequiredError:
            self._count(request, await self._anonymous(request, address))  # guessing is limited too
            if token is None:
                return await self._anonymous(request, address)  # a cookie that has ended is as none
            raise
        return Caller(key.name, implied(key.scopes), address, key)

    async def anonymous_scopes(self, request: Request) -> frozenset[Scope]:
        """What requests without a key may do, sent from where this one comes from."""
        address = request.client.host if request.client else None
        return (await self._anonymous(request, address)).scopes

    async def _anonymous(self, request: Request, address: str | None) -> Caller:
        if self.settings.anonymous == "all":
            return Caller("anonymous", EVERYTHING, address, trusted=is_local(request))
        if await self.keys.is_empty():
            local = is_local(request)
            if local or self.settings.insecure:
                return Caller("anonymous", EVERYTHING, address, trusted=local)
        return Caller("anonymous", implied(("read",)) if self.settings.anonymous == "read" else NOTHING, address)

    def _count(self, request: Request, caller: Caller) -> None:
        if caller.trusted:
            return
        if caller.key:
            limit = self.settings.rate_limit if caller.key.rate_limit is None else caller.key.rate_limit
            identity, advice = caller.identity, "A higher limit: DATELINE_RATE_LIMIT, or that of the key."
        else:
            limit, identity = self.settings.anonymous_rate_limit, network_of(caller.address)
            advice = "Requests with a key have a limit of their own."
        if limit:
            known(request.scope)["standing"] = self.limits.count(identity, limit, advice)

    def _check_origin(self, request: Request, caller: Caller) -> None:
        """No page of another site may change anything with the rights of who looks at it."""
        if header_token(request) is not None:
            return  # a page of another site has no key
        origin = request.headers.get("origin", "")
        allowed = self.settings.cors_origins
        if caller.key:
            if is_foreign(request):
                raise ForbiddenError(
                    f"A page of another origin ({origin}) may not use the cookie of a session: send a key in a header."
                )
            given = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(given.encode(), csrf_token(request.cookies[COOKIE]).encode()):
                raise ForbiddenError(
                    f"A change with the cookie of a session needs the header {CSRF_HEADER} with the csrf_token of "
                    "GET /v1/session."
                )
        elif is_foreign(request) and not {origin, "*"} & set(allowed):
            raise ForbiddenError(
                f"A page of another origin ({origin}) may not change anything here (setting DATELINE_CORS_ORIGINS)."
            )


def is_foreign(request: Request) -> bool:
    """Whether a browser says that a page of another origin sends a request.

    ``Sec-Fetch-Site`` comes only where the address is safe (TLS, or this machine), ``Origin`` with every change. A
    proxy may leave the port out of ``Host``, so names are compared.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site in ("cross-site", "same-site")
    origin = request.headers.get("origin")
    return origin is not None and host_name(origin.partition("://")[2]) != host_name(request.headers.get("host", ""))


def header_token(request: Request) -> str | None:
    """The key in the headers of a request; None without one. ``Authorization`` counts before ``X-API-Key``."""
    given = request.headers.get("authorization")
    scheme, _, value = (given or "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if given is not None and scheme.lower() != "basic":  # which a proxy may have asked for
        return given
    return request.headers.get("x-api-key")


def csrf_token(token: str) -> str:
    """The CSRF token of a session: nobody can make it who does not have the key in the cookie."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def known(scope: MutableMapping[str, Any]) -> dict[str, Any]:
    """What is known of a request, by name: its ``caller``, and the ``standing`` in its rate limit."""
    shared: dict[str, Any] = scope.setdefault(KNOWN, {})
    return shared


async def caller_of(request: Request) -> Caller:
    """The caller of a request that was admitted; a coroutine, for others wait for a free thread."""
    caller: Caller = known(request.scope)["caller"]
    return caller


def _check_scope(caller: Caller, scope: Scope) -> None:
    if scope in caller.scopes:
        return
    if caller.key is None:
        raise KeyRequiredError(
            f"This needs a key with the scope {scope}. Send it as Authorization: Bearer KEY, or as X-API-Key: KEY. "
            f"Keys are made on the server: dateline keys create NAME --scope {scope}",
            WWW_Authenticate='Bearer realm="dateline"',
        )
    raise ForbiddenError(
        f"This needs the scope {scope}; the key {caller.name!r} has {', '.join(caller.key.scopes)}.",
        WWW_Authenticate=f'Bearer realm="dateline", error="insufficient_scope", scope="{scope}"',
    )
