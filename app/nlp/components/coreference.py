"""Which mentions are the same?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("coreference", assigns=["doc._.mentions"])
def coreference(doc: Doc) -> Doc:
    """Write ``doc._.mentions``."""
    return doc
