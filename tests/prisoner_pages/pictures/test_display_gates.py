"""The display gates are asked in one question, which no order of rows may stand in the way of."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from home import shown_pictures
from home.models import SiteImage
from home.shown_pictures import forbidden_among, pictures_with
from prisoner_pages.pictures.read_models.photos import DISPLAY_GATES
from tests.factories.pictures import picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("gate", DISPLAY_GATES)
def test_no_gate_asks_for_an_order(gate):
    assert not gate([1], timezone.localdate()).ordered


def gate_in_order(image_ids, _today):
    hidden = SiteImage.objects.filter(pk__in=image_ids, title="Hidden")
    return hidden.order_by("-title").values_list("pk", flat=True)


@pytest.fixture
def with_another_gate(monkeypatch):
    """As if one more app forbade pictures, first of all and last; what was asked before is written anew."""
    questions = (shown_pictures._forbidden, shown_pictures._pictures)
    for question in questions:
        question.cache_clear()
    monkeypatch.setattr(
        shown_pictures, "provided", lambda _kind: [gate_in_order, *DISPLAY_GATES, gate_in_order]
    )
    yield
    for question in questions:
        question.cache_clear()


def test_a_gate_that_asks_for_one_forbids_all_the_same(with_another_gate):
    hidden, shown = (
        SiteImage.objects.create(
            title=title, file=ContentFile(picture_bytes(), name="x.jpg"), shows_nobody=True
        ).pk
        for title in ("Hidden", "Shown")
    )

    assert forbidden_among([hidden, shown]) == {hidden}
    assert pictures_with([hidden, shown]).shown.keys() == {shown}
