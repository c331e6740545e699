"""An article comes in: cleaning, language, seen before?, reading, saving."""

from app.ingestion.articles import ingest
from app.ingestion.pool import ExtractionPool
from app.ingestion.preparing import prepare_article

__all__ = ["ExtractionPool", "ingest", "prepare_article"]
