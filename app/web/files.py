"""Where the files of the pages lie: our own, and Leaflet's in the packages that carry them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

#: The views of the page; each is served the same HTML, and the scripts show what its address says.
VIEWS = ("/", "/incidents/{incident_id}", "/articles/{article_id}", "/read", "/review")
#: Under which path each folder is served.
FILES = "/pages"
_FOLDERS = {
    "own": ("app.web", "static"),
    "leaflet": ("xstatic.pkg.leaflet", "data"),
    "markercluster": ("xstatic.pkg.leaflet_markercluster", "data"),
}


def folders() -> dict[str, Path]:
    """The folders by the last part of the path under which they are served."""
    return {name: Path(str(resources.files(package))) / folder for name, (package, folder) in _FOLDERS.items()}


def shell(root: str) -> str:
    """The HTML of every view; ``root`` is the prefix of the server's paths."""
    text = resources.files("app.web").joinpath("page.html").read_text("utf-8")
    return text.replace("{root}", root)
