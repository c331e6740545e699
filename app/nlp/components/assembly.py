"""The events of the contract."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("assembly", assigns=["doc._.events"])
def assembly(doc: Doc) -> Doc:
    """Write ``doc._.events``."""
    return doc
