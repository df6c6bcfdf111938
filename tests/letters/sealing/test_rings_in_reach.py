"""A public host that could read a ring of the staff is told so; tests/live sees that it does not start."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings as known

from letters.checks import no_ring_of_staff_in_reach
from letters.sealing.keys import STAFF_RINGS


@pytest.fixture
def public_host(settings, tmp_path):
    """Return the folder of a host with the rings of a public one alone."""
    public = [path for name, path in known.KEY_FILES.items() if name not in STAFF_RINGS and path.exists()]
    settings.SITE_ROLE = "public"
    settings.KEY_FILES = {path.name: Path(shutil.copy2(path, tmp_path)) for path in public}
    return tmp_path


def test_a_host_with_its_own_rings_alone_may_start(public_host):
    assert no_ring_of_staff_in_reach(None) == []


@pytest.mark.parametrize("copied_as", ["letters_private", "previews.old", "a copy of some ring"])
def test_a_ring_of_the_staff_is_named_whatever_it_is_called(public_host, copied_as):
    ring = copied_as.split(".")[0] if "." in copied_as else "letters_private"
    copy = shutil.copy2(Path(known.KEY_DIR) / ring, public_host / copied_as)

    (error,) = no_ring_of_staff_in_reach(None)

    assert error.id == "letters.E017" and str(copy) in error.msg


def test_the_staff_may_have_all_of_them(public_host, settings):
    settings.SITE_ROLE = "staff"
    shutil.copy2(Path(known.KEY_DIR) / "letters_private", public_host)

    assert no_ring_of_staff_in_reach(None) == []
