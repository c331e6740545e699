"""Where: place names and their resolution."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("toponyms", assigns=["doc._.toponyms"])
def toponyms(doc: Doc) -> Doc:
    """Write ``doc._.toponyms``."""
    return doc
