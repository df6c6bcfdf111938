"""Model fields that the apps share."""

from wagtail.fields import StreamField

from home.blocks import BodyBlock


class BodyField(StreamField):
    """The body of a page; its block definitions stay out of migrations, which would repeat them all."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **{"blank": True, **kwargs})

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
