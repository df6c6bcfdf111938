"""The screens of those who keep records, in a real browser: they keep the rules of access and fit a phone."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.models import Claim
from prisoner_pages.records.filters import ANY_GAP
from tests.browser.conftest import TOO_WIDE
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing

pytestmark = pytest.mark.browser


@standing
def record(public_site):
    """A record with a claim that waits, and a name too short for an envelope."""
    facts = {"name_ru": "Короткий Пётр", "writable": True, "stories": []}
    record = PrisonerFactory(partner=open_partner("zmina"), **facts)
    claim = {"field": "charges", "value": "205.5 ч.1; 30 ч.2 + 278", "needs_decision": True}
    Claim.objects.create(prisoner=record, **claim)
    return record


@pytest.mark.parametrize("language", ["uk", "en"])
def test_screens_break_no_rule_of_access_and_fit(record, as_user, look_over, language):
    editor = employ_editor(record.partner)
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    page = as_user(editor, width=320)

    for name, address in {
        "claims": reverse("claims_to_decide"),
        "basis": reverse("add_consent", args=[record.pk]),
        "transfer": reverse("record_act", args=[record.pk, "transfer"]),
    }.items():
        page.goto(address)
        look_over(page, name, TOO_WIDE)
    page.goto(f"{reverse('wagtailsnippets_prisoner_pages_prisoner:list')}?letters_wait={ANY_GAP}")
    assert record.name_uk in page.inner_text("main")
    look_over(page, "gaps")
