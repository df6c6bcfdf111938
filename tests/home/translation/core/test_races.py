"""Two at one moment: publishing beside a changed original, and a string that is open meanwhile."""

import pytest
from django.db import connection

from home.models import StandardPage
from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.units import Conflict, save_draft
from home.translation.models import Unit
from tests.factories.desk import block, open_for, open_site, publish, source_page, translate_all, units_of
from tests.rivals import at_once
from tests.tiers import LONG

pytestmark = pytest.mark.both_databases

BODY = [block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")]


@pytest.mark.full(LONG)
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing to race")
def test_publishing_beside_a_changed_original_mixes_nothing():
    open_site("en")
    page = source_page(BODY)
    (translation,) = open_for(page, "en")
    translate_all(translation)
    publish(translation)

    for number in range(5):
        page = StandardPage.objects.get(pk=page.pk)
        page.body = [*BODY[:1], block("paragraph", f"<p>Один УКР {number}</p><p>Нове УКР {number} zzz</p>")]
        page.save_revision().publish()
        results = at_once(lambda: publish(translation), catch_up)
        faults = [result for result in results if isinstance(result, Exception)]
        assert not faults, faults
        shown = StandardPage.objects.get(locale__language_code="en", slug="long-text")
        assert "УКР" not in str(shown.body)
        assert "Розділ ENG" in str(shown.body)


@pytest.mark.full(LONG)
@pytest.mark.django_db
def test_a_string_whose_original_changes_while_it_is_open_is_a_conflict_that_loses_nothing():
    open_site("en")
    page = source_page(BODY)
    (translation,) = open_for(page, "en")
    unit = next(unit for unit in units_of(translation) if unit.context.path == "intro")
    page.intro = "Зовсім інший УКР вступ"
    page.save_revision().publish()
    catch_up()

    with pytest.raises(Conflict) as refused:
        save_draft(unit, "Typed meanwhile", by=None, version=unit.version)

    assert not refused.value.unit.is_active
    assert Unit.objects.filter(translation=translation, string__data="Зовсім інший УКР вступ").exists()
