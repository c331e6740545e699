"""Runs the migrations, on a connection that ``app.storage.schema`` gives or on DATELINE_DATABASE_URL."""

from alembic import context
from sqlalchemy import Connection

from app.settings import Settings
from app.storage import correction_tables, deletion_tables, incident_tables, job_tables, subscription_tables, tables
from app.storage.dialects import make_engine
from app.storage.packing import pack_bytes, unpack_bytes

#: All of them are known to ``Base`` when they are imported.
_TABLES = (tables, deletion_tables, incident_tables, job_tables, correction_tables, subscription_tables)
#: Made and kept by the database itself from the rows of ``events``; the models do not know them.
OWN = ("event_boxes", "event_words", "document_blocks", "term_blocks")


def _include(_object, name, kind, _reflected, _compared):
    return not (kind == "table" and str(name).startswith(OWN))


def run(connection: Connection) -> None:
    # SQLite can change a schema in a transaction too; alembic only assumes that its driver cannot.
    context.configure(
        connection=connection, target_metadata=tables.Base.metadata, include_object=_include, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


context.config.attributes["packing"] = pack_bytes, unpack_bytes  # migrations import nothing of ours
given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(Settings().database_url)
    with engine.begin() as connection:
        run(connection)
    engine.dispose()
