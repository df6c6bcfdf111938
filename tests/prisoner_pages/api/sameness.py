"""Holds a person's answer against the person's page: whatever one of them says, the other says too.

Words that are the page's own furniture (headings, buttons) are read from its templates, so a fact can't hide
among them.
"""

import re
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, ngettext, override
from lxml import html

from home.languages.dates import date_in_words, since_in_words

TEMPLATES = [
    "prisoner_pages/templates/prisoner_pages/people/profile/*.html",
    "prisoner_pages/templates/prisoner_pages/prisoner_page.html",
    "prisoner_pages/templatetags/people.py",
    "prisoner_pages/facts/read_models/*.py",
    "prisoner_pages/people/read_models/checked_facts.py",
    "prisoner_pages/people/read_models/timeline.py",
    "home/templates/components/person_plate.html",
]
INTERFACE = re.compile(r"""\bt "([^"]+)"|\btn "([^"]+)" "([^"]+)"|\bt?\(?_\("([^"]+)"\)""")
WORD = re.compile(r"[\w’'ʼ-]+")
# What a front end needs and a page has no words for.
UNSAID = {
    *("code", "lang", "alt_lang", "credit_lang", "precision", "slug", "url", "id", "type", "translations"),
    *("tree", "src", "srcset", "sources_of_photo", "focal_point", "width", "height", "path", "description"),
    *("invented", "name_only", "takes_letters", "complete"),
}


def differences(item, page, language):
    """Return (what only the answer says, words only of the page, addresses that only one of them has)."""
    # Below it stand others whom one can write to, as cards.
    article = html.fromstring(without_since(page, language)).xpath('//article[contains(@class, "profile")]')[
        0
    ]
    with override(language):
        said = list(sayings(item))
        shown = squeezed(" ".join([*article.itertext(), *article.xpath(".//@alt")]))
        furniture = words_in(" ".join(interface_words()))
    only_answer = [saying for saying in said if squeezed(saying) not in shown]
    numbers = {str(number) for number in numbers_in(item)}
    only_page = words_in(shown) - words_in(" ".join(said)) - furniture - numbers - initials(item["name"])
    return only_answer, only_page, addresses(item) ^ outward(article)


def without_since(page, language):
    """Let each date of a page stand alone, as in the answer, whose fields tell since when something is so."""

    def bare(found):
        whole, text, words = found.group(0, 1, 2)
        is_since = words == day(text, PRECISIONS[len(text.split("-"))], since_in_words)
        return whole.replace(words, stated(text)) if is_since else whole

    with override(language):
        return re.sub(r'<time datetime="([\d-]+)">([^<]*)</time>', bare, page)


def sayings(value, field=""):
    """Yield every text and date of an answer, as a page writes it."""
    if field in UNSAID or value is None:
        return
    if isinstance(value, dict):
        yield from _of_object(value, field)
    elif isinstance(value, list):
        for each in value:
            yield from sayings(each, field)
    elif isinstance(value, str) and not value.startswith("http"):
        yield squeezed(re.sub(r"<[^>]+>", " ", value)) if field == "html" else value


def _of_object(value, field):
    if value.keys() >= {"date", "precision"} and "facts" not in value and isinstance(value["date"], str):
        yield day(value["date"], value["precision"])
        return
    skipped = {"sources"} if field == "photo" or "srcset" in value else set()
    for name, inner in value.items():
        if name in ("date", "stated_on") and isinstance(inner, str):
            yield stated(inner)
        elif name not in skipped:
            yield from sayings(inner, name)


PRECISIONS = {1: "year", 2: "month", 3: "day"}


def day(text, precision, words=date_in_words):
    parts = [*map(int, text.split("-")), 1, 1][:3]
    return str(words(date(*parts), precision))


def stated(text):
    return day(text, PRECISIONS[len(text.split("-"))])


def numbers_in(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("age", "years", "months", "prison_years", "prison_months", "code", "part"):
                yield from WORD.findall(str(inner))
                yield str(inner)
            else:
                yield from numbers_in(inner)
    elif isinstance(value, list):
        for each in value:
            yield from numbers_in(each)


def addresses(item):
    """Return the addresses of sources and statements of an answer."""
    facts = [*(item["sources"] or []), *(s for c in item["conflicts"] or [] for s in c["statements"])]
    body = [node for block in (item["story"] or {"body": []})["body"] for node in block.get("tree", [])]
    return {fact["url"] for fact in facts if fact["url"]} | set(links_in(body))


def links_in(nodes):
    for node in nodes:
        if node["type"] == "link" and node["path"] is None:
            yield node["href"]
        yield from links_in(node.get("children", []))


def outward(article):
    return {address for address in article.xpath(".//a/@href") if re.match("https?:|mailto:", address)}


def interface_words():
    for pattern in TEMPLATES:
        for path in Path(settings.BASE_DIR).glob(pattern):
            for single, one, many, python in INTERFACE.findall(path.read_text(encoding="utf-8")):
                if one:
                    yield from (ngettext(one, many, count) for count in (1, 2, 5))
                else:
                    yield gettext(single or python)


def squeezed(text):
    return " ".join(text.split())


def words_in(text):
    return set(WORD.findall(text))


def initials(name):
    return {"".join(part[0] for part in name.split()), *(part[0] for part in name.split())}
