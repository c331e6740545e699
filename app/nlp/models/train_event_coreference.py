"""Train the weights of event coreference on articles whose happenings list all their mentions.

    python -m app.nlp.models.train_event_coreference ARTICLES.jsonl GOLD.jsonl [--write]

``ARTICLES``: one article a line (``id``, ``text``, ``title``, ``published_at``, ``source``). ``GOLD``: a line for each
with ``id`` and ``happenings``, each with an ``id`` and ``mentions`` (``start``, ``end``: characters of the stored
text). Prints B-cubed of the clusters of the detected triggers, each article read with weights that were trained on
the others; with ``--write`` the weights of all articles replace those of the package.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from app.domain.article import Article
from app.nlp.components.event_coreference import MODEL
from app.nlp.components.event_coreference.clusters import Cluster, Clustering
from app.nlp.components.event_coreference.features import TriggerFeatures, gather
from app.nlp.components.event_coreference.vetoes import vetoed
from app.nlp.extractor import Extractor
from app.nlp.models import Logistic
from app.nlp.models.fitting import Instance, fit, write
from app.nlp.token_table import TokenTable, token_table

PENALTY = 2.0
_BLANK = Logistic(0.0, {})


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article's triggers with the happening of each; a trigger of none has a label of its own."""

    article: str
    tokens: TokenTable
    features: list[TriggerFeatures]
    labels: dict[int, str]


def read(articles: Path, gold: Path) -> Iterator[Labelled]:
    """Every article with its triggers and their happenings."""
    extractor = Extractor()
    answers = {row["id"]: row["happenings"] for row in map(json.loads, gold.open(encoding="utf-8"))}
    for row in map(json.loads, articles.open(encoding="utf-8")):
        fields = {k: row[k] for k in ("text", "title", "published_at", "source") if k in row}
        doc = next(extractor.nlp.pipe([extractor.prepare(Article(**fields))]))
        features = gather(doc)
        labels = {f.number: label(doc, f, answers[row["id"]]) for f in features}
        yield Labelled(row["id"], token_table(doc), features, labels)


def label(doc: Doc, feature: TriggerFeatures, happenings: Sequence[dict[str, Any]]) -> str:
    """The happening one of whose mentions a trigger overlaps."""
    words = doc[feature.trigger.start : feature.trigger.end]
    for happening in happenings:
        if any(m["start"] < words.end_char and words.start_char < m["end"] for m in happening["mentions"]):
            return str(happening["id"])
    return f"none {feature.number}"


def instances(row: Labelled) -> Iterator[Instance]:
    """Each trigger beside each happening before it, as the gold has them."""
    clustering = Clustering(row.tokens, row.features, _BLANK)
    for new in row.features:
        mine, home = row.labels[new.number], None
        rivals = clustering.rivals(new)
        for cluster, signs in zip(rivals, clustering.signs(new, rivals), strict=True):
            theirs = row.labels[cluster.members[0].number]
            home = cluster if theirs == mine else home
            if (mine.startswith("none") and theirs.startswith("none")) or any(
                vetoed(m, new, row.tokens) for m in cluster.compared
            ):
                continue
            yield Instance(row.article, signs, theirs == mine)
        if home is None:
            home = Cluster()
            clustering.clusters.append(home)
        home.members.append(new)


def b_cubed(rows: Sequence[Labelled], models: dict[str, Logistic]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all triggers (Bagga and Baldwin 1998)."""
    precision = recall = 0.0
    total = 0
    for row in rows:
        gold: dict[str, set[int]] = defaultdict(set)
        for number, name in row.labels.items():
            gold[name].add(number)
        for cluster in Clustering(row.tokens, row.features, models[row.article]).run():
            numbers = {m.number for m in cluster.members}
            for number in numbers:
                shared = len(numbers & gold[row.labels[number]])
                precision += shared / len(numbers)
                recall += shared / len(gold[row.labels[number]])
                total += 1
    p, r = precision / total, recall / total
    return p, r, 2 * p * r / (p + r)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = list(read(options.articles, options.gold))
    found = [i for row in rows for i in instances(row)]
    models = {r.article: fit([i for i in found if i.article != r.article], penalty=PENALTY) for r in rows}
    print("B-cubed, each article left out: p {:.3f} r {:.3f} f1 {:.3f}".format(*b_cubed(rows, models)))
    if options.write:
        write(fit(found, penalty=PENALTY), Path(__file__).with_name(f"{MODEL}.json"))


if __name__ == "__main__":
    main()
