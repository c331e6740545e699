"""YAML as journalists write it."""

from __future__ import annotations

import pytest
import yaml

from app.ontology.loader import load_yaml


def test_on_and_no_are_words() -> None:
    assert load_yaml("words: [on, no, yes]\nsure: true") == {"words": ["on", "no", "yes"], "sure": True}


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="the key 'ahead' stands twice"):
        load_yaml("ahead: [plan]\nback: [last]\nahead: [next]")


def test_a_merged_key_may_be_overridden() -> None:
    text = "one: &one {a: 1, b: 2}\ntwo: {<<: *one, b: 3}"
    assert load_yaml(text)["two"] == {"a": 1, "b": 3}
