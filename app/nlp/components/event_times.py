"""When did each event happen?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("event_times", assigns=["doc._.event_times"])
def event_times(doc: Doc) -> Doc:
    """Write ``doc._.event_times``."""
    return doc
