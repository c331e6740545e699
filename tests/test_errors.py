from __future__ import annotations

import re

import pytest

import app.errors
from app.errors import DatelineError


def every(kind: type[DatelineError] = DatelineError) -> list[type[DatelineError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in every(sub))]


@pytest.mark.parametrize("kind", every(), ids=lambda kind: kind.__name__)
def test_the_tree_names_every_error_with_its_status(kind: type[DatelineError]) -> None:
    line = re.search(rf"\b{kind.__name__} +(\d{{3}})?", app.errors.__doc__ or "")
    assert line is not None, f"add {kind.__name__} to the tree in app/errors.py"
    assert line[1] is None or int(line[1]) == kind.status


def test_the_tree_names_no_other_error() -> None:
    assert set(re.findall(r"\b\w+Error\b", app.errors.__doc__ or "")) == {kind.__name__ for kind in every()}
