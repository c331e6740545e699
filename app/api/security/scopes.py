"""The scope of a route, as a dependency: ``dependencies=[needs("read")]`` on a router or on a route.

``create_app`` refuses a route without one, so that none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app.api.security.access import Access, caller_of, known
from app.domain.access import Caller, Scope

#: What is served without a route of ours: the files of the documentation pages.
MOUNTED = frozenset({"static-offline-docs", "pages-own", "pages-leaflet", "pages-markercluster"})


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency that admits the callers who have a scope; with None, everybody."""

    scope: Scope | None
    counted: bool = True

    async def __call__(self, request: Request) -> None:
        """Admit the caller of a request, or raise."""
        known(request.scope)["route"] = request.scope["route"].path  # for the metrics
        if self.counted:
            access = cast(Access, request.app.state.services.access)
            await access.admit(request, self.scope)


def needs(scope: Scope) -> Any:
    """The dependency of a route that needs a scope."""
    return Depends(Needs(scope))


#: The dependency of a route for everybody, whose requests are counted.
PUBLIC = Depends(Needs(None))
#: The dependency of a route for everybody that asks neither the database nor the rate limits, such as health checks.
UNGUARDED = Depends(Needs(None, counted=False))

CallerOf = Annotated[Caller, Depends(caller_of)]


def guarded_routes(app: FastAPI) -> Iterator[tuple[RouteContext, Needs]]:
    """Every route of an app with what it needs. Raises ``RuntimeError`` for a route that does not say so."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        found = [
            dependency.dependency
            for dependency in (route.dependencies if isinstance(route, APIRoute) else ())
            if isinstance(dependency.dependency, Needs)
        ]
        if found:
            yield context, found[-1]
        elif context.name not in MOUNTED:
            raise RuntimeError(f"The route {context.path} has no scope: give it needs(…), PUBLIC or UNGUARDED.")


def check_scopes(app: FastAPI) -> None:
    """Raise ``RuntimeError`` when a route of an app does not say what it needs."""
    for _ in guarded_routes(app):
        pass
