"""What can happen: ``event_types/`` holds one file per event type; ``catalogue`` loads and checks them."""

from app.ontology.catalogue import FIGURES, Catalogue, catalogue
from app.ontology.schema import EventType

__all__ = ["FIGURES", "Catalogue", "EventType", "catalogue"]
