"""Found again: a filter in the domain's words becomes SQL; pages, order, cursors, full text."""

from app.domain.found import FoundEvent
from app.query.articles import delete_article, get_article, list_articles
from app.query.events import Page, find_events, get_event
from app.query.filters import EventFilter
from app.query.parameters import parse_filter
from app.query.streams import event_batches

__all__ = [
    "EventFilter",
    "FoundEvent",
    "Page",
    "delete_article",
    "event_batches",
    "find_events",
    "get_article",
    "get_event",
    "list_articles",
    "parse_filter",
]
