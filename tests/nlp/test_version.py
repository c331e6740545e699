"""The version changes with every rule, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.nlp.version import pipeline_version, rules_hash


def package(root: Path, **files: str) -> Path:
    for name, content in {"nlp/rules.py": "a", "nlp/lexicon/en/words.yaml": "b", **files}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return root


@pytest.mark.parametrize(
    "changed", [{"nlp/rules.py": "A"}, {"nlp/lexicon/en/words.yaml": "c"}, {"ontology/new.yaml": ""}]
)
def test_a_changed_rule_is_another_version(tmp_path: Path, changed: dict[str, str]) -> None:
    assert rules_hash(package(tmp_path / "old")) != rules_hash(package(tmp_path / "new", **changed))


@pytest.mark.parametrize(
    "more", [{}, {"nlp/__pycache__/rules.pyc": "1"}, {"nlp/card.md": "text"}, {"api/routes.py": "x"}]
)
def test_all_else_is_the_same_version(tmp_path: Path, more: dict[str, str]) -> None:
    assert rules_hash(package(tmp_path / "old")) == rules_hash(package(tmp_path / "new", **more))


def test_the_version_names_the_program_the_rules_and_the_model() -> None:
    assert pipeline_version("some_model", "3.8.0").endswith(" / some_model 3.8.0")
