"""Long writes leave indexing for the end, in bulk: at every save it would cost more than the save itself.

    with deferred_indexing(Prisoner, PrisonerPage):
        ...  # many short transactions; `note_references` in each
    catch_up(Prisoner, PrisonerPage)

Whoever dies in between loses nothing: `catch_up` finds what has no entry yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.models import IndexEntry
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.private_parts import base_type_of, key_of_content_path, references_in

BATCH = 200  # objects indexed in one short transaction


@contextmanager
def deferred_indexing(*models: type[Model]) -> Iterator[None]:
    """Save these models without search indexing, and all models without noting references, in this block.

    For commands only: signal receivers belong to the whole process, so no web server may run in it.
    """
    connected = [model for model in models if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in connected:
            post_save.connect(post_save_signal_handler, sender=model)


def note_references(*objects: Model) -> None:
    """Write what these objects refer to, children as they are in memory, in the caller's transaction."""
    for found in objects:
        _references_of(found).delete()
    note_new_references(*objects)


def note_new_references(*objects: Model) -> None:
    """Do as `note_references`, for objects that had none."""
    rows = [row for found in objects for row in _reference_rows(found)]
    ReferenceIndex.objects.bulk_create(rows, ignore_conflicts=True)


def _references_of(found: Model) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.get_references_for_object(found)


def _reference_rows(found: Model) -> Iterator[ReferenceIndex]:
    """Yield the rows that ReferenceIndex.create_or_update_for_object would write."""
    content_type = ContentType.objects.get_for_model(found, for_concrete_model=False)
    base = base_type_of(found)
    for to_type, to_pk, model_path, path in set(references_in(found)):
        yield ReferenceIndex(
            content_type=content_type,
            base_content_type=base,
            object_id=str(found.pk),
            to_content_type_id=to_type,
            to_object_id=to_pk,
            model_path=model_path,
            content_path=path,
            content_path_hash=key_of_content_path(path),
        )


def forget_index(*objects: Model) -> None:
    """Drop the search entries of changed objects in the caller's transaction; `catch_up` makes them anew."""
    for found in objects:
        content_type = ContentType.objects.get_for_model(found, for_concrete_model=False)
        IndexEntry._default_manager.filter(content_type=content_type, object_id=str(found.pk)).delete()


def catch_up(*models: type[Model]) -> None:
    """Index every object of these models that has no search entry, in short transactions."""
    for model in models:
        waiting = list(not_indexed(model).values_list("pk", flat=True))
        for start in range(0, len(waiting), BATCH):
            _index(model, waiting[start : start + BATCH])


def not_indexed(model: type[Model]) -> QuerySet[Any]:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    entries = IndexEntry._default_manager.filter(content_type=content_type, object_id=OuterRef("pk_text"))
    return (
        model._default_manager.annotate(pk_text=Cast("pk", TextField()))
        .filter(~Exists(entries))
        .order_by("pk")
    )


@transaction.atomic
def _index(model: Any, keys: list[Any]) -> None:
    objects = list(model.get_indexed_objects().filter(pk__in=keys))
    for backend in get_search_backends(with_auto_update=True):
        backend.get_index_for_model(model).add_items(model, objects)


def forget_deleted_entries() -> None:
    """Purge deleted rows from SQLite's full-text index, which keeps their words until it is optimised."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            table = "wagtailsearch_indexentry_fts"
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
