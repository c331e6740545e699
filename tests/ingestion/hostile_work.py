"""Work for a reader process that no article of today asks for: it must lie in a module that the process can import."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.article import Article
from app.ingestion.worker import Reader, Reading, extract_batch, read_batch


def spin(_: Reader, *_given: Any) -> None:
    while True:
        pass


def grow(_: Reader) -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))
        time.sleep(0.01)  # its memory is to run out before its time, however late somebody looks


def die(_: Reader) -> None:
    os._exit(9)


def die_once(_: Reader, flag: str) -> str:
    if not os.path.exists(flag):
        open(flag, "w").close()
        os._exit(9)
    return "done"


def crash(_: Reader, *_given: Any) -> None:
    raise IndexError("secret detail")


def read_or_die(
    reader: Reader, batch: Sequence[Mapping[str, Any]], published_at: str | None
) -> list[Reading | Exception]:
    """``read_batch``, with articles that kill their process or never end."""
    texts = {raw["text"] for raw in batch}
    if "kill" in texts:
        os._exit(9)
    if "spin" in texts:
        spin(reader)
    return read_batch(reader, batch, published_at)


def extract_or_die(reader: Reader, articles: Sequence[Article]) -> list[bytes | Exception]:
    """``extract_batch``, with articles that kill their process."""
    if any(article.text == "kill" for article in articles):
        os._exit(9)
    return extract_batch(reader, articles)


def process_id(_: Reader) -> int:
    return os.getpid()
