"""The pages in a browser: explore, read, correct, review; by keyboard, on a phone, with hostile articles."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from app.domain.access import AccessKey, digest_of, new_token
from app.storage.access_keys import add_key
from app.storage.engine import transaction
from app.storage.tables import AccessKeyRow
from tests.web import reports
from tests.web.browsing import ready

pytestmark = pytest.mark.usefixtures("empty")


def basra(api: TestClient) -> dict[str, Any]:
    """The incident that two articles report."""
    (found,) = api.get("/v1/incidents?min_articles=2").json()["incidents"]
    incident: dict[str, Any] = found
    return incident


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


def test_everything_by_keyboard(page: Page, api: TestClient, stored: list[str]) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    expect(page.locator(".results .row").first).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the list")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("row")
    page.locator(".facet button", has_text="Kenya").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="country: Kenya")).to_be_visible()
    ready(page, len(api.get("/v1/events?country=KE").json()["events"]))
    page.locator(".results .row").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("li[data-chosen]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Nairobi")
    page.locator(".card").first.focus()
    expect(page.locator(".card").first).to_have_attribute("data-shown", "")
    page.locator(".card").first.get_by_role("button", name="Reject").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Why")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(":focus")).to_have_text("Reject")


def test_evidence_and_cards_show_each_other(page: Page, stored: list[str]) -> None:
    page.goto(f"/articles/{stored[0]}")
    card = page.locator(".card", has_text="Car bomb").or_(page.locator(".card")).first
    card.hover()
    shown = page.locator(".text .ev").evaluate_all(
        "all => all.filter((one) => /ev-(?!faint)/.test(one.className)).map((one) => [one.textContent, one.className])"
    )
    kinds = {name.split("-")[1].split()[0] for _, name in shown}
    assert {"trigger", "place", "time"} <= kinds
    assert any("Basra" in words for words, name in shown if "ev-place" in name)
    page.locator(".text .ev", has_text="Basra").first.hover()
    expect(page.locator(".card[data-shown]").first).to_be_visible()
    page.locator(".card .raw summary").first.click()
    raw = json.loads(page.locator(".card pre").first.inner_text())
    assert raw["article_id"] == stored[0]


def test_a_pasted_article_is_read_at_once(page: Page, api: TestClient) -> None:
    page.goto("/read")
    page.get_by_role("button", name="Fill in an example").click()
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#result .card").first).to_be_visible()
    expect(page.locator("#result .text")).to_contain_text("Warplanes bombed a weapons depot")
    assert api.get("/v1/articles").json()["articles"] == []
    page.get_by_label("Store it").check()
    page.get_by_role("button", name="Read it").click()
    expect(page).to_have_url(re.compile("/articles/"))
    assert len(api.get("/v1/articles").json()["articles"]) == 1
    page.goto("/read")
    page.get_by_label("Article", exact=True).fill("Ceci n'est pas un article anglais, mais une phrase bien française.")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Language not supported")


def test_a_missed_event_is_added_from_selected_words(page: Page, api: TestClient, stored: list[str]) -> None:
    page.goto(f"/articles/{stored[1]}")
    page.wait_for_load_state("networkidle")
    before = page.locator(".card").count()
    page.locator(".text").evaluate(
        """text => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf("burned");
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + 6);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }"""
    )
    page.get_by_role("button", name="Add a missed event").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Words of the article")).to_have_value("burned")
    form.get_by_label("Type", exact=True).select_option("protest")
    form.get_by_label("Why").fill("A test of the form.")
    form.get_by_role("button", name="Add", exact=True).last.click()
    expect(page.locator(".card")).to_have_count(before + 1)
    (added,) = api.get("/v1/events?reviewed=true").json()["events"]
    assert (added["type"], added["trigger"]["text"], added["review"]["status"]) == ("protest", "burned", "added")


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
    entries.first.get_by_role("button", name="Confirm").click()
    expect(entries).to_have_count(count - 1)
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


ALL_RULES = {"resultTypes": ["violations"]}
#: Only these depend on the scheme.
COLOURS = ALL_RULES | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(
    browser: Browser, address: str, api: TestClient, stored: list[str], scheme: Any
) -> None:
    context = browser.new_context(
        base_url=address, color_scheme=scheme, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    for path in ("/", f"/articles/{stored[0]}", f"/incidents/{basra(api)['id']}", "/read", "/review?max_confidence=1"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page, options=ALL_RULES if scheme == "light" else COLOURS).response["violations"]
        wrong = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
        assert wrong == [], path
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_on_a_phone_nothing_is_cut_off(phone: Page, api: TestClient, stored: list[str]) -> None:
    phone.goto("/")
    expect(phone.get_by_label("Place", exact=True)).to_be_hidden()
    phone.locator("summary", has_text="Filters").tap()
    expect(phone.get_by_label("Place", exact=True)).to_be_in_viewport()
    for path in ("/", f"/articles/{stored[0]}", f"/incidents/{basra(api)['id']}", "/read", "/review?max_confidence=1"):
        phone.goto(path)
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
        small = phone.locator("main button:visible").evaluate_all(
            "all => all.filter((one) => !one.closest('.bars') && one.getBoundingClientRect().height < 24)"
            ".map((one) => one.textContent)"
        )
        assert small == [], path
    phone.goto(f"/articles/{stored[0]}")
    phone.locator(".card").first.get_by_role("button", name="Correct").tap()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert phone.evaluate("document.querySelector('dialog').scrollWidth <= 390")


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
