"""Every dependency is listed with its licence, none is under the GPL alone, and all come from the public index."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs import licences

FILE = Path(__file__).parents[2] / "docs" / "licences.md"
PUBLIC = {"https://pypi.org/simple", "https://files.pythonhosted.org"}


def test_every_locked_package_is_listed() -> None:
    names = set(licences.locked()) - {"dateline"}
    assert set(licences.listed(FILE.read_text("utf-8"))) == names, "run uv run python -m tests.refresh"
    assert {name for chapter in licences.chapters().values() for name in chapter} == names


def test_no_dependency_is_under_the_gpl_alone() -> None:
    listed = licences.listed(FILE.read_text("utf-8"))
    assert "not stated" not in listed.values()
    assert [name for name, stated in listed.items() if re.search(r"(?<!L)GPL", stated) and " OR " not in stated] == []


def test_words_taken_from_others_have_their_notice() -> None:
    document = FILE.read_text("utf-8")
    lexicon = licences.ROOT / "app" / "nlp" / "lexicon" / "en"
    taken = [p for p in lexicon.rglob("*.yaml") if re.search(r"\(MIT\b", p.read_text("utf-8"))]
    assert len(taken) == 6
    assert [p.name for p in taken if f"{p.relative_to(lexicon)}`" not in document] == []


def test_packages_come_from_the_public_index() -> None:
    lock = (licences.ROOT / "uv.lock").read_text("utf-8")
    found = set(re.findall(r'registry = "([^"]+)"', lock)) | set(re.findall(r'url = "(https?://[^/]+)', lock))
    assert found == PUBLIC
