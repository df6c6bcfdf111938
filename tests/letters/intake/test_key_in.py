"""A letter that came on paper is one like any other: sealed, logged, and accepted by another person."""

import pytest
from django.core.exceptions import PermissionDenied

from home.models import Outbox
from letters.choices.desk import DeskRole, DeskWork
from letters.choices.letters import Channel
from letters.intake.actions.key_in import key_in_letter
from letters.lifecycle import DESK_WORK
from letters.models import Letter, LetterLogEntry
from letters.permissions.letters import FourEyes
from letters.requests.actions.carrying_out import carry_out_requests
from letters.screening.actions.decisions import accept_letter
from letters.sealing.sealed_box import unseal_text
from letters.writing.actions.submit import RecipientGone
from letters.writing.content import Content
from tests.factories.stored import everything_stored
from tests.letters.conftest import make_member, make_screener

SECRETS = ["КАНАРКА-текст", "КАНАРКА-імʼя", "kanarka-mail@example.org"]


def key_in(by, nonce="nonce", channel=Channel.PAPER, **changes):
    content = Content(
        **{"prisoner": "vilnyi", "body": SECRETS[0], "name": SECRETS[1], "email": SECRETS[2], **changes}
    )
    return key_in_letter(content=content, nonce=nonce, channel=channel, by=by)


@pytest.mark.both_databases
def test_keyed_in_letter_is_sealed_and_logged_with_who_typed_it(screener):
    letter, code = key_in(screener)

    assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == SECRETS[0]
    assert Letter.objects.with_code(code) == letter and letter.channel == Channel.PAPER
    first, second = LetterLogEntry.objects.order_by("number")
    assert (first.action, first.by, first.at) == ("received", None, None)
    assert (second.action, second.by, second.detail) == ("keyed_in", screener, "paper")


def test_nothing_of_it_lies_in_clear(screener):
    key_in(screener)

    stored = everything_stored()
    assert not [secret for secret in SECRETS if secret in stored]


@pytest.mark.both_databases
def test_form_sent_twice_makes_one_letter(screener):
    once, twice = key_in(screener), key_in(screener)

    assert once == twice and Letter.objects.count() == 1
    assert LetterLogEntry.objects.filter(action="keyed_in").count() == 1


@pytest.mark.parametrize("role", DeskRole)
def test_only_roles_of_the_table_key_letters_in(world, role):
    member = make_member(world.partner, "member", role)

    if role in DESK_WORK[DeskWork.KEY_IN]:
        assert key_in(member)
    else:
        with pytest.raises(PermissionDenied):
            key_in(member)


def test_desk_keys_nothing_in_for_people_of_another(world, other_partner):
    with pytest.raises(PermissionDenied):
        key_in(make_screener(other_partner, "stranger"))
    assert not Letter.objects.exists()


def test_desk_that_works_for_a_partner_keys_in_for_its_people(world, other_partner):
    world.partner.letter_desk = other_partner
    world.partner.save()

    assert key_in(make_screener(other_partner, "helper"))


@pytest.mark.parametrize("closed", [{"mail_status": "cannot"}, {"status": "released"}, {"slug": "another"}])
def test_no_letter_is_keyed_in_for_who_takes_none(screener, world, closed):
    type(world).objects.filter(pk=world.pk).update(**closed)

    with pytest.raises(RecipientGone):
        key_in(screener)
    assert not Letter.objects.exists()


def test_who_keyed_it_in_does_not_accept_it(screener, world):
    letter, _code = key_in(screener)

    with pytest.raises(FourEyes):
        accept_letter(letter=letter, by=screener, version=1)
    colleague = make_screener(world.partner, "colleague")
    assert accept_letter(letter=letter, by=colleague, version=1).state == "accepted"


def test_mail_speaks_the_language_of_the_letter_where_it_can(screener):
    key_in(screener, nonce="a", language="de")
    key_in(screener, nonce="b", language="ru")
    carry_out_requests()

    assert sorted(Outbox.objects.values_list("language", flat=True)) == ["de", "uk"]
