"""The command line: ``dateline extract | serve | export | db | gazetteer | settings``."""

from app.cli.commands import main

__all__ = ["main"]
