"""The one stream of blocks that stories, campaigns and standard pages share."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import RichText

from home.languages.date_fields import DayField
from home.languages.info import SOURCE_LANGUAGE, text_languages
from home.linked_pages import page_linked_by, page_links_in
from home.pictures.renditions import PUBLIC_SPECS, sizes_with
from home.shown_pictures import NO_PICTURES, Pictures, has_size, pictures_with

# No images, embeds or raw HTML inside a text: pictures are blocks, so that each can name whom it shows.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]

PICTURE_IN_TEXT = PUBLIC_SPECS["picture in a text"]


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], prefix: str) -> RichText:
        """Raise ValueError for a link to a page that has no number; Wagtail meets it when all is stored."""
        text: RichText = super().value_from_datadict(data, files, prefix)
        if None in map(page_linked_by, page_links_in(text.source)):
            raise ValueError
        return text

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(required=False, label=_("Who said it, where and when"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


def source_of_words() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Source"), help_text=_("The book, newspaper, letter or record of the court, and its day.")
    )


def address_of_source() -> blocks.URLBlock:
    return blocks.URLBlock(label=_("Address of the source"), required=False)


def who_translated() -> blocks.CharBlock:
    """Never empty, so that each language has a line of its own to fill in."""
    return blocks.CharBlock(
        label=_("Language and translator"),
        help_text=_(
            "As it is to be read: “In the original Ukrainian” or “Translated from Russian by …”. Whoever"
            " translates the page puts their own name here."
        ),
    )


class VerseBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    lines = blocks.TextBlock(
        label=_("Lines"), help_text=_("Broken as the author broke them; an empty line between stanzas.")
    )
    author = blocks.CharBlock(label=_("Author"))
    source = source_of_words()
    source_url = address_of_source()
    translator = who_translated()

    class Meta:
        icon = "openquote"
        label = _("Verse")
        template = "blocks/verse.html"


class LastWordBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Words"))
    said = blocks.CharBlock(label=_("Who said it, in which court and when"))
    source = source_of_words()
    source_url = address_of_source()
    translator = who_translated()

    class Meta:
        icon = "openquote"
        label = _("Last word in court")
        template = "blocks/last_word.html"


class OpenLetterBlock(blocks.StructBlock):
    author = blocks.CharBlock(label=_("Author, by name"))
    addressee = blocks.CharBlock(required=False, label=_("To whom"))
    words = blocks.TextBlock(label=_("Words"))
    source = source_of_words()
    source_url = address_of_source()
    translator = who_translated()

    class Meta:
        icon = "mail"
        label = _("Open letter")
        template = "blocks/open_letter.html"


class DayBlock(blocks.DateBlock):
    """A day, typed as everywhere else instead of chosen in Wagtail's calendar."""

    @cached_property
    def field(self) -> DayField:
        return DayField(**self.field_options)


class StatementValue(blocks.StructValue):
    @property
    def language_name(self) -> str:
        """The language by its own name."""
        return dict(text_languages()).get(self["language"], "")


class StatementBlock(blocks.StructBlock):
    """What a partner or an embassy said in public, in the language of the page; its own may be another."""

    who = blocks.CharBlock(
        label=_("Who made it"), help_text=_("The organisation, and who spoke for it: name and office.")
    )
    date = DayBlock(label=_("Day"), required=False)
    language = blocks.ChoiceBlock(
        label=_("Language it was made in"), choices=text_languages, default=SOURCE_LANGUAGE
    )
    words = blocks.TextBlock(
        label=_("Words"), help_text=_("In the language of this page; translated, if it was made in another.")
    )
    source_url = address_of_source()

    class Meta:
        icon = "openquote"
        label = _("Statement of a partner or an embassy")
        template = "blocks/statement.html"
        value_class = StatementValue


# What a text that is being shown takes its pictures from.
_pictures: ContextVar[Pictures] = ContextVar("pictures of the text being shown", default=NO_PICTURES)


class KnownImageChooserBlock(ImageChooserBlock):
    """Asks for no picture that is known already."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        ids, known = list(values), _pictures.get().known
        if any(pk and pk not in known for pk in ids):
            return super().bulk_to_python(ids)
        return [_with_words_of_its_own(known[pk]) if pk else None for pk in ids]


def _with_words_of_its_own(image: Any) -> Any:
    """Return a copy: where a picture stands it is described in words of that place, which its sizes tell."""
    mine = copy(image)
    if mine:
        mine.prefetched_renditions = [copy(size) for size in image.prefetched_renditions]
        for size in mine.prefetched_renditions:
            size.image = mine
    return mine


class DescribedImageBlock(ImageBlock):
    """Wagtail's own, which calls the picture inside by the name of its field."""

    def __init__(self, required: bool = True, **how: Any) -> None:
        super().__init__(required=required, **how)
        chooser = KnownImageChooserBlock(required=required, label=_("Image"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PictureBlock(blocks.StructBlock):
    image = DescribedImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"

    def render(self, value: blocks.StructValue, context: Mapping[str, Any] | None = None) -> str:
        """Render nothing where the picture may not be shown; `BodyBlock` asks for all of a text at once."""
        image, pictures = value["image"], _pictures.get()
        if image is not None and image.pk not in pictures.known:
            pictures = pictures_with([image.pk], sizes=sizes_with(PICTURE_IN_TEXT))
        if image is None or image.pk not in pictures.shown:
            return ""
        if not has_size(image, PICTURE_IN_TEXT):
            return ""
        return super().render(value, context)


class BodyBlock(blocks.StreamBlock):
    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    quote = QuoteBlock()
    verse = VerseBlock()
    last_word = LastWordBlock()
    open_letter = OpenLetterBlock()
    statement = StatementBlock()
    picture = PictureBlock()

    class Meta:
        required = False

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], prefix: str
    ) -> blocks.StreamValue:
        """Refuse what our editor never sends: no number of blocks, or a text that cannot be parsed."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError, TypeError, AttributeError, ExporterException) as error:
            raise BadRequest from error

    def render(self, value: blocks.StreamValue, context: Mapping[str, Any] | None = None) -> str:
        """Ask once for the pictures of the whole text; a page that shows others brings all in `pictures`."""
        pictures = (context or {}).get("pictures")
        pictures = pictures or pictures_with(images_in(value.raw_data), sizes=sizes_with(PICTURE_IN_TEXT))
        token = _pictures.set(pictures)
        try:
            return super().render(value, context)
        finally:
            _pictures.reset(token)


def images_in(body: Iterable[Mapping[str, Any]]) -> list[int]:
    """Return the ids of the images in the raw data of a text."""
    images = (image_in(block["value"]) for block in body if block["type"] == "picture")
    return [pk for pk in images if pk]


def image_in(picture: Mapping[str, Any]) -> int | None:
    """Return the id of the image in the raw data of a picture; without a description it stands alone."""
    image = picture.get("image")
    return image["image"] if isinstance(image, Mapping) else image
