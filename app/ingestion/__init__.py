"""Articles come in: prepared, read by a pool of processes, stored; one way for all of them."""

from app.ingestion.intake import Intake
from app.ingestion.pool import ReaderPool
from app.ingestion.preparation import prepare
from app.ingestion.process import check_temporary_folder
from app.ingestion.shared_readers import make_pool, shared_readers

__all__ = ["Intake", "ReaderPool", "check_temporary_folder", "make_pool", "prepare", "shared_readers"]
