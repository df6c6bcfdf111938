"""A row about a person whom another partner keeps becomes claims there, and shows nothing they hold."""

import pytest
from django.urls import reverse

from prisoner_pages.choices import ClaimOutcome, Status
from prisoner_pages.models import Claim, Prisoner, Proposal
from prisoner_pages.records.actions.claims import settle_claim, take_claim
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.standing import standing
from tests.tiers import LONG

DRAFTED = "ЧЕРНЕТКА"
KNOWN = {"sentence_years": "12", "charge_articles": "205.5 ч.2", "can_receive_letters": "yes"}


@standing
def mission(db):
    return open_partner("mission")


@standing
def pen(mission):
    return open_partner("pen")


@pytest.fixture
def keeper(mission):
    return employ_editor(mission)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_row_becomes_a_claim_for_each_fact_that_differs_and_only_once(take, mission, pen):
    take(KNOWN, of=mission)
    other = {**KNOWN, "sentence_years": "14", "source_url": "https://b.example/2"}

    reports = [take(other, of=pen) for _time in range(2)]

    claim = Claim.objects.get()
    assert (claim.field, claim.value, claim.source_url) == ("sentence", "14/0", "https://b.example/2")
    assert [(report.proposed, report.unchanged, report.skipped) for report in reports] == [
        (1, 0, 0),
        (0, 1, 0),
    ]
    assert Prisoner.objects.get().sentences.get().years == 12
    assert Proposal.objects.get().partner == pen


def test_a_place_that_nobody_knows_is_no_contradiction_where_both_say_the_same(take, mission, pen):
    vague = {**KNOWN, "facility_name": "колония в Мордовии"}
    take(vague, of=mission)

    assert take(vague, of=pen).unchanged == 1
    assert not Claim.objects.exists()


@pytest.mark.parametrize("guess", ["hospital", "in_transfer"])
def test_no_list_learns_of_another_partners_person_that_they_are_in_hospital(guess, take, mission, pen):
    take(KNOWN, of=mission)
    Prisoner.objects.update(status=Status.HOSPITAL)

    assert take({**KNOWN, "status": guess}, of=pen).proposed == 1
    assert take({**KNOWN, "status": "sentenced"}, of=pen).unchanged == 1  # as the page says


def test_no_list_learns_what_the_page_of_somebody_under_supervision_leaves_out(take, mission, pen):
    take(KNOWN, of=mission)
    Prisoner.objects.update(status=Status.RELEASED_UNDER_CONTROL)

    assert take({**KNOWN, "status": ""}, of=pen).proposed == 1
    assert set(Claim.objects.values_list("field", flat=True)) == {"sentence", "charges", "letters"}


def test_a_rehearsal_leaves_no_claim(take, mission, pen):
    take(KNOWN, of=mission)

    assert take({"sentence_years": "14"}, of=pen, rehearse=True).proposed == 1
    assert not Claim.objects.exists()


def test_its_keeper_reads_in_my_day_who_says_it_and_where(take, mission, pen, keeper):
    take(KNOWN, of=mission)
    take({**KNOWN, "sentence_years": "14", "source_url": "https://b.example/2"}, of=pen)

    client = logged_in(keeper)

    assert reverse("claims_to_decide") in client.get("/admin/").content.decode()
    page = client.get(reverse("claims_to_decide")).content.decode()
    assert "Партнер pen" in page and "https://b.example/2" in page


@pytest.mark.parametrize(
    ("take_it", "outcome"), [(True, ClaimOutcome.TAKEN), (False, ClaimOutcome.CLOSED)], ids=str
)
def test_the_proposer_sees_what_became_of_it(take_it, outcome, take, mission, pen, keeper):
    take(KNOWN, of=mission)
    take({**KNOWN, "sentence_years": "14"}, of=pen)
    claim = Claim.objects.get()
    proposer = logged_in(employ_editor(pen))
    assert outcome_shown(proposer, ClaimOutcome.WAITS)

    if take_it:
        take_claim(claim, by=keeper)
    settle_claim(claim, by=keeper)

    assert outcome_shown(proposer, outcome)
    assert not outcome_shown(logged_in(keeper), outcome)


def outcome_shown(client, outcome):
    proposals = client.get(reverse("proposals")).context["page_obj"].object_list
    return outcome in [proposal.claim.outcome for proposal in proposals]


def test_nothing_of_anothers_draft_is_seen_by_who_proposes(take, mission, pen):
    draft = {**KNOWN, "full_name_en": f"Marko {DRAFTED}", "occupation_uk": DRAFTED, "short_bio_uk": DRAFTED}
    take(draft, of=mission, publish=False)

    report = take({**KNOWN, "occupation_uk": "коваль"}, of=pen)

    seen = logged_in(employ_editor(pen)).get(reverse("proposals")).content.decode()
    assert report.proposed == 1 and "Марко Вигадченко" in seen
    assert DRAFTED not in seen and DRAFTED not in str(report.as_dict())
