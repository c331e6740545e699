"""Which text, title, date and outlet does a web page hold?"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import InputError


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page; None where it does not say."""

    text: str
    title: str | None
    date: str | None
    outlet: str | None
    url: str | None


def read_page(html: str) -> Page:
    """The article of a page, its paragraphs a blank line apart. Raises ``InputError`` when there is none."""
    import trafilatura  # noqa: PLC0415 - half a second and 60 MB, only for those who send pages

    whole = html.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    try:
        found = trafilatura.bare_extraction(whole, with_metadata=True, include_comments=False)
    except Exception as error:  # a page is hostile input to a large library: whatever it does, the page is bad
        raise InputError(f"The page cannot be read as HTML: {type(error).__name__}.", field="html") from error
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        raise InputError("No article was found in the page; send its text as 'text'.", field="html")
    paragraphs = (line.strip() for line in found.text.splitlines())
    body = "\n\n".join(line for line in paragraphs if line)
    return Page(body, found.title, found.date, found.sitename, found.url)
