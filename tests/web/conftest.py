"""A real browser on a real server: Debian's Chromium, driven by playwright; without it the tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from sqlalchemy import text

from app.main import create_app
from app.settings import Settings
from app.storage.engine import transaction
from app.storage.tables import ArticleRow
from tests.databases import INCIDENTS
from tests.serving import served
from tests.web import reports
from tests.web.browsing import ARGUMENTS, CHROMIUM

#: On a slow machine nothing takes longer than this.
MILLISECONDS = 20_000
expect.set_options(timeout=MILLISECONDS)


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("pages")
    return create_app(Settings(database_url=f"sqlite:///{folder}/test.sqlite3"))


@pytest.fixture(scope="package")
def address(app: FastAPI) -> Iterator[str]:
    """The address of a server that runs until the last test of this folder."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium: install it with apt-get install chromium-headless-shell.")
    with served(app) as where:
        yield where


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    """One for each file: while it is open a loop runs in this thread, which the tests of other folders do not bear."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def empty(app: FastAPI, address: str) -> None:
    """No articles are stored."""
    with transaction(app.state.services.sessions) as session:
        session.query(ArticleRow).delete()
        for table in INCIDENTS:
            session.execute(text(f"DELETE FROM {table}"))


@pytest.fixture
def motion() -> Literal["no-preference", "reduce"]:
    """Without the movements of the map most tests take half as long; a test that is to have them says so."""
    return "reduce"


@pytest.fixture
def context(browser: Browser, address: str, motion: Literal["no-preference", "reduce"]) -> Iterator[BrowserContext]:
    """A browser without a network but this server; whatever else is called fails the test."""
    made = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion=motion
    )
    made.set_default_timeout(MILLISECONDS)
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            elsewhere.append(request.url)

    made.on("request", note)
    yield made
    made.close()
    assert elsewhere == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; an error of a script, and anything that the policy forbids, fails the test."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console",
        lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield opened
    assert wrong == []


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages go."""
    return tmp_path_factory.mktemp("shots")


@pytest.fixture
def api(app: FastAPI, address: str) -> TestClient:
    """The same server without a browser; its life is the fixture's, so the client must not start it."""
    return TestClient(app)


@pytest.fixture
def stored(api: TestClient, empty: None) -> list[str]:
    """The ids of four articles."""
    return [api.post("/v1/articles", json=body).json()["id"] for body in reports.ALL]
