"""What is kept of an article so that later ones can be compared with it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.event import Extraction
from app.domain.stems import stem
from app.domain.text_folding import name_key, words
from app.linking.near_duplicates import signature
from app.linking.people import NOBODY, People, people_of
from app.linking.reports import Report, reports_of
from app.linking.terms import Weights, phrase_weights, rarity, word_weights

_RARE = 2.0  # "hospital" and other words that half of the articles have end no name of a person
_AGE = re.compile(r"\b(\d{1,2})[ -](?:year|month)s?[ -]old\b|, (\d{1,2}),|\((\d{1,2})\)|, (\d{1,2})\.")


@dataclass(frozen=True, slots=True)
class Story:
    """An article as linking sees it.

    Attributes
    ----------
    published
        The day of publication, or that read in the text; None when unknown.
    words, phrases
        Its heaviest words and phrases (``terms``).
    names
        Keys of the full names of people.
    ages
        The ages of people.
    signature
        The MinHash of its text.
    reports
        What it reports, its main report first.
    people
        What is certain of its people.
    """

    article_id: str
    published: dt.date | None
    words: Weights
    phrases: Weights
    names: frozenset[str]
    ages: frozenset[int]
    signature: tuple[int, ...]
    reports: tuple[Report, ...]
    people: People = NOBODY

    @property
    def main(self) -> Report | None:
        """The report that the article is about; None when it reports nothing."""
        return self.reports[0] if self.reports else None

    @property
    def days(self) -> frozenset[dt.date]:
        """Every day of a report."""
        return frozenset(report.day for report in self.reports if report.day)


def story_of(article: Article, extraction: Extraction) -> Story:
    """The story of an article and of what was read in it."""
    text = article.stored_text
    found = words(text)
    moment = extraction.anchor.moment
    names = frozenset(_names(extraction))
    reports = reports_of(extraction, article.title)
    return Story(
        article_id=extraction.id,
        published=moment.date() if moment else None,
        words=word_weights(found),
        phrases=phrase_weights(text),
        names=names,
        ages=frozenset(int(next(filter(None, found))) for found in _AGE.findall(text)),
        signature=signature(found),
        reports=reports,
        people=people_of(text, extraction, reports[0] if reports else None, names),
    )


def _names(extraction: Extraction) -> list[str]:
    """The keys of the full names of the people of an article."""
    keys = (name_key(entity.name).strip() for entity in extraction.entities if entity.kind == "person")
    return [key for key in keys if " " in key and rarity(stem(key.rpartition(" ")[2])) >= _RARE]
