"""Text in, events out. The only folder that speaks spaCy; it knows no web and no database.

One public name: ``Extractor``.
"""

from app.nlp.extractor import Extractor

__all__ = ["Extractor"]
