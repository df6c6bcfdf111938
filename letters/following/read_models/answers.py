"""What a prisoner wrote back, as the holder of the code opens it: with the code alone, for one page."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field as part
from typing import Any

from letters.codes import CODE_DIGITS, digest_of
from letters.lifecycle import ALIVE, SENT
from letters.models import Letter, WriterCopy
from letters.sealing.code_keys import open_with_code
from letters.sealing.sealed_box import UnsealError

ANSWER = "answer"  # as the text is sealed


@dataclass(frozen=True)
class AnswerPage:
    position: int
    name: str
    format: str


@dataclass(frozen=True)
class Answer:
    """One reply. Nothing in it but `pages` when it `is_damaged`."""

    text: str = part(default="", repr=False)
    language: str = ""
    translation: str = part(default="", repr=False)
    translated_into: str = ""
    pages: tuple[AnswerPage, ...] = ()
    is_damaged: bool = False


def answer_page(position: int) -> str:
    """Return the name that a picture carries inside, once it is sealed."""
    return f"answer page {position}"


def has_answer(letter: Letter, code: str) -> bool:
    """Has an answer to this letter, found by this code, been handed over?"""
    return bool(_names(letter, code))


def may_be_answered(letter: Letter, code: str) -> bool:
    """May the page speak of an answer that may come: not where answering brings punishment."""
    is_told = letter.prisoner.is_public and not letter.prisoner.refuses_answers
    return is_told and letter.state in ALIVE and len(code) == CODE_DIGITS


def answers_to(letter: Letter, code: str) -> list[Answer]:
    """Return the answers to the letter that was found by this code, oldest first."""
    return list(_opened(letter, code))


def picture_of(letter: Letter, code: str, name: str) -> tuple[bytes, str] | None:
    """Return (bytes, format) of the picture with this name among the answers, or None."""
    pages = [page for answer in answers_to(letter, code) for page in answer.pages]
    page = next((page for page in pages if page.name == name), None)
    sealed = WriterCopy.objects.named(page.name) if page else None
    if page is None or sealed is None:
        return None
    field = answer_page(page.position)
    try:
        return open_with_code(sealed, code=code, letter=letter.uuid, field=field), page.format
    except UnsealError:
        return None


def _names(letter: Letter, code: str) -> list[str]:
    may_have = letter.state in SENT and len(code) == CODE_DIGITS
    if not may_have or letter.prisoner.refuses_answers:  # sealed, perhaps, before that was known
        return []
    return WriterCopy.objects.names_for(digest_of(code))


def _opened(letter: Letter, code: str) -> Iterator[Answer]:
    for name in _names(letter, code):
        sealed = WriterCopy.objects.named(name)
        if sealed is None:  # taken back a moment ago
            continue
        try:
            yield _answer_of(json.loads(open_with_code(sealed, code=code, letter=letter.uuid, field=ANSWER)))
        except (UnsealError, ValueError, TypeError, KeyError):  # damaged, or written by a version to come
            yield Answer(is_damaged=True)


def _answer_of(told: dict[str, Any]) -> Answer:
    pages = [AnswerPage(place, **page) for place, page in enumerate(told.pop("pages"), start=1)]
    return Answer(**told, pages=tuple(pages))
