"""The version of the pipeline: two of the same version read every article alike."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import app
from app import __version__

#: Folders of the package whose code and data decide what is read in an article.
FOLDERS = ("nlp", "ontology", "gazetteer")
_DIGITS = 12
_NO_PART = (".pyc", ".md")


def pipeline_version(model: str, model_version: str) -> str:
    """Version of the program, hash of its rules, name and version of the model."""
    return f"dateline {__version__}+{rules_hash(Path(app.__file__).parent)} / {model} {model_version}"


@functools.cache
def rules_hash(package: Path) -> str:
    """A hash of every file that takes part in reading: names and contents."""
    whole = hashlib.sha256()
    for folder in FOLDERS:
        for file in sorted((package / folder).rglob("*")):
            if file.is_file() and file.suffix not in _NO_PART:
                whole.update(file.relative_to(package).as_posix().encode() + b"\0")
                whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:_DIGITS]
