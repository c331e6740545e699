"""Query parameters: one table of them, from which the parser and the OpenAPI description are made."""

from app.query.parameters.parsing import parse_filter, parse_request

__all__ = ["parse_filter", "parse_request"]
