"""The browser of the tests of the pages, and what they wait for and look up."""

from __future__ import annotations

import os
import shutil
from typing import Any

from fastapi.testclient import TestClient
from playwright.sync_api import Locator, Page, expect

#: The first has no windows to draw and takes two thirds of the processor time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
#: No other host can be reached; and an emulated graphics card would take half of the processor time.
ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-gpu",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def ready(page: Page, count: int) -> None:
    """Wait until the explore view shows a number of events or incidents."""
    expect(page.locator("body")).to_have_attribute("data-ready", str(count))


def tab_to(page: Page, target: Locator, most: int = 90) -> None:
    """Press the tab key until something has the focus; it fails where the key does not lead there."""
    expect(target).to_be_visible()
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by keyboard")


def basra(api: TestClient) -> dict[str, Any]:
    """The incident that two articles report."""
    (found,) = api.get("/v1/incidents?min_articles=2").json()["incidents"]
    incident: dict[str, Any] = found
    return incident
