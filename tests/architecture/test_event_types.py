"""No component, storage or query module knows an event type by name: what a type does stands in its file.

Some codes are also names of other things (``casualties`` is an attribute of Docs and events, ``other`` a kind): those
may stand in the code, but never beside an event's type or sub-type.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from app.ontology import catalogue

PACKAGE = Path(app.__file__).parent
FOLDERS = ("nlp", "storage", "query", "domain", "export", "ingestion")
MODULES = sorted(path for folder in FOLDERS for path in (PACKAGE / folder).rglob("*.py"))
TYPES = frozenset(catalogue().types)
CODES = TYPES | {code for event_type in catalogue().types.values() for code in event_type.subtypes}
#: Codes that are words of the code too: fields, kinds, word lists, classes of weapons, stances of statements.
SHARED = {"casualties", "statement", "other", *catalogue().speech.subtypes}
SHARED |= {"emergency", "fire", "release", "sentence"}
_TYPED = frozenset({"type", "types", "subtype", "subtypes", "code", "event_type"})


def constants(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value in CODES:
            yield child.value


def is_typed(node: ast.AST) -> bool:
    """Whether an expression is an event's type or sub-type."""
    return (isinstance(node, ast.Attribute) and node.attr in _TYPED) or (
        isinstance(node, ast.Name) and node.id in _TYPED
    )


def named_types(tree: ast.AST) -> Iterator[str]:
    """Where a module names an event type: line and code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CODES - SHARED:
            yield f"line {node.lineno}: {node.value}"
        elif isinstance(node, ast.Compare) and any(map(is_typed, (node.left, *node.comparators))):
            yield from (f"line {node.lineno}: {code}" for code in constants(node) if code in SHARED)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Name) and called.id == "catalogue":
                yield from (f"line {node.lineno}: {code}" for code in constants(node.slice) if code in SHARED)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_an_event_type(path: Path) -> None:
    assert list(named_types(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'if trigger.type == "strike": pass',
        'if subtype in ("riot", "arson"): pass',
        'if event.type == "casualties": pass',
        'if filters.types == ("casualties",): pass',
        'codes = catalogue()["statement"].codes',
        'kind = "airstrike"',
    ],
)
def test_a_named_type_is_seen(code: str) -> None:
    assert list(named_types(ast.parse(code)))
