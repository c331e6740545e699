"""What happened?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("triggers", assigns=["doc._.triggers"])
def triggers(doc: Doc) -> Doc:
    """Write ``doc._.triggers``."""
    return doc
