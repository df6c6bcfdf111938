"""The one way in which a public host writes a row that it may not read."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.sql import InsertQuery


def insert_only(rows: QuerySet[Any], columns: Collection[str], values: Mapping[str, Any]) -> None:
    """Insert these columns and no other, and read nothing back."""
    fields = [field for field in rows.model._meta.concrete_fields if field.name in columns]
    query = InsertQuery(rows.model)
    query.insert_values(fields, [rows.model(**values)])
    query.get_compiler(using=rows.db).execute_sql()
