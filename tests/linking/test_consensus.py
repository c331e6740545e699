"""What an incident is called when its reports give it different types."""

from __future__ import annotations

import pytest

from app.domain.event import Event
from app.linking.consensus import common_kind
from app.linking.figures import Reported
from tests.factories import make_event

CAPTURE = make_event(id="1", type="territory", subtype=None, participants=(), casualties=())
CLASH = make_event(id="2", type="strike", subtype="armed_clash")
SHELLING = make_event(id="3", type="strike", subtype="shelling")
DEATHS = make_event(id="4", type="casualties", subtype=None)


def reported(outlet: str, event: Event, counting: Event | None = None) -> Reported:
    return Reported(f"article of {outlet}", outlet, "2024-02-02", event, counting or event)


@pytest.mark.parametrize(
    ("reports", "kind"),
    [
        pytest.param([reported("A", CAPTURE, CLASH)], CLASH, id="the clash that killed, not the capture told first"),
        pytest.param([reported("A", CAPTURE)], CAPTURE, id="a capture that killed nobody"),
        pytest.param([reported("A", CAPTURE, DEATHS)], CAPTURE, id="deaths are no act"),
        pytest.param([reported("A", SHELLING, CLASH)], SHELLING, id="an act that owns harm stays what it was"),
        pytest.param(
            [reported("A", CAPTURE, CLASH), reported("B", CAPTURE), reported("C", CAPTURE)], CAPTURE, id="most outlets"
        ),
    ],
)
def test_the_kind_of_an_incident(reports: list[Reported], kind: Event) -> None:
    assert common_kind(reports) == kind
