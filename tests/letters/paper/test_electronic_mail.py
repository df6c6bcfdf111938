from letters.paper.electronic_mail import as_file, text_pages
from tests.letters.paper.conftest import letter


def test_a_letter_becomes_messages_that_know_their_place():
    text = "Слово. " * 600

    pages = text_pages([letter("A1", text=text, signature="Анна")])

    assert [(page.number, page.part, page.part_count) for page in pages] == [("A1", 1, 2), ("A1", 2, 2)]
    assert all(len(page.text) <= 2500 for page in pages)
    assert pages[-1].text.endswith("Анна")
    assert "A1" not in "".join(page.text for page in pages)


def test_messages_come_in_posting_order_within_the_limit_of_the_place():
    letters = [letter("B", place="Б"), letter("A", place="А", text="один два три четыре")]

    pages = text_pages(letters, limit=10)

    assert [(page.number, page.text) for page in pages][:2] == [("A", "один два"), ("A", "три четыре")]


def test_a_file_says_above_each_message_whose_it_is():
    file = as_file(text_pages([letter("A1", recipient="Иванов", place="Тюрьма", text="Текст")]))

    assert file == "===== A1 · 1/1 · Иванов · Тюрьма =====\n\nТекст\n"
    assert as_file([]) == ""
