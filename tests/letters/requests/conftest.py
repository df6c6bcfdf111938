import pytest

from letters.models import Letter
from letters.writing.actions.submit import submit_letter
from letters.writing.content import Content

ADDRESS = "olena@example.org"


@pytest.fixture
def sent(world):
    """Return a function that stores a letter and returns it as whoever has its code finds it, with `code`."""

    def send(nonce="nonce", **changes):
        written = {"prisoner": "vilnyi", "body": "Ми з котом", "name": "Олена", "email": ADDRESS}
        _letter, code = submit_letter(
            content=Content(**{**written, **changes}), nonce=nonce, page_language="en"
        )
        letter = Letter.objects.with_code(code)
        letter.code = code
        return letter

    return send
