"""Pages that code makes, and their revisions: what Wagtail's own steps leave, in far fewer queries.

Imports make thousands of pages; tests compare what either way leaves.
"""

from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from home.pages.actions.audit_log import note
from home.private_parts import paths_below, place_after
from home.written_once import Asked, written_once

SomePage = TypeVar("SomePage", bound=Page)


@transaction.atomic
def add_public_page(parent: Page, page: SomePage, *, by: User | None) -> SomePage:
    """Add `page` under `parent` and publish it; return it.

    Leaves what add_child, save_revision and publish leave one after the other.
    """
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = now
    page.draft_title = page.title
    _add_below(parent, page)
    revision = add_revision(page, by=by, is_public=True)
    page_published.send(sender=type(page), instance=page, revision=revision)
    note(page, "wagtail.publish", by=by, revision=revision, content_changed=True)
    return page


@transaction.atomic
def add_draft_page(parent: Page, page: SomePage, *, by: User | None) -> SomePage:
    """Add `page` under `parent` as a draft; return it. Leaves what add_child and save_revision leave."""
    page.live, page.draft_title = False, page.title
    _add_below(parent, page)
    add_revision(page, by=by, is_public=False)
    return page


def keep_draft(page: Page, *, by: User | None) -> Revision:
    """Keep what the page says now as a draft beside what is public, as save_revision does."""
    validate(page)
    return add_revision(page, by=by, is_public=False)


def keep_first_draft(page: Page, *, by: User | None) -> Revision:
    """Do as `keep_draft` with other texts in a page that this step has made: its address was looked up."""
    page.clean_fields(exclude=_keys_of(page))
    return add_revision(page, by=by, is_public=False)


def add_revision(thing: Any, *, by: User | None, is_public: bool) -> Revision:
    """Keep what a validated page or record says now: as its public text, else as a draft."""
    revision = Revision.objects.create(
        content_object=thing,
        base_content_type=thing.get_base_content_type(),
        user=by,
        content=thing.serializable_data(),
        object_str=str(thing),
    )
    said: dict[str, Any] = {"latest_revision": revision, "has_unpublished_changes": not is_public}
    if is_public:
        said["live_revision"] = revision
    if isinstance(thing, Page):
        said |= {"latest_revision_created_at": revision.created_at, "draft_title": thing.title}
    for name, value in said.items():
        setattr(thing, name, value)
    stored: Any = Page if isinstance(thing, Page) else type(thing)
    stored.objects.filter(pk=thing.pk).update(**said)
    return revision


def validate(thing: Model) -> None:
    """Validate all but what the database refuses itself: keys that lead nowhere, a second one of its kind.

    For what code has put together; it has looked up what it points to.
    """
    thing.full_clean(exclude=_keys_of(thing), validate_unique=False)


def _keys_of(thing: Model) -> set[str]:
    return {field.name for field in thing._meta.fields if field.is_relation}


def _add_below(parent: Page, page: Any) -> None:
    """Do as add_child does: whoever adds another child waits from the first step on."""
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1
    first, last = paths_below(parent)
    place_after(_last_child().first(depth=parent.depth + 1, first=first, last=last), parent, page)
    validate(page)
    page.save(clean=False, log_action=None)
    page.wagtail_admin_comments = []  # nobody has read it yet; otherwise every look asks the database
    note(page, "wagtail.create", by=page.owner, content_changed=True)


@written_once
def _last_child() -> QuerySet[Page]:
    below = Page.objects.filter(depth=Asked("depth"), path__gte=Asked("first"), path__lte=Asked("last"))
    return below.only("path").order_by("-path")[:1]
