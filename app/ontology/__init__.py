"""What can happen: ``event_types/`` holds one file per event type; ``catalogue`` loads and checks them."""

from app.ontology.catalogue import Catalogue, EventType, catalogue

__all__ = ["Catalogue", "EventType", "catalogue"]
