"""Who said what?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("quotes", assigns=["doc._.statements"])
def quotes(doc: Doc) -> Doc:
    """Write ``doc._.statements``."""
    return doc
