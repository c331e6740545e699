"""Dateline: news articles in, structured events out, found again by place and date."""

__version__ = "0.1.0"
