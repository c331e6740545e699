"""How many were killed or hurt, and who says so?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("casualties", assigns=["doc._.casualties"])
def casualties(doc: Doc) -> Doc:
    """Write ``doc._.casualties``."""
    return doc
