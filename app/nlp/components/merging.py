"""Which triggers tell one event?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("merging", assigns=["doc._.happenings"])
def merging(doc: Doc) -> Doc:
    """Write ``doc._.happenings``."""
    return doc
