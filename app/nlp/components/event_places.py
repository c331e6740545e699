"""Where did each event happen?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("event_places", assigns=["doc._.event_places"])
def event_places(doc: Doc) -> Doc:
    """Write ``doc._.event_places``."""
    return doc
