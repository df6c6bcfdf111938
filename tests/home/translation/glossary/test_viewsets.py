import pytest
from django.urls import reverse

from home.translation.models import GlossaryTerm
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR
from tests.factories.partners import employ, employ_coordinator, logged_in
from tests.home.translation.glossary.test_glossary import add_term
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def term_form(term, *said):
    """Return the admin's form: said are (language, verdict, text)."""
    form = {
        "language": "uk",
        "term": term,
        "explanation": "",
        "subject": "post",
        "source": "",
        "translations-TOTAL_FORMS": len(said),
        "translations-INITIAL_FORMS": 0,
    }
    for number, (language, verdict, text) in enumerate(said):
        fields = {"language": language, "verdict": verdict, "text": text, "note": "", "ORDER": number + 1}
        form |= {f"translations-{number}-{name}": value for name, value in fields.items()}
    return form


@standing
def coordinator(client):
    return logged_in(employ_coordinator())


def test_a_coordinator_writes_a_term_with_what_to_say_and_what_never(coordinator):
    form = term_form("лист", ("ru", "preferred", "письмо"), ("ru", "forbidden", "лист"))

    response = coordinator.post(reverse("glossary:add"), form)

    assert response.status_code == 302
    term = GlossaryTerm.objects.get()
    assert list(term.translations.values_list("verdict", "text")) == [
        ("preferred", "письмо"),
        ("forbidden", "лист"),
    ]


def test_the_same_term_is_refused_a_second_time(coordinator):
    add_term("лист")

    response = coordinator.post(reverse("glossary:add"), term_form("лист"))

    assert response.status_code == 200
    assert GlossaryTerm.objects.count() == 1


def test_a_coordinator_changes_and_deletes_a_term(coordinator):
    term = add_term("лист")
    form = term_form("листок", ("en", "preferred", "note"))

    assert coordinator.post(reverse("glossary:edit", args=[term.pk]), form).status_code == 302
    term.refresh_from_db()
    assert (term.term, term.translations.get().text) == ("листок", "note")
    assert coordinator.post(reverse("glossary:delete", args=[term.pk])).status_code == 302
    assert not GlossaryTerm.objects.exists()


def test_a_term_is_found_by_its_translation_once(coordinator):
    add_term("лист", ("ru", "письмо"), ("ru", "письмецо"))
    add_term("суд", ("ru", "суд"))

    page = coordinator.get(reverse("glossary:index"), {"q": "письм"})

    assert [term.term for term in page.context["object_list"]] == ["лист"]


def test_the_glossary_is_filtered_by_language_and_subject(coordinator):
    add_term("лист", subject="post")
    add_term("letter", language="en", subject="post")
    add_term("суд", subject="court")

    page = coordinator.get(reverse("glossary:index"), {"language": "uk", "subject": "post"})

    assert [term.term for term in page.context["object_list"]] == ["лист"]


def test_an_auditor_looks_and_changes_nothing():
    term = add_term("лист")
    auditor = logged_in(employ("auditor", group_of(AUDITOR)))

    assert auditor.get(reverse("glossary:index")).status_code == 200
    assert auditor.post(reverse("glossary:edit", args=[term.pk]), term_form("інше")).status_code == 302
    assert auditor.post(reverse("glossary:delete", args=[term.pk])).status_code == 302
    term.refresh_from_db()
    assert term.term == "лист"


@pytest.mark.parametrize("query", ["тюрма", "ТЮРМА", "жорст", "PRISON", "qapanhane"])
def test_a_term_is_found_once_by_any_of_its_words_in_any_case(coordinator, query):
    add_term("Тюрма", ("en", "prison"), ("en", "Prison again"), ("crh", "Qapanhane"))
    GlossaryTerm.objects.filter(term="Тюрма").update(explanation="Жорстке місце")
    add_term("Пошта", ("en", "post"))

    found = coordinator.get(reverse("glossary:index"), {"q": query}).context["object_list"]

    assert [each.term for each in found] == ["Тюрма"]
