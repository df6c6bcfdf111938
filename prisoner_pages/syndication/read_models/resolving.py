"""What an address of the site leads to: a page, another address, nothing, a story withdrawn in the open."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, Q
from wagtail.contrib.redirects.models import Redirect

from home.models import HomePage
from home.translation.desk.read_models.work import behind
from prisoner_pages.models import PrisonerPage
from prisoner_pages.public.read_models.addresses import COLUMNS, FLAT, address_of, public_pages

OPEN, MOVED, FOR_NOW, GONE = 200, 301, 302, 410
LONGEST = 2_000  # characters
FLAT_ROOTS = {model.address_root: model for model in FLAT}


@dataclass(frozen=True)
class Resolved:
    """`page` is (id, translation key, title, language, content type id, slug, url path) of a public page."""

    status: int
    location: str = ""
    page: Any = None


def resolved(path, languages):
    """Return the Resolved, None where there is nothing. Four queries at most.

    Somebody who is hidden is nothing, like somebody unknown, unless an editor chose the open form.
    """
    path = _path_of(path)
    first, *parts = path.removesuffix("/").split("/")
    if first or not all(parts) or parts[:1] not in [[language] for language in languages]:
        return None
    language, *rest = parts
    return _within(path, language, rest, languages) or sent_on(path, languages)


def _path_of(address):
    try:
        return urlsplit(address[:LONGEST]).path
    except ValueError:
        return ""


def _within(path, language, rest, languages):
    pages = public_pages(languages).public().filter(locale__language_code=language)
    found = _row(pages.filter(_at(language, rest)))
    if found is None:
        return Resolved(GONE) if _is_withdrawn(language, rest) else None
    address = address_of(*found[3:])
    return Resolved(OPEN, page=found) if path == address else Resolved(MOVED, address)


def _at(language, rest):
    """Return the condition on a page to be at this place: flat as published, or nested as in the tree."""
    home = HomePage.objects.filter(locale__language_code=language).values_list("url_path", flat=True).first()
    nested = Q(url_path=f"{home}{'/'.join(rest)}/" if rest else home)
    if len(rest) == 2 and rest[0] in FLAT_ROOTS:
        return nested | Q(slug=rest[1], **{f"{FLAT_ROOTS[rest[0]]._meta.model_name}__isnull": False})
    return nested


def _row(pages):
    return pages.values_list("pk", "translation_key", "title", *COLUMNS).first()


def _is_withdrawn(language, rest):
    if len(rest) != 2 or rest[0] != PrisonerPage.address_root:
        return False
    stories = PrisonerPage.objects.in_languages([language]).named_in_address(rest[1])
    return any(
        story.pk in {page_id for page_id, _revision_id in story.paused_pages}
        for story in stories.withdrawn_openly()
    )


def sent_on(path, languages):
    """Return where an editor sends this address, None for nowhere and for a page that nobody may open."""
    sent = (
        Redirect.objects.filter(old_path=Redirect.normalise_path(path))
        .select_related("redirect_page")
        .first()
    )
    if sent is None:
        return None
    status = MOVED if sent.is_permanent else FOR_NOW
    if sent.redirect_page_id is None:
        return Resolved(status, sent.redirect_link) if sent.redirect_link else None
    page = _row(public_pages(languages).filter(pk=sent.redirect_page_id))
    return page and Resolved(status, address_of(*page[3:]))


def translations_of(key, languages):
    """Return [(language, slug, address, is behind)] of a page's public translations, in that order."""
    pages = public_pages(languages).filter(translation_key=key).annotate(is_behind=Exists(behind()))
    rows = sorted(pages.values_list(*COLUMNS, "is_behind"), key=lambda row: languages.index(row[0]))
    return [(row[0], row[2], address_of(*row[:-1]), row[-1]) for row in rows]
