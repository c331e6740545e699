"""Who did what to whom, with what?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("roles", assigns=["doc._.roles"])
def roles(doc: Doc) -> Doc:
    """Write ``doc._.roles``."""
    return doc
