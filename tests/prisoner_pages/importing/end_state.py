"""Everything an import leaves behind, without ids, keys and times: two runs can be compared."""

import re

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from prisoner_pages.models import (
    CaseEvent,
    CaseGroup,
    Charge,
    Claim,
    Consent,
    Facility,
    FactUpdate,
    ImportedFact,
    ListedName,
    NameForm,
    Occupation,
    Prisoner,
    PrisonerPage,
    Sentence,
    Source,
    Verification,
)

MODELS = [
    *(Prisoner, PrisonerPage, NameForm, Charge, Sentence, CaseEvent, Source, Claim, Consent, Verification),
    *(FactUpdate, ImportedFact, ListedName, Occupation, CaseGroup, Facility),
]
PASSING = (models.AutoField, models.DateTimeField, models.UUIDField, models.BinaryField)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# In a revision: ids of rows, and times.
PASSING_KEYS = re.compile(
    r"pk|id|path|prisoner|facility|\w+_at|\w*revision|translation_key|occupations|cases|photo|owner|content_type|locale"
    r"|page_ptr|url_path|sheet"
)


def end_state():
    """Return {what: sorted list of plain values}."""
    words = {
        str(word.translation_key): word.name
        for model in (Occupation, CaseGroup)
        for word in model.objects.filter(locale__language_code="uk")
    }
    state = {model.__name__: _sorted(_plain(row, words) for row in model.objects.all()) for model in MODELS}
    state["words of people"] = _sorted(_words_of(record) for record in Prisoner.objects.all())
    state["revisions"] = _sorted(_revision(revision) for revision in Revision.objects.all())
    state["log"] = _sorted(_logged(ModelLogEntry)) + _sorted(_logged(PageLogEntry))
    state["indexed"] = _sorted(_indexed())
    state["references"] = _sorted(_references())
    state["problems of the tree"] = [list(problem) for problem in Page.find_problems()]
    return state


def _sorted(values):
    return sorted(values, key=repr)


def _plain(row, words):
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, PASSING)]
    return {
        field.name: _value(field, row, words) for field in fields if field.name not in ("path", "page_ptr")
    }


def _value(field, row, words):
    if field.is_relation:
        related = getattr(row, field.name)
        return _name(related) if not isinstance(related, Revision) else "revision"
    if field.name == "held" and UUID.match(row.held):  # keys of words, in the order of the keys
        return sorted(words[key] for key in row.held.split(","))
    if isinstance(field, models.JSONField):
        return UUID.sub(lambda match: words[match[0]], repr(getattr(row, field.name)))
    return str(getattr(row, field.name))


def _name(thing):
    return getattr(thing, "slug", None) or str(thing)


def _words_of(record):
    return record.slug, _sorted(map(str, record.occupations.all())), _sorted(map(str, record.cases.all()))


def _revision(revision):
    return revision.object_str, repr(_without_passing(revision.content))


def _without_passing(content):
    if isinstance(content, dict):
        return {k: _without_passing(v) for k, v in content.items() if not PASSING_KEYS.fullmatch(k)}
    return [_without_passing(item) for item in content] if isinstance(content, list) else content


def _logged(model):
    for entry in model.objects.exclude(action__startswith="wagtail.workflow"):
        data = {key: value for key, value in entry.data.items() if key not in ("page", "revision")}
        yield entry.action, entry.label, repr(data)


def _indexed():
    for model in (Prisoner, PrisonerPage, Occupation, CaseGroup):
        content_type = ContentType.objects.get_for_model(model)
        entries = IndexEntry.objects.filter(content_type=content_type)
        yield model.__name__, model.objects.count(), entries.count()


def _references():
    for content_type in ContentType.objects.filter(app_label="prisoner_pages"):
        rows = ReferenceIndex.objects.filter(content_type=content_type)
        for path, count in rows.values_list("model_path").annotate(models.Count("pk")).order_by():
            yield content_type.model, path, count
