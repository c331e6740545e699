"""The extractor: articles in, extractions out, in order, the same answer every time."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.tokens import Doc

from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.domain.languages import DEFAULT_LANGUAGE
from app.errors import InputError, TextTooLongError
from app.gazetteer import open_gazetteer
from app.nlp.annotations import ReadingContext
from app.nlp.event_limit import first_events
from app.nlp.pipeline import build
from app.nlp.tokenization import tokenize
from app.nlp.truecasing import Truecaser, with_stored_words
from app.nlp.version import pipeline_version
from app.settings import Settings

__all__ = ["Extractor", "identify"]

BATCH = 32


class Extractor:
    """Reads articles. Holds one spaCy pipeline; make one for each process."""

    def __init__(self, settings: Settings | None = None, language: str = DEFAULT_LANGUAGE) -> None:
        self.settings = settings or Settings()
        self.nlp = build(self.settings.model, language)
        self.truecase = Truecaser(self.nlp, open_gazetteer(self.settings))
        gc.collect()
        gc.freeze()  # the model and the lexicons stay as long as the process: the collector need not look at them
        self.version = pipeline_version(self.settings.model, str(self.nlp.meta.get("version", "?")))

    def check(self, article: Article) -> None:
        """Raise ``InputError`` for a text that cannot be read: empty, too long, not Unicode."""
        text = article.stored_text
        if not text.strip():
            raise InputError("The text is empty: send at least one word in 'text'.", field="text")
        if len(text) > self.settings.max_text_length:
            raise TextTooLongError(
                f"The text has {len(text)} characters; at most {self.settings.max_text_length} are read "
                "(setting DATELINE_MAX_TEXT_LENGTH). Send a shorter text.",
                field="text",
            )
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise InputError(
                "The text holds a lone surrogate, which is not a Unicode character; send valid UTF-8.",
                field="text",
            )

    def extract(self, article: Article) -> Extraction:
        """Read one article. Raises ``InputError`` when it cannot be read."""
        return next(self.extract_many([article]))

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read articles in order; memory is given back after each batch.

        Raises ``InputError`` for the first that cannot be read: use ``check`` before to sort those out.
        """
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            for article in batch:
                self.check(article)
            with self.nlp.memory_zone():
                out = [self.finish(doc) for doc in self.nlp.pipe(map(self.prepare, batch), batch_size=BATCH)]
            yield from out

    def prepare(self, article: Article) -> Doc:
        """A tokenised Doc that knows its article's circumstances."""
        text = article.stored_text
        doc = tokenize(self.nlp, self.truecase(text))
        doc.user_data["stored_text"] = text
        doc._.context = ReadingContext(
            article_id=identify(article),
            title_end=len(article.title) if article.title else 0,
            published_at=article.published_at,
            source=article.source,
            max_events=self.settings.max_events,
        )
        return doc

    def finish(self, doc: Doc) -> Extraction:
        """What the pipeline found, as the contract has it."""
        found = Extraction(
            id=doc._.context.article_id,
            status="structured",
            anchor=doc._.anchor,
            events=first_events(doc._.events, self.settings.max_events),
            places=tuple(t.place for t in doc._.toponyms if t.usage != "modifier" and not t.described),
            times=tuple(t.expression for t in doc._.times),
            entities=doc._.entities,
            pipeline=self.version,
            dateline=doc._.dateline,
            truncated=max(map(len, (doc._.events, doc._.triggers, doc._.statements))) > self.settings.max_events,
        )
        stored: str = doc.user_data["stored_text"]
        return found if doc.text == stored else with_stored_words(found, stored)
