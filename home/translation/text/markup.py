"""A string as it is stored, in inline HTML, and as a person writes it. Pure."""

import html
import re
import unicodedata

from bs4 import BeautifulSoup
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS, StringValue

from home.translation.quality.characters import is_printable, spoken

LONGEST_STRING = 20_000  # characters
# A tag, the beginning of one that is not closed, or text.
TOKEN = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>]*)>|(?P<broken><[/!?a-zA-Z][^\s<>]*)"
    r"|(?:[^<]+|<(?![/!?a-zA-Z]))+"
)
LINK_ID = re.compile(r"""\s+id=(["'])(?P<id>[\w-]+)\1\s*""")
# Invisible characters that word processors leave everywhere.
UNMEANT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
SHOWN = {*INLINE_TAGS, "span", "sup"} - {"a"}
BREAK = re.compile(r"<br ?/?>")
# An ampersand that begins no entity needs no escaping.
PLAIN_AMPERSAND = re.compile(r"&amp;(?!#?\w+;)")


class BadText(ValueError):
    """The text cannot be stored; the message tells its author why."""


def accepted(text: str) -> str:
    """Return `text` in the form in which it is stored: known inline tags, links with only an id, NFC.

    Raises BadText.
    """
    if len(text) > LONGEST_STRING:
        raise BadText(_("The text is longer than %s characters.") % LONGEST_STRING)
    # After the tags: a character may be written as a number.
    text = unicodedata.normalize("NFC", with_whole_tags(text).translate(UNMEANT)).strip()
    if not TAG.sub("", text).strip():
        raise BadText(_("An empty text is not saved."))
    unseen = [sign for sign in dict.fromkeys(text) if not is_printable(sign, None)]
    if unseen:
        raise BadText(
            _("The text holds characters that nobody sees: %s.") % ", ".join(map(spoken, unseen[:5]))
        )
    return text


def with_whole_tags(text: str) -> str:
    """Return `text` with normalised tags and escapes, so that equal texts compare equal.

    Raises BadText.
    """
    parts: list[str] = []
    opened: list[str] = []
    for token in TOKEN.finditer(text):
        if token["broken"]:
            raise BadText(_("This begins like a mark and does not end: %s") % token["broken"][:30])
        parts.append(_tag(token, opened) if token["name"] else _text(token[0]))
    if opened:
        raise BadText(_("This mark is not closed: %s") % f"<{opened[-1]}>")
    return "".join(parts)


def _text(words: str) -> str:
    return html.escape(html.unescape(words), quote=False)


def _tag(token: re.Match[str], opened: list[str]) -> str:
    """Return the tag in stored form; `opened` are the names of the tags around it."""
    name = token["name"].lower()
    if name not in INLINE_TAGS:
        raise BadText(_("This mark is not used in texts: %s") % token[0][:30])
    if name == "br":
        return "<br/>"
    if token["end"]:
        if not opened or opened.pop() != name:
            raise BadText(_("This mark closes nothing: %s") % token[0][:30])
        return f"</{name}>"
    return _opening(name, token, opened)


def _opening(name: str, token: re.Match[str], opened: list[str]) -> str:
    link = LINK_ID.fullmatch(token["rest"]) if name == "a" else None
    if (name == "a" and not link) or (name != "a" and token["rest"].strip()):
        raise BadText(_("This mark is not written as in the original: %s") % token[0][:60])
    if name in opened:
        raise BadText(_("This mark stands inside another of its kind: %s") % token[0][:30])
    opened.append(name)
    return f'<a id="{link["id"]}">' if link else f"<{name}>"


def written(data: str, *, rich: bool) -> str:
    """Return a stored string as its field shows it: with line breaks; plain text without any markup."""
    if not rich:
        return words_of(data)
    return PLAIN_AMPERSAND.sub("&", BREAK.sub("\n", data))


def stored(text: str, *, rich: bool) -> str:
    """Return the content of a field in stored form; `accepted` validates it afterwards."""
    text = text.replace("\r\n", "\n").strip()
    return text.replace("\n", "<br/>") if rich else StringValue.from_plaintext(text).data


def words_of(data: str) -> str:
    """Return a stored string as plain words, without markup."""
    return html.unescape(TAG.sub("", BREAK.sub("\n", data)))


def as_seen(data: str) -> SafeString:
    """Return a stored string as HTML to show beside its field: bold is bold, a link shows its name."""
    soup = BeautifulSoup(data, "html.parser")
    for link in soup.find_all("a"):
        name = soup.new_tag("sup")
        name.string = str(link.get("id", ""))
        link.append(name)
        link.name, link.attrs = "span", {"class": "string__link"}
    for tag in soup.find_all(True):
        if tag.name not in SHOWN:
            tag.unwrap()
        elif tag.name != "span":
            tag.attrs = {}
    return mark_safe(str(soup))  # noqa: S308 -- nothing but tags of SHOWN without attributes is left
