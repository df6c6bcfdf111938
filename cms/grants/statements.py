"""The SQL that lets a database user do what the table of grants says, and nothing else."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from cms.grants.rules import GRANTS, OTHER_TABLES, AllBut, Fields, Grant
from home.search.read_models import WITH_WORDS
from letters.querysets.by_digest import FUNCTIONS
from prisoner_pages.querysets.facts import SOURCE_IS_PRIVATE

# Large objects are kept outside of all tables, and anybody may write some; from files PostgreSQL lets nobody.
LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
)
READING, ADDING = "public_host_reads", "public_host_adds"


def for_administrator(role: str, database: str) -> Iterator[str]:
    """Yield what only the cluster's administrator may say; the password is set by hand."""
    yield f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    yield (
        f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
        " CONNECTION LIMIT 60"
    )
    # A role may change its own settings, those of one database among them.
    yield f"ALTER ROLE {role} RESET ALL"
    yield f'ALTER ROLE {role} IN DATABASE "{database}" RESET ALL'
    for setting, value in (
        ("statement_timeout", "30s"),
        ("lock_timeout", "8s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ):
        yield f"ALTER ROLE {role} SET {setting} = '{value}'"
    yield f'REVOKE CONNECT, TEMPORARY ON DATABASE "{database}" FROM PUBLIC'
    yield f'GRANT CONNECT ON DATABASE "{database}" TO {role}'
    for function in LARGE_OBJECTS:
        yield f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC"
    # So the staff's user, which owns the database, may end sessions of this one (cms.grants.sessions).
    owner = f"(SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{database}')"  # noqa: S608
    yield f"DO $$ BEGIN EXECUTE format('GRANT {role} TO %I', {owner}); END $$"


def for_owner(role: str) -> Iterator[str]:
    """Yield what the owner of the tables says: first all is taken away, so that it may be said again."""
    yield from nothing_for(role)
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for table in OTHER_TABLES:
        yield f"GRANT SELECT ON {table} TO {role}"
    for model, grant in _granted():
        yield from _of_table(model, grant, role)
    for function in FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION {function}(text) TO {role}"
    yield f"GRANT EXECUTE ON FUNCTION {SOURCE_IS_PRIVATE}(bigint) TO {role}"
    yield f"GRANT EXECUTE ON FUNCTION {WITH_WORDS}(tsquery, text) TO {role}"


def nothing_for(role: str) -> Iterator[str]:
    """Yield what leaves the user without any right, and the tables without a rule about rows."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for objects in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        yield f"REVOKE ALL ON ALL {objects} IN SCHEMA public FROM {role}, PUBLIC"
    for model, _grant in _granted():
        table = _table(model)
        for policy in (READING, ADDING):
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


def _granted() -> Iterator[tuple[type[Model], Grant]]:
    """Yield each model with its grant; where staff do not log in, the models of login are not installed."""
    for label, grant in sorted(GRANTS.items()):
        if label.partition(".")[0] in apps.app_configs:
            yield apps.get_model(label), grant


def _of_table(model: type[Model], grant: Grant, role: str) -> Iterator[str]:
    table, has_rules = _table(model), bool(grant.rows or grant.new_rows)
    if has_rules:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    if grant.reads:
        yield f"GRANT SELECT ({_columns(model, grant.reads)}) ON {table} TO {role}"
    if grant.adds:
        yield f"GRANT INSERT ({_columns(model, grant.adds)}) ON {table} TO {role}"
    if has_rules and grant.reads:
        yield f"CREATE POLICY {READING} ON {table} FOR SELECT TO {role} USING ({grant.rows or 'true'})"
    if has_rules and grant.adds:
        check = grant.new_rows or "true"
        yield f"CREATE POLICY {ADDING} ON {table} FOR INSERT TO {role} WITH CHECK ({check})"


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _columns(model: type[Model], fields: Fields) -> str:
    return ", ".join(f'"{column}"' for column in columns_of(model, fields))


def columns_of(model: type[Model], fields: Fields) -> list[str]:
    """Return the columns that names of fields stand for. Raises FieldDoesNotExist."""
    is_all_but, names = (True, fields.fields) if isinstance(fields, AllBut) else (False, fields)
    named = {model._meta.get_field(name) for name in names}
    own = model._meta.local_concrete_fields
    return [str(field.column) for field in own if (field in named) is not is_all_but]
