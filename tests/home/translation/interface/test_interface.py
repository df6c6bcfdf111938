"""Words of the interface: completeness, proposals, and a file for the next release."""

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import Locale

from home.catalogues.files import catalogue, forms_of
from home.catalogues.message import Message
from home.settings import places
from home.translation.choices import Right
from home.translation.interface.read_models import catalogue_path, words_in
from home.translation.interface.rules import faults_of
from home.translation.models import InterfaceProposal
from home.translation.team.actions.roles import give_right

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/desk/interface/"
PUBLIC = "home/templates/home_page.html"
STAFF = "letters/templates/letters/handling/queue.html"
WORDS = {
    Message("Write a letter"): ["Brief schreiben"],
    Message("Hello %(name)s"): [],
    Message("post", "of a letter"): [],
    Message("%(n)s letter", plural="%(n)s letters"): [],
    Message("Close"): [],
}


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Catalogues of a site of five strings, German and Crimean Tatar having one of them."""
    monkeypatch.setattr(places, "SOURCES", tmp_path)
    monkeypatch.setattr(places, "CATALOGUES", tmp_path / "locale")
    for language in ("uk", "de", "crh"):
        words = {m: [f"{f} УКР" for f in (m.words, m.plural, m.plural) if f] for m in WORDS}
        write(tmp_path, language, words if language == "uk" else WORDS)
    for place, tags in ((PUBLIC, "interface"), (STAFF, "i18n")):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(f"{{% load {tags} %}}")
    return tmp_path


def write(folder, language, words):
    path = catalogue_path(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    places = {
        Message("Close"): [PUBLIC],
        Message("post", "of a letter"): [STAFF],
        Message("Write a letter"): ["letters/writing/forms/steps.py"],
    }
    path.write_text(str(catalogue(language, words, places)))


@pytest.fixture
def as_person(client, folder):
    def enter(name, *rights, language="de", leads=False):
        user = get_user_model().objects.create_user(name)
        locale, _made = Locale.objects.get_or_create(language_code=language)
        for right in rights:
            give_right(user, right, locale, by=None)
        if leads:
            names = ["access_admin", "change_localerole"]
            user.user_permissions.add(*Permission.objects.filter(codename__in=names))
        client.force_login(user)
        return user

    return enter


def name_of(words, language="de"):
    return next(word.name for word in words_in(language) if word.message.words == words)


def propose(client, words, *forms, language="de", seen=(), source=""):
    name = name_of(words, language)
    data = {f"form-{name}-{place}": form for place, form in enumerate(forms)}
    return client.post(f"{ADDRESS}{language}/", {**data, f"seen-{name}": seen, f"source-{name}": source})


def proposals():
    return {row.msgid: row.texts for row in InterfaceProposal.objects.all()}


def shown(client, query="", language="de"):
    answer = client.get(f"{ADDRESS}{language}/?{query}")
    return [field.word.message.words for field in answer.context["page"]]


def test_each_language_says_how_complete_it_is_and_follows_its_file(client, folder, as_person):
    as_person("translator", Right.TRANSLATE)

    def said():
        rows = client.get(ADDRESS).context["rows"]
        return {row.language: (row.done, row.all) for row, _proposed in rows}

    assert said() == {
        "uk": (5, 5), "de": (1, 5), "crh": (1, 5), **dict.fromkeys(["fr", "pl", "cs", "bg", "sv"], (0, 0))
    }  # fmt: skip
    write(folder, "de", {**WORDS, Message("Close"): ["Schließen"]})
    assert said()["de"] == (2, 5)


@pytest.mark.both_databases
def test_missing_words_are_listed_first_and_others_on_demand(client, as_person):
    as_person("translator", Right.TRANSLATE)

    assert set(shown(client)) == {"Hello %(name)s", "post", "%(n)s letter", "Close"}
    assert shown(client, "state=done") == ["Write a letter"]
    assert len(shown(client, "state=")) == 5
    assert shown(client, "where=public") == ["Close"]
    assert shown(client, "q=close") == ["Close"]
    assert shown(client, "q=post УКР") == ["post"]
    assert len(shown(client, "state=x&where=y&p=99")) == 4


@pytest.mark.both_databases
def test_a_translator_proposes_changes_and_withdraws(client, as_person):
    as_person("translator", Right.TRANSLATE)

    propose(client, "Close", "Zumachen")
    propose(client, "%(n)s letter", "%(n)s Brief", "%(n)s Briefe")
    assert proposals() == {"Close": ["Zumachen"], "%(n)s letter": ["%(n)s Brief", "%(n)s Briefe"]}
    assert set(shown(client, "state=proposed")) == set(proposals())
    assert "Close" not in shown(client)

    propose(client, "Close", "Schließen", seen=["Zumachen"])
    assert proposals()["Close"] == ["Schließen"]

    for proposal in InterfaceProposal.objects.all():
        client.post(f"{ADDRESS}de/{proposal.pk}/withdraw/")
    assert proposals() == {}


def test_what_somebody_else_proposed_meanwhile_is_shown_and_not_overwritten(client, as_person):
    as_person("first", Right.TRANSLATE)
    propose(client, "Close", "Zumachen")
    as_person("second", Right.TRANSLATE)

    answer = propose(client, "Close", "Schließen")

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Zumachen" in html
    assert ">Schließen</textarea>" in html
    assert proposals() == {"Close": ["Zumachen"]}


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("Hello %(name)s", ["Hallo"]),
        ("Hello %(name)s", ["Hallo %(nom)s"]),
        ("Hello %(name)s", ["Hallo %(name)s, 100% da"]),
        ("%(n)s letter", ["%(n)s Brief", ""]),
        ("Close", ["<script>alert(1)</script>"]),
        ("Close", ["Zu\x07machen"]),
        ("Close", ["Zu\u202emachen"]),
        ("Close", ["lang " * 2_000]),
    ],
)
def test_what_would_break_the_interface_is_refused_and_stays_on_the_page(client, as_person, words, forms):
    as_person("translator", Right.TRANSLATE)

    answer = propose(client, words, *forms)

    assert answer.status_code == 409
    assert len(answer.context["page"][0].faults) >= 1
    assert "<script>alert" not in answer.content.decode()
    assert proposals() == {}


def test_crimean_tatar_asks_for_the_source_of_every_word(client, as_person):
    as_person("translator", Right.TRANSLATE, language="crh")

    refused = propose(client, "Close", "Qapat", language="crh")
    assert refused.status_code == 409
    assert proposals() == {}
    propose(client, "Close", "Qapat", language="crh", source="Useinov 2008, p. 12")

    assert InterfaceProposal.objects.get().source == "Useinov 2008, p. 12"


def test_only_a_translator_of_the_language_proposes_and_withdraws(client, as_person):
    as_person("translator", Right.TRANSLATE)
    propose(client, "Close", "Zumachen")
    proposal = InterfaceProposal.objects.get()
    withdrawal = f"{ADDRESS}de/{proposal.pk}/withdraw/"

    as_person("reviewer", Right.REVIEW)
    assert "Zumachen" in client.get(f"{ADDRESS}de/?state=proposed").content.decode()
    assert propose(client, "post", "Post").status_code in (302, 403)
    assert client.post(withdrawal).status_code in (302, 403)
    as_person("other", Right.TRANSLATE, language="crh")
    assert client.get(f"{ADDRESS}de/").status_code == 404
    assert propose(client, "post", "Post").status_code == 404
    assert client.post(withdrawal).status_code == 404
    assert client.post(withdrawal.replace("/de/", "/crh/")).status_code == 404

    assert proposals() == {"Close": ["Zumachen"]}


def test_who_leads_fetches_the_proposals_as_the_release_takes_them(client, folder, as_person):
    as_person("translator", Right.TRANSLATE)
    propose(client, "Close", "Zumachen", source="Duden")
    propose(client, "%(n)s letter", "%(n)s Brief", "%(n)s Briefe")
    propose(client, "post", "Post")
    assert client.get(f"{ADDRESS}de/proposals.po").status_code in (302, 403)
    write(folder, "de", {**WORDS, Message("post", "of a letter"): ["Post"]})
    as_person("leader", leads=True)

    file = polib.pofile(client.get(f"{ADDRESS}de/proposals.po").content.decode())

    said = {entry.msgid: (forms_of(entry), entry.tcomment) for entry in file}
    assert said == {"Close": (["Zumachen"], "Duden"), "%(n)s letter": (["%(n)s Brief", "%(n)s Briefe"], "")}
    assert file.metadata["Language"] == "de"


def test_proposals_change_nothing_that_is_read_now(client, folder, as_person):
    as_person("translator", Right.TRANSLATE)
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}

    propose(client, "Close", "Zumachen")

    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


@pytest.mark.parametrize("language", ["en", "uk", "xx"])
def test_languages_that_are_not_translated_here_are_not_found(client, as_person, language):
    as_person("leader", leads=True)

    assert client.get(f"{ADDRESS}{language}/").status_code == 404


def test_queries_do_not_grow_with_proposals(client, as_person, django_assert_max_num_queries):
    as_person("translator", Right.TRANSLATE)
    for words, forms in (("Close", ["Zu"]), ("post", ["Post"]), ("%(n)s letter", ["%(n)s B", "%(n)s C"])):
        propose(client, words, *forms)

    with django_assert_max_num_queries(20):
        client.get(f"{ADDRESS}de/?state=")
    with django_assert_max_num_queries(20):
        client.get(ADDRESS)


def test_tags_and_places_stay_as_in_english():
    message = Message("<b>%(n)s</b> of 5")

    assert faults_of(message, "de", ["<b>%(n)s</b> von 5"], "") == []
    assert faults_of(message, "de", ["<b onclick=x>%(n)s</b> von 5"], "")
    assert faults_of(message, "de", ["<i>%(n)s</i> von 5"], "")
    assert faults_of(Message("100% sure"), "de", ["100% sicher"], "") == []
