"""``compose.yaml`` and the Dockerfile use settings, commands and files that exist; neither is run here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer.main
import yaml

from app.cli.commands import app as commands
from app.settings import Settings
from app.storage.dialects import parse_url

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.load((ROOT / "compose.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVICES = COMPOSE["services"]


def is_command(words: list[str]) -> bool:
    """Return whether ``dateline`` has a command of these words, options left out."""
    command: Any = typer.main.get_command(commands)
    for word in words:
        if not word.startswith("-") and hasattr(command, "commands"):
            command = command.commands.get(word)
    return command is not None and not hasattr(command, "commands")


def test_the_services_have_only_settings_that_exist() -> None:
    known = {f"DATELINE_{name.upper()}" for name in Settings.model_fields}
    used = {name for service in SERVICES.values() for name in service.get("environment", {})}
    assert {name for name in used if name.startswith("DATELINE_")} <= known
    assert set(re.findall(r"DATELINE_\w+(?==)", DOCKERFILE)) <= known


def test_the_server_waits_for_the_migrations_and_they_for_the_database() -> None:
    assert SERVICES["server"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    url = parse_url(SERVICES["server"]["environment"]["DATELINE_DATABASE_URL"])
    database = SERVICES["db"]["environment"]
    assert (url.host, url.username, url.database) == ("db", database["POSTGRES_USER"], database["POSTGRES_DB"])


def test_the_commands_exist() -> None:
    assert is_command(SERVICES["migrate"]["command"][1:])
    for line in re.findall(r'CMD \["dateline", (.*)\]', DOCKERFILE):
        assert is_command([word.strip('" ') for word in line.split(",")])
    assert not is_command(["db", "nonsense"])


def test_the_server_is_not_offered_to_the_world() -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["server"]["ports"])


def test_what_the_image_copies_exists() -> None:
    for sources in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / source).exists() for source in sources.split())
