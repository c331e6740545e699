"""The text, title, date and outlet of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import InputError, NoArticleError

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096  # bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page; None where nothing was found."""

    text: str
    title: str | None
    date: str | None
    outlet: str | None
    url: str | None


def read_page(html: str) -> Page:
    """The article of a page, its paragraphs separated by a blank line. Raises ``InputError`` when there is none."""
    import trafilatura  # noqa: PLC0415 - half a second and 60 MB, only where pages are sent

    whole = html.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    try:
        found = trafilatura.bare_extraction(whole, with_metadata=True, include_comments=False)
    except Exception as error:  # a page is hostile input to a large library: whatever it does, the page is bad
        raise InputError(f"The page cannot be read as HTML: {type(error).__name__}.", field="html") from error
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        raise NoArticleError("No article was found in the page; send its text in 'text'.", field="html")
    paragraphs = (line.strip() for line in found.text.splitlines())
    body = "\n\n".join(line for line in paragraphs if line)
    return Page(body, found.title, found.date, found.sitename, found.url)


def decode_page(raw: bytes, content_type: str | None = None) -> str:
    """The characters of a page: UTF-8 or UTF-16 where they fit, else as its ``charset`` or its media type says."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search((content_type or "").encode() + b" " + raw[:_DECLARED_WITHIN])
    try:
        return raw.decode(declared.group(1).decode() if declared else "cp1252", "replace")
    except LookupError:  # a charset that does not exist
        return raw.decode("cp1252", "replace")
