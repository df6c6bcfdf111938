"""The guides say what is there: every role has one, and words, links, pictures and commands in them exist."""

import re
from pathlib import Path

import polib
import pytest
import wagtail.admin
from django.core.management import get_commands, load_command_class
from django.utils import translation
from django.utils.text import capfirst

from home.staff.roles import roles_of
from letters.retention.rules import RETENTION_RULES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WAGTAIL = Path(wagtail.admin.__file__).parent / "locale"
LANGUAGES = ("uk", "en")
# All who work with letters start from the life of a letter; partners show people on their own sites.
GUIDES = [
    "letter",
    *sorted({role.guide for role in roles_of()} - {""}),
    "who-may-do-what",
    "embeds",
    "event",
]
PAGES = sorted(
    [*(page for page in DOCS.rglob("*.md") if "node_modules" not in page.parts), *ROOT.glob("*.md")]
)
GUIDE_PAGES = [DOCS / language / f"{name}.md" for language in LANGUAGES for name in GUIDES]
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
COMMAND = re.compile(r"manage\.py ([a-z_]+)([^`\n]*)")
TARGET = re.compile(r"(?:`|^ {4})make ([a-z]+)", re.M)
MOST_BYTES = 2_500_000


def named(path):
    return str(path.relative_to(ROOT))


# --- Words of the screen --------------------------------------------------------------------------


def words_of_the_screen(language):
    """Return every text of the interface in a language, a gap “…” for each thing that is filled in.

    What stands first in a line of the screen has a capital there, be it written with a small letter.
    """
    texts = set()
    for entry in (entry for catalogue in catalogues(language) for entry in catalogue):
        texts |= {entry.msgstr, *entry.msgstr_plural.values()} - {""} or {entry.msgid, entry.msgid_plural}
    gaps = {re.sub(r"%\(\w+\)[sd]", "…", text) for text in texts}
    return gaps | {capfirst(text) for text in gaps}


def catalogues(language):
    """Return ours, and Wagtail's for the words of its menu and editor; any of them holds the English ones."""
    yield polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    for entry in (wagtails := polib.pofile(str(WAGTAIL / "uk" / "LC_MESSAGES" / "django.po"))):
        entry.msgstr = "" if language == "en" else entry.msgstr
    yield wagtails


def is_on_the_screen(phrase, words):
    """Is the phrase a text of the interface, or the first sentences of one?"""
    return phrase in words or any(text.startswith(f"{phrase} ") for text in words if phrase[-1] in ".:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_of_a_guide_stand_on_the_screen(language):
    words = words_of_the_screen(language)
    unknown = [
        f"{name}: {phrase}"
        for name in GUIDES
        for bold in BOLD.findall((DOCS / language / f"{name}.md").read_text())
        for phrase in bold.split(" → ")
        if not is_on_the_screen(phrase, words) and not is_on_the_screen(phrase.removesuffix("."), words)
    ]

    assert unknown == []


# --- Pages ----------------------------------------------------------------------------------------


def test_every_role_has_a_guide_in_both_languages():
    missing = [named(page) for page in GUIDE_PAGES if not page.exists() or not BOLD.search(page.read_text())]

    assert missing == []


def test_both_languages_say_as_much():
    assert {name: shapes("uk", name) for name in GUIDES} == {name: shapes("en", name) for name in GUIDES}


def shapes(language, name):
    lines = (DOCS / language / f"{name}.md").read_text().splitlines()
    return [shape(line) for line in lines if shape(line)]


def shape(line):
    """Return what kind of line it is, where a guide in another language has to have the same."""
    return (re.match(r"#+ |\||- |\d+\. |!\[|<img", line) or [""])[0]


def test_links_and_pictures_of_every_page_are_there():
    targets = [(page, target) for page in PAGES for target in targets_of(page)]

    assert targets
    assert [f"{named(page)}: {target}" for page, target in targets if not leads_somewhere(page, target)] == []


def targets_of(page):
    found = (link or source for link, source in LINK.findall(page.read_text()))
    return [target for target in found if not target.startswith(("http:", "https:", "mailto:"))]


def leads_somewhere(page, target):
    path, _hash, anchor = target.partition("#")
    leads_to = (page.parent / path).resolve() if path else page
    return leads_to.is_file() and (not anchor or anchor in anchors_of(leads_to))


def anchors_of(page):
    """Return the anchors of the headings, made as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_picture_is_shown_and_all_are_small():
    pictures = list((DOCS / "img").iterdir())
    shown = {(page.parent / target).resolve() for page in PAGES for target in targets_of(page)}

    assert [named(picture) for picture in pictures if picture not in shown] == []
    assert sum(picture.stat().st_size for picture in pictures) < MOST_BYTES


# --- Commands -------------------------------------------------------------------------------------


def test_commands_of_every_page_exist_with_their_options():
    lines = {(named(page), *line) for page in PAGES for line in COMMAND.findall(page.read_text())}

    assert lines
    assert {line: unknown for line in lines if (unknown := unknown_in(*line[1:]))} == {}


def unknown_in(name, rest):
    """Return what of a command line does not exist: its name, or some of its options."""
    known = get_commands()
    if name not in known:
        return [name]
    options = parser_of(load_command_class(known[name], name), rest)._option_string_actions
    return [option for option in re.findall(r"(?<!\S)\[?(--[a-z-]+)", rest) if option not in options]


def parser_of(command, rest):
    """Return the parser of a command line; a verb may have one of its own."""
    parser = command.create_parser("manage.py", "")
    verbs = next((action.choices for action in parser._actions if isinstance(action.choices, dict)), {})
    return verbs.get(rest.split()[0], parser) if verbs and rest.split() else parser


def test_targets_of_make_exist():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    named_there = [(named(page), target) for page in PAGES for target in TARGET.findall(page.read_text())]

    assert named_there
    assert [each for each in named_there if each[1] not in targets] == []


def test_the_table_of_keeping_is_the_one_that_is_kept():
    text = (DOCS / "operations.md").read_text()
    table = text.partition("| what | days at most |")[2].partition("By hand:")[0]
    told = {what: int(days) for what, days in re.findall(r"^\| (.+?) \| (\d+)", table, re.M)}

    with translation.override("en"):
        assert told == {str(kind.label): rule.days for kind, rule in RETENTION_RULES.items()}
