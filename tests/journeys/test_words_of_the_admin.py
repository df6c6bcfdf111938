"""Whoever works here reads the admin in one language: each word of a catalogue is marked."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_info, gettext, ngettext, override
from wagtail.users.models import UserProfile

from home.languages.info import TEXT_LANGUAGES
from home.languages.table import LANGUAGES
from tests.factories.partners import employ_coordinator, logged_in
from tests.journeys.marked_words import (
    MARK,
    foreign_words,
    mark_catalogues,
    plain,
    said_in,
    said_to_scripts,
    texts_of_data,
    words_in,
)
from tests.security import partner_world
from tests.standing import standing

ADDRESS = re.compile(r"""["'\s](/admin/[^"'\s<>\\]*)""")
# They end the session, or answer with what no person reads.
LEFT_OUT = {"wagtailadmin_logout", "account_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
# Names of formats and of makers; in drafts of the world below.
NAMES = {"csv", "xlsx", "jpg", "jpeg", "png", "webp", "pdf", "po", "xliff", "tbx", "deepl", "libretranslate"}
IN_DRAFTS = {"вступ", "розділ", "private", "місце"}
MOST = 400
SAID_IN_UKRAINIAN = re.compile(f"(?<=[а-яА-ЯґҐєЄіІїЇ]){MARK}")


@standing
def world(db):
    world = partner_world.build()
    world.coordinator = employ_coordinator()
    return world


# Pages that differ in nothing but in what they are of.
OF_WORDS = re.compile(r"(?<=prisoner_pages_)(?:occupation|interest|topic|casegroup|chargearticle|place)")
ALL_THE_SAME = {"next", "p", "ordering", "locale", "q", "return", "field", "my_day"}


def kind_of(address):
    """Return by what pages are told apart: the pattern of their address, and what they are asked."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    asked = {key for key, _value in parse_qsl(parts.query)} - ALL_THE_SAME
    return None if name in LEFT_OUT else (OF_WORDS.sub("word", name), tuple(sorted(asked)))


def crawl(client, *, most):
    """Yield (address, answer) of one page of each kind that links, windows and scripts lead to."""
    waiting, seen = ["/admin/"], {None}
    for address in waiting:
        kind = kind_of(address)
        if kind in seen or len(seen) > most:
            continue
        seen.add(kind)
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        if answer.status_code == 200 and not answer.streaming:
            yield address, answer
            waiting += ADDRESS.findall(unescape(answer.content.decode()))


def texts_of(answer):
    if answer["Content-Type"].startswith("application/json"):
        return said_to_scripts(answer.json())
    return said_in(answer.content.decode()) if answer["Content-Type"].startswith("text/html") else ()


def words_of_languages(language):
    """Return what languages are called by themselves, and how one writes dates."""
    names = [name for _code, name in TEXT_LANGUAGES]
    names += [get_language_info(code)["name_local"] for code, _name in TEXT_LANGUAGES]
    dates = LANGUAGES[language].dates
    return words_in(" ".join([*names, *dates.months, *dates.alone, dates.before, dates.after, "року"]))


def foreign_texts(user, language, *, most=MOST):
    """Return {text: (its foreign words, where it stands)} of the admin, and how many pages it has."""
    UserProfile.objects.filter(user=user).update(preferred_language=language)
    words, texts = texts_of_data()
    allowed = words | words_of_languages(language) | NAMES | IN_DRAFTS
    found, known, pages = {}, set(texts), 0
    for address, answer in crawl(logged_in(user), most=most):
        pages += 1
        for text in set(texts_of(answer)) - known:
            known.add(text)
            if language == "en":
                text = SAID_IN_UKRAINIAN.sub("", text)  # bears marks, and is foreign here
            if (foreign := foreign_words(text, allowed=allowed)) and plain(text) not in texts:
                found[plain(text)] = (foreign, address)
    return found, pages


@pytest.mark.parametrize("role", ["other_editor", "other_moderator", "coordinator"])
def test_admin_says_no_foreign_word(world, monkeypatch, role):
    """What the Ukrainian catalogue lacks, or nothing asks it for, is as foreign in the English admin."""
    mark_catalogues(monkeypatch)

    found, pages = foreign_texts(getattr(world, role), "uk")

    assert pages > 60
    assert found == {}, "\n".join(f"{address}: {text} {words}" for text, (words, address) in found.items())


def test_english_admin_says_no_word_that_was_translated_once_for_all(world, monkeypatch):
    mark_catalogues(monkeypatch)

    found, pages = foreign_texts(world.coordinator, "en", most=50)

    assert pages > 30
    assert found == {}


def test_the_crawl_itself_hears_a_foreign_word(monkeypatch):
    mark_catalogues(monkeypatch)
    with override("uk"):
        known, counted = gettext("Save"), ngettext("%(count)s letter", "%(count)s letters", 2) % {"count": 2}
    page = f"""<p title="Close">{known[:4].upper()} <b lang=uk>{counted}</b> Kyiv</p>
        <script type="application/json">{{"label": "Open", "icon": "arrow", "url": "/admin/"}}</script>"""

    heard = [foreign_words(text, allowed={"kyiv"}) for text in said_in(page)]

    assert sorted(filter(None, heard)) == [["Close"], ["Open"]]
