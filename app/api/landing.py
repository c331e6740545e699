"""The page at ``/`` for people who open the server's address in a browser."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.api.security.scopes import UNGUARDED

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
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dateline</title>
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}</style>
<h1>Dateline</h1>
<p>News articles as structured events, searchable by place and date.</p>
<ul>
{links}
</ul>
"""


@router.get("/")
def landing(request: Request) -> Response:
    """Return links to the parts of the API: HTML for browsers, else JSON."""
    root = request.scope.get("root_path", "")
    shown = {root + path: title for path, title in _LINKS.items()}
    if "text/html" in request.headers.get("accept", ""):
        links = "\n".join(f'<li><a href="{path}">{title}</a> <code>{path}</code>' for path, title in shown.items())
        return HTMLResponse(_PAGE.format(links=links), headers={"Vary": "Accept", "Content-Security-Policy": _POLICY})
    return JSONResponse({"links": [{"href": path, "title": title} for path, title in shown.items()]})
