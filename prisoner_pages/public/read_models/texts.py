"""Texts of pages for other front ends: links resolved, pictures only where they may be shown."""

from collections.abc import Collection, Iterable, Sequence

from home.headless.content.rich_text import Links
from home.headless.content.serializers.blocks import Material, Stored, needs_of
from home.shown_pictures import pictures_with
from prisoner_pages.public.read_models.addresses import paths_of


def material_for(
    bodies: Collection[Stored],
    *,
    language: str,
    languages: Sequence[str],
    root: str,
    images: Iterable[int] = (),
) -> Material:
    """Return what these bodies refer to, and which of `images` (ids) may be shown. Three queries at most."""
    needs = needs_of(bodies)
    pictures = pictures_with(needs.images.union(images))
    paths = paths_of(needs.pages, language=language, languages=languages)
    return Material(Links(root, paths), pictures.shown)
