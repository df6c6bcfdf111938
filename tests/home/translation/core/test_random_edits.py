"""An original edited at random, translated in part and published after each edit: never a mixed page."""

import json
import os
import random
import re
from uuid import uuid4

import pytest
from wagtail_localize.models import OverridableSegment, StringSegment, TemplateSegment, TranslationSource

from home.models import StandardPage
from home.translation.core.actions.extract import take_source
from home.translation.core.actions.publish import target_of
from tests.factories.desk import (
    SOURCE_MARK,
    block,
    edit,
    english,
    open_for,
    open_site,
    publish,
    source_page,
    translate,
    translate_all,
    units_of,
)
from tests.tiers import LONG, first_of

MANY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
SEEDS, ROUNDS = (range(8), 60) if MANY else (range(2), 10)
WORDS = [
    "море",
    "степ",
    "яблуко",
    "вітер",
    "ранок",
    "книга",
    "гора",
    "пісня",
    "дорога",
    "сад",
    "зима",
    "хліб",
    "вікно",
    "лист",
    "час",
]

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]


class Author:
    """Edits a body as people do: adds, drops, moves, rewrites, puts links in and takes them out."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.body = [self.new_block() for _number in range(4)]
        self.fields = {"title": self.sentence(3), "intro": self.sentence(8)}

    def sentence(self, count=9):
        words = [self.chance.choice(WORDS) for _number in range(count)]
        words.insert(self.chance.randrange(count), SOURCE_MARK)
        return " ".join(words)

    def inline(self):
        text = self.sentence()
        if self.chance.random() < 0.4:
            href = f"https://{self.chance.choice('abcd')}.example/"
            text += f' <a href="{href}">{self.sentence(2)}</a> {self.sentence(2)}'
        return text

    def rich_text(self):
        parts = [f"<p>{self.inline()}</p>" for _number in range(self.chance.randint(1, 3))]
        if self.chance.random() < 0.5:
            items = "".join(f"<li>{self.inline()}</li>" for _number in range(self.chance.randint(1, 3)))
            parts.append(f"<ul>{items}</ul>")
        return "".join(parts)

    def new_block(self):
        kind = self.chance.choice(["heading", "paragraph", "paragraph", "quote"])
        if kind == "heading":
            return block(kind, self.sentence(3))
        if kind == "quote":
            return block(
                kind, {"quote": self.sentence(), "attribution": self.chance.choice(["", self.sentence(2)])}
            )
        return block(kind, self.rich_text())

    def edit(self):
        edits = [
            self.add,
            self.drop,
            self.move,
            self.rekey,
            self.reword,
            self.reword,
            self.relink,
            self.rename,
        ]
        for _number in range(self.chance.randint(1, 3)):
            self.chance.choice(edits)()

    def add(self):
        self.body.insert(self.chance.randint(0, len(self.body)), self.new_block())

    def drop(self):
        if len(self.body) > 2:
            self.body.pop(self.chance.randrange(len(self.body)))

    def move(self):
        self.chance.shuffle(self.body)

    def rekey(self):
        self.chance.choice(self.body)["id"] = str(uuid4())

    def reword(self):
        """Change a word of one block, or put a paragraph into it."""
        chosen = self.chance.choice(self.body)
        text = json.dumps(chosen["value"], ensure_ascii=False)
        text = text.replace(self.chance.choice(WORDS), self.chance.choice(WORDS), 1)
        chosen["value"] = json.loads(text)
        if chosen["type"] == "paragraph" and self.chance.random() < 0.3:
            chosen["value"] = f"<p>{self.inline()}</p>" + chosen["value"]

    def relink(self):
        for chosen in self.body:
            if chosen["type"] == "paragraph" and "<a " in chosen["value"]:
                unlinked = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", chosen["value"], count=1)
                elsewhere = re.sub(r"https://.", "https://z", chosen["value"], count=1)
                chosen["value"] = self.chance.choice([unlinked, elsewhere])
                return

    def rename(self):
        self.fields["title"] = self.sentence(3)


def said(page):
    """Return everything a page says: its fields and its blocks in their order."""
    blocks = [(each["type"], each["value"]) for each in page.body.raw_data]
    return [page.title, page.intro, *blocks]


def as_text(page):
    return json.dumps(said(page), ensure_ascii=False)


def in_english(page):
    return json.loads(english(as_text(page)))


def segments_of(source):
    """Return what is stored of a source, without the numbers of rows."""
    rows = []
    for model, names in (
        (StringSegment, ["string__data", "attrs"]),
        (TemplateSegment, ["template__template"]),
        (OverridableSegment, ["data_json"]),
    ):
        rows += model.objects.filter(source=source).values_list("context__path", "order", *names)
    return sorted(map(str, rows))


@pytest.mark.full(LONG)
@pytest.mark.parametrize("seed", first_of(SEEDS))
def test_no_edit_ever_puts_the_original_into_a_translation(seed):
    open_site("en")
    author = Author(seed)
    page = source_page(author.body, **author.fields)
    (translation,) = open_for(page, "en")
    translate_all(translation)
    publish(translation)

    for number in range(ROUNDS):
        author.edit()
        page = edit(page, body=author.body, **author.fields)
        for unit in units_of(translation):
            if not unit.approved_at and author.chance.random() < 0.4:
                translate(unit)
        publish(translation)
        text = as_text(target_of(translation))
        assert SOURCE_MARK not in text
        assert not re.search(r"<(p|li|ul|a)[^>]*></\1>", text)
        if number % 5 == 4:
            translate_all(translation)
            publish(translation)
            assert json.loads(as_text(target_of(translation))) == in_english(page)


@pytest.mark.full(LONG)
@pytest.mark.parametrize("seed", first_of(SEEDS))
def test_strings_are_stored_as_the_library_stores_them(seed):
    open_site("en")
    author = Author(seed)
    page = source_page(author.body, **author.fields)
    take_source(page)

    for _number in range(ROUNDS):
        author.edit()
        for name, value in {"body": author.body, **author.fields}.items():
            setattr(page, name, value)
        page.save()
        page = StandardPage.objects.get(pk=page.pk)
        ours = segments_of(take_source(page))
        source = TranslationSource.objects.get()
        source.refresh_segments()
        assert ours == segments_of(source)
