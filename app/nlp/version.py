"""The version of the pipeline: two of the same version read every article alike."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

import app
from app import __version__
from app.ontology.own import own_folder

#: Folders of the package whose code and data decide what is read in an article.
FOLDERS = ("nlp", "ontology", "gazetteer")
_DIGITS = 12
_NO_PART = (".pyc", ".md")


def pipeline_version(model: str, model_version: str) -> str:
    """Version of the program, hash of its rules, name and version of the model."""
    own = own_folder()
    rules = rules_hash(Path(app.__file__).parent) + (f".{_hash(own, sorted(own.rglob('*.yaml')))}" if own else "")
    return f"dateline {__version__}+{rules} / {model} {model_version}"


@functools.cache
def rules_hash(package: Path) -> str:
    """A hash of every file that takes part in reading: names and contents."""
    files = [f for folder in FOLDERS for f in sorted((package / folder).rglob("*"))]
    return _hash(package, [f for f in files if f.is_file() and f.suffix not in _NO_PART])


def _hash(base: Path, files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.relative_to(base).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:_DIGITS]
