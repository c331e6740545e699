"""Find the words that report an event: ``doc._.triggers``.

The words are data (``ontology/event_types/*.yaml``); this component holds the mechanism. A word fires when no
look-alike of its group stands beside it in the syntax tree; a weak word needs a sign of violence in its sentence, or a
strong one elsewhere in the article. The class of weapon named with it narrows the sub-type ("attack" + "drone" →
drone_strike).
It does not decide who did it, whether it is true, or which triggers report the same event.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.components.triggers.detection import find_triggers


@Language.component(
    "triggers",
    requires=["doc._.context", "doc._.mentions", "doc._.toponyms", "doc._.boilerplate"],
    assigns=["doc._.triggers"],
)
def triggers(doc: Doc) -> Doc:
    """Write ``doc._.triggers``."""
    doc._.triggers = find_triggers(doc)[: doc._.context.most]
    return doc


__all__ = ["find_triggers", "triggers"]
