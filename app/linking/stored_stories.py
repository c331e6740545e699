"""Stories as JSON, as they are stored."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.linking.stories import Story

_STORY = TypeAdapter(Story)


def write_story(story: Story) -> str:
    """A story as JSON."""
    return _STORY.dump_json(story).decode()


def read_story(written: str) -> Story:
    """The story that ``write_story`` wrote."""
    return _STORY.validate_json(written)
