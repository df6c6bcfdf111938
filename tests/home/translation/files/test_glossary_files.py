"""Files of the glossary: looked over, then taken; nothing is deleted, nothing is changed unseen."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.translation.files.forms import Carried, sealed
from home.translation.glossary.read_models.file_changes import TermFate, sheet_of_glossary
from home.translation.glossary.read_models.terms import terms_in
from home.translation.models import GlossaryTerm
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR
from tests.factories.partners import employ, employ_coordinator, logged_in
from tests.home.translation.glossary.test_glossary import add_term
from tests.standing import standing

pytestmark = pytest.mark.django_db
FILES, TAKE = "/admin/glossary/files/", "/admin/glossary/files/take/"
TBX = """<martif type="TBX-Basic"><text><body><termEntry><langSet xml:lang="uk"><tig><term>лист</term></tig>
</langSet></termEntry></body></text></martif>""".encode()
HEAD = "language,term,explanation,subject,source,target_language,verdict,text,note\n"


@standing
def coordinator():
    return logged_in(employ_coordinator())


def send(client, body):
    body = body if isinstance(body, bytes) else (HEAD + body).encode()
    return client.post(FILES, {"file": SimpleUploadedFile("glossary.csv", body)})


def take(client, looked, lines=None):
    lines = looked.context["lines"] if lines is None else lines
    return client.post(TAKE, {"token": looked.context["token"], "take": [line.name for line in lines]})


def fates(looked):
    return dict(looked.context["counts"])


def test_what_was_fetched_changes_nothing_and_brings_all_back(coordinator):
    add_term("лист", ("ru", "письмо"), ("en", "letter"), explanation="пошта", subject="post")
    add_term("суд")
    fetched = coordinator.get(f"{FILES}csv/").content
    before = sheet_of_glossary()

    assert fates(send(coordinator, fetched)) == {TermFate.SAME: 2}
    GlossaryTerm.objects.all().delete()
    take(coordinator, send(coordinator, fetched))

    assert sheet_of_glossary() == before


@pytest.mark.both_databases
def test_new_terms_and_changes_are_shown_and_saved_on_a_yes_alone(coordinator):
    add_term("лист", ("en", "letter"), explanation="пошта")
    terms_in("лист", "uk", "de")
    looked = send(
        coordinator,
        "uk,лист,пошта і листи,,,de,preferred,Brief,\nuk,лист,,,,en,forbidden,letter,old\n"
        "uk,суд,,court,,en,preferred,court,\n",
    )
    assert fates(looked) == {TermFate.ADD: 1, TermFate.CHANGE: 1}
    assert "<ins> і листи</ins>" in looked.content.decode()
    assert GlossaryTerm.objects.count() == 1

    take(coordinator, looked, looked.context["lines"][:1])

    term = GlossaryTerm.objects.get()
    assert term.explanation == "пошта і листи"
    assert set(term.translations.values_list("language", "verdict", "text", "note")) == {
        ("en", "forbidden", "letter", "old"),
        ("de", "preferred", "Brief", ""),
    }
    assert [mention.preferred[0].text for mention in terms_in("лист", "uk", "de")] == ["Brief"]


def test_a_file_deletes_nothing_and_blanks_change_nothing(coordinator):
    add_term("лист", ("en", "letter"), explanation="пошта", source="книга")
    add_term("суд")
    before = sheet_of_glossary()

    take(coordinator, send(coordinator, "uk,лист,,,,,,,\n"))

    assert sheet_of_glossary() == before


def test_a_term_that_somebody_changed_meanwhile_is_refused_alone(coordinator):
    term = add_term("лист", explanation="пошта")
    looked = send(coordinator, "uk,лист,інше,,,,,,\nuk,суд,,,,,,,\n")
    term.explanation = "їхнє"
    term.save()

    answer = take(coordinator, looked)

    assert answer.status_code == 409
    assert dict(GlossaryTerm.objects.values_list("term", "explanation")) == {"лист": "їхнє", "суд": ""}


@pytest.mark.parametrize(
    "rows",
    [
        "xx,лист,,,,,,,\n",
        "uk,лист,,,,uk,preferred,лист,\n",
        "uk,лист,,,,en,maybe,letter,\n",
        "uk,лист,,nonsense,,,,,\n",
        "uk,лист,,,,en,preferred,letter,\nuk,лист,,,,en,forbidden,letter,\n",
        "uk,лист,one,,,,,,\nuk,лист,two,,,,,,\n",
        f"uk,{'л' * 201},,,,,,,\n",
        "uk,ли\u202eст,,,,,,,\n",
        "uk,,,,,en,preferred,letter,\n",
    ],
)
def test_what_cannot_stand_in_the_glossary_is_explained(coordinator, rows):
    looked = send(coordinator, rows)

    assert fates(looked) == {TermFate.ERROR: 1}
    assert looked.context["faulty"][0].faults
    take(coordinator, looked, looked.context["faulty"])
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize("body", [b"", b"x", b"\xff\xfe\xfd", b"<!DOCTYPE x><martif/>"])
def test_a_bad_file_gets_a_sentence(coordinator, body):
    answer = send(coordinator, body)

    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    assert coordinator.post(FILES).status_code == 400


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("body", [TBX, TBX.decode().encode("utf-16"), b"PK\x03\x04rest"])
def test_a_file_of_another_kind_is_refused_with_the_one_that_is_taken(coordinator, body, language):
    UserProfile.objects.filter(user__pk=coordinator.session["_auth_user_id"]).update(
        preferred_language=language
    )

    answer = send(coordinator, body)

    assert answer.status_code == 400
    [sentence] = answer.context["form"].errors["file"]
    assert ("CSV" in sentence, "словник" in sentence.lower()) == (True, language == "uk")
    assert not GlossaryTerm.objects.exists()


def test_a_kind_of_file_that_was_taken_when_the_page_was_made_is_refused_and_changes_nothing(coordinator):
    user = get_user_model().objects.get(pk=coordinator.session["_auth_user_id"])
    token = sealed(Carried(TBX, {"x": "y"}), user=user, subject="glossary")

    assert coordinator.post(TAKE, {"token": token, "take": ["x"]}).status_code == 400
    assert not GlossaryTerm.objects.exists()


def test_a_page_made_for_something_else_is_not_taken(coordinator):
    assert coordinator.post(TAKE, {"token": "x", "take": ["y"]}).status_code == 400


def test_whoever_may_not_edit_the_glossary_gets_no_file():
    auditor = logged_in(employ("auditor", group_of(AUDITOR)))

    assert "glossary/files" not in auditor.get(reverse("glossary:index")).content.decode()
    for answer in (auditor.get(FILES), auditor.get(f"{FILES}csv/"), send(auditor, ""), auditor.post(TAKE)):
        assert answer.status_code in (302, 400, 403)
        assert not answer.has_header("Content-Disposition")


def test_the_way_to_the_files_is_shown_to_who_may(coordinator):
    assert 'href="/admin/glossary/files/"' in coordinator.get(reverse("glossary:index")).content.decode()
    assert coordinator.get(f"{FILES}xlsx/").status_code == 404
    assert coordinator.get(f"{FILES}tbx/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_looking_do_not_grow(coordinator, django_assert_max_num_queries, count):
    for number in range(count):
        add_term(f"слово {number}", ("en", "word"))
    rows = "".join(f"uk,слово {number},нове,,,en,preferred,other,\n" for number in range(count))
    send(coordinator, rows)

    with django_assert_max_num_queries(20):
        send(coordinator, rows)
