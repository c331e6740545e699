"""Train the weights of an event's confidence on events that somebody has judged.

    python -m app.nlp.models.train_confidence ARTICLES.jsonl JUDGEMENTS.jsonl [--write]

``ARTICLES``: one article a line, as ``dateline extract`` reads them. ``JUDGEMENTS``: a line for each judged event, with
its ``event_id`` and ``right``: whether nothing in the record is false. Statements are left out. Prints how often
events of each confidence were right, each article read with weights that were trained on the others.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app.domain.article import Article
from app.nlp.components.assembly.confidence import MODEL, signs
from app.nlp.extractor import Extractor
from app.nlp.models.fitting import Instance, fit, write

PENALTY = 20.0


def read(articles: Path, judgements: Path) -> Iterator[Instance]:
    """The signs of every judged event."""
    extractor = Extractor()
    right = {row["event_id"]: row["right"] for row in map(json.loads, judgements.open(encoding="utf-8"))}
    for row in map(json.loads, articles.open(encoding="utf-8")):
        fields = {k: row[k] for k in ("text", "title", "published_at", "source") if k in row}
        doc = next(extractor.nlp.pipe([extractor.prepare(Article(**fields))]))
        for event in doc._.events:
            if event.id not in right:
                continue
            cluster = next(c for c in doc._.event_clusters if event.trigger.start in _starts(doc, c.numbers))
            yield Instance(row["id"], signs(doc, event, cluster), right[event.id])


def _starts(doc: object, numbers: tuple[int, ...]) -> set[int]:
    return {doc[doc._.triggers[n].start].idx for n in numbers}  # type: ignore[index,attr-defined]


def reliability(instances: list[Instance]) -> Iterator[tuple[float, int, int]]:
    """(lower bound of the confidence, events, events that were right), each article left out of the training once."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for article in dict.fromkeys(i.article for i in instances):
        model = fit([i for i in instances if i.article != article], penalty=PENALTY)
        for i in instances:
            if i.article == article:
                bins[min(int(model.probability(i.signs) * 10), 9)].append(i.positive)
    for lower, answers in sorted(bins.items()):
        yield lower / 10, len(answers), sum(answers)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("judgements", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    instances = list(read(options.articles, options.judgements))
    for lower, total, right in reliability(instances):
        print(f"{lower:.1f}  {total:4} events  {right / total:.0%} right")
    if options.write:
        write(fit(instances, penalty=PENALTY), Path(__file__).with_name(f"{MODEL}.json"))


if __name__ == "__main__":
    main()
