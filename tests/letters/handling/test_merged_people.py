"""Whatever two records say, hold and receive: merging loses nothing, and undoing parts them again."""

import os
from datetime import date
from random import Random
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page

from home.jobs.queue import known_jobs
from letters.models import Letter, Reply
from letters.oversight.actions.desks import create_desk
from prisoner_pages.choices import Basis, MailStatus, Scope, Status
from prisoner_pages.models import (
    Claim,
    Consent,
    Facility,
    FactUpdate,
    FormerAddress,
    NameForm,
    Prisoner,
    PrisonerPrivate,
    Sentence,
    Source,
    Verification,
)
from prisoner_pages.records.actions.merging import FOLLOW, merge_records, undo_merge
from prisoner_pages.records.actions.states import BOOKKEEPING
from tests.factories.partners import employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales, tell_stories
from tests.letters.desk_world import make_letters
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.full(RARE)]

PAIRS = int(os.environ.get("PAIRS", "6"))  # 200 take minutes
OWNED = (Claim, Consent, FactUpdate, Letter, FormerAddress, PrisonerPrivate, Verification, NameForm, Source)
URLS = [f"https://news.example/{number}" for number in range(4)]


@pytest.fixture
def world():
    open_locales("uk", "en")
    partner = open_partner("zmina")
    places = [Facility.objects.create(name_ru=f"ИК-{each}", name_uk=f"ВК-{each}") for each in (1, 2)]
    return partner, employ_moderator(partner), places


def random_record(dice, partner, places, number):
    """Make a record that says, holds and receives anything."""
    some = dice.choice
    record = Prisoner.objects.create(
        partner=partner,
        slug=f"person-{number}",
        name_uk=some(["Зоя Згурська", "Зоя Сгурська"]),
        name_en=some(["", "Zoia Zhurska"]),
        patronymic_uk=some(["", "Петрівна", "Павлівна"]),
        birth_date=some([None, date(1980, 4, 27), date(1981, 1, 1)]),
        status=some([Status.UNKNOWN, Status.SENTENCED, Status.IN_TRANSFER]),
        mail_status=some(MailStatus.values),
        facility=some([None, *places]),
        live=dice.random() < 0.8,
        has_unpublished_changes=False,
        held_at=some([None, None, timezone.now()]),
    )
    for place, url in enumerate(dice.sample(URLS, dice.randint(0, 3))):
        record.sources.add(Source(url=url, title=some(["", "Новини"]), sort_order=place))
    for place, name in enumerate(dice.sample(["Зоя Інша", "Зоя Друга"], dice.randint(0, 2))):
        record.other_names.add(NameForm(language="uk", name=name, sort_order=place))
    for years in dice.sample([5, 12], dice.randint(0, 1)):
        record.sentences.add(Sentence(years=years))
    record.save()
    revision = record.save_revision(clean=False, log_action=False)
    if record.live:
        record.live_revision, record.has_unpublished_changes = revision, dice.random() < 0.3
        record.save()
        if record.has_unpublished_changes:
            draft = record.get_latest_revision_as_object()
            draft.origin = "other"
            draft.save_revision(clean=False)
    _around(dice, record)
    return Prisoner.objects.get(pk=record.pk)


def _around(dice, record):
    ended = [None, timezone.now()]
    for scope in dice.sample(list(Scope), dice.randint(0, 4)):
        Consent.objects.create(
            prisoner=record, scope=scope, basis=Basis.GIVEN, withdrawn_at=dice.choice(ended)
        )
    for url in dice.sample(URLS, dice.randint(0, 3)):
        waits = dice.random() < 0.5
        Claim.objects.create(
            prisoner=record, field="birth_date", value="1979", source_url=url, needs_decision=waits
        )
    for day in dice.sample([1, 2, 3], dice.randint(0, 2)):
        FactUpdate.objects.create(prisoner=record, group="place", changed_on=date(2026, 1, day))
    make_letters(record, dice.randint(0, 3))
    if dice.random() < 0.5:
        private = PrisonerPrivate(prisoner=record)
        private.notes = f"нотатка {record.slug}"
        private.save()
    if dice.random() < 0.5:
        tell_stories(record, ["uk"])
        Redirect.objects.create(
            old_path=f"/uk/{record.slug}", redirect_page=Page.objects.get(prisonerpage__prisoner=record)
        )


def pairs(world):
    partner, _moderator, places = world
    dice = Random(7)
    for number in range(PAIRS):
        yield [random_record(dice, partner, places, f"{number}-{side}") for side in "ab"]


def state_of(*records):
    """Return all that undoing must give back, but for the numbers of revisions."""
    keys = [record.pk for record in records]
    stored = [Prisoner.everyone.get(pk=pk) for pk in keys]
    facts = [
        {name: value for name, value in each.serializable_data().items() if name not in BOOKKEEPING}
        for each in stored
    ]
    drafts = [
        each.get_latest_revision_as_object().serializable_data() if each.has_unpublished_changes else None
        for each in stored
    ]
    for draft in filter(None, drafts):
        for name in BOOKKEEPING:
            draft.pop(name, None)
    rows = {
        model._meta.label: set(
            model._default_manager.filter(prisoner__in=keys).values_list("pk", "prisoner_id")
        )
        for model in OWNED
    }
    ended = set(Consent.objects.filter(prisoner__in=keys, withdrawn_at=None).values_list("pk", flat=True))
    notes = [
        PrisonerPrivate.objects.get(pk=pk).notes
        for pk, _same in sorted(rows["prisoner_pages.PrisonerPrivate"])
    ]
    stories = list(Page.objects.filter(prisonerpage__prisoner__in=keys).values_list("pk", "live"))
    redirects = list(Redirect.objects.order_by("pk").values_list("pk", "redirect_page"))
    return facts, drafts, rows, ended, notes, sorted(stories), redirects


def said_by(*records):
    """Return what must all be there once they are merged, whichever record holds it."""
    return {
        "claims": {
            (claim.field, claim.value, claim.source_url)
            for record in records
            for claim in record.claims.all()
        },
        "sources": {(source.url, source.title) for record in records for source in record.sources.all()},
        "letters": {letter.pk for record in records for letter in record.letters.all()},
        "bases": {basis.pk for record in records for basis in record.consents.all()},
        "days": {(row.group, row.changed_on) for record in records for row in record.updates.all()},
        "names": {name for record in records for name in record.spellings},
        "words": {
            word
            for record in records
            for row in PrisonerPrivate.objects.filter(prisoner=record)
            for word in row.notes.split("\n\n")
        },
    }


def history_of(*records):
    kind = ContentType.objects.get_for_model(Prisoner)
    keys = [str(record.pk) for record in records]
    return {
        *ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys).values_list("pk", flat=True),
        *(f"revision {pk}" for record in records for pk in record.revisions.values_list("pk", flat=True)),
    }


def test_merging_loses_nothing_and_undoing_gives_back_the_same(world):
    moderator = world[1]
    for kept, merged in pairs(world):
        if merged.is_public and not kept.is_public:
            kept, merged = merged, kept
        before, said, history = state_of(kept, merged), said_by(kept, merged), history_of(kept, merged)
        codes = dict(Letter.objects.filter(pk__in=said["letters"]).values_list("pk", "code_digest"))

        merge = merge_records(kept, merged=merged, uuid=uuid4(), by=moderator)

        kept = Prisoner.objects.get(pk=kept.pk)
        draft = kept.get_latest_revision_as_object() if kept.has_unpublished_changes else kept
        now = said_by(kept)
        for name in ("letters", "bases", "days", "words"):
            assert now[name] == said[name], name
        assert now["claims"] >= said["claims"]
        assert {(each.url, each.title) for each in draft.sources.all()} >= said["sources"]
        own_names = {name for name in said["names"] if "Петрівна" not in name and "Павлівна" not in name}
        assert set(draft.spellings) >= own_names
        assert history_of(kept, merged) > history
        assert not Prisoner.objects.filter(pk=merged.pk).exists()
        assert Prisoner.objects.formerly_at(merged.slug).get() == kept
        assert (merged.held_at or kept.held_at) is None or kept.held_at
        for redirect in Redirect.objects.filter(old_path__endswith=merged.slug):
            if kept.pages.exists():
                assert redirect.redirect_page_id in kept.pages.values_list("pk", flat=True)

        assert undo_merge(merge, by=moderator)

        assert state_of(kept, merged) == before
        assert history_of(kept, merged) > history
        assert dict(Letter.objects.filter(pk__in=codes).values_list("pk", "code_digest")) == codes


def test_a_letter_that_was_being_stored_meanwhile_follows_and_is_never_without_a_recipient(world):
    partner, moderator, _places = world
    kept, merged = (PrisonerFactory(partner=partner, writable=True) for _number in range(2))
    merge_records(kept, merged=merged, uuid=uuid4(), by=moderator)
    (late,) = make_letters(merged, 1)

    (listed,) = Letter.objects.with_holds().filter(pk=late.pk)
    assert listed.prisoner == merged and listed.hold is not None
    known_jobs()[FOLLOW].run()

    assert Letter.objects.get().prisoner == kept


def test_replies_say_in_their_log_that_they_went_to_another_record_and_back(world):
    partner, moderator, _places = world
    kept, merged = (PrisonerFactory(partner=partner, stories=[]) for _side in "ab")
    reply = Reply.objects.create(prisoner=merged, desk=create_desk(partner=partner))

    merge = merge_records(kept, merged=merged, uuid=uuid4(), by=moderator)
    assert Reply.objects.get().prisoner == kept
    undo_merge(merge, by=moderator)

    assert Reply.objects.get().prisoner == merged
    assert list(reply.log.values_list("action", "by")) == [("record_merged", moderator.pk)] * 2
