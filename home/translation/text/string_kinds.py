"""What a string is on its page: its title, a heading, an item of a list, a quotation or plain text. Pure."""

from bs4 import BeautifulSoup, Tag
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Frame(models.TextChoices):
    TITLE = "title", pgettext_lazy("of a page", "Title")
    HEADING = "heading", _("Heading")
    ITEM = "item", _("Item of a list")
    QUOTE = "quote", _("Quotation")
    TEXT = "text", _("Text")


# Of blocks that hold a verse, a last word in court or an open letter (home.blocks).
WORDS_OF_SOMEBODY = {"lines", "words"}
FRAMES_OF_TAGS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Frame.HEADING),
    "li": Frame.ITEM,
    "blockquote": Frame.QUOTE,
}


def frames_in(template: str) -> list[Frame]:
    """Return the Frame of each string of a rich text, in their order; `template` is its frame of tags."""
    places = BeautifulSoup(template, "html.parser").find_all("text")
    return [_frame_of(place) for place in places]


def _frame_of(place: Tag) -> Frame:
    around = (FRAMES_OF_TAGS.get(parent.name) for parent in place.parents)
    return next(filter(None, around), Frame.TEXT)


def frame_of_path(path: str) -> Frame:
    """Return the Frame of a string that is a whole field or block, by its path ("body.quote.quote")."""
    *around, name = path.split(".")
    if name in WORDS_OF_SOMEBODY:
        return Frame.QUOTE
    if name == "title":
        return Frame.HEADING if around else Frame.TITLE
    if name == "item":
        return Frame.ITEM
    return Frame(name) if name in (Frame.HEADING, Frame.QUOTE) else Frame.TEXT
