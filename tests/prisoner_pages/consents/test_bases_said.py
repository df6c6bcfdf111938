"""A basis names who gave it, when and how; what a family or a lawyer said starts private."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from prisoner_pages.choices import Basis, Scope, SourceKind
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.models import Source
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.records.test_record_screens import fields_of, url
from tests.standing import standing
from tests.tiers import LONG, first_of

GIVEN = {"given_by": "мати", "given_on": "02.03.2026", "proof": "лист від 2 березня"}
NO_BASIS = "Підстави показувати ім’я ще немає"


@standing
def record(db):
    open_locales("uk", "en")
    return PrisonerFactory(partner=open_partner("zmina"))


@pytest.fixture
def editor(record):
    return logged_in(employ_editor(record.partner))


@pytest.mark.parametrize("missing", GIVEN)
def test_a_basis_that_was_given_says_who_when_and_how(record, editor, missing):
    typed = {"scope": "photo", "basis": "given", **GIVEN, missing: " "}

    answer = editor.post(reverse("add_consent", args=[record.pk]), typed)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [missing]
    assert not record.consents.filter(scope="photo").exists()


@pytest.mark.parametrize("missing", GIVEN)
def test_no_other_road_records_a_basis_without_it(record, missing):
    given = {"given_by": "мати", "given_on": "2026-03-02", "proof": "лист", missing: None}

    with pytest.raises(ValidationError) as refusal:
        give_consent(record, scope=Scope.PHOTO, basis=Basis.GIVEN, by=None, **given)

    assert list(refusal.value.message_dict) == [missing]


def test_the_form_asks_what_the_basis_is_about(record, editor):
    page = editor.get(reverse("add_consent", args=[record.pk])).content.decode()

    assert "Стосується" in page
    assert "Приблизно" not in page


def saved_source(record, editor, **fields):
    lines = [{"url": "https://example.org/", "kind": "media", **fields}]
    answer = editor.post(url("edit", record.pk), fields_of(record, sources=inline_formset(lines)))
    assert answer.status_code == 302
    record.refresh_from_db()
    return record.get_latest_revision_as_object().sources.get()


@pytest.mark.parametrize(
    ("kind", "chosen", "is_public"),
    first_of(
        [
            *(("family", chosen, chosen == "True") for chosen in ("", "True", "False")),
            *(("lawyer", chosen, chosen == "True") for chosen in ("", "True", "False")),
            *(("media", chosen, chosen != "False") for chosen in ("", "True", "False")),
        ]
    ),
)
def test_what_a_family_or_a_lawyer_said_is_private_unless_somebody_says_otherwise(
    record, editor, kind, chosen, is_public
):
    assert saved_source(record, editor, kind=kind, is_public=chosen).is_public is is_public


def test_a_source_that_turns_out_to_be_the_family_turns_private(record, editor):
    record.sources = [Source(url="https://example.org/", kind=SourceKind.MEDIA)]
    record.save()
    kept = {
        "id": record.sources.get().pk,
        "kind": "family",
        "is_public": "True",
        "url": "https://example.org/",
    }

    editor.post(url("edit", record.pk), fields_of(record, sources=inline_formset([kept], initial=1)))

    record.refresh_from_db()
    assert record.get_latest_revision_as_object().sources.get().is_public is False


def test_a_new_line_for_a_source_chooses_nothing_beforehand(record, editor):
    form = editor.get(url("edit", record.pk)).context["form"].formsets["sources"].empty_form

    assert form["is_public"].value() == ""


@pytest.mark.full(LONG)
def test_a_record_without_a_basis_for_the_name_says_so_before_it_is_submitted(record, editor):
    assert NO_BASIS not in editor.get(url("edit", record.pk)).content.decode()

    record.consents.filter(scope="name").delete()

    page = editor.get(url("edit", record.pk)).content.decode()
    assert page.count(NO_BASIS) == 2  # how it stands, and beside the names
    assert f"{reverse('add_consent', args=[record.pk])}?scope=name" in page
    assert NO_BASIS in editor.get(url("add")).content.decode()
