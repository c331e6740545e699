"""For everybody: by keyboard alone, with a screen reader (axe), in light and dark, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import basra, ready, tab_to

pytestmark = pytest.mark.usefixtures("empty")


def test_everything_by_keyboard(page: Page, api: TestClient, stored: list[str]) -> None:
    """Filter, find, read, correct and undo with keys alone; nothing is focused but by them."""
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    expect(page.locator(".results .row").first).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".facet button", has_text="Kenya"))
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="country: Kenya")).to_be_visible()
    ready(page, len(api.get("/v1/events?country=KE").json()["events"]))
    tab_to(page, page.locator(".leaflet-marker-pane .cluster, .leaflet-marker-pane .pin").first)
    page.keyboard.press("Shift+Tab")  # before the map: from here the list is a link away
    tab_to(page, page.locator(".results .row").first)
    page.keyboard.press("Enter")
    expect(page.locator("li[data-chosen]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Nairobi")
    card = page.locator(".card:focus")  # of the event that was opened
    expect(card).to_have_attribute("data-shown", "")
    event_id = str(card.get_attribute("data-id"))
    card = page.locator(f'.card[data-id="{event_id}"]')
    correct = card.get_by_role("button", name="Correct", exact=True)
    tab_to(page, correct)
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Why")).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(correct).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, form.get_by_label("When"))
    page.keyboard.press("Control+A")
    page.keyboard.type("2024-03-04")
    tab_to(page, form.get_by_label("Why"))
    page.keyboard.type("A day earlier.")
    tab_to(page, form.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(card).to_contain_text("corrected")
    expect(card).to_be_focused()
    assert api.get(f"/v1/events/{event_id}").json()["time"]["value"] == "2024-03-04"
    tab_to(page, card.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(card).not_to_contain_text("corrected")
    assert api.get(f"/v1/events/{event_id}").json()["review"] is None


def test_from_the_words_to_their_card_by_keyboard(page: Page, stored: list[str]) -> None:
    page.goto(f"/articles/{stored[0]}")
    words = page.locator(".text [data-events]")
    tab_to(page, words.first)
    page.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    event_id = str(words.nth(1).get_attribute("data-events")).split()[0]
    card = page.locator(f'.card[data-id="{event_id}"]')
    expect(card).to_have_attribute("data-shown", "")
    page.keyboard.press("ArrowLeft")
    expect(words.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card).to_be_focused()
    tab_to(page, card.get_by_role("button", name="Show in the text"))
    page.keyboard.press("Enter")
    first = page.locator(f'.text [data-events~="{event_id}"]').first
    expect(first).to_be_focused()


def opened(name: str) -> Callable[[Page], None]:
    """Open the dialog of a button of the first card or of the page."""

    def act(page: Page) -> None:
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return act


def unfolded(page: Page) -> None:
    """Unfold everything that is folded."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    page.wait_for_load_state("networkidle")


def chosen(page: Page) -> None:
    page.locator(".results .row").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()


def read(page: Page) -> None:
    page.get_by_role("button", name="Fill in an example").click()
    page.get_by_role("button", name="Read it").click()
    page.locator("#result .card").first.hover()


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: What each page may show, by its address: `{article}` and `{incident}` are ids.
STATES: list[tuple[str, Callable[[Page], None] | None]] = [
    ("/", unfolded),
    ("/?show=incidents&country=IQ", chosen),
    ("/?country=IQ&type=election", None),  # empty
    ("/?place=Springfield", None),  # a problem with candidates
    ("/articles/{article}", lambda page: page.locator(".card").first.hover()),
    ("/articles/{article}", unfolded),
    ("/articles/{article}", opened("Correct")),
    ("/articles/{article}", opened("Reject")),
    ("/articles/{article}", opened("History")),
    ("/articles/{article}", opened("Add a missed event")),
    ("/articles/none", None),
    ("/incidents/{incident}", unfolded),
    ("/incidents/{incident}", opened("Merge …")),
    ("/read", read),
    ("/review?max_confidence=1", None),
    ("/review?kind=conflicting_claims", None),
    ("/review?kind=new_incidents", None),
]


def test_no_page_has_a_fault_that_axe_finds(browser: Browser, address: str, api: TestClient, stored: list[str]) -> None:
    context = browser.new_context(base_url=address, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    ids = {"article": stored[0], "incident": basra(api)["id"]}
    for path, act in STATES:
        page.goto(path.format(**ids))
        page.wait_for_load_state("networkidle")
        if act:
            act(page)
        for scheme in SCHEMES:  # in one page, as loading it takes longer than looking at it
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            wrong = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
            assert wrong == [], (path, act, scheme)
        page.emulate_media(color_scheme=SCHEMES[0])
    context.close()


def test_what_is_shown_while_the_server_works_is_accessible(page: Page, stored: list[str]) -> None:
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.route("**/v1/events?**", lambda route: None)  # it never answers
    page.get_by_role("button", name="Incidents").click()
    page.get_by_role("button", name="Events", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    page.unroute_all(behavior="ignoreErrors")


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
