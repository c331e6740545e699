from __future__ import annotations

import json

from app.export.event_json import event_out, lines
from tests.factories import make_event, make_found


def test_an_event_names_the_article_that_reports_it() -> None:
    made = event_out(make_found(make_event(article_id="a1"), 12.5))
    assert (made.article.id, made.article.title, made.article.source) == ("a1", "Night of fire", "Example Wire")
    assert made.distance_km == 12.5


def test_a_line_for_each_event() -> None:
    events = [make_event(summary="one\ntwo"), make_event()]
    made = b"".join(lines([[make_found(events[0])], [], [make_found(events[1])]]))
    assert [json.loads(line)["id"] for line in made.splitlines()] == [event.id for event in events]
    assert made.endswith(b"\n")
