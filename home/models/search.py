from typing import Any

from django.db import models


class WordVector(models.TextField):
    """PostgreSQL's own form of a text that is searched; nothing on SQLite, which has a table beside."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class Weighed(models.Func):
    """The words of several columns, the first of which count most."""

    arity = None
    output_field = WordVector()

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        columns = (compiler.compile(each)[0] for each in self.source_expressions)
        parts = (
            f"setweight(to_tsvector('simple', {column}), '{weight}')"
            for column, weight in zip(columns, "ABCD", strict=False)
        )
        return f"({' || '.join(parts)})", []

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        return "('')", []


class SearchEntry(models.Model):
    """What may be found of a thing in one language: nothing that its public page does not say.

    Words stand as a search compares them (`home.languages.stems`; names as they sound). On SQLite triggers
    keep the full-text table beside it: a migration that makes this table anew must make them anew, too.
    """

    kind = models.CharField(max_length=10)  # person, or page
    key = models.BigIntegerField()
    language = models.CharField(max_length=10)
    names = models.TextField()
    facts = models.TextField()
    story = models.TextField()
    # The first day on which less may be found, since a basis ends; NULL: none is known.
    until = models.DateField(null=True)
    version = models.PositiveSmallIntegerField()  # of the way in which words are compared
    vector = models.GeneratedField(
        expression=Weighed("names", "facts", "story"), output_field=WordVector(), db_persist=True
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="one_search_entry_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"
