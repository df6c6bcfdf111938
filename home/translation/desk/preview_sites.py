"""Where else a draft can be previewed: on sites that a higher app knows."""

from django.contrib.auth.models import User
from wagtail_localize.models import Translation

from home.registry import provided


def previews_elsewhere(translation: Translation, user: User) -> list[tuple[str, str]]:
    """Return [(label, address)] of previews on other sites: what apps provide as `previews_elsewhere`."""
    return [preview for of in provided("previews_elsewhere") for preview in of(translation, user)]
