"""Mail to people of the desk, by a real mail server: one each, titles of public originals, nothing else."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import send_due
from home.models import Outbox, StandardPage
from home.translation.choices import Frequency, NoticeKind, Right
from home.translation.core.actions.notices import choose_mail, notify
from home.translation.core.actions.sync import sync
from home.translation.core.actions.units import save_draft
from home.translation.models import DeskTranslation, Notice
from home.translation.team.actions import digests
from home.translation.team.actions.digests import send_digests
from home.translation.team.actions.roles import end_right, give_right
from tests.factories.desk import edit, open_for, open_site, source_page, translate_all, units_of
from tests.factories.mail import mail_server
from tests.standing import standing
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.full(RARE)]
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=KYIV), tick=False) as clock:
        yield clock


@standing
def translation():
    open_site("en", "crh")
    return open_for(source_page([]), "en", "crh")[0]


@standing
def person(translation):
    return person_with(Right.TRANSLATE)


def person_with(right, name="translator", language="en"):
    user = get_user_model().objects.create_user(name, email=f"{name}@example.org")
    UserProfile.objects.create(user=user, preferred_language="en", dismissibles={})
    give_right(user, right, Locale.objects.get(language_code=language), by=None)
    return user


def mails(smtp):
    """Do what the worker does in an hour; return what arrived as (recipient, words)."""
    smtp.mail.clear()
    send_digests()
    send_due()
    return [(to, message.get_content()) for (to,), message in smtp.mail]


@pytest.mark.both_databases
def test_everything_new_comes_in_one_mail_with_each_event_once(smtp, translation, person):
    for _time in range(3):
        notify([person], translation, NoticeKind.RETURNED)
    notify([person, None], translation, NoticeKind.ASSIGNED)

    ((to, words),) = mails(smtp)

    assert to == "translator@example.org"
    assert words.count("Назва УКР → English") == 2
    assert "Given to you: 1" in words and "Returned to you: 1" in words
    assert reverse("translation_desk:editor", args=[translation.pk]) in words
    assert reverse("translation_desk:mail") in words
    assert mails(smtp) == []


def test_mail_is_in_the_language_in_which_the_person_reads_the_admin(smtp, translation, person):
    person.wagtail_userprofile.preferred_language = "uk"
    person.wagtail_userprofile.save()
    notify([person], translation, NoticeKind.ASSIGNED)

    ((_to, words),) = mails(smtp)

    assert "Увесь стіл" in words


def test_no_draft_and_no_unpublished_title_is_in_the_mail(smtp, translation, person):
    notify([person], translation, NoticeKind.CHANGED)
    unit = units_of(translation)[1]
    unit.former_draft = "canary draft"
    unit.save()
    original = translation.source.get_source_instance()
    ((_to, words),) = mails(smtp)
    assert "canary" not in words and "Вступ" not in words

    notify([person], translation, NoticeKind.CHANGED)
    original.unpublish()

    assert tomorrow_mails(smtp) == []


def tomorrow_mails(smtp):
    with time_machine.travel(datetime(2026, 3, 3, 9, 0, tzinfo=KYIV), tick=False):
        return mails(smtp)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("frequency", "days_of_mail"),
    [(Frequency.DAILY, [2, 3, 4, 9]), (Frequency.WEEKLY, [2, 9]), (Frequency.OFF, [])],
)
def test_mail_comes_as_often_as_the_person_chose_and_never_at_night(
    smtp, translation, person, frequency, days_of_mail
):
    choose_mail(person, frequency)
    came = []
    for day in (2, 3, 4, 9):
        for hour in (3, 9, 10):
            with time_machine.travel(datetime(2026, 3, day, hour, 0, tzinfo=KYIV), tick=False):
                notify([person], translation, NoticeKind.ANSWERED)
                came += [(day, hour)] * len(mails(smtp))

    assert came == [(day, 9) for day in days_of_mail]


@pytest.mark.both_databases
def test_who_wants_it_at_once_gets_it_by_the_job_that_the_event_queues(
    smtp, translation, person, django_capture_on_commit_callbacks
):
    choose_mail(person, Frequency.IMMEDIATE)

    with (
        time_machine.travel(datetime(2026, 3, 2, 3, 0, tzinfo=KYIV), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        notify([person], translation, NoticeKind.ASSIGNED)

    assert send_due() == 1


def test_nobody_hears_of_what_they_did_themselves(translation, person):
    notify([person], translation, NoticeKind.PUBLISHED, by=person)

    assert not Notice.objects.exists()


def test_who_has_no_right_any_more_or_is_inactive_gets_no_mail(smtp, translation, person):
    gone, elsewhere = person_with(Right.REVIEW, "gone"), person_with(Right.REVIEW, "other", "crh")
    notify([person, gone, elsewhere], translation, NoticeKind.CHANGED)
    end_right(person.locale_roles.get(), by=None)
    gone.is_active = False
    gone.save()

    assert mails(smtp) == []
    assert Outbox.objects.filter(state=Outbox.State.PENDING).count() == 0


def test_a_right_that_ends_while_the_mail_waits_stops_it(smtp, translation, person):
    notify([person], translation, NoticeKind.CHANGED)
    send_digests()
    end_right(person.locale_roles.get(), by=None)

    send_due()

    assert smtp.mail == []


@pytest.mark.both_databases
def test_a_run_that_is_killed_sends_nothing_twice_and_loses_nothing(smtp, translation, person, monkeypatch):
    second = person_with(Right.REVIEW, "second")
    notify([person, second], translation, NoticeKind.CHANGED)
    queue, calls = digests.queue_mail, []

    def killed(**mail):
        calls.append(mail)
        if len(calls) == 2:
            raise SystemExit
        return queue(**mail)

    monkeypatch.setattr(digests, "queue_mail", killed)
    with pytest.raises(SystemExit):
        send_digests()
    monkeypatch.undo()

    assert sorted(to for to, _words in mails(smtp)) == ["second@example.org", "translator@example.org"]


@pytest.mark.both_databases
def test_who_works_on_a_text_hears_when_its_original_changed(translation, person):
    reviewer = person_with(Right.REVIEW, "reviewer")
    DeskTranslation.objects.filter(translation=translation).update(assignee=person, reviewer=reviewer)
    page = StandardPage.objects.get(locale__language_code="uk")
    sync(page)
    assert not Notice.objects.exists()

    edit(page, intro="Інший УКР вступ")
    edit(page, intro="Знову інший УКР вступ")

    told = Notice.objects.values_list("user__username", "kind", "translation")
    assert sorted(told) == [
        ("reviewer", NoticeKind.CHANGED, translation.pk),
        ("translator", NoticeKind.CHANGED, translation.pk),
    ]


@pytest.mark.both_databases
def test_where_nobody_has_taken_a_text_its_writers_hear_that_its_original_changed(translation, person):
    unit = units_of(translation).get(context__path="intro")
    save_draft(unit, "An intro", by=person, version=unit.version)
    page = StandardPage.objects.get(locale__language_code="uk")

    edit(page, intro="Інший УКР вступ")

    told = Notice.objects.values_list("user__username", "kind", "translation")
    assert list(told) == [("translator", NoticeKind.CHANGED, translation.pk)]


def test_a_change_that_asks_for_no_work_is_told_to_nobody(translation, person):
    translate_all(translation)
    DeskTranslation.objects.filter(translation=translation).update(assignee=person)
    page = StandardPage.objects.get(locale__language_code="uk")
    page.intro = "Вступ, УКР"

    sync(page, minor=True)

    assert not Notice.objects.exists()


def test_many_texts_are_counted_and_not_all_named(smtp, translation, person):
    for number in range(22):
        (other,) = open_for(source_page([], slug=f"page-{number}", title=f"Сторінка {number}"), "en")
        notify([person], other, NoticeKind.CHANGED)

    ((_to, words),) = mails(smtp)

    assert "The original changed: 22" in words
    assert "and 2 more texts" in words


class TestChoice:
    @pytest.mark.both_databases
    def test_each_person_chooses_for_themselves(self, client, person):
        client.force_login(person)

        answer = client.post("/admin/desk/mail/", {"frequency": "weekly"})

        assert answer.status_code == 302
        assert client.get("/admin/desk/mail/").context["form"].initial == {"frequency": "weekly"}

    def test_an_odd_choice_is_refused_with_a_sentence(self, client, person):
        client.force_login(person)

        assert client.post("/admin/desk/mail/", {"frequency": "x\x00" * 50}).status_code == 400

    def test_never_drops_what_waits(self, translation, person):
        notify([person], translation, NoticeKind.CHANGED)

        choose_mail(person, Frequency.OFF)

        assert not Notice.objects.exists()
