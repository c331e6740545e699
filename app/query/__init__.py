"""Queries of stored events: a filter in the domain's words becomes SQL; pages, streams, counts, changes."""

from app.domain.found import FoundEvent
from app.query.articles import Status, delete_article, get_stored, list_articles
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
    "Status",
    "delete_article",
    "event_batches",
    "find_events",
    "get_event",
    "get_stored",
    "list_articles",
    "parse_filter",
    "parse_request",
]
