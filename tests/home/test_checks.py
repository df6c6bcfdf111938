import pytest
from django.core import checks
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from home.checks import faults_of, undeclared
from home.models import BasePage, HomePage, StandardPage


class Stranger(Page):
    class Meta:
        abstract = True


class Silent(BasePage):
    class Meta:
        abstract = True


class Heir(HomePage):
    class Meta:
        abstract = True


def test_page_that_is_no_base_page_is_refused():
    assert [fault.id for fault in faults_of([Stranger])] == ["home.E001"]


def test_page_that_says_nothing_of_its_translation_is_refused():
    assert [fault.id for fault in faults_of([Silent])] == ["home.E002"]


def test_page_may_leave_it_to_the_page_it_extends():
    assert faults_of([HomePage, StandardPage, Heir]) == []


@pytest.mark.django_db
def test_the_rule_is_asked_at_every_start():
    assert not [found for found in checks.run_checks() if found.id.startswith("home.E")]
    assert "pages_keep_the_rules" in {check.__name__ for check in checks.registry.registry.registered_checks}


class Noted(StandardPage):
    note = models.TextField()
    names_nothing = models.ForeignKey(Page, models.CASCADE)

    class Meta:
        abstract = True


class Twice(StandardPage):
    untouched_fields = ["intro", "colour"]

    class Meta:
        abstract = True


class Tabled(StandardPage):
    more = StreamField([("parts", blocks.StructBlock([("list", blocks.ListBlock(blocks.RawHTMLBlock()))]))])
    untouched_fields = ["more"]

    class Meta:
        abstract = True


class Bare(TranslatableMixin, models.Model):
    name = models.CharField(max_length=10)
    translatable_fields = [TranslatableField("name")]

    class Meta:
        abstract = True


@pytest.mark.parametrize(
    ("model", "faults"),
    [
        (Noted, {"home.E003": ["names_nothing", "note"]}),
        (Twice, {"home.E004": ["colour"], "home.E005": ["intro"]}),
        (Tabled, {"home.E006": ["RawHTMLBlock"]}),
        (Bare, {"home.E007": ["DraftStateMixin"]}),
    ],
)
def test_declaration_with_a_hole_is_refused(model, faults):
    found = [(fault.id, fault.msg) for fault in undeclared([model])]

    expected = [(number, word) for number, words in faults.items() for word in words]
    assert [number for number, _words in found] == [number for number, _word in expected]
    assert all(word in words for (_number, words), (_same, word) in zip(found, expected, strict=True))
