"""Did it happen?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("factuality", assigns=["doc._.modalities"])
def factuality(doc: Doc) -> Doc:
    """Write ``doc._.modalities``."""
    return doc
