"""The doors of the first page and of step 1 in a real browser: narrow, in three languages, no JavaScript."""

import pytest
from django.utils import timezone

from prisoner_pages.choices import Basis, DatePrecision, Scope, Status
from prisoner_pages.models import Consent, Interest, Occupation
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import word_in
from tests.standing import standing
from tests.tiers import uk_and

pytestmark = pytest.mark.browser


@standing
def person(public_site):
    today = timezone.localdate()
    person = PrisonerFactory(
        writable=True,
        slug="open-person",
        name_en="Open Person",
        name_crh="Uydurma Adam",
        birth_date=today.replace(year=1980, day=15),
        birth_precision=DatePrecision.DAY,
    )
    person.interests.add(word_in(["uk", "en", "crh"], Interest, "книжки", "books"))
    person.occupations.add(word_in(["uk", "en", "crh"], Occupation, "вчителька", "teacher"))
    person.save()
    Consent.objects.get_or_create(prisoner=person, scope=Scope.BIRTHDAY, basis=Basis.GIVEN)
    PrisonerFactory.create_batch(6, status=Status.INCOMMUNICADO)
    PrisonerFactory.create_batch(6, status=Status.EXCHANGED)
    return person


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_doors_have_no_fault_of_access_and_fit(person, browser_page, look_over, language):
    page = browser_page(width=320)
    page.goto(f"/{language}/")
    look_over(page, "doors-home")
    page.goto(f"/{language}/letters/write/")
    page.click("main details summary")
    look_over(page, "doors-step-1")


@pytest.mark.parametrize("language", uk_and("crh"))
def test_doors_lead_to_somebody_without_javascript(person, browser_page, language):
    page = browser_page(width=320, javascript=False)
    for path in ("", "letters/write/"):
        page.goto(f"/{language}/{path}")
        follow(page, f"a[href='/{language}/letters/next/']")
        assert page.url.endswith(f"/{language}/letters/write/open-person/")

    for door in ("interest", "occupation"):
        page.goto(f"/{language}/letters/write/")
        page.select_option(f"main select[name={door}]", index=1)
        follow(page, "main form.filters button")
        assert page.url.endswith("#people")
        assert page.locator(f"#people a[href='/{language}/letters/write/open-person/']").count()
    page.goto(f"/{language}/")
    follow(page, "main a[href*='birthday_month']")
    assert page.locator(f"a[href='/{language}/prisoners/open-person/']").count()
