"""The line that describes an event."""

from __future__ import annotations

import pytest

from app.domain.event import Statement
from app.domain.evidence import Span
from app.domain.summary import summarise
from tests.factories import make_casualty, make_event, make_participant


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "Shelling by Red Brigade in Basra, Iraq (2024-02-02)"),
        ({"places": (), "time": None, "subtype": None}, "Strike by Red Brigade"),
        (
            {"casualties": (make_casualty("killed", 3, None),), "places": ()},
            "Shelling by Red Brigade (2024-02-02): 3+ killed",
        ),
        (
            {"casualties": (make_casualty("killed", 1, 1), make_casualty("killed", 2, 2)), "places": ()},
            "Shelling by Red Brigade (2024-02-02): 3 killed",
        ),
        (
            {"casualties": (make_casualty("killed", 1, 1), make_casualty("injured", 2, None)), "places": ()},
            "Shelling by Red Brigade (2024-02-02): 1 killed, 2+ hurt",
        ),
        ({"factuality": "denied"}, "Shelling by Red Brigade in Basra, Iraq (2024-02-02) [denied]"),
        (
            {
                "type": "statement",
                "subtype": "deny",
                "participants": (make_participant("speaker", "Nour Haddad"),),
                "statement": Statement("direct", (Span(0, 5, "It is"), Span(8, 12, "fine"))),
            },
            "Nour Haddad denies: It is … fine",
        ),
    ],
)  # fmt: skip
def test_the_line_is_made_from_the_fields(given: dict[str, object], line: str) -> None:
    assert summarise(make_event(**given)) == line
