from pathlib import Path

import pytest
from django.conf import settings

from home.catalogues.checks import problems
from tests.architecture.test_layers import imported_modules, module_of, sources, tree_of
from tests.tiers import WHOLE_SITE

pytestmark = pytest.mark.full(WHOLE_SITE)


def test_every_word_of_the_interface_is_ukrainian_and_compiled():
    assert problems(Path(settings.BASE_DIR)) == []


def test_the_site_runs_without_babel():
    users = {"babel": set(), "home.catalogues.extraction": set(), "home.catalogues.checks": set()}
    for path in sources():
        modules = set(imported_modules(tree_of(path)))
        for library, found in users.items():
            if any(f"{module}.".startswith(f"{library}.") for module in modules):
                found.add(module_of(path))

    assert users == {
        "babel": {"home.catalogues.extraction"},
        "home.catalogues.extraction": {"home.catalogues.checks", "home.management.commands.messages"},
        "home.catalogues.checks": {"home.management.commands.messages"},
    }
