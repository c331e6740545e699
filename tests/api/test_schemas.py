from __future__ import annotations

import datetime as dt

from app.api.schemas import article_out, event_type_out
from app.ontology import catalogue
from app.storage.mapping import StoredArticle
from tests.factories import make_article, make_event, make_extraction


def test_a_stored_article_has_its_text_and_its_extraction() -> None:
    article = make_article(title="Head", source="Wire", metadata={"page": 3})
    extraction = make_extraction(article, make_event())
    out = article_out(StoredArticle(article, extraction, dt.datetime(2024, 3, 4, tzinfo=dt.UTC)))
    assert (out.id, out.title, out.text, out.source) == (extraction.id, "Head", article.text, "Wire")
    assert (out.metadata, out.events, out.anchor) == ({"page": 3}, extraction.events, extraction.anchor)


def test_an_event_type_has_its_sub_types_and_only_positive_examples() -> None:
    strike = catalogue().types["strike"]
    out = event_type_out(strike)
    assert (out.code, out.label) == ("strike", strike.label)
    assert [sub.code for sub in out.subtypes] == list(strike.subtypes)
    assert list(out.examples) == [e.text for e in strike.examples if not e.none]
    assert out.definition == out.definition.strip()
