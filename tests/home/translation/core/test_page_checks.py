"""Strings of pages looked over: what blocks is never approved, what warns may be set aside with a reason."""

import pytest
from wagtail_localize.models import StringTranslation

from home.translation.choices import Right, UnitAct
from home.translation.core.actions.units import approve, save_draft
from home.translation.core.read_models.quality_report import page_findings, signature_of
from home.translation.desk.actions.warnings import NotWarnedOf, set_aside
from home.translation.models import Dismissal, UnitEvent
from home.translation.permissions import NotYours
from home.translation.text.markup import BadText
from tests.factories.desk import block, open_for, open_site, source_page, units_of
from tests.home.translation.core.test_units import person
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db
LINKED = '<p>Слова УКР 5 <a href="https://one.example/">там УКР</a></p>'


@standing
def units():
    open_site("en", "crh")
    [translation] = open_for(source_page([block("paragraph", LINKED)], intro="Пишіть на {address} УКР"), "en")
    return {unit.context.path.partition(".")[0]: unit for unit in units_of(translation)}


def written(unit, text):
    """Return the unit with a draft that came by another road than the desk's own saving."""
    facts = {"translation_of": unit.string, "context": unit.context, "data": text}
    StringTranslation.objects.create(locale=unit.translation.target_locale, **facts)
    return units_of(unit.translation).get(pk=unit.pk)


@pytest.mark.parametrize(
    ("field", "text"),
    first_of(
        [
            ("intro", " "),
            ("intro", "Write to us"),
            ("intro", "Write to {address} \u202eevil"),
            ("intro", "Write to {address} &#8238;evil"),
            ("body", "Words 5 there"),
            ("body", 'Words 5 <a id="a1">there'),
            ("body", '<script>5</script> <a id="a1">there</a>'),
        ]
    ),
)
def test_what_blocks_is_not_approved_by_whatever_road_it_came(units, field, text):
    unit = written(units[field], text)

    with pytest.raises(BadText):
        approve(unit, by=None, version=unit.version)

    assert not units_of(unit.translation).get(pk=unit.pk).approved_at


@pytest.mark.both_databases
def test_what_its_field_cannot_hold_is_no_draft_either(units):
    with pytest.raises(BadText):
        save_draft(units["title"], "Long " * 60, by=None, version=0)

    assert units_of(units["title"].translation).get(pk=units["title"].pk).draft is None


def test_a_blocked_text_is_kept_as_a_draft(units):
    unit = save_draft(units["intro"], "Write to us", by=None, version=0)

    assert unit.draft == "Write to us"


def test_a_warning_hinders_nobody(units):
    unit = written(units["body"], 'Words six <a id="a1">there</a>')

    assert [finding.check.id for finding in page_findings(unit, unit.draft)] == ["numbers"]
    assert approve(unit, by=None, version=unit.version).approved_at


def test_cyrillic_left_in_crimean_tatar_is_warned_of(units):
    crh = open_for(units["title"].translation.source.get_source_instance(), "crh")[0]
    unit = units_of(crh).get(context__path="title")

    assert [finding.check.id for finding in page_findings(unit, "Qırımning adı УКР")] == ["script"]
    assert page_findings(unit, "Qırımnıñ adı") == []


class TestSettingAside:
    @pytest.fixture
    def warned(self, units):
        return written(units["body"], 'Words six <a id="a1">there</a>')

    @pytest.mark.both_databases
    def test_a_reason_is_kept_and_told_in_the_history(self, warned):
        translator = person("t", Right.TRANSLATE)
        [finding] = page_findings(warned, warned.draft)

        set_aside(warned, signature=signature_of(finding), reason="In words", by=translator)

        kept = Dismissal.objects.get()
        assert (kept.unit, kept.check_id, kept.reason, kept.by) == (warned, "numbers", "In words", translator)
        event = UnitEvent.objects.get(act=UnitAct.DISMISSED)
        assert (event.by, event.reason.endswith("In words")) == (translator, True)

    def test_it_holds_for_that_finding_alone(self, warned):
        [finding] = page_findings(warned, warned.draft)
        dismissal = set_aside(warned, signature=signature_of(finding), reason="In words", by=None)

        [other] = page_findings(warned, 'Words 6 <a id="a1">there</a>')

        assert signature_of(other) != dismissal.signature

    def test_what_blocks_and_what_is_not_there_cannot_be_set_aside(self, units, warned):
        [finding] = page_findings(warned, warned.draft)
        blocked = written(units["intro"], "Write to us")

        for unit in (blocked, units["title"]):
            for each in [finding, *page_findings(unit, "Write to us")]:
                with pytest.raises(NotWarnedOf):
                    set_aside(unit, signature=signature_of(each), reason="x", by=None)

    @pytest.mark.parametrize(("right", "language"), [(Right.PUBLISH, "en"), (Right.REVIEW, "crh")])
    def test_only_translators_and_reviewers_of_the_language_do_so(self, warned, right, language):
        [finding] = page_findings(warned, warned.draft)

        with pytest.raises(NotYours):
            set_aside(
                warned, signature=signature_of(finding), reason="x", by=person("x", right, language=language)
            )
