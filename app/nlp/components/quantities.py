"""How many of what does a noun phrase speak of?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("quantities", assigns=["doc._.quantities"])
def quantities(doc: Doc) -> Doc:
    """Write ``doc._.quantities``."""
    return doc
