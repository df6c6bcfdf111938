"""What the document shows of each operation: somebody invented, in the words of the demonstration."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from letters.api.schemas import SentCode, SentLetter

KEPT = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
NAMES = ("form", "sent", "taken", "code", "state")
FORM_EXAMPLE, SENT_EXAMPLE, TAKEN_EXAMPLE, CODE_EXAMPLE, STATE_EXAMPLE = (KEPT[name] for name in NAMES)


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
