from datetime import timedelta

import pytest
from django.utils import timezone

from letters.codes import (
    InvalidReceipt,
    Receipt,
    code_for,
    digest_of,
    grouped,
    idempotency_key,
    parse_code,
    read_receipt,
    receipt_token,
)

CONTENT = ["slug", "текст"]


def test_same_form_and_content_have_one_key_and_one_code():
    assert idempotency_key("nonce", CONTENT) == idempotency_key("nonce", CONTENT)
    assert code_for("nonce", CONTENT) == code_for("nonce", CONTENT)


@pytest.mark.parametrize(
    ("nonce", "content"), [("other", CONTENT), ("nonce", ["slug", "текст!"]), ("nonce", ["slugтекст", ""])]
)
def test_other_form_or_content_is_another_letter(nonce, content):
    assert idempotency_key(nonce, content) != idempotency_key("nonce", CONTENT)
    assert code_for(nonce, content) != code_for("nonce", CONTENT)


def test_code_has_24_digits_in_six_groups():
    code = code_for("nonce", CONTENT)

    assert len(code) == 24 and code.isascii() and code.isdigit()
    assert [len(group) for group in grouped(code).split()] == [4] * 6


def test_digest_tells_nothing_of_the_code():
    code = code_for("nonce", CONTENT)

    assert code not in digest_of(code) and len(digest_of(code)) == 64


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890123456",
        "1234 5678 9012 3456",
        " 1234-5678-9012-3456 ",
        "1234–5678–9012–3456",
        "1234\u00a05678\u00a09012\u00a03456",
    ],
)
def test_code_is_read_with_spaces_and_dashes(typed):
    assert parse_code(typed) == "1234567890123456"


def test_code_of_24_digits_is_read_as_it_is_shown_and_with_a_space_after_each_digit():
    code = code_for("nonce", CONTENT)

    assert {parse_code(typed) for typed in (code, grouped(code), " ".join(code))} == {code}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        None,
        "123",
        "12345678901234567",
        "1234" * 5,
        "1234" * 6 + "1",
        "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦",
        "１２３４５６７８９０１２３４５６",
        "123456789012345²",
        "*",
        "%",
        "' OR '1'='1",
        "9" * 100_000,
        "1234567890123456\x00",
        "1234_5678_9012_3456",
    ],
)
def test_anything_else_is_no_code(typed):
    assert parse_code(typed) is None


class TestReceipt:
    receipt = Receipt(code="1234567890123456", has_email=True, held_because="")

    def test_comes_back(self):
        assert read_receipt(receipt_token(self.receipt)) == self.receipt

    def test_does_not_show_the_code(self):
        assert "1234567890123456" not in receipt_token(self.receipt)

    def test_is_over_after_15_minutes(self):
        token = receipt_token(self.receipt, at=timezone.now() - timedelta(minutes=16))

        with pytest.raises(InvalidReceipt):
            read_receipt(token)

    @pytest.mark.parametrize("token", ["", None, "x", "abc.def", "00000000.AAAA", "є.є", "." * 5000])
    def test_foreign_token_is_refused(self, token):
        with pytest.raises(InvalidReceipt):
            read_receipt(token)
