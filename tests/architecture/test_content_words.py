"""Words that news uses stand in the lexicon and not in Python: ``words_in_code.yaml`` lists what may stand in code.

Looked at are strings of small letters in comparisons, in sets, lists and tuples, and as keys of dictionaries. Allowed
are function words, and labels: values of ``Literal`` types, names of fields, labels of spaCy and of the lexicon.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.glossary import GLOSSARY

import app
from app.nlp.lexicon import folder, word_table
from app.ontology import catalogue

PACKAGE = Path(app.__file__).parent
MODULES = sorted((PACKAGE / "nlp").rglob("*.py"))
ALLOWED: dict[str, Any] = yaml.load(
    Path(__file__).with_name("words_in_code.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
_WORDS = re.compile(r"[a-z'’]{2,}(?: [a-z'’]+)*")


def typed_labels() -> Iterator[str]:
    """Values of Literal types and names of annotated fields, in all modules of the program."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal":
                yield from (c.value for c in ast.walk(node.slice) if isinstance(c, ast.Constant))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id


def lexicon_labels() -> Iterator[str]:
    """Names of the lexicon's files and lists, and of the classes that its tables assign."""
    for file in folder().iterdir():
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml")
            yield from word_table(file.name.removesuffix(".yaml"))
    for table in ("places.kinds", "weapons.classes", "times.words"):
        yield from word_table(table)
    yield from (rule["reading"] for rule in word_table("times.rules"))
    yield from (rule["check"] for rule in word_table("times.rules") if "check" in rule)


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of the strings that a module compares something with."""
    for node in ast.walk(tree):
        found: list[ast.AST | None] = []
        if isinstance(node, ast.Compare):
            found = [node.left, *node.comparators]
        elif isinstance(node, ast.Set | ast.List | ast.Tuple):
            found = [*node.elts]
        elif isinstance(node, ast.Dict):
            found = [*node.keys]
        elif isinstance(node, ast.Attribute) and node.attr == "split":
            found = [node.value]
        for child in found:
            if isinstance(child, ast.Constant) and isinstance(child.value, str) and _WORDS.fullmatch(child.value):
                yield child.lineno, child.value


@functools.cache
def known_words() -> frozenset[str]:
    """What may stand in every module."""
    return frozenset(
        {
            *ALLOWED["function_words"].split(),
            *ALLOWED["labels"].split(),
            *ALLOWED["letters"].split(),
            *map(str, typed_labels()),
            *lexicon_labels(),
            *GLOSSARY,
            *catalogue().types,
            *(role for event_type in catalogue().types.values() for role in event_type.roles),
        }
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_content_words_stand_in_the_lexicon(path: Path) -> None:
    known = known_words() | set(ALLOWED["modules"].get(path.relative_to(PACKAGE).as_posix(), {}).get("words", ()))
    found = strings(ast.parse(path.read_text("utf-8")))
    assert [f"line {line}: {text!r}" for line, text in found if not known.issuperset(text.split())] == []


@pytest.mark.parametrize("module", ALLOWED["modules"])
def test_the_list_is_not_out_of_date(module: str) -> None:
    words = {text for _, text in strings(ast.parse((PACKAGE / module).read_text("utf-8")))}
    assert words.issuperset(ALLOWED["modules"][module]["words"]), "remove these words"
    assert ALLOWED["modules"][module]["reason"]


def test_a_new_content_word_is_refused() -> None:
    source = 'if token.lemma_ in ("shrug", "of") or word == "shouted loudly":\n    pass\n'
    assert [text for _, text in strings(ast.parse(source)) if not known_words().issuperset(text.split())] == [
        "shouted loudly",
        "shrug",
    ]
