"""The pages for people at ``/`` and their files; programs get links to the parts of the API."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from app.api.security.scopes import UNGUARDED
from app.web.files import FILES, VIEWS, folders, shell

router = APIRouter(include_in_schema=False, dependencies=[UNGUARDED])
_LINKS = {
    "/docs": "API documentation",
    "/openapi.json": "OpenAPI document",
    "/v1/events": "Events as JSON",
    "/v1/incidents/summary": "Counts of incidents by type, with the people killed",
    "/v1/events/summary": "Counts of events by type",
    "/v1/event-types": "Event types",
    "/ogc": "OGC API – Features, for GIS programs",
    "/health/ready": "State of the server",
}
#: Nothing comes from elsewhere, and no script stands in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def mount_files(app: FastAPI) -> None:
    """Serve the scripts, styles and borders of the pages, and Leaflet's files."""
    for name, folder in folders().items():
        app.mount(f"{FILES}/{name}", StaticFiles(directory=str(folder)), name=f"pages-{name}")


def page(request: Request) -> Response:
    """Return the page: the same HTML for every view."""
    text = shell(request.scope.get("root_path", ""))
    return HTMLResponse(text, headers={"Vary": "Accept", "Content-Security-Policy": POLICY})


@router.get("/")
def landing(request: Request) -> Response:
    """Return the page for browsers, else links to the parts of the API as JSON."""
    if "text/html" in request.headers.get("accept", ""):
        return page(request)
    root = request.scope.get("root_path", "")
    shown = {root + path: title for path, title in _LINKS.items()}
    return JSONResponse({"links": [{"href": path, "title": title} for path, title in shown.items()]})


for view in VIEWS[1:]:
    router.add_api_route(view, page, methods=["GET"])
