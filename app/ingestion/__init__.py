"""Articles come in: prepared, read by a pool of processes, stored; one way for all of them."""

from app.ingestion.intake import Intake
from app.ingestion.pool import ReaderPool
from app.ingestion.preparation import prepare

__all__ = ["Intake", "ReaderPool", "prepare"]
