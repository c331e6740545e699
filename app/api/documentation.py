"""The OpenAPI document and the pages that show it; they work without the internet."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic_core import to_json

from app.api.dependencies import Services
from app.api.description import for_callers
from app.api.responses import read_bytes
from app.api.security.scopes import UNGUARDED
from app.domain.access import NOTHING

router = APIRouter(include_in_schema=False, dependencies=[UNGUARDED])
ADDRESS, FILES = "/openapi.json", "/static-offline-docs"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def mount_files(app: FastAPI) -> None:
    """Serve the scripts and styles of the pages."""
    folder = resources.files("fastapi_offline") / "static"
    app.mount(FILES, StaticFiles(directory=str(folder)), name="static-offline-docs")


@router.get(ADDRESS)
async def openapi(request: Request) -> Response:
    """The OpenAPI document; an operation that its reader may call without a key says so."""
    services: Services | None = getattr(request.app.state, "services", None)  # none before the start
    anonymous = await services.access.anonymous_scopes(request) if services else NOTHING
    made = for_callers(request.app.openapi(), anonymous)
    if root := request.scope.get("root_path"):
        made |= {"servers": [{"url": root}]}
    return read_bytes(request, to_json(made), "application/json")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Swagger UI."""
    root = request.scope.get("root_path", "")
    return _page(
        get_swagger_ui_html(
            openapi_url=root + ADDRESS,
            title="Dateline",
            swagger_js_url=f"{root}{FILES}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{FILES}/swagger-ui.css",
            swagger_favicon_url=f"{root}{FILES}/favicon.png",
            oauth2_redirect_url=None,
        )
    )


@router.get("/redoc")
async def redoc(request: Request) -> Response:
    """ReDoc."""
    root = request.scope.get("root_path", "")
    return _page(
        get_redoc_html(
            openapi_url=root + ADDRESS,
            title="Dateline",
            redoc_js_url=f"{root}{FILES}/redoc.standalone.js",
            redoc_favicon_url=f"{root}{FILES}/favicon.png",
            with_google_fonts=False,
        )
    )


def _page(page: HTMLResponse) -> HTMLResponse:
    """The page with a policy that allows only its own scripts."""
    digests = (
        hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(bytes(page.body).decode()) if script
    )
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    page.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return page
