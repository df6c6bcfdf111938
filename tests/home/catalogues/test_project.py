from pathlib import Path

from django.conf import settings

from home.catalogues.checks import problems


def test_every_word_of_the_interface_is_ukrainian_and_compiled():
    assert problems(Path(settings.BASE_DIR)) == []
