"""Extracting the strings of a page or a word into wagtail-localize's tables, in a bounded number of queries.

The result is that of `TranslationSource.refresh_segments`, which queries the database for each string (a test
compares the two).
"""

import json
import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, QuerySet
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.fields import StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from home.private_parts import key_of_string, new_context
from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord

# The fields of the segment row that hold what a value points at.
Targets = Callable[[Any], dict[str, Any]]


def take_source(instance: PageOrWord) -> TranslationSource:
    """Store the content of `instance` as the source of its translations; return the TranslationSource."""
    _lock_object(instance)
    source = TranslationSource.objects.filter(
        object=instance.translation_key, locale=instance.locale_id
    ).first()
    rows_of = partial(_stored, source) if source else _nothing_stored
    source = source or TranslationSource(object_id=instance.translation_key, locale_id=instance.locale_id)
    source.specific_content_type = ContentType.objects.get_for_model(type(instance))
    source.object_repr = str(instance)[:200]
    content, now = content_of(instance), timezone.now()
    if source.pk and _said(instance, source.content_json) == _said(instance, content):
        _keep_current(source, now)
    source.content_json = content
    source.schema_version = _schema_version(instance._meta.app_label)
    source.last_updated_at = now
    source.save()
    _store_segments(source, instance, rows_of)
    return source


def _said(instance: PageOrWord, content: str) -> dict[str, Any]:
    """Return the part of the content that reaches other languages."""
    model, stored = type(instance), json.loads(content)
    return {
        field.field_name: _value(field.get_field(model), stored.get(field.field_name))
        for field in get_translatable_fields(model)
    }


def _value(field: "Field[Any, Any]", stored: Any) -> Any:
    """Return a stream parsed: PostgreSQL returns its keys in an order of its own."""
    return json.loads(stored) if stored and isinstance(field, StreamField) else stored


def _keep_current(source: TranslationSource, now: datetime) -> None:
    """Keep translations up to date that were, since nothing changed."""
    current = DeskTranslation.objects.filter(
        translation__source=source, published_source_at__gte=source.last_updated_at
    )
    current.update(published_source_at=now)


def _lock_object(instance: PageOrWord) -> None:
    """Create the row that all languages share where it is missing, and lock it: never two extract at once."""
    kind = ContentType.objects.get_for_model(instance.get_translation_model())
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=instance.translation_key, content_type=kind)],
        update_conflicts=True,
        unique_fields=["translation_key"],
        update_fields=["content_type"],
    )


# The applied migrations do not change while a process runs.
_schema_version = cache(get_schema_version)


def _stored(source: TranslationSource, model: Any) -> QuerySet[Any]:
    return model.objects.filter(source=source)


def _nothing_stored(_model: Any) -> tuple[()]:
    return ()


def content_of(instance: PageOrWord) -> str:
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _store_segments(
    source: TranslationSource, instance: PageOrWord, rows_of: Callable[[Any], Iterable[Any]]
) -> None:
    """Make the stored segments of `source` those of `instance`; rows that are still right are kept."""
    values = extract_segments(instance)
    contexts = _contexts(source, instance, {value.path for value in values})
    for kind, model, target in SEGMENT_KINDS:
        of_kind = [value for value in values if isinstance(value, kind)]
        targets = target(source, of_kind) if of_kind else dict
        wanted: dict[tuple[Any, ...], dict[str, Any]] = {}
        for value in of_kind:
            fields = targets(value)
            wanted[contexts[value.path], value.order, *fields.values()] = fields
        _keep(model, source, wanted, rows_of(model))


def _keep(
    model: Any, source: TranslationSource, wanted: dict[tuple[Any, ...], dict[str, Any]], rows: Iterable[Any]
) -> None:
    names = next(map(list, wanted.values()), [])
    old: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        key = (row.context_id, row.order, *(getattr(row, name) for name in names))
        old.setdefault(key, []).append(row.pk)
    gone = [pk for key, pks in old.items() for pk in (pks[1:] if key in wanted else pks)]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        model(source=source, context_id=key[0], order=key[1], **fields)
        for key, fields in wanted.items()
        if key not in old
    )


def _contexts(source: TranslationSource, instance: PageOrWord, paths: set[str]) -> dict[str, int]:
    """Return {path: pk of its context}, creating those that are new."""
    known = TranslationContext.objects.filter(object_id=source.object_id, path__in=paths)
    found = dict(known.values_list("path", "pk"))
    new = [new_context(instance, path, source.object_id) for path in sorted(paths - set(found))]
    # Updating what is there already, unlike ignoring it, returns the key of the row.
    TranslationContext.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["object", "path_id"], update_fields=["path"]
    )
    return found | {context.path: context.pk for context in new}


def _string_targets(source: TranslationSource, values: Collection[StringSegmentValue]) -> Targets:
    texts = {key_of_string(value.string.data): value.string.data for value in values}
    known = String.objects.filter(locale_id=source.locale_id, data_hash__in=list(texts))
    strings = dict(known.values_list("data_hash", "pk"))
    new = [
        String(locale_id=source.locale_id, data=text, data_hash=key)
        for key, text in texts.items()
        if key not in strings
    ]
    String.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["locale", "data_hash"], update_fields=["data"]
    )
    strings |= {string.data_hash: string.pk for string in new}
    return lambda value: {
        "string_id": strings[key_of_string(value.string.data)],
        "attrs": json.dumps(value.attrs, cls=DjangoJSONEncoder),
    }


def _template_uuid(value: TemplateSegmentValue) -> UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _template_targets(_source: TranslationSource, values: Collection[TemplateSegmentValue]) -> Targets:
    wanted = {_template_uuid(value): value for value in values}
    found = dict(Template.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))
    missing = [
        Template(
            uuid=key,
            template=value.template,
            template_format=value.format,
            string_count=value.string_count,
        )
        for key, value in wanted.items()
        if key not in found
    ]
    if missing:
        Template.objects.bulk_create(missing, ignore_conflicts=True)
        found = dict(Template.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))
    return lambda value: {"template_id": found[_template_uuid(value)]}


def _related_targets(_source: TranslationSource, values: Collection[RelatedObjectSegmentValue]) -> Targets:
    TranslatableObject.objects.bulk_create(
        [
            TranslatableObject(translation_key=value.translation_key, content_type=value.content_type)
            for value in values
        ],
        ignore_conflicts=True,
    )
    return lambda value: {"object_id": value.translation_key}


def _overridable_targets(_source: TranslationSource, _values: Collection[OverridableSegmentValue]) -> Targets:
    return lambda value: {"data_json": json.dumps(value.data, cls=DjangoJSONEncoder)}


SEGMENT_KINDS: list[tuple[type[Any], Any, Callable[[TranslationSource, Any], Targets]]] = [
    (StringSegmentValue, StringSegment, _string_targets),
    (TemplateSegmentValue, TemplateSegment, _template_targets),
    (RelatedObjectSegmentValue, RelatedObjectSegment, _related_targets),
    (OverridableSegmentValue, OverridableSegment, _overridable_targets),
]
