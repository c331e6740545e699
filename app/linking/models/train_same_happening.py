"""Train the weights of linking, or count the words of a collection of news.

    python -m app.linking.models.train_same_happening fit READ.jsonl GOLD.jsonl [READ.jsonl GOLD.jsonl …]
    python -m app.linking.models.train_same_happening words ARTICLES.jsonl [ARTICLES.jsonl …]

``READ``: one article a line with its extraction: ``{"article": {…}, "extraction": {…}}``. ``GOLD``: ``{"id",
"incident"}`` a line, where ``id`` is that of the article. Both write into the folder of this file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.event import Extraction
from app.domain.stems import stems
from app.domain.text_folding import words
from app.linking.candidates import keys_of, looked_up
from app.linking.signs import signs
from app.linking.stories import Story, story_of
from app.nlp.models.fitting import Instance, fit, write

PENALTY = 1.0
#: A word of fewer articles is as rare as one that was never seen: it must not matter that it was seen here.
LEAST_ARTICLES = 8
_SHORTEST = 60  # words of an article that is counted
_HERE = Path(__file__).parent
_EXTRACTION = TypeAdapter(Extraction)


def readings(path: Path) -> Iterator[tuple[Article, Extraction]]:
    """The articles of a file with what was read in them."""
    for row in map(json.loads, path.open(encoding="utf-8")):
        yield Article(**row["article"]), _EXTRACTION.validate_python(row["extraction"])


def stories(path: Path) -> Iterator[Story]:
    """The stories of a file of articles that have been read."""
    return (story_of(*reading) for reading in readings(path))


def instances(known: Iterable[Story], incident_of: dict[str, str]) -> Iterator[Instance]:
    """Every pair of articles that share a key, and whether they report one incident."""
    keyed = [(story, set(keys_of(story)), set(looked_up(story))) for story in known]
    for (one, keys, _), (other, _, sought) in combinations(keyed, 2):
        if one.main and other.main and keys & sought:
            same = incident_of[one.article_id] == incident_of[other.article_id]
            yield Instance(f"{one.article_id} {other.article_id}", frozenset(signs(one, other)), same)


def count_words(paths: Iterable[Path]) -> dict[str, object]:
    """In how many articles each stem occurs; copies count once."""
    seen: set[str] = set()
    found: Counter[str] = Counter()
    for row in (json.loads(line) for path in paths for line in path.open(encoding="utf-8")):
        text = f"{row.get('title') or ''} {row['text']}"
        if text not in seen and len(text.split()) >= _SHORTEST:
            seen.add(text)
            found.update(set(stems(words(text))))
    kept = {word: count for word, count in sorted(found.items()) if count >= LEAST_ARTICLES}
    return {"articles": len(seen), "words": kept}


def main() -> None:
    """Read the arguments, train or count, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fit", "words"))
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args()
    if given.what == "words":
        made = json.dumps(count_words(given.files), ensure_ascii=False, separators=(",", ":"))
        (_HERE / "words.json").write_text(f"{made}\n", encoding="utf-8")
        return
    found: list[Instance] = []
    for read, gold in zip(given.files[::2], given.files[1::2], strict=True):
        incident_of = {row["id"]: row["incident"] for row in map(json.loads, gold.open(encoding="utf-8"))}
        found += instances(stories(read), incident_of)
    print(f"{len(found)} pairs, {sum(instance.positive for instance in found)} of one incident")
    write(fit(found, penalty=PENALTY), _HERE / "same_happening.json")


if __name__ == "__main__":
    main()
