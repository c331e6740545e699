"""Who says that it happened?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("attribution", assigns=["doc._.attributions"])
def attribution(doc: Doc) -> Doc:
    """Write ``doc._.attributions``."""
    return doc
