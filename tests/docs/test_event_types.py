"""The guide to event types explains every key, every position of a role and every frame."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.nlp.lexicon.trigger_groups import Neighbours, TriggerGroup
from app.ontology.schema import EventType, Frame, Position, Role, SubType

GUIDE = (Path(__file__).parents[2] / "docs" / "event-types.md").read_text("utf-8")


@pytest.mark.parametrize(
    "model", [EventType, SubType, Role, TriggerGroup, Neighbours], ids=lambda model: model.__name__
)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    assert [key for key in model.model_fields if f"`{key}`" not in GUIDE] == []


@pytest.mark.parametrize("name", [*typing.get_args(Frame), *typing.get_args(Position)])
def test_every_frame_and_position_is_explained(name: str) -> None:
    assert f"`{name}`" in GUIDE
