"""Corrections become gold."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.corrections.editing import Editor
from app.corrections.fields import FieldsIn
from app.corrections.gold import gold_articles, write_gold
from app.domain.access import EVERYTHING, Caller
from app.gazetteer import open_gazetteer
from app.linking.store import save_linked
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction


@pytest.mark.parametrize("rejected", [True, False])
def test_an_article_is_complete_when_every_event_was_reviewed(sessions: sessionmaker[Session], rejected: bool) -> None:
    article = make_article(title="Night of fire", source="Wire")
    extraction = make_extraction(article, make_event(), make_event(type="protest", subtype=None))
    first, second = extraction.events
    with transaction(sessions) as session:
        save_linked(session, article, extraction)
        save_linked(session, other := make_article(), make_extraction(other, make_event()))
    with transaction(sessions) as session:
        editor = Editor(session, Caller("desk", EVERYTHING), open_gazetteer())
        editor.correct(first.id, FieldsIn(subtype="bombing"), "why")
        if rejected:
            editor.reject(second.id, "why")
    with transaction(sessions) as session:
        (line,) = gold_articles(session)
        assert [json.loads(row) for row in write_gold(session)] == [line]
    assert (line["id"], line["title"], line["source"]) == (extraction.id, "Night of fire", "Wire")
    assert [(event["id"], event["subtype"]) for event in line["events"]] == [(first.id, "bombing")]
    assert [event["id"] for event in line["rejected"]] == ([second.id] if rejected else [])
    assert line["complete"] is rejected


def test_what_was_undone_is_no_gold(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    extraction = make_extraction(article, make_event())
    with transaction(sessions) as session:
        save_linked(session, article, extraction)
    with transaction(sessions) as session:
        editor = Editor(session, Caller("desk", EVERYTHING), open_gazetteer())
        editor.confirm(extraction.events[0].id, None)
        editor.undo(extraction.events[0].id, None)
        assert list(gold_articles(session)) == []
