"""How fast is the extraction beside the bare spaCy pipeline? ``uv run python tests/benchmarks/bench_extraction.py``.

Both read the same texts in the same run, in turns, in one process; the medians are compared. Give files (text or JSON
Lines, as for ``dateline extract``) to measure on them instead of on generated texts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy

from app.domain.article import Article
from app.ingestion import prepare
from app.ingestion.input_files import items
from app.ingestion.options import InputOptions
from app.nlp import Extractor
from app.settings import Settings

sys.path.insert(0, str(Path(__file__).parent))
from texts import articles as generated

_BATCH = 32


@dataclass(frozen=True)
class Result:
    """Median seconds of each side, and the words that both read."""

    words: int
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """Words a second of the extraction over those of the bare pipeline."""
        return self.bare / self.ours

    def __str__(self) -> str:
        return (
            f"{self.words} words; bare spaCy {self.words / self.bare:,.0f} words/s, "
            f"extraction {self.words / self.ours:,.0f} words/s, ratio {self.ratio:.2f}"
        )


def measure(articles: Sequence[Article], repeats: int, settings: Settings) -> Result:
    """Time both sides in turns; the first turn of each warms up and does not count."""
    extractor, nlp = Extractor(settings), spacy.load(settings.model)
    texts = [article.stored_text for article in articles]

    def ours() -> None:
        for _ in extractor.extract_many(articles):
            pass

    def bare() -> None:
        for first in range(0, len(texts), _BATCH):
            with nlp.memory_zone():
                for _ in nlp.pipe(texts[first : first + _BATCH], batch_size=_BATCH):
                    pass

    turns = [(seconds(ours), seconds(bare)) for _ in range(repeats + 1)][1:]
    words = sum(len(text.split()) for text in texts)
    return Result(words, statistics.median(t[0] for t in turns), statistics.median(t[1] for t in turns))


def seconds(work: Callable[[], None]) -> float:
    """Processor time of this process: other programs on the machine count less than by the clock."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(arguments: Sequence[str] | None = None) -> Result:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="text or JSON Lines files instead of generated texts")
    parser.add_argument("--articles", type=int, default=200, help="how many articles are generated")
    parser.add_argument("--repeats", type=int, default=5, help="turns that count")
    given = parser.parse_args(arguments)
    settings = Settings()
    if given.files:
        chosen = [prepare(item.raw, settings) for item in items(given.files, InputOptions(settings)) if item.raw]
    else:
        chosen = [
            Article(text=text, title=title, published_at="2024-03-05") for title, text in generated(given.articles)
        ]
    result = measure(chosen, given.repeats, settings)
    print(f"{len(chosen)} articles, {result}")
    return result


if __name__ == "__main__":
    main()
