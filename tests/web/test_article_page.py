"""The page of an article: its evidence, reading a pasted one, adding what was missed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from tests.web import reports

pytestmark = pytest.mark.usefixtures("empty")


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


@pytest.fixture
def long_article(api: TestClient) -> dict[str, Any]:
    """An article with more text and cards than a window shows."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    towns = ("Basra", "Mosul", "Kirkuk", "Tikrit")
    told = [f"A bomb killed {n + 2} people in {towns[n % 4]}, Iraq, on {days[n % 5]}." for n in range(12)]
    article: dict[str, Any] = api.post(
        "/v1/articles", json={"text": "\n\n".join(told), "published_at": "2024-02-03"}
    ).json()
    return article


def test_words_and_card_bring_each_other_into_view(page: Page, api: TestClient, long_article: dict[str, Any]) -> None:
    page.goto(f"/articles/{long_article['id']}")
    words = page.locator(".text [data-events]", has_text="killed")
    last = words.last
    event_id = (last.get_attribute("data-events") or "").split()[0]
    card = page.locator(f'.card[data-id="{event_id}"]')
    expect(card).not_to_be_in_viewport()
    last.hover()
    expect(card).to_be_in_viewport()
    expect(card).to_have_attribute("data-shown", "")
    page.mouse.move(2, 2)
    expect(card).not_to_have_attribute("data-shown", "")
    page.set_viewport_size({"width": 390, "height": 700})  # the cards are below the text
    card.get_by_role("button", name="Show in the text").click()
    expect(last).to_be_in_viewport()
    expect(last).to_have_class("ev ev-trigger")
    expect(words.first).to_have_class("ev")
    last.click()
    focused = page.locator(".card:focus")  # the words may be those of several events, which take turns
    expect(focused).to_be_in_viewport()
    assert focused.get_attribute("data-id") in (last.get_attribute("data-events") or "").split()


def test_an_event_opened_from_a_list_is_in_view(page: Page, api: TestClient, long_article: dict[str, Any]) -> None:
    event_id = long_article["events"][-1]["id"]
    page.goto(f"/articles/{long_article['id']}?event={event_id}")
    expect(page.locator(f'.card[data-id="{event_id}"]')).to_be_in_viewport()
    expect(page.locator(f'.text [data-events~="{event_id}"]').first).to_be_in_viewport()


def test_inferred_values_look_so_and_say_why(page: Page, api: TestClient) -> None:
    """Read from the sentence before: the day; the page must show the reason that the API gives."""
    article = api.post("/v1/articles", json=reports.MARCH).json()
    (event,) = (one for one in article["events"] if one["type"] == "arrest")
    reasons = [event["time"]["reason"], *(one["reason"] for one in event["places"])]
    assert any(reasons)
    page.goto(f"/articles/{article['id']}")
    card = page.locator(f'.card[data-id="{event["id"]}"]')
    for reason in filter(None, reasons):
        expect(card.locator(".inferred-note", has_text=reason).first).to_be_visible()
    expect(card.locator(".inferred-value").first).to_have_css("font-style", "italic")


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


def test_the_html_of_a_page_is_read_and_stored(page: Page, api: TestClient) -> None:
    paragraphs = [f"<p>{one}</p>" for one in reports.MARKET["text"].split("\n\n")]
    html = f"<html><head><title>Fish market bombed</title></head><body><article>{''.join(paragraphs)}</article></body>"
    page.goto("/read")
    page.get_by_label("HTML of a page").check()
    page.get_by_label("Article", exact=True).fill(html)
    page.get_by_label("Published").fill("2024-02-03")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#result .text")).to_contain_text("a fish market in Basra")
    expect(page.locator("#result .text")).not_to_contain_text("<p>")
    expect(page.locator("#result .text [data-events]", has_text="killed").first).to_be_visible()
    assert api.get("/v1/articles").json()["articles"] == []
    page.get_by_label("Store it").check()
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("h1")).to_have_text("Fish market bombed")
    assert len(api.get("/v1/articles").json()["articles"]) == 1


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
