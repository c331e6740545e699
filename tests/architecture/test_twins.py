"""Every module with functions or methods has a twin in tests/, or ``twins.yaml`` says where it is tested and why.

The twin of ``app/a/b.py`` is ``tests/a/test_b.py``. A folder that is tested as one, such as a component of the
pipeline, has ``tests/a/test_<folder>.py`` for all its modules. Modules with data alone need none.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
APP, TESTS = ROOT / "app", ROOT / "tests"
MODULES = [path.relative_to(APP) for path in sorted(APP.rglob("*.py"))]
LISTED: dict[str, dict[str, Any]] = yaml.load(
    Path(__file__).with_name("twins.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)


def has_behaviour(module: Path) -> bool:
    """Return whether a module defines a function or a method."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    body = ast.parse((APP / module).read_text("utf-8")).body
    return any(isinstance(node, functions) for node in body) or any(
        isinstance(part, functions) for node in body if isinstance(node, ast.ClassDef) for part in node.body
    )


def has_twin(module: Path) -> bool:
    folder = module.parent
    stem = folder.name if module.stem == "__init__" else module.stem
    names = {TESTS / folder / f"test_{stem}.py", TESTS / folder.parent / f"test_{folder.name}.py"}
    return any(path.is_file() for path in names)


WITHOUT = [module.as_posix() for module in MODULES if not has_twin(module) and has_behaviour(module)]


@pytest.mark.parametrize("module", WITHOUT)
def test_a_module_without_a_twin_is_listed(module: str) -> None:
    assert module in LISTED, "write its twin, or list it in twins.yaml with the reason"


@pytest.mark.parametrize("module", LISTED)
def test_the_list_is_not_out_of_date(module: str) -> None:
    assert module in WITHOUT, "remove this line"
    assert LISTED[module]["reason"]
    assert [file for file in LISTED[module]["tests"] if not (ROOT / file).is_file()] == []
