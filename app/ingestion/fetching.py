"""Pages of articles that are sent as an address alone, fetched where the settings allow it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from app.errors import DatelineError, OutboundError
from app.ingestion.cleaning import clean_line
from app.ingestion.html import decode_page
from app.ingestion.items import Item
from app.outbound import Answer, Bounds, send
from app.settings import Settings

_AT_ONCE = 8
_REDIRECTS = 5
_FIELDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "": "html"}
_HEADERS = {"Accept": "text/html, application/xhtml+xml, text/plain;q=0.5", "Accept-Encoding": "identity"}
T = TypeVar("T")


def address_of(raw: Mapping[str, Any] | None) -> str | None:
    """The address of an article that is sent as an address alone, without ``text`` and ``html``; else None."""
    if raw is None or raw.get("text") is not None or raw.get("html") is not None:
        return None
    url = raw.get("url")
    return clean_line(url) or None if isinstance(url, str) else None


def fetch(item: Item, settings: Settings) -> Item:
    """An item that is only an address, with its page; or with the ``reason`` why that cannot be fetched."""
    url = address_of(item.raw)
    if url is None or item.raw is None:
        return item
    bounds = Bounds(settings.fetch_seconds, settings.max_body_bytes, _REDIRECTS, settings.outbound_networks)
    try:
        page = _page(send("GET", url, bounds, headers=_HEADERS))
    except DatelineError as error:
        return replace(item, reason=str(error))
    return replace(item, raw={**item.raw, **page})


def fetched(items: Iterable[Item], settings: Settings) -> Iterator[Item]:
    """The same items in order; those that are only an address get their pages, if the settings allow it."""
    if not settings.fetch_urls:
        return iter(items)
    return concurrently(items, lambda item: fetch(item, settings), lambda item: address_of(item.raw) is not None)


def concurrently(stream: Iterable[T], work: Callable[[T], T], needed: Callable[[T], bool]) -> Iterator[T]:
    """The stream in order, ``work`` done to what it is ``needed`` for, to a few at a time."""
    waiting: deque[Future[T]] = deque()
    threads = ThreadPoolExecutor(_AT_ONCE, "fetch")
    try:
        for each in stream:
            waiting.append(threads.submit(work, each) if needed(each) else _done(each))
            while waiting and (waiting[0].done() or len(waiting) > 2 * _AT_ONCE):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


def _page(answer: Answer) -> dict[str, str]:
    """The field of an article that an answer is. Raises ``OutboundError`` when it is not a page."""
    content_type = answer.headers.get("content-type", "")
    name = _FIELDS.get(content_type.partition(";")[0].strip().lower())
    if answer.status != 200:
        raise OutboundError(f"{answer.url} answered {answer.status}.")
    if name is None:
        raise OutboundError(f"{answer.url} is not a page but {content_type}.")
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        raise OutboundError(f"{answer.url} answered with a compressed page, although none was requested.")
    return {name: decode_page(answer.body, content_type)}
