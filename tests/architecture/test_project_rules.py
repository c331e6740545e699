"""Rules of the project that no linter checks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import app
from app.settings import Settings

ROOT = Path(__file__).parents[2]
PACKAGE = Path(app.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LEXICONS = sorted((PACKAGE / "nlp" / "lexicon").rglob("*.yaml")) + sorted((PACKAGE / "ontology").rglob("*.yaml"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60
# a path of one machine, such as a checkout or temporary files
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home/\w|Users/\w|root/|work/|tmp/)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    long = [
        f"{node.name} has {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    assert Settings.model_fields[setting].description
    assert f"`DATELINE_{setting.upper()}`" in (ROOT / "README.md").read_text("utf-8")


def test_no_documented_setting_is_unknown() -> None:
    documented = set(re.findall(r"`DATELINE_(\w+)`", (ROOT / "README.md").read_text("utf-8")))
    assert documented <= {setting.upper() for setting in Settings.model_fields}


@pytest.mark.parametrize("path", LEXICONS, ids=name)
def test_data_files_load(path: Path) -> None:
    assert yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def committed() -> Iterator[Path]:
    """Yield the text files of the repository; none outside a repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        path = ROOT / line
        if path.suffix in {".py", ".yaml", ".yml", ".toml", ".md", ".json", ".tsv", ".lock", ""} and path.is_file():
            yield path


def test_no_file_has_a_path_of_one_machine() -> None:
    found = [
        f"{name(path)}: {match.group()}"
        for path in committed()
        if path.resolve() != Path(__file__).resolve()
        for match in [MACHINE_PATH.search(path.read_text("utf-8", errors="replace"))]
        if match
    ]
    assert found == []


def run(code: str, folder: Path) -> str:
    """Return the output of a program that runs in an empty folder."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder, env=environment
    )
    return done.stdout


def test_importing_and_creating_the_app_has_no_side_effects_and_imports_nothing_that_reads(tmp_path: Path) -> None:
    heavy = "{'spacy', 'thinc', 'trafilatura', 'lxml'}"
    code = f"""
import sys, threading, app.main as m
m.create_app()
print(threading.active_count(), {heavy} & set(sys.modules))
"""
    assert run(code, tmp_path) == "1 set()\n"
    assert list(tmp_path.iterdir()) == []


def test_help_imports_no_heavy_package(tmp_path: Path) -> None:
    heavy = "{'spacy', 'fastapi', 'sqlalchemy'}"
    assert run(f"import sys, app.cli; print({heavy} & set(sys.modules))", tmp_path) == "set()\n"


def test_reading_needs_no_web_and_no_database(tmp_path: Path) -> None:
    heavy = "{'fastapi', 'starlette', 'sqlalchemy', 'alembic'}"
    code = f"import sys, app.nlp, app.gazetteer, app.domain, app.ontology; print({heavy} & set(sys.modules))"
    assert run(code, tmp_path) == "set()\n"


@pytest.mark.parametrize("path", sorted((ROOT / "alembic" / "versions").glob("*.py")), ids=name)
def test_migrations_import_nothing_that_may_change(path: Path) -> None:
    """A migration does the same for ever: it imports alembic, SQLAlchemy, the standard library, a published stemmer."""
    imported = {
        module.partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - sys.stdlib_module_names <= {"alembic", "snowballstemmer", "sqlalchemy"}
