"""Last year's campaign or event as a draft for another year: all of it but what was of that year alone."""

from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.blocks import StreamValue

from home.languages.info import SOURCE_LANGUAGE
from home.models import SiteImage
from prisoner_pages.models import CampaignPage, EventPage, Participation
from prisoner_pages.permissions.choosers import records_for

Gathering = CampaignPage | EventPage
# Of that year alone: when it was, what was counted, the code on its letters.
EMPTIED: dict[str, Any] = {
    **dict.fromkeys(("start", "end", "date", "end_date", "letters_counted")),
    **dict.fromkeys(("start_precision", "date_precision"), "day"),
    **dict.fromkeys(("source_url", "code"), ""),
}
LONGEST_ADDRESS = 240  # characters: with a year and a number it fits the column


def is_original(page: Gathering) -> bool:
    return page.locale.language_code == SOURCE_LANGUAGE


@transaction.atomic
def copy_for_another_year(page: Gathering, *, by: User) -> Gathering:
    """Return a draft beside the page, in the source locale alone; nothing is published by it.

    It has neither dates, counter, code and statements of that year nor pictures of people, and no recipient
    whom `by` could not choose now. Raises PermissionDenied, also for a translated page.
    """
    if not is_original(page):
        raise PermissionDenied
    action = CopyPageAction(
        page,
        to=page.get_parent(),
        update_attrs=_of_another_year(page, by),
        copy_revisions=False,
        keep_live=False,
        user=by,
        process_child_object=_without_dates,
    )
    return action.execute()


def _of_another_year(page: Gathering, by: User) -> dict[str, Any]:
    known = {field.name for field in page._meta.fields}
    changed = {name: value for name, value in EMPTIED.items() if name in known}
    changed |= {"title": _this_year(page.title, page), "body": _kept_body(page)}
    if isinstance(page, CampaignPage):
        offered = records_for(by).filter(pk__in=[person.pk for person in page.recipients.all()])
        return changed | {"slug": _free_address(page), "recipients": list(offered)}
    return changed | {"slug": _free_address(page), "photo_id": _harmless([page.photo_id])}


def _this_year(words: str, page: Gathering) -> str:
    day = page.start if isinstance(page, CampaignPage) else page.date
    return words.replace(str(day.year), str(timezone.localdate().year)) if day else words


def _free_address(page: Gathering) -> str:
    """Return the page's address with this year in it; addresses are the same in all sections."""
    base = _this_year(page.slug, page)[:LONGEST_ADDRESS]
    year = str(timezone.localdate().year)
    dated = base if year in base else f"{base}-{year}"
    taken = set(type(page).objects.filter(locale=page.locale, slug__startswith=base).values_list("slug"))
    tries = chain([dated], (f"{dated}-{number}" for number in count(2)))
    return next(each for each in tries if (each,) not in taken)


def _kept_body(page: Gathering) -> StreamValue:
    """Return the text without the statements of that year and without pictures that may show somebody."""
    blocks = list(page.body.raw_data)
    pictures = {block["id"]: block["value"]["image"] for block in blocks if block["type"] == "picture"}
    keys = {key: image["image"] if isinstance(image, dict) else image for key, image in pictures.items()}
    shown = _of_nobody(keys.values())
    kept = [
        block
        for block in blocks
        if block["type"] != "statement" and (block["type"] != "picture" or keys[block["id"]] in shown)
    ]
    return StreamValue(page.body.stream_block, kept, is_lazy=True)


def _of_nobody(images: Iterable[Any]) -> set[int]:
    return set(SiteImage.objects.filter(pk__in=images, shows_nobody=True).values_list("pk", flat=True))


def _harmless(images: list[Any]) -> int | None:
    return next(iter(_of_nobody(images)), None)


def _without_dates(_page: Any, _copy: Any, _relation: Any, child: Any) -> None:
    if isinstance(child, Participation):
        child.from_date, child.to_date, child.name_then = None, None, ""
