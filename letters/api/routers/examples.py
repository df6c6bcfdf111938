"""What the document shows of each operation: somebody invented, in the words of the demonstration."""

from copy import deepcopy
from typing import Any

from pydantic import BaseModel

from letters.api.schemas import SentCode, SentLetter

NONCE = "1f0c2a9b.jS4dq0mCkQ2yHn6tWb8xVg.1774870200.uM9i0l3b2k8f5dT1rXq7sZ4wYcE6nJ0aPoLhGvBtR5o"
META = {"requested_locale": "en", "served_locale": "en", "fallback": []}


def _text(text: str) -> dict[str, str]:
    return {"text": text, "lang": "en"}


FORM_EXAMPLE = {
    "meta": META,
    "to": {
        "slug": "seidamet-kutlakly",
        "name": "Seidamet Kutlakly",
        "invented": True,
        "told_apart": [],
        "call": {"code": "write", "label": _text("You can write to this person.")},
        "reason": None,
        "interests": [_text("history"), _text("football"), _text("coffee")],
        "topics_to_avoid": [],
    },
    "fields": [
        {
            "name": "body",
            "kind": "text",
            "label": _text("Your letter"),
            "help": None,
            "required": True,
            "max_chars": 6000,
            "max_lines": 120,
            "choices": None,
            "types": None,
            "max_bytes": None,
        },
        {
            "name": "censor",
            "kind": "choice",
            "label": _text("If something must be left out for the censor"),
            "help": None,
            "required": True,
            "max_chars": None,
            "max_lines": None,
            "choices": [
                {"value": "do", "label": _text("Leave it out and send the letter")},
                {
                    "value": "ask",
                    "label": _text("Ask me first: I will look at the status page with my code"),
                },
            ],
            "types": None,
            "max_bytes": None,
        },
    ],
    "rules": [
        _text("Write in your own language. We translate into Russian: the censor lets nothing else through.")
    ],
    "sign_carefully": _text(
        "If you are in Russia or in an occupied area, sign with a made-up name and leave out your e-mail"
        " address."
    ),
    "what_happens_url": "https://letters.example/en/what-happens/",
    "nonce": NONCE,
    "nonce_from_seconds": 4,
    "nonce_until_seconds": 86400,
    "campaign": "",
    "event": "",
}
SENT_EXAMPLE = {
    "prisoner": "seidamet-kutlakly",
    "nonce": NONCE,
    "body": "Good day!\n\nOur cat has found the warmest place in the house: on top of the books.",
    "language": "en",
    "name": "Anna",
    "email": "",
    "censor": "do",
    "delay": "keep",
    "for_release": False,
    "consent": True,
    "campaign": "",
    "event": "",
}
TAKEN_EXAMPLE = {
    "meta": META,
    "code": "4821 0937 5566 1204",
    "sentences": [_text("Answers are rare and take months. The letter helps all the same.")],
    "status_url": "https://letters.example/en/letters/status/",
}
CODE_EXAMPLE = {"code": "4821 0937 5566 1204"}
STATE_EXAMPLE = {
    "meta": META,
    "state": {"code": "in_preparation", "label": _text("In preparation")},
    "sentences": [_text("Your letter has been read and is being translated and printed.")],
    "question": [],
    "answer_by": None,
    "status_url": "https://letters.example/en/letters/status/",
}


def _body(
    model: type[BaseModel], example: object, *, in_parts: dict[str, Any] | None = None
) -> dict[str, Any]:
    schema = model.model_json_schema()
    content = {"application/json": {"schema": schema, "example": example}}
    if in_parts:
        with_files = deepcopy(schema)
        with_files["title"] += "InParts"
        with_files["properties"] |= in_parts
        content["multipart/form-data"] = {"schema": with_files, "example": example}
    return {"required": True, "content": content}


def _answer(example: object, status: int = 200) -> dict[int, Any]:
    return {status: {"content": {"application/json": {"example": example}}}}


PICTURE = {
    "drawing": {
        "type": "string",
        "format": "binary",
        "description": "One JPEG, PNG or WebP picture of at most 10 MB.",
    }
}
FORM = {"responses": _answer(FORM_EXAMPLE)}
SENDING = {
    "requestBody": _body(SentLetter, SENT_EXAMPLE, in_parts=PICTURE),
    "responses": _answer(TAKEN_EXAMPLE, 201),
}
STATE = {"requestBody": _body(SentCode, CODE_EXAMPLE), "responses": _answer(STATE_EXAMPLE)}
