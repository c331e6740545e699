"""When: time expressions and their values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("times", assigns=["doc._.times"])
def times(doc: Doc) -> Doc:
    """Write ``doc._.times``."""
    return doc
