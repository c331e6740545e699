"""The commands and their options.

What a command needs is imported when it runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.cli.environment import load_settings
from app.cli.intake_commands import intake
from app.cli.ontology import ontology
from app.cli.options import INPUTS, MapOption, PublishedAt, Workers
from app.cli.quality_commands import quality
from app.errors import DatelineError, SettingsError

app = typer.Typer(
    name="dateline",
    help="News articles in, structured events out, found again by place and date.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(intake)
app.add_typer(quality)
app.add_typer(ontology, name="ontology")


def main() -> None:
    """Run ``dateline``: our errors are one line, with status 2 for a wrong setting; Ctrl-C is quiet."""
    try:
        app()
    except SettingsError as error:
        print(f"dateline: {error}", file=sys.stderr)
        sys.exit(2)
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """News articles in, structured events out, found again by place and date."""


@app.command()
def extract(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…|FOLDER|-", help=INPUTS),
    ],
    workers: Workers = 1,
    published_at: PublishedAt = None,
    names: MapOption = None,
) -> None:
    """Read articles and write one JSON object a line, in order; needs no database and no server.

    A text or HTML file is one article (its id is the file's name). A JSON line, or a row of a CSV file, has the fields
    of POST /v1/articles: {"id", "text", "title"?, "published_at"?, "source"?, "url"?, "language"?, "metadata"?} or
    "html" instead of "text". An article that cannot be read gives a line with "status": "failed" and the reason; the
    exit status is 0 all the same, and 1 only when no input could be opened. dateline load stores the output.
    """
    from app.cli.extract import run
    from app.ingestion.field_names import parse_names
    from app.ingestion.options import InputOptions

    raise typer.Exit(run(files, InputOptions(load_settings(), parse_names(names)), workers, published_at))


@app.command()
def incidents(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…|FOLDER|-|rebuild",
            help="Text, HTML, JSON Lines, JSON, CSV files, folders, - for standard input; rebuild for the database.",
        ),
    ],
    workers: Workers = 1,
    published_at: PublishedAt = None,
    again: Annotated[
        bool, typer.Option("--again", help="With rebuild: all articles, not only those that wait.")
    ] = False,
) -> None:
    """Read articles and write one JSON object a line for each incident: one happening with all that report it.

    The input is that of dateline extract. "article_ids" are the articles that report an incident, "main_article_ids"
    those that are about it; the figures of "casualties" count everybody once, and "claims" lists what each article
    says. The order of the articles changes nothing. It needs no database and no server.

    dateline incidents rebuild joins the articles of the database to incidents that an older version has stored, and
    with --again all of them. It may run beside a server and may be stopped: the next run goes on.
    """
    from app.cli.incidents import rebuild, run

    if files == ["rebuild"]:
        raise typer.Exit(rebuild(load_settings(), again=again))
    raise typer.Exit(run(files, load_settings(), workers, published_at))


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes, each with a reading pool.")] = 1,
    reload: Annotated[bool, typer.Option(help="Start again when the code changes (for developers).")] = False,
    root_path: Annotated[
        str | None, typer.Option(help="Path under which a proxy offers the server, such as /dateline.")
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Serve other machines although no key has been made.")
    ] = False,
) -> None:
    """Start the server. An SQLite database is made and migrated; another one must be up to date.

    Until the first key is made (dateline keys create), programs on this machine may do everything, and no other
    machine is served.
    """
    from app.cli.serving import run

    run(load_settings(root_path=root_path, insecure=insecure or None), host, port, workers, reload)


@app.command()
def export(
    filters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]…", help="Filters as in GET /v1/events: type=strike country=IQ limit=100."),
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="File to write; - for standard output.")] = "-",
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="As format= of the API (csv, parquet …); without it the ending of the file's name decides.",
        ),
    ] = None,
) -> None:
    """Write events of the database to a file, as many as there are; needs no server.

    Filters are those of GET /v1/events. profile=acled and profile=ucdp give CSV in the columns of those data sets.
    """
    from app.cli.export import run

    run(filters or [], load_settings(), output, format_name)


@app.command()
def mcp() -> None:
    """Serve the tools of the Model Context Protocol on standard input and output; needs the extra mcp and no server.

    A running server has the same tools at /mcp.
    """
    from app.cli.mcp import run

    run(load_settings())


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="New file for the copy.")],
    plain: Annotated[
        bool,
        typer.Option("--plain", help="A copy for other programs (Datasette, Metabase, sqlite3), not to be served."),
    ] = False,
) -> None:
    """Copy the database while it is used; for Postgres, print the command that does it."""
    from app.storage.backup import back_up

    back_up(load_settings().database_url, file, plain=plain)
    print(f"{file}: {file.stat().st_size / 1_000_000:,.1f} MB")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that dateline backup made.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
) -> None:
    """Put a backup in the place of the database; for Postgres, print the command that does it."""
    from app.storage.backup import restore as put_back
    from app.storage.schema import known_schemas

    put_back(load_settings().database_url, file, known_schemas(), force=force)
    print("The database is restored.")


@app.command()
def doctor(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port that the server is to use.")] = 8000,
) -> None:
    """Check the settings, the database, the disk, the places and the model; status 1 when something is wrong."""
    from app.cli.doctor import lines

    wrong = 0
    for good, line in lines(load_settings(), port):
        print(f"{'ok  ' if good else 'FAIL'} {line}")
        wrong += not good
    raise typer.Exit(min(wrong, 1))


@app.command()
def settings() -> None:
    """Print every setting with its value; passwords are hidden."""
    from app.cli.showing import setting_lines

    for line in setting_lines(load_settings()):
        print(line)


database = typer.Typer(help="The database's schema.", no_args_is_help=True)
app.add_typer(database, name="db")


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to what this version needs."""
    from app.storage.schema import upgrade

    upgrade(load_settings().database_url)
    print("The schema is up to date.")


@database.command("current")
def db_current() -> None:
    """Print the schema's revision."""
    from app.cli.showing import revision

    print(revision(load_settings()) or "none")


@database.command("check")
def db_check() -> None:
    """Exit with status 1 and a message unless the schema is what this version needs."""
    from app.cli.showing import existing_database
    from app.storage.schema import check_schema

    with existing_database(load_settings()) as engine:
        check_schema(engine)
    print("The schema is up to date.")


keys = typer.Typer(help="Keys of the API: who may read, add, delete and administrate.", no_args_is_help=True)
app.add_typer(keys, name="keys")


@keys.command("create")
def keys_create(
    name: Annotated[str, typer.Argument(help="Whose key it is, such as newsroom; it appears in the audit trail.")],
    scope: Annotated[
        list[str],
        typer.Option("--scope", "-s", help="read, ingest, edit or admin (everything); with commas or several times."),
    ],
    expires: Annotated[
        str | None, typer.Option(help="When it ends: a span such as 90d or 12h, or a date such as 2030-12-31.")
    ] = None,
    limit: Annotated[
        str | None, typer.Option(help="Its own rate limit, such as 600/minute; '' for none.", show_default=False)
    ] = None,
) -> None:
    """Make a key and print it. It is not stored and cannot be shown again.

    From the first key on, requests without one are refused, unless DATELINE_ANONYMOUS says otherwise.
    """
    from app.cli.keys import create

    print(create(load_settings(), name, scope, expires, limit))
    print("Keep it now: it cannot be shown again. Send it as Authorization: Bearer KEY.", file=sys.stderr)


@keys.command("list")
def keys_list() -> None:
    """Print every key that was ever made, with its scopes, state and last use."""
    from app.cli.keys import lines

    for line in lines(load_settings()):
        print(line)


@keys.command("revoke")
def keys_revoke(name: Annotated[str, typer.Argument(metavar="NAME|ID", help="The key's name or id.")]) -> None:
    """End a key at once."""
    from app.cli.keys import revoke

    print(revoke(load_settings(), name))


@keys.command("rotate")
def keys_rotate(
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="The key's name or id.")],
    grace: Annotated[
        str | None, typer.Option(help="How long the old key still works, such as 1h; without it, not at all.")
    ] = None,
) -> None:
    """Replace a key by a new one with the same name, scopes and limits, and print it."""
    from app.cli.keys import rotate

    print(rotate(load_settings(), name, grace))
    print("Keep it now: it cannot be shown again.", file=sys.stderr)


places = typer.Typer(help="The index of the world's places.", no_args_is_help=True)
app.add_typer(places, name="gazetteer")


@places.command("build")
def gazetteer_build(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE…]", help="Tables of GeoNames: allCountries.zip, IQ.zip, cities1000.zip, or .txt."
        ),
    ] = None,
    admin1: Annotated[
        Path | None, typer.Option(help="GeoNames' admin1CodesASCII.txt: more names of first-level divisions.")
    ] = None,
    installed: Annotated[
        bool, typer.Option("--installed", help="Give up an index of own files; use the installed places again.")
    ] = False,
) -> None:
    """Build the index of places and print where it lies.

    Without files: the index of the installed places (settlements of 500 and more), unless it is there already. With
    files, downloaded from GeoNames (https://download.geonames.org/export/dump/): their villages, districts, airports,
    bases and named features are added to the installed places. The index in use stays until the new one is whole.
    """
    from app.cli.gazetteer import run

    print(run(load_settings(), files or [], admin1, installed))
