"""Components exchange only ``doc._`` attributes, and each declares the ones that it reads and writes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from spacy.language import Language

import app.nlp.components
from app.nlp.annotations import DOC_ATTRIBUTES
from app.nlp.pipeline import AFTER_MODEL, BEFORE_MODEL, FILES, load_components

FOLDER = Path(app.nlp.components.__file__).parent
NAMES: dict[str, list[str]] = {}
for component in (*BEFORE_MODEL, *AFTER_MODEL):
    NAMES.setdefault(FILES.get(component, component), []).append(component)


def attributes(part: str) -> tuple[set[str], set[str]]:
    """The ``doc._`` attributes that the source of a component reads, and those that it writes."""
    folder = FOLDER / part
    sources = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    found: tuple[set[str], set[str]] = (set(), set())
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "_":
                found[isinstance(node.ctx, ast.Store)].add(node.attr)
    return found


def declared(part: str) -> tuple[set[str], set[str]]:
    """The ``doc._`` attributes that the components of a file or folder require, and those that they assign."""
    load_components()
    metas = [Language.get_factory_meta(name) for name in NAMES[part]]
    required, assigned = ({a for meta in metas for a in named(meta)} for named in (_requires, _assigns))
    return required, assigned


def _requires(meta: object) -> list[str]:
    return [a.removeprefix("doc._.") for a in meta.requires if a.startswith("doc._.")]  # type: ignore[attr-defined]


def _assigns(meta: object) -> list[str]:
    return [a.removeprefix("doc._.") for a in meta.assigns if a.startswith("doc._.")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", NAMES)
def test_a_component_declares_what_it_reads_and_writes(part: str) -> None:
    (reads, writes), (required, assigned) = attributes(part), declared(part)
    assert writes == assigned
    assert reads - assigned <= required, f"requires= lacks {sorted(reads - assigned - required)}"
    assert required | assigned <= set(DOC_ATTRIBUTES)


def test_only_mentions_are_written_by_several_components() -> None:
    written = [attribute for part in NAMES for attribute in attributes(part)[1]]
    assert {attribute for attribute in written if written.count(attribute) > 1} == {"mentions"}


def test_every_attribute_has_a_writer() -> None:
    written = {attribute for part in NAMES for attribute in attributes(part)[1]}
    assert set(DOC_ATTRIBUTES) - written == {"context"}  # the extractor's


def test_what_a_component_requires_was_written_before_it() -> None:
    load_components()
    written = {"context"}
    for name in (*BEFORE_MODEL, *AFTER_MODEL):
        meta = Language.get_factory_meta(name)
        assert set(_requires(meta)) <= written, name
        written |= set(_assigns(meta))


#: Modules of one component that others may import, and what for: word tables and questions of grammar that write
#: nothing on a Doc. Whatever a component finds reaches the others as a ``doc._`` attribute.
SHARED = {
    "casualties": "settle: figures of a cluster without double counting",
    "datelines.reading": "where a dateline stands, for the split into sentences",
    "event_times.attachment": "the expression attached to a verb of saying",
    "times.anchor": "lines that date the article",
}


def imported_from_others() -> set[str]:
    """Modules of a component that another component imports, as ``component.module``."""
    found = set()
    for source in FOLDER.rglob("*.py"):
        own = source.relative_to(FOLDER).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.nlp.components."):
                name = str(node.module).removeprefix("app.nlp.components.")
                if name.split(".")[0] != own:
                    found.add(name)
    return found


def test_components_import_only_what_is_shared() -> None:
    assert imported_from_others() == set(SHARED)
