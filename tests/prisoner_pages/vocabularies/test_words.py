"""Words of the lists: proposed, taken, refused, and one in the place of another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override

from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import Region
from prisoner_pages.models import CaseGroup, ChargeArticle, FrontEnd, Observance, Occupation, Place, Prisoner
from prisoner_pages.permissions.partners import VOCABULARIES
from prisoner_pages.vocabularies.actions import merge_words, refuse_word, take_word
from prisoner_pages.vocabularies.read_models import proposals
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db


@standing
def office(db):
    source, english = (home.locale for home in open_locales("uk", "en").values())
    partner = open_partner("zmina")
    return source, english, partner, employ_coordinator(), employ_editor(partner)


def word(model, name, locale, *, live=True, **more):
    made = model.objects.create(name=name, locale=locale, live=False, **more)
    revision = made.save_revision()
    if live:
        revision.publish()
    made.refresh_from_db()
    return made


# --- Proposed ------------------------------------------------------------------------------------
def test_an_editor_proposes_a_word_and_a_coordinator_takes_it(office):
    source, _english, _partner, coordinator, editor = office
    answer = logged_in(editor).post(
        "/admin/snippets/prisoner_pages/occupation/add/", {"name": "коваль", "locale": source.pk}
    )
    assert answer.status_code == 302
    desk = logged_in(coordinator)
    page = desk.get("/admin/words/proposed/")
    assert "коваль" in page.text and len(page.context["rows"]) == proposals().count() == 1

    proposed = Occupation.objects.get(name="коваль")
    desk.post(f"/admin/words/occupation/{proposed.pk}/take/")

    proposed.refresh_from_db()
    assert proposed.live and proposals().count() == 0


def test_a_refused_word_is_gone_unless_somebody_has_it_already(office):
    source, _english, partner, coordinator, _editor = office
    unused, used = (word(Occupation, name, source, live=False) for name in ("зайве", "коваль"))
    PrisonerFactory(partner=partner, occupations=[used])

    refuse_word(unused, by=coordinator)
    with pytest.raises(ValidationError):
        refuse_word(used, by=coordinator)

    assert list(Occupation.objects.all()) == [used]


def test_what_somebody_else_has_decided_is_not_decided_twice(office):
    source, _english, _partner, coordinator, _editor = office
    taken = word(Occupation, "коваль", source, live=False)
    take_word(taken, by=coordinator)

    answer = logged_in(coordinator).post(f"/admin/words/occupation/{taken.pk}/refuse/", follow=True)

    assert "Хтось інший уже вирішив" in answer.text or "meanwhile" in answer.text
    assert Occupation.objects.filter(pk=taken.pk).exists()


# --- One for two ---------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_everything_that_used_one_word_uses_the_other(office):
    source, english, partner, coordinator, editor = office
    smith, blacksmith, cook = (word(Occupation, name, source) for name in ("коваль", "ковач", "кухар"))
    place_story(blacksmith, locale=english, fields={"name": "blacksmith"}, by=None, live=True)
    one = PrisonerFactory(partner=partner, occupations=[cook, blacksmith])
    both = PrisonerFactory(partner=partner, occupations=[smith, blacksmith])
    drafted = PrisonerFactory(partner=partner)
    drafted.occupations = [blacksmith]
    drafted.save_revision(user=editor)

    count = merge_words(blacksmith, into=smith, by=coordinator)

    assert count == 3
    assert set(Prisoner.objects.get(pk=one.pk).occupations.all()) == {cook, smith}
    assert list(Prisoner.objects.get(pk=both.pk).occupations.all()) == [smith]
    fresh = Prisoner.objects.get(pk=drafted.pk)
    assert not fresh.occupations.exists() and fresh.has_unpublished_changes
    assert list(fresh.get_latest_revision_as_object().occupations.all()) == [smith]
    assert fresh.latest_revision.user == editor
    assert smith.get_translation(english).name == "blacksmith"
    assert not Occupation.objects.filter(translation_key=blacksmith.translation_key).exists()


def test_smaller_cases_come_to_lie_in_the_case_that_stays_and_none_in_itself(office):
    source, _english, _partner, coordinator, _editor = office
    large, other = (word(CaseGroup, name, source) for name in ("велика", "інша"))
    small = word(CaseGroup, "мала", source, parent=large)

    with pytest.raises(ValidationError):
        merge_words(large, into=small, by=coordinator)
    merge_words(large, into=other, by=coordinator)

    small.refresh_from_db()
    assert small.parent == other


def test_nobodys_charge_or_region_is_changed_by_a_word(office):
    source, _english, _partner, coordinator, _editor = office
    pairs = [
        [word(ChargeArticle, "Участь", source, code=code, part="2") for code in ("205.5", "278")],
        [word(Place, "Ялта", source, region=region) for region in (Region.CRIMEA, Region.KHERSON)],
    ]

    for one, other in pairs:
        with pytest.raises(ValidationError):
            merge_words(one, into=other, by=coordinator)


@pytest.mark.parametrize("model", first_of(VOCABULARIES))
def test_the_list_of_each_kind_says_how_many_use_a_word_and_leads_there(office, model):
    source, _english, _partner, coordinator, _editor = office
    more = {Place: {"region": Region.CRIMEA}, ChargeArticle: {"code": "1"}, Observance: FIFTH_OF_MAY}.get(
        model, {}
    )
    found = word(model, "слово", source, **more)
    kind = model._meta.model_name

    desk = logged_in(coordinator)

    assert f"/admin/words/{kind}/{found.pk}/" in desk.get(f"/admin/snippets/prisoner_pages/{kind}/").text
    assert desk.get(f"/admin/words/{kind}/{found.pk}/").status_code == 200


def test_partners_neither_take_nor_replace_words(office):
    source, _english, _partner, _coordinator, editor = office
    proposed, other = word(Occupation, "коваль", source, live=False), word(Occupation, "кухар", source)

    with pytest.raises(PermissionDenied):
        take_word(proposed, by=editor)
    with pytest.raises(PermissionDenied):
        merge_words(proposed, into=other, by=editor)


def test_how_many_records_use_a_word_is_told_to_those_alone_who_keep_the_list(office):
    source, _english, partner, coordinator, editor = office
    PrisonerFactory(partner=partner, occupations=[word(Occupation, "коваль", source)])

    shown = [
        {column.name for column in logged_in(user).get(OCCUPATIONS).context["table"].columns.values()}
        for user in (coordinator, editor)
    ]

    assert ["uses" in names for names in shown] == [True, False]


def test_a_case_that_a_campaign_is_for_is_neither_merged_nor_refused(office):
    source, _english, _partner, coordinator, _editor = office
    former, other = (word(CaseGroup, name, source) for name in ("Перша справа", "Друга справа"))
    waiting = word(CaseGroup, "Третя справа", source, live=False)
    for case in (former, waiting):
        a_campaign([], languages=("uk",), slug=f"for-{case.pk}", recipient_rule={"case": str(case.pk)})

    with pytest.raises(ValidationError, match="Зимові листи"):
        merge_words(former, into=other, by=coordinator)
    with pytest.raises(ValidationError, match="Зимові листи"):
        refuse_word(waiting, by=coordinator)


FIFTH_OF_MAY = {"month": 5, "day": 5}
OCCUPATIONS = "/admin/snippets/prisoner_pages/occupation/"


@pytest.mark.parametrize("model", first_of([*VOCABULARIES, FrontEnd]))
def test_a_thing_has_in_ukrainian_a_title_where_a_person_has_a_name(office, model):
    client = logged_in(employ_coordinator("reader"))
    addresses = model.snippet_viewset
    in_ukrainian = {"accept-language": "uk"}

    form = client.get(reverse(addresses.get_url_name("add")), headers=in_ukrainian)

    assert form.context["form"].fields["name"].label in ("назва", "Назва")
    kind = capfirst(translated(model._meta.verbose_name))
    assert form.context["header_title"] == f"{kind}: новий запис"
    assert [str(item["label"]) for item in form.context["breadcrumbs_items"]][-1] == f"{kind}: новий запис"


def translated(words):
    with override("uk"):
        return str(words)
