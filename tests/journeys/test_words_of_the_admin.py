"""Whoever works here reads the admin in one language: each word of a catalogue is marked."""

import os
import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_info, gettext, ngettext, override
from lxml import html
from wagtail.users.models import UserProfile

from home.languages.info import SOURCE_LANGUAGE, TEXT_LANGUAGES
from home.languages.table import LANGUAGES
from home.staff.roles import RoleKind, roles_of
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.roles import AUDITOR
from tests.factories.desk import open_for
from tests.factories.partners import employ_as, employ_coordinator, logged_in
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
from tests.letters.desk_world import make_letter
from tests.letters.pack_world import approve, make_person
from tests.letters.post_world import make_pack, posted_letter
from tests.security import partner_world
from tests.standing import standing
from tests.tiers import WHOLE_DEMO

pytestmark = pytest.mark.full(WHOLE_DEMO)


ADDRESS = re.compile(r"""["'\s](/admin/[^"'\s<>\\]*)""")
# They end the session, or answer with what no person reads.
LEFT_OUT = {"wagtailadmin_logout", "account_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
LEFT_OUT |= {"guides", "guide"}  # written in each language as a whole
# Names of formats and of makers; in drafts and letters of the world below; letters that a button puts in.
NAMES = {"csv", "xlsx", "jpg", "jpeg", "png", "webp", "pdf", "dl", "po", "xliff", "tbx"}
NAMES |= {"deepl", "libretranslate"}
IN_DRAFTS = {"вступ", "розділ", "private", "місце", "доброго", "дня", "олена"}
RUSSIAN = {"ё"}
# What a page looks like on the site: in its own language, whoever looks.
PREVIEWS = {"view_draft", "revisions_view", "workflow_preview"}
MOST = 400
# EVERY_WORD=1: each language as whole as the Ukrainian one, with what each form refuses, for each role.
EVERY_WORD = bool(os.environ.get("EVERY_WORD"))
# No letters, and neither a day, an address, a number nor one of a list.
WRONG = "?!"
SAID_IN_UKRAINIAN = re.compile(f"(?<=[а-яА-ЯґҐєЄіІїЇ]){MARK}")


@standing
def world(db):
    world = partner_world.build()
    world.coordinator = employ_coordinator()
    return world


@standing
def desks(world):
    """Return {what somebody does: an account} of the desks, where letters and a page wait for each."""
    people = [make_person(number, partner=world.other) for number in (1, 2)]
    make_letter(people[0], has_email=True)
    make_letter(people[0], state=LetterState.ACCEPTED)
    approve(people[0])
    posted_letter(people[1])
    make_pack(people)
    open_for(world.live_story, "en")
    at_desk = {role.key: role for role in roles_of() if role.kind == RoleKind.DESK}
    handler = employ_as(at_desk[DeskRole.SCREENER], partner=world.other)
    for key in (DeskRole.TRANSLATOR, DeskRole.READER, DeskRole.DISPATCHER):
        seat(desk=create_desk(partner=world.other), user=handler, role=key, languages="uk,de")
    others = {
        "leads_desk": at_desk[DeskRole.COORDINATOR],
        "audits": AUDITOR,
        "translates_pages": next(role for role in roles_of() if role.kind == RoleKind.LANGUAGE),
    }
    return {"handles_letters": handler} | {
        does: employ_as(role, partner=world.other) for does, role in others.items()
    }


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


def crawl(client, *, most, with_forms=False):
    """Yield (address, answer) of one page of each kind that links, windows and scripts lead to.

    With forms also what follows when each is sent empty, and full of what cannot be; nothing of it stays.
    """
    sent = set()
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
            for form in forms_of(answer) if with_forms else ():
                yield from answers_to(form, client, address, sent)


def forms_of(answer):
    """Return the forms of a page that change something, as values can be put into them."""
    text = answer.content.decode()
    if not answer["Content-Type"].startswith("text/html") or "<form" not in text:
        return []
    return [form for form in html.document_fromstring(text).forms if form.method == "POST"]


def answers_to(form, client, address, sent):
    action = urljoin(address, form.action or "")
    kind = (kind_of(action), tuple(sorted({re.sub(r"\d+", "", name) for name in form.fields})))
    if kind[0] is None or kind in sent:
        return
    sent.add(kind)
    for typed in ("", WRONG):
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = client.post(action, dict(filled_in(form, typed)), follow=True)
            transaction.set_rollback(True)
        client.cookies = cookies
        assert answer.status_code < 500, (action, typed)
        if not answer.streaming and not is_bare(answer):
            yield f"{action} ({typed or 'empty'})", answer


def is_bare(answer):
    """Tell whether this is a line for a script of Wagtail's, which says something of its own."""
    return answer["Content-Type"].startswith("text/html") and b"<" not in answer.content


def filled_in(form, typed):
    """Yield (name, value) as a browser sends them: what is hidden stays, and the first button is pressed."""
    buttons = [each for each in form.iter("button") if each.get("name")]
    yield from [(each.get("name"), each.get("value", "")) for each in buttons[:1]]
    for field in form.iter("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in ("checkbox", "radio", "file", "submit"):
            continue
        if kind == "hidden":
            yield name, field.get("value", "")
        elif field.tag == "select" and not typed:
            yield name, field.value or ""
        else:
            yield name, typed


def url_name_of(answer):
    return answer.resolver_match and answer.resolver_match.url_name


def texts_of(answer):
    if answer["Content-Type"].startswith("application/json"):
        return said_to_scripts(answer.json())
    return said_in(answer.content.decode()) if answer["Content-Type"].startswith("text/html") else ()


def words_of_languages(language):
    """Return what languages are called by themselves, and how one writes dates."""
    names = [name for _code, name in TEXT_LANGUAGES]
    names += [get_language_info(code)["name_local"] for code, _name in TEXT_LANGUAGES]
    dates = LANGUAGES[language].dates
    return words_in(
        " ".join([*names, *dates.months, *dates.alone, dates.before, dates.after, dates.year, "року"])
    )


def foreign_texts(user, language, *, most=MOST, with_forms=False):
    """Return {text: (its foreign words, where it stands)} of the admin, and how many pages it has."""
    UserProfile.objects.filter(user=user).update(preferred_language=language)
    words, texts = texts_of_data()
    allowed = words | words_of_languages(language) | NAMES | IN_DRAFTS | RUSSIAN
    found, known, pages, client = {}, set(texts), 0, logged_in(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language  # a refusal comes before the admin knows who asks
    for address, answer in crawl(client, most=most, with_forms=with_forms):
        pages += 1
        if language != SOURCE_LANGUAGE and url_name_of(answer) in PREVIEWS:
            continue
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

    found, pages = foreign_texts(getattr(world, role), "uk", with_forms=EVERY_WORD or role == "coordinator")

    assert pages > 60
    assert found == {}, in_lines(found)


@pytest.mark.parametrize("does", ["handles_letters", "leads_desk", "audits", "translates_pages"])
def test_the_desks_say_no_foreign_word(desks, monkeypatch, does):
    mark_catalogues(monkeypatch)

    found, pages = foreign_texts(desks[does], "uk", with_forms=EVERY_WORD or does == "handles_letters")

    assert pages > 10
    assert found == {}, in_lines(found)


def in_lines(found):
    return "\n".join(f"{address}: {text} {words}" for text, (words, address) in found.items())


@pytest.mark.parametrize("role", ["other_editor", "other_moderator", "coordinator"])
def test_english_admin_says_no_word_that_was_translated_once_for_all(world, monkeypatch, role):
    mark_catalogues(monkeypatch)

    most = MOST if EVERY_WORD else 50
    found, pages = foreign_texts(getattr(world, role), "en", most=most, with_forms=EVERY_WORD)

    assert pages > 30
    assert found == {}, in_lines(found)


def test_the_crawl_itself_hears_a_foreign_word(monkeypatch):
    mark_catalogues(monkeypatch)
    with override("uk"):
        known, counted = gettext("Save"), ngettext("%(count)s letter", "%(count)s letters", 2) % {"count": 2}
    page = f"""<p title="Close">{known[:4].upper()} <b lang=uk>{counted}</b> Kyiv</p>
        <script type="application/json">{{"label": "Open", "icon": "arrow", "url": "/admin/"}}</script>"""

    heard = [foreign_words(text, allowed={"kyiv"}) for text in said_in(page)]

    assert sorted(filter(None, heard)) == [["Close"], ["Open"]]
