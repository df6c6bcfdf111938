"""`manage.py count_letters`: what a measurement is told of stored letters."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from letters.erasure.actions.erase import empty_letter, erase_by_writer
from letters.models import Letter
from tests.letters.conftest import filled

pytestmark = pytest.mark.django_db


def test_letters_are_counted_beside_those_that_were_erased_or_emptied(client, check_url):
    for body in ("[run:1] a", "[run:2] b", "[run:3] c", "[run:4] d", "[other:1] e"):
        assert client.post(check_url, filled(body=body)).status_code == 303
    first, second, *_rest = Letter.objects.order_by("pk")
    erase_by_writer(letter=first)
    empty_letter(letter=second, detail="")
    told = StringIO()

    call_command("count_letters", "run", stdout=told)

    assert json.loads(told.getvalue()) == {"stored": 2, "distinct": 2}
