"""Queries of stored events: a filter in the domain's words becomes SQL; pages, streams, counts, changes."""

from app.domain.found import FoundEvent
from app.query.articles import delete_article, get_article, list_articles
from app.query.events import Page, find_events, get_event
from app.query.filters import EventFilter, EventRequest, OutputOptions, PageRequest
from app.query.parameters import parse_filter, parse_request
from app.query.streams import event_batches

__all__ = [
    "EventFilter",
    "EventRequest",
    "FoundEvent",
    "OutputOptions",
    "Page",
    "PageRequest",
    "delete_article",
    "event_batches",
    "find_events",
    "get_article",
    "get_event",
    "list_articles",
    "parse_filter",
    "parse_request",
]
