"""What a translator is told of the length is near what the press makes of it."""

import pytest

from letters.paper.letters import print_letters
from letters.paper.page_estimate import about_pages
from letters.typesetting.sheets import MAX_PAGES, pages_at_most
from tests.factories.prisoner_pages import FacilityFactory
from tests.letters.paper.conftest import drawing, letter
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


SENTENCE = "Сегодня у нас дождь, кот спит на подоконнике, а я читаю книгу о маяках. "
# Away from the edge of a page, where a line decides.
TEXTS = [
    "Здравствуйте!",
    "\n".join([SENTENCE.strip()] * 12),
    "\n\n".join([SENTENCE * 5] * 14),
    "\n".join([SENTENCE * 3] * 45),
    "\n".join(["Дождь."] * 100),
    "\n\n".join([SENTENCE * 8] * 17),
]


@pytest.mark.parametrize("has_drawing", [False, True])
def test_estimate_is_what_the_press_makes_of_a_letter(has_drawing):
    picture = (lambda: drawing(3000, 2000)) if has_drawing else None
    sheets = [
        letter(f"N{number}", text=text, signature="Олена", open_drawing=picture, max_pages=20)
        for number, text in enumerate(TEXTS)
    ]

    printed = print_letters(sheets).page_counts

    made = [printed[sheet.number] for sheet in sheets]
    assert [about_pages(text, has_drawing=has_drawing) for text in TEXTS] == made
    assert len(set(made)) > 2


def test_no_text_is_one_page():
    assert about_pages("") == 1


@pytest.mark.parametrize(("limit", "pages"), [(None, MAX_PAGES), (2, 2), (50, MAX_PAGES)])
def test_place_takes_what_it_says_and_never_more_than_an_envelope(limit, pages):
    assert pages_at_most(FacilityFactory.build(max_pages=limit)) == pages
    assert pages_at_most(None) == MAX_PAGES
