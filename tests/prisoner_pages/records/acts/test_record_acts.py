import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from prisoner_pages.choices import FacilityMail, FactGroup, MailStatus, Scope, Status
from prisoner_pages.consents.consent_words import HIDDEN_WITHOUT
from prisoner_pages.models import (
    Claim,
    Consent,
    Facility,
    FacilityMailStatus,
    Prisoner,
    PrisonerPrivate,
    Verification,
)
from prisoner_pages.records.actions.acts import ACTS
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

UK = {"accept-language": "uk"}
SOURCE = {"url": "https://example.org/list", "kind": "media", "on": "01.11.2026"}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def record(zmina):
    return PrisonerFactory(partner=zmina, writable=True)


@pytest.fixture
def facility(db):
    return Facility.objects.create(name_ru="ИК-1", name_uk="ВК-1")


@pytest.fixture
def editor(zmina):
    return logged_in(employ_editor(zmina))


@pytest.fixture
def moderator(zmina):
    return logged_in(employ_moderator(zmina))


@pytest.fixture
def coordinator(db):
    return logged_in(employ_coordinator())


def do(record, name):
    return reverse("record_act", args=[record.pk, name])


@pytest.mark.parametrize("name", first_of(sorted(set(ACTS) - {"hand-over"})))
def test_a_moderator_opens_the_form_of_every_act(name, moderator, record):
    assert moderator.get(do(record, name)).status_code == 200


@pytest.mark.parametrize("name", ["resume", "release", "hand-over"])
def test_an_editor_neither_undoes_a_pause_or_a_hold_nor_hands_over(name, editor, record):
    assert editor.get(do(record, name)).status_code == 302
    assert editor.post(do(record, name)).status_code == 302
    assert ModelLogEntry.objects.count() == 0


def test_an_editor_hides_a_person_at_once(editor, record):
    editor.post(do(record, "pause"), {"form": "quiet", "reason": "таємниця"})

    record.refresh_from_db()
    assert record.paused_at
    assert record.pauses.get().reason == "таємниця"


def test_a_moderator_shows_the_person_again(moderator, record):
    moderator.post(do(record, "pause"), {"form": "quiet"})

    moderator.post(do(record, "resume"))

    record.refresh_from_db()
    assert record.paused_at is None
    assert record.pages.filter(live=True).count() == 2


def test_moving_a_person_changes_the_place_at_once(editor, record, facility):
    Verification.objects.update(verified_on="2026-10-01")

    editor.post(do(record, "transfer"), {"facility": facility.pk, "precision": "day", **SOURCE})

    assert Prisoner.objects.get().facility == facility
    check = Verification.objects.get(group=FactGroup.PLACE)
    assert (str(check.verified_on), check.precision, check.source_url) == ("2026-11-01", "day", SOURCE["url"])


def test_since_when_is_not_known_is_kept_as_before_the_day_of_the_source(editor, record, facility):
    editor.post(do(record, "transfer"), {"facility": facility.pk, "precision": "day", **SOURCE})

    stay = record.detentions.get()
    assert (str(stay.from_date), stay.from_precision) == ("2026-11-01", "before")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("transfer", {"facility": "%(place)s", "since": "01.11.2026", "precision": "day"}),
        ("letters", {"status": "cannot", "reason": "own_wish", "since": "01.11.2026"}),
    ],
)
def test_a_rumour_is_verified_by_nothing_and_what_was_typed_stays(editor, record, facility, act, said):
    typed = {name: value % {"place": facility.pk} for name, value in said.items()} | {"title": "Кажуть"}
    before = list(Verification.objects.values())

    answer = editor.post(do(record, act), typed)

    form = answer.context["form"]
    assert form.errors.keys() == {"on"}
    assert {name: str(form[name].value()) for name in typed} == typed
    assert list(Verification.objects.values()) == before


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    ("since", "on", "is_verified"),
    first_of(
        [
            ("01.10.2026", "10.10.2026", False),  # older than the check of what stood there before
            ("20.11.2026", "11.2026", False),  # which may be the first of November
            ("01.11.2026", "11.2026", True),
            ("20.11.2026", "20.11.2026", True),
        ]
    ),
)
@pytest.mark.parametrize("act", first_of(["transfer", "letters"]))
def test_what_a_source_is_too_old_to_verify_is_done_and_said_not_to_be_verified(
    editor, record, facility, act, since, on, is_verified
):
    Prisoner.objects.update(mail_status=MailStatus.UNKNOWN)
    for group in (FactGroup.PLACE, FactGroup.MAIL):
        checked = {"verified_on": "2026-10-20", "precision": "day"}
        Verification.objects.update_or_create(prisoner=record, group=group, defaults=checked)
    said = {"transfer": {"facility": facility.pk, "precision": "day"}, "letters": {"status": MailStatus.CAN}}

    page = editor.post(
        do(record, act), {**said[act], **SOURCE, "since": since, "on": on}, follow=True, headers=UK
    )

    assert page.redirect_chain
    assert Verification.objects.filter(group=ACTS[act].verifies).exists() == is_verified
    assert ("Не підтверджено: джерело старіше" in page.text) != is_verified


def test_a_refused_form_says_that_nothing_was_done_and_leads_to_each_marked_field(editor, record, facility):
    address = f"{do(record, 'transfer')}?facility={facility.pk}"
    assert "Ще нічого не зроблено" not in editor.get(address).text

    said = editor.post(address, {"facility": facility.pk, "precision": "day"})

    box = BeautifulSoup(said.text, "html.parser").select_one(".refused")
    assert "Ще нічого не зроблено: виправте позначене." in box.get_text()
    marked = {link["href"][1:] for link in box.select("a")}
    assert marked == {said.context["form"][name].id_for_label for name in said.context["form"].errors}
    assert BeautifulSoup(said.text, "html.parser").select_one("form:has(.fields)")["action"] == address


def test_what_a_family_says_of_a_new_place_verifies_it_and_is_told_nobody(editor, record, facility):
    Verification.objects.update(verified_on="2026-10-01")
    sent = {"facility": facility.pk, "precision": "day", **SOURCE}
    editor.post(do(record, "transfer"), sent | {"kind": "family", "url": ""})

    assert Verification.objects.get(group=FactGroup.PLACE).source_url == ""
    assert not record.sources.get().is_public


def test_moving_a_person_nobody_knows_where_to_is_a_transfer(editor, record):
    editor.post(do(record, "transfer"), {"facility": "", "precision": "day"})
    assert Prisoner.objects.get().status != Status.IN_TRANSFER
    editor.post(do(record, "transfer"), {"facility": "in_transfer", "precision": "day"})

    assert Prisoner.objects.get().status == Status.IN_TRANSFER
    assert not Verification.objects.filter(group=FactGroup.PLACE).exists()


def test_letters_can_be_said_not_to_arrive(editor, record):
    editor.post(do(record, "letters"), {"status": MailStatus.CANNOT, "reason": "own_wish"})
    assert Prisoner.objects.get().mail_status != MailStatus.CANNOT  # as of which day?
    editor.post(
        do(record, "letters"),
        {"status": MailStatus.CANNOT, "reason": "own_wish", **SOURCE},
    )

    assert record.sources.get().url == SOURCE["url"]
    assert str(Verification.objects.get(group=FactGroup.MAIL).verified_on) == "2026-11-01"
    assert (Prisoner.objects.get().mail_status, Prisoner.objects.get().mail_reason) == ("cannot", "own_wish")


def test_that_nobody_knows_whether_letters_arrive_needs_no_source_and_is_verified_by_none(editor, record):
    editor.post(do(record, "letters"), {"status": MailStatus.CANNOT, **SOURCE})

    editor.post(do(record, "letters"), {"status": MailStatus.UNKNOWN})

    assert Prisoner.objects.get().mail_status == MailStatus.UNKNOWN
    assert not Verification.objects.filter(group=FactGroup.MAIL).exists()


def test_a_check_in_the_future_is_refused_beside_its_field(editor, record):
    answer = editor.post(do(record, "verify"), {"group": "place", "title": "Лист", "on": "2999-01-01"})

    assert answer.context["form"].errors.keys() == {"on"}


@pytest.mark.both_databases
def test_a_coordinator_hands_a_record_over(coordinator, record):
    pen = open_partner("pen")

    coordinator.post(do(record, "hand-over"), {"to": pen.pk})

    assert Prisoner.objects.get().partner == pen


# --- Bases ---------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_basis_is_recorded_encrypted_and_ended(editor, record):
    editor.post(
        reverse("add_consent", args=[record.pk]),
        {"scope": "photo", "basis": "given", "given_by": "сестра", "given_on": "2.03.2026", "proof": "лист"},
    )
    consent = Consent.objects.for_scope(Scope.PHOTO).get()
    page = editor.get(reverse("consent", args=[consent.pk]))
    assert "сестра" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("no-store")

    editor.post(reverse("consent", args=[consent.pk]), {"withdraw": ""})

    assert "photo" not in Prisoner.objects.get().bases


def test_reading_a_basis_is_logged(editor, record):
    editor.get(reverse("consent", args=[record.consents.first().pk]))

    assert ModelLogEntry.objects.filter(action="prisoner_pages.read_consent").count() == 1


def test_a_basis_that_cannot_carry_its_scope_is_refused_beside_its_field(editor, record):
    answer = editor.post(
        reverse("add_consent", args=[record.pk]), {"scope": "health", "basis": "published", "source_url": ""}
    )

    assert answer.context["form"].errors.keys() == {"basis", "source_url"}


def test_what_is_already_public_is_confirmed_by_a_moderator_who_did_not_record_it(editor, moderator, record):
    given = {"scope": "home", "basis": "published", "source_url": "https://example.org/"}
    editor.post(reverse("add_consent", args=[record.pk]), given)
    consent = Consent.objects.for_scope(Scope.HOME).get()
    address = reverse("consent", args=[consent.pk])

    editor.post(address, {"confirm": ""})
    assert "home" not in Prisoner.objects.get().bases

    moderator.post(address, {"confirm": ""})
    assert "home" in Prisoner.objects.get().bases


def test_the_tab_says_what_a_missing_basis_hides(editor, record):
    page = editor.get(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]))

    assert f"{reverse('add_consent', args=[record.pk])}?scope=photo" in page.content.decode()


# --- The private record ----------------------------------------------------------------------------
def test_only_the_partners_moderators_open_the_private_record(editor, moderator, coordinator, record):
    address = reverse("record_private", args=[record.pk])

    assert [client.get(address).status_code for client in (editor, coordinator, moderator)] == [302, 302, 200]
    assert ModelLogEntry.objects.filter(action="prisoner_pages.read_private").count() == 1


def test_the_private_record_is_encrypted_and_not_kept_by_a_browser(moderator, record):
    address = reverse("record_private", args=[record.pk])
    moderator.post(address, {"contacts": "+380 44 000 00 00", "proof": "", "notes": "нотатка"})

    page = moderator.get(address)

    assert "+380 44 000 00 00" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("no-store")
    assert b"380 44" not in bytes(PrisonerPrivate.objects.get().contacts_encrypted)


# --- Claims and places -----------------------------------------------------------------------------
@pytest.fixture
def claim(record):
    return Claim.objects.create(prisoner=record, field="status", value="died", needs_decision=True)


@pytest.mark.both_databases
def test_an_editor_sees_and_closes_claims_but_only_a_moderator_shows_both(editor, moderator, claim):
    address = reverse("decide_claim", args=[claim.pk])
    assert "немає серед живих" in editor.get(reverse("claims_to_decide")).content.decode()

    editor.post(address, {"show": ""})
    claim.refresh_from_db()
    assert claim.shown_since is None

    moderator.post(address, {"show": ""})
    editor.post(address, {"settle": ""})
    claim.refresh_from_db()
    assert claim.settled_at


def test_the_state_of_the_post_is_a_moderators_word(editor, moderator, facility):
    address = reverse("facility_mail", args=[facility.pk])
    said = {"status": FacilityMail.BLOCKED, "checked_on": "02.11.2026", "source_url": "https://example.org/1"}

    editor.post(address, said)
    assert Facility.objects.get().mail_status == FacilityMail.UNKNOWN

    moderator.post(address, said)
    assert Facility.objects.get().mail_status == FacilityMail.BLOCKED
    assert moderator.get(address).status_code == 200
    known = FacilityMailStatus.objects.get()
    assert (known.source_url, str(known.checked_on)) == (said["source_url"], "2026-11-02")
    assert known.since == known.checked_on


@pytest.mark.parametrize("lacking", ["checked_on", "source_url"])
def test_the_state_of_the_post_has_a_source_and_the_day_of_it(moderator, facility, lacking):
    said = {"status": FacilityMail.BLOCKED, "checked_on": "02.11.2026", "source_url": "https://example.org/1"}

    answer = moderator.post(reverse("facility_mail", args=[facility.pk]), {**said, lacking: ""})

    assert answer.context["form"].errors.keys() == {lacking}
    assert not FacilityMailStatus.objects.exists()


def test_every_scope_has_its_words():
    assert set(HIDDEN_WITHOUT) == set(Scope)
