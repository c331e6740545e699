from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import InputError, TextTooLongError
from app.nlp import Extractor
from app.settings import Settings
from tests.spans import spans_of

TEXT = "Gunmen shot two guards at a depot in Basra on Friday, police said. The gunmen fled."


def test_articles_come_out_in_order_with_their_own_ids(extractor: Extractor) -> None:
    articles = [Article(f"{TEXT} Report {number}.") for number in range(40)]  # more than one batch
    made = list(extractor.extract_many(articles))
    assert [extraction.id for extraction in made] == [identify(article) for article in articles]
    assert {len(extraction.events) for extraction in made} == {len(made[0].events)}


def test_the_same_article_gives_the_same_answer(extractor: Extractor) -> None:
    assert extractor.extract(Article(TEXT)) == extractor.extract(Article(TEXT))


def test_every_span_holds_the_words_of_the_stored_text(extractor: Extractor) -> None:
    article = Article(TEXT, title="Two guards shot")
    answer = TypeAdapter(Extraction).dump_python(extractor.extract(article), mode="json")
    spans = list(spans_of(answer))
    assert spans
    assert all(article.stored_text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_an_entity_has_all_its_mentions(extractor: Extractor) -> None:
    text = "General Omar Nasser visited Basra. Nasser left on Monday."
    entity = next(e for e in extractor.extract(Article(text)).entities if "Nasser" in e.name)
    assert [span.text for span in entity.spans][-1] == "Nasser"
    assert len(entity.spans) == 2


@pytest.mark.parametrize(
    ("article", "error"),
    [
        ({"text": " \n"}, InputError),
        ({"text": "a" * 200_001}, TextTooLongError),
        ({"text": "a" * 199_990, "title": "a long headline"}, TextTooLongError),
        ({"text": "A lone \ud800."}, InputError),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(
    extractor: Extractor, article: dict[str, Any], error: type[InputError]
) -> None:
    with pytest.raises(error) as caught:
        extractor.check(Article(**article))
    assert caught.value.field == "text"


def test_events_of_an_article_are_limited_and_the_answer_says_so(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Gunmen killed {n} people in {town} on Monday, police said." for n, town in ((2, "Basra"), (3, "Mosul"))]
    whole = extractor.extract(Article(" ".join(texts)))
    assert (len(whole.events), whole.truncated) == (6, False)
    monkeypatch.setattr(extractor, "settings", Settings(max_events=6))
    assert not extractor.extract(Article(" ".join(texts))).truncated
    monkeypatch.setattr(extractor, "settings", Settings(max_events=4))
    cut = extractor.extract(Article(" ".join(texts)))
    assert (len(cut.events), cut.truncated) == (4, True)
    ids = {event.id for event in cut.events}
    assert {link.event_id for event in cut.events for link in event.links} <= ids
    assert {event.statement.topic for event in cut.events if event.statement} <= {None, *ids}


def test_a_phrase_said_thousands_of_times_gives_no_more_than_the_limit(extractor: Extractor) -> None:
    found = extractor.extract(Article("He said " * 2000))
    assert len(found.events) <= extractor.settings.max_events
