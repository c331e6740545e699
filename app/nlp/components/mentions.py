"""Who and what is named?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("mentions", assigns=["doc._.mentions"])
def mentions(doc: Doc) -> Doc:
    """Write ``doc._.mentions``."""
    return doc
