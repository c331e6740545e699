"""What the tests of the pages wait for."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def ready(page: Page, count: int) -> None:
    """Wait until the explore view shows a number of events or incidents."""
    expect(page.locator("body")).to_have_attribute("data-ready", str(count))
