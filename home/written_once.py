"""Prepared queries: Django compiles their SQL once, since to put it together costs more than to ask it.

What is kept is the question, never an answer. It hangs on its arguments alone, so a day or a language that
stands in it is one of them, and nothing else that changes may.
"""

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from home.private_parts import answered_by

KEPT = 32  # of each question: of languages and days

Row = TypeVar("Row")


class Asked(Expression):
    """Stands for what is told with each asking: a value, or after `__in` a list or a queryset of keys.

    None equals nothing, and nothing is in an empty list. `stored_as` is a field that writes the values.
    """

    def __init__(self, name: str, stored_as: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=stored_as)
        self.name, self.stored_as = name, stored_as

    @property
    def mark(self) -> str:
        return f"(<{self.name}>)"  # Django would put other words in brackets

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, Any]:
        return self.mark, (self,)

    def told(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return what stands for it in SQL, and the parameters of that."""
        if isinstance(value, QuerySet):
            return self._queried(value, connection)
        if isinstance(value, list):
            places = ", ".join(["%s"] * len(value))
            return f"({places or 'NULL'})", [self._stored(each, connection) for each in value]
        return "(%s)", [self._stored(value, connection)]

    def _queried(self, keys: QuerySet[Any], connection: Any) -> tuple[str, list[Any]]:
        try:
            sql, parameters = keys.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # no key can be found
            return self.told([], connection)
        return f"({sql})", list(parameters)

    def _stored(self, value: Any, connection: Any) -> Any:
        return self.stored_as.get_db_prep_value(value, connection) if self.stored_as else value


class Question(Generic[Row]):
    """A queryset and its SQL. Threads may share it."""

    def __init__(self, rows: "QuerySet[Any, Row]") -> None:
        self.rows, self.compiler = rows, rows.query.get_compiler(rows.db)
        self.sql, self.parameters = self.compiler.as_sql()

    def ask(self, **values: Any) -> list[Row]:
        """Return the rows, as the queryset would if these values stood in it."""
        connection, sql, parameters = connections[self.rows.db], self.sql, []
        for each in self.parameters:
            if isinstance(each, Asked):
                text, told = each.told(values[each.name], connection)
                sql = sql.replace(each.mark, text, 1)
                parameters += told
            else:
                parameters.append(each)
        return list(answered_by(self.rows, self.compiler, sql, parameters))

    def first(self, **values: Any) -> Row | None:
        return next(iter(self.ask(**values)), None)


def written_once(build: "Callable[..., QuerySet[Any, Row]]") -> "Callable[..., Question[Row]]":
    """Make a function that returns a queryset return its Question, the same one for the same arguments."""

    def question(*arguments: Any) -> Question[Row]:
        return Question(build(*arguments))

    return lru_cache(maxsize=KEPT)(update_wrapper(question, build))
