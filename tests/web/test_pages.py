"""The pages in a browser: from explore to a correction and back, incidents, review, hostile articles, keys."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from app.domain.access import AccessKey, digest_of, new_token
from app.storage.access_keys import add_key
from app.storage.engine import transaction
from app.storage.tables import AccessKeyRow
from tests.web import reports
from tests.web.browsing import basra, ready

pytestmark = pytest.mark.usefixtures("empty")


@pytest.mark.parametrize("motion", ["no-preference"])
def test_from_a_filter_over_the_map_to_an_incident_an_article_a_correction_and_back(
    page: Page, api: TestClient, stored: list[str]
) -> None:
    page.goto("/?show=incidents")
    ready(page, len(api.get("/v1/incidents").json()["incidents"]))
    page.locator(".facet button", has_text="Iraq").click()
    expect(page).to_have_url(re.compile(r"show=incidents.*|country=IQ.*"))
    expect(page.locator(".chip", has_text="country: Iraq")).to_be_visible()
    ready(page, len(api.get("/v1/incidents?country=IQ").json()["incidents"]))
    page.locator(".results .row", has_text="fish market").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    expect(page.locator("li[data-chosen]")).to_have_count(1)
    assert "sel=" in page.url
    page.locator(".leaflet-popup-content a").click()
    expect(page.locator("h1")).to_contain_text("Basra")
    expect(page.locator(".tile", has_text="killed")).to_contain_text("14")
    expect(page.locator("tbody tr")).to_have_count(len(basra(api)["claims"]))
    page.locator(".reports a").first.click()
    expect(page.locator(".card a", has_text="Incident").first).to_have_attribute(
        "href", f"/incidents/{basra(api)['id']}"
    )
    card = page.locator(".card[data-shown]")
    expect(card).to_have_count(1)
    event_id = card.get_attribute("data-id")
    card.get_by_role("button", name="Correct", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("When").fill("2024-02-01")
    form.get_by_label("Why").fill("The hospital's list is of Thursday.")
    form.get_by_role("button", name="Save").click()
    changed = page.locator(f'.card[data-id="{event_id}"]')
    expect(changed).to_contain_text("corrected by anonymous")
    expect(changed).to_contain_text("(2024-02-01)")
    assert api.get(f"/v1/events/{event_id}").json()["time"]["value"] == "2024-02-01"
    changed.get_by_role("button", name="History").click()
    expect(page.get_by_role("dialog")).to_contain_text("The hospital's list is of Thursday.")
    page.get_by_role("dialog").get_by_role("button", name="Undo the last step").click()
    expect(changed).not_to_contain_text("corrected")
    assert api.get(f"/v1/events/{event_id}").json()["review"] is None
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Basra")
    page.go_back()
    expect(page.locator(".chip", has_text="country: Iraq")).to_be_visible()


def test_somebody_elses_change_is_shown_not_overwritten(page: Page, api: TestClient, stored: list[str]) -> None:
    page.goto(f"/articles/{stored[2]}")
    card = page.locator(".card").first
    page.wait_for_load_state("networkidle")
    event_id = card.get_attribute("data-id")
    api.patch(f"/v1/events/{event_id}", json={"reason": "Elsewhere.", "fields": {"factuality": "alleged"}})
    card.get_by_role("button", name="Confirm").click()
    page.get_by_role("dialog").get_by_role("button", name="Show how it is now").click()
    expect(page.locator(f'.card[data-id="{event_id}"]')).to_contain_text("alleged")


def test_incidents_are_pinned_split_and_merged(page: Page, api: TestClient, stored: list[str]) -> None:
    incident = basra(api)
    page.goto(f"/incidents/{incident['id']}")
    page.get_by_role("button", name="Pin").click()
    expect(page.locator(".tag", has_text="pinned")).to_be_visible()
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator(".tag", has_text="pinned")).to_have_count(0)
    page.locator(".reports input").last.check()
    page.get_by_role("button", name="Split").click()
    expect(page.locator(".lead")).to_contain_text("1 report from 1 source")
    page.get_by_role("button", name="Merge").click()
    page.get_by_role("dialog").locator(".choices-list button").first.click()
    expect(page.locator(".lead")).to_contain_text("2 reports from 2 sources")
    page.locator("summary", has_text="History").click()
    expect(page.locator(".history li", has_text="split")).to_be_visible()


def test_the_review_queue(page: Page, api: TestClient, stored: list[str]) -> None:
    page.goto("/review?max_confidence=1")
    entries = page.locator(".entry")
    expect(entries.first).to_be_visible()
    count = entries.count()
    summary = entries.first.locator("h3").inner_text()
    entries.first.get_by_role("button", name="Confirm").click()
    expect(entries).to_have_count(count - 1)
    done = page.locator(".done")
    expect(done).to_contain_text(f"Confirmed: {summary}")
    assert len(api.get("/v1/events?reviewed=true").json()["events"]) == 1
    done.get_by_role("button", name="Undo").click()
    expect(entries).to_have_count(count)
    expect(entries.first).to_contain_text(summary)
    assert api.get("/v1/events?reviewed=true").json()["events"] == []
    entries.first.get_by_role("button", name="Reject").click()
    page.get_by_role("dialog").get_by_label("Why").fill("A drill.")
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(done).to_contain_text(f"Rejected: {summary}")
    page.get_by_role("button", name="Conflicting claims").click()
    expect(page.locator(".card", has_text="Basra").first).to_be_visible()
    assert "kind=conflicting_claims" in page.url


def test_hostile_articles_are_only_text(page: Page, api: TestClient) -> None:
    article = api.post("/v1/articles", json=reports.HOSTILE).json()
    incident = api.get("/v1/incidents").json()["incidents"][0]
    for path in (
        "/",
        "/?show=incidents",
        f"/articles/{article['id']}",
        f"/incidents/{incident['id']}",
        "/review?max_confidence=1",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hacked") is None
        assert page.locator("main script, main img[src=x], main svg[onload], a[href^=javascript]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/articles/{article['id']}")
    expect(page.locator("h1")).to_contain_text("<script>window.hacked = 1</script>")
    page.locator(".card").last.hover()
    marked = page.locator(".text .ev-place").all_inner_texts()
    assert any("Kano" in words for words in marked)  # after a sign that JavaScript counts as two


def test_signing_in_and_out(page: Page, app: FastAPI, api: TestClient, stored: list[str]) -> None:
    services = app.state.services
    key_id, token = new_token()
    key = AccessKey(key_id, "newsroom", digest_of(token), ("read", "edit"), dt.datetime.now(dt.UTC))
    with transaction(services.sessions) as session:
        add_key(session, key)
    services.access.keys._read_at = float("-inf")
    try:
        page.goto("/")
        expect(page.locator(".problem")).to_contain_text("Key required")
        page.get_by_role("button", name="Sign in").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Key").fill("wrong")
        form.get_by_role("button", name="Sign in").click()
        expect(form.locator(".problem")).to_contain_text("not valid")
        form.get_by_label("Key").fill(token)
        form.get_by_role("button", name="Sign in").click()
        expect(page.locator("#session")).to_contain_text("newsroom")
        page.goto(f"/articles/{stored[0]}")
        page.locator(".card").first.get_by_role("button", name="Confirm").click()
        expect(page.locator(".card").first).to_contain_text("confirmed by newsroom")
        assert token not in page.evaluate("document.cookie")
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator(".problem")).to_contain_text("Key required")
    finally:
        with transaction(services.sessions) as session:
            session.query(AccessKeyRow).delete()
        services.access.keys._read_at = float("-inf")
