"""Make the pictures of the README: ``uv run python -m tests.web.screenshots`` (needs Chromium)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi.testclient import TestClient
from playwright.sync_api import sync_playwright

from app.main import create_app
from app.settings import Settings
from tests.serving import served
from tests.web.browsing import ARGUMENTS, CHROMIUM
from tests.web.reports import MARKET

FOLDER = Path(__file__).parents[2] / "docs" / "images"


def main() -> None:
    """Serve a few articles and photograph the pages."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/pages.sqlite3"))
        with served(app) as address:
            api = TestClient(app)
            lines = (FOLDER.parent / "examples" / "sixty_articles.jsonl").read_text("utf-8").splitlines()
            for line in lines:
                api.post("/v1/articles", content=line, headers={"content-type": "application/json"}).raise_for_status()
            photograph(address, api.post("/v1/articles", json=MARKET).json()["id"])


def photograph(address: str, article_id: str) -> None:
    """Write ``explore.png`` and ``article.png``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 760})
        for name, path in (("explore", "/?show=incidents&sort=killed"), ("article", f"/articles/{article_id}")):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if name == "explore":
                page.locator(".results .row").first.click()
            else:
                page.locator(".card h3").first.hover()
            page.wait_for_timeout(500)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
