from letters.paper.letters import print_letters
from letters.typesetting.pdf_joining import joined
from tests.letters.paper.conftest import letter, texts


def test_joined_parts_keep_their_order_and_their_sheets_apart():
    first, second = (print_letters([letter(number)]).pdf for number in ("A1", "B2"))

    pages = texts(joined([first, b"", second]))

    assert [page.split()[-2:] for page in pages[::2]] == [
        texts(first)[0].split()[-2:],
        ["A1", "1"],
        texts(second)[0].split()[-2:],
        ["B2", "1"],
    ]
    assert [page.strip() for page in pages[1::2]] == [""] * 4
