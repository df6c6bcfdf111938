"""Where a draft can be seen besides here: on sites that a higher app knows."""

from home.registry import provided


def previews_elsewhere(translation, user):
    """Return [(label, address)] of previews on other sites: what apps provide as `previews_elsewhere`."""
    return [preview for of in provided("previews_elsewhere") for preview in of(translation, user)]
