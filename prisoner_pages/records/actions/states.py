"""How a record stands before an act, and the way back to it: what undoing needs of any act on facts."""

import json
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Revision

from prisoner_pages.facts.actions.changes import authors_of_draft, change_record, letters_follow, save_draft
from prisoner_pages.models import Assignment, Prisoner, Verification

# Written by every save; an act changes something else besides.
BOOKKEEPING = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "last_published_at",
        "has_unpublished_changes",
        "search_text",
        "sheet",
    }
)
CHILDREN = frozenset(
    {field.name for field in get_all_child_m2m_relations(Prisoner)}
    | {relation.get_accessor_name() for relation in get_all_child_relations(Prisoner)}
)
CHECKED = ("verified_on", "precision", "source_url", "verified_by_id")

State = dict[str, Any]


def state_of(record: Prisoner) -> State:
    """Return what an act can change: facts, waiting draft, checks, public update log, whose work it is."""
    stored = Prisoner.objects.get(pk=record.pk)
    checks = stored.verifications.values_list("group", *CHECKED)
    state = {
        "facts": stored.serializable_data(),
        "draft": stored.latest_revision_id if stored.has_unpublished_changes else None,
        "checks": {group: dict(zip(CHECKED, said, strict=True)) for group, *said in checks},
        "given": list(Assignment.objects.filter(prisoner=stored).values("to_id", "by_id")),
        "updates": sorted(stored.updates.values_list("pk", flat=True)),
    }
    return json.loads(_text(state))  # as it is kept, so that two of them can be compared


def digest(state: State) -> str:
    return sha256(_text(state).encode()).hexdigest()


def _text(state: State) -> str:
    return json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True)


def changed_since(before: State, after: State) -> State:
    """Return of `before` what `put_back` needs: of the facts only those that are others `after`."""
    facts = {
        name: value
        for name, value in before["facts"].items()
        if name not in BOOKKEEPING and value != after["facts"].get(name)
    }
    return before | {"facts": facts}


def put_back(record: Prisoner, before: State, *, by: User | None) -> None:
    """Let the record, and the draft that waited on it, say again what they said before the act."""
    if before["facts"]:
        _put_facts_back(record, before, by)
    record.verifications.exclude(group__in=before["checks"]).delete()
    for group, said in before["checks"].items():
        Verification.objects.update_or_create(prisoner=record, group=group, defaults=said)
    Assignment.objects.filter(prisoner=record).delete()
    for given in before["given"]:
        Assignment.objects.create(prisoner=record, **given)
    record.updates.exclude(pk__in=before["updates"]).delete()
    letters_follow(record)


def _put_facts_back(record: Prisoner, before: State, by: User | None) -> None:
    names = before["facts"]
    source = Prisoner.from_serializable_data({"pk": record.pk, **names}, check_fks=False)
    authors, revision = authors_of_draft(record), Revision.objects.filter(pk=before["draft"] or 0).first()
    change_record(record, change=lambda facts: _copy(source, facts, names), by=by)
    if revision:  # the draft may have said otherwise than the record in these very facts
        save_draft(revision.as_object(), authors)


def _copy(source: Prisoner, facts: Model, names: State) -> None:
    for name in names:
        if name in CHILDREN:
            getattr(facts, name).set(list(getattr(source, name).all()))
        else:
            attribute = Prisoner._meta.get_field(name).attname  # type: ignore[union-attr]
            setattr(facts, attribute, getattr(source, attribute))
