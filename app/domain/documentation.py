"""Descriptions of dataclass fields: the one source of the texts in OpenAPI and in ``docs/data-dictionary.md``."""

from __future__ import annotations


def doc(description: str) -> dict[str, str]:
    """Metadata that describe a dataclass field; pydantic copies them into the JSON schema.

    Examples
    --------
    ``start: int = field(metadata=doc("First code point of the span."))``
    """
    return {"description": description}
