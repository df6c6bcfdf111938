"""The front ends of partners, as every answer of the API needs them: cached until one changes."""

from typing import Any

from home.caching.read_models import memoized_for
from home.headless.answers.api.front_ends import FRONT_ENDS, Key, Known
from prisoner_pages.models import FrontEnd


@memoized_for(FRONT_ENDS)
def known_front_ends() -> Known:
    """Return those in use. One query; takes `generations` besides (home.caching.read_models)."""
    rows = list(FrontEnd.objects.in_use().select_related("partner"))
    return Known(
        publishable={row.publishable_key: _key(row) for row in rows},
        secret={row.secret_digest: _key(row, is_secret=True) for row in rows if row.secret_digest},
        origins=frozenset().union(*(row.allowed_origins for row in rows)),
    )


@memoized_for(FRONT_ENDS)
def embed_origins() -> dict[str, list[str]]:
    """Return {slug of a partner: sites that may show our cards}; partners without one are absent.

    One query; takes `generations` besides.
    """
    named: dict[str, list[str]] = {}
    for row in FrontEnd.objects.in_use().select_related("partner"):
        named.setdefault(row.partner.slug, []).extend(row.allowed_embed_origins)
    return {slug: sorted(set(origins)) for slug, origins in named.items() if origins}


def _key(row: FrontEnd, **more: Any) -> Key:
    return Key(row.pk, row.partner.slug, row.allowed_origins, **more)
