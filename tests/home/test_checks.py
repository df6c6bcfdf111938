from django.core import checks
from wagtail.models import Page

from home.checks import faults_of
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


def test_the_rule_is_asked_at_every_start():
    assert not [found for found in checks.run_checks() if found.id.startswith("home.E")]
    assert "pages_keep_the_rules" in {check.__name__ for check in checks.registry.registry.registered_checks}
