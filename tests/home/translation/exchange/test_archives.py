"""What a list of the desk shows, as files in one zip: within rights, and with names that tell nothing."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from wagtail.users.models import UserProfile

from home.translation.choices import Right
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.exchange.views import archives
from home.translation.files.formats import FORMATS
from home.translation.files.reading import arrival_of
from tests.factories.desk import open_for, source_page, translate_all
from tests.standing import standing

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
ADDRESS = f"{DESK}files/"


@standing
def translations(text):
    """One text in two languages, and another in English."""
    other = source_page([], slug="other", title="Інша УКР")
    return [*open_for(text, "en", "crh"), *open_for(other, "en")]


def archive_of(answer):
    """Return {name: body} of what was sent."""
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def uuids_in(answer):
    return uuids_of(archive_of(answer))


def uuids_of(files):
    return {arrival_of(body).uuid for name, body in files.items() if name != "list.txt"}


@pytest.mark.parametrize("name", FORMATS)
def test_each_file_is_the_one_that_its_own_text_gives_and_can_be_brought_back(
    client, translations, as_person, name
):
    user = as_person("translator", Right.TRANSLATE)
    UserProfile.objects.create(user=user, preferred_language="uk")

    answer = client.get(f"{ADDRESS}{name}/")

    files = archive_of(answer)
    for translation in (translations[0], translations[2]):
        own = client.get(f"{DESK}{translation.pk}/files/{name}/")
        assert files[f"en-{translation.pk}.{FORMATS[name].suffix}"] == own.content
    assert uuids_of(files) == {str(translations[0].uuid), str(translations[2].uuid)}


def test_names_hold_languages_and_numbers_alone_and_a_list_says_what_is_where(client, translations, leader):
    client.force_login(leader)

    answer = client.get(f"{ADDRESS}po/")

    files = archive_of(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="translations-crh-en.zip"'
    assert all(re.fullmatch(r"list\.txt|(en|crh)-\d+\.po", name) for name in files)
    lines = files["list.txt"].decode().split("\r\n")
    assert f"en-{translations[2].pk}.po\tІнша УКР" in lines
    assert len(lines) == 3


def test_it_is_sent_while_it_is_made_and_kept_by_no_browser(client, translations, as_person):
    as_person("translator", Right.TRANSLATE)

    answer = client.get(f"{ADDRESS}po/")

    assert answer.streaming
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_works_in_one_language_gets_no_other_whatever_they_ask(client, translations, as_person):
    as_person("translator", Right.TRANSLATE, language="crh")

    for query in ("", "?language=en", "?language=crh"):
        assert uuids_in(client.get(f"{ADDRESS}po/{query}")) == {str(translations[1].uuid)}


@pytest.mark.both_databases
def test_it_holds_what_the_filters_of_the_list_show(client, translations, leader):
    translate_all(translations[0])
    client.force_login(leader)

    def fetched(query):
        return uuids_in(client.get(f"{ADDRESS}po/?{query}"))

    assert fetched("q=інша") == {str(translations[2].uuid)}
    assert fetched("state=publish") == {str(translations[0].uuid)}
    assert fetched("language=crh") == {str(translations[1].uuid)}
    assert len(fetched("state=x&p=99")) == 3


def test_a_text_whose_original_is_not_public_any_more_is_left_out(client, text, translations, as_person):
    as_person("translator", Right.TRANSLATE)
    text.unpublish()

    assert uuids_in(client.get(f"{ADDRESS}po/")) == {str(translations[2].uuid)}


@pytest.mark.parametrize(("most", "query"), [(1, ""), (500, "?q=nothing")])
def test_too_long_and_empty_lists_lead_back_to_the_desk(
    client, translations, as_person, monkeypatch, most, query
):
    monkeypatch.setattr(archives, "MOST_FILES", most)
    as_person("translator", Right.TRANSLATE)

    answer = client.get(f"{ADDRESS}po/{query}", follow=True)

    assert answer.redirect_chain[0][0].startswith(DESK)
    assert not answer.streaming


def test_formats_there_are_none_of_are_not_found(client, translations, as_person):
    as_person("translator", Right.TRANSLATE)

    assert client.get(f"{ADDRESS}docx/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_one_query_a_text(client, translations, as_person, django_assert_max_num_queries, count):
    for number in range(count):
        open_for(source_page([], slug=f"page-{number}"), "en")
    as_person("translator", Right.TRANSLATE)

    with django_assert_max_num_queries(15 + count):
        archive_of(client.get(f"{ADDRESS}po/"))


def test_the_desk_leads_there_with_its_filters(client, translations, as_person):
    as_person("translator", Right.TRANSLATE)

    html = client.get(f"{DESK}?q=УКР&state=translate").content.decode()

    assert "/admin/desk/files/xliff21/?q=" in html
    assert "state=translate" in html.partition("/admin/desk/files/po/")[2][:200]


def test_what_is_written_beside_the_texts_is_in_the_language_of_the_reader(client, translations, as_person):
    user = as_person("translator", Right.TRANSLATE)
    for language in ("en", "uk"):
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        told = archive_of(client.get(f"{ADDRESS}po/"))[f"en-{translations[0].pk}.po"].decode()
        assert ("не перекладено" in told) == (language == "uk")
    assert sheet_of(translations[0]).uuid in told
