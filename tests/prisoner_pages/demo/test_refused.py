"""Where the demo is not loaded."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from prisoner_pages.demo.actions.accounts import demo_accounts
from prisoner_pages.models import Prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.demo.loading import load

pytestmark = pytest.mark.django_db


def test_production_loads_no_demo(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        load()

    assert not get_user_model().objects.exists()


def test_invented_people_are_not_loaded_among_real_ones():
    open_locales("uk", "en")
    PrisonerFactory(invented=False)

    with pytest.raises(CommandError):
        load()

    assert not Prisoner.objects.filter(invented=True).exists()
    assert not demo_accounts().exists()
