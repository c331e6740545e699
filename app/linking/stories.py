"""What is kept of an article so that later ones can be compared with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

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


class Vocabulary:
    """The heaviest words and phrases of a text (``terms``), and its MinHash.

    That of a stored text is read when it is first needed: most pairs are decided without it.
    """

    def __init__(self, read: Callable[[], tuple[Weights, Weights, tuple[int, ...]]]) -> None:
        self._read = read

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.found == other.found

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def found(self) -> tuple[Weights, Weights, tuple[int, ...]]:
        """Words, phrases and signature."""
        return self._read()


@dataclass(frozen=True)
class Story:
    """An article as linking sees it.

    Attributes
    ----------
    published
        The day of publication, or that read in the text; None when unknown.
    vocabulary
        Its heaviest words and phrases, and the MinHash of its text.
    names
        Keys of the full names of people.
    ages
        The ages of people.
    reports
        What it reports, its main report first.
    people
        What is certain of its people.
    """

    article_id: str
    published: dt.date | None
    vocabulary: Vocabulary
    names: frozenset[str]
    ages: frozenset[int]
    reports: tuple[Report, ...]
    people: People = NOBODY

    @property
    def words(self) -> Weights:
        """Its heaviest words."""
        return self.vocabulary.found[0]

    @property
    def phrases(self) -> Weights:
        """Its heaviest phrases."""
        return self.vocabulary.found[1]

    @property
    def signature(self) -> tuple[int, ...]:
        """The MinHash of its text."""
        return self.vocabulary.found[2]

    @property
    def main(self) -> Report | None:
        """The report that the article is about; None when it reports nothing."""
        return self.reports[0] if self.reports else None

    @cached_property
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
    vocabulary = word_weights(found), phrase_weights(text), signature(found)
    return Story(
        article_id=extraction.id,
        published=moment.date() if moment else None,
        vocabulary=Vocabulary(lambda: vocabulary),
        names=names,
        ages=frozenset(int(next(filter(None, found))) for found in _AGE.findall(text)),
        reports=reports,
        people=people_of(text, extraction, reports[0] if reports else None, names),
    )


def _names(extraction: Extraction) -> list[str]:
    """The keys of the full names of the people of an article."""
    keys = (name_key(entity.name).strip() for entity in extraction.entities if entity.kind == "person")
    return [key for key in keys if " " in key and rarity(stem(key.rpartition(" ")[2])) >= _RARE]
