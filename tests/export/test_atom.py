"""The Atom feed of events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from xml.etree import ElementTree

from app.export import atom
from tests.factories import make_event, make_found

ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
URL = "https://dateline.example.org/v1/events.atom?q=a&country=IQ"


def read(*found: atom.FoundEvent) -> ElementTree.Element:
    return ElementTree.fromstring(atom.feed(found, URL, "https://dateline.example.org/v1/events/"))


def test_an_event_is_an_entry_with_its_point() -> None:
    when = dt.datetime(2024, 2, 3, 18, tzinfo=dt.UTC)
    event = make_event(summary="Raid <on> a \x00depot & more")
    found = replace(make_found(event), updated_at=when)
    root = read(found)
    assert root.findtext(f"{ATOM}id") == URL
    assert root.findtext(f"{ATOM}updated") == "2024-02-03T18:00:00Z"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{event.id}"
    assert entry.findtext(f"{ATOM}title") == "Raid <on> a depot & more"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"https://dateline.example.org/v1/events/{event.id}"
    place = event.places[0]
    assert entry.findtext(f"{GEORSS}point") == f"{place.latitude} {place.longitude}"


def test_an_empty_feed_is_one_too() -> None:
    assert read().findall(f"{ATOM}entry") == []
