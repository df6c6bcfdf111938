"""What a front end sends: JSON, or a form in parts with a picture; refused in words that repeat nothing."""

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from home.headless.answers.api.parameters import NO_FIELD, NO_FIELD_BUT, TWICE, Sentence, nearest
from home.headless.answers.api.problems import Problem, fault
from letters.api.schemas import SentLetter

JSON, PARTS = "application/json", "multipart/form-data"
PICTURE = "drawing"
# How a form in parts, where all is text, says yes and no.
YES_NO = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False, "": False}
Sent = TypeVar("Sent", bound=BaseModel)
LONGEST_NAME = 100  # of a field we do not know, as we repeat it

NOT_JSON = _("This is not JSON that we can read. Send one object, each name once, in UTF-8.")
UNREADABLE = _("There are characters in it that stand in no text.")
OTHER_KIND = _("Send JSON, or multipart/form-data where a picture goes with the letter.")
JSON_ONLY = _("Send JSON.")
MESSAGES = {
    "string_type": _("Send a text here."),
    "bool_type": _("Send true or false here."),
}


def letter_in(request: HttpRequest) -> tuple[SentLetter, MultiValueDict[str, UploadedFile]]:
    """Return (SentLetter, files). Raises a Problem (400, 413, 415, 422)."""
    if request.content_type == PARTS:
        values = _in_parts(request, {*SentLetter.model_fields, PICTURE})
        return _valid(SentLetter, values), request.FILES
    return json_in(request, SentLetter, otherwise=OTHER_KIND), MultiValueDict()


def json_in(request: HttpRequest, model: type[Sent], *, otherwise: str | Promise = JSON_ONLY) -> Sent:
    """Return the `model` in a body of JSON. Raises a Problem (400, 413, 415, 422)."""
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if request.content_type != JSON or charset not in ("utf-8", "utf8"):
        raise Problem(415, otherwise)
    return _valid(model, _object_in(_bytes_of(request)))


def _bytes_of(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem(413) from None
    except OSError:  # the connection broke off
        raise Problem(400) from None


def _object_in(body: bytes) -> dict[str, Any]:
    """Return the object that the bytes say, each of its texts one that can be written down."""
    try:
        found = json.loads(body.decode(), object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise Problem(400, NOT_JSON) from None
    if not isinstance(found, dict):
        raise Problem(400, NOT_JSON)
    texts = [text for pair in found.items() for text in pair if isinstance(text, str)]
    if not all(map(_is_readable, texts)):
        raise Problem(400, UNREADABLE)
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _is_readable(text: str) -> bool:
    """Say whether a text holds neither NUL nor half of a character, which JSON can say and no bytes can."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _in_parts(request: HttpRequest, known: Container[str]) -> dict[str, Any]:
    """Return the texts of a form in parts, of whose size and characters the input guard has made sure."""
    strange = [name for name in request.FILES if name not in known]
    errors = [_unknown(name) for name in strange]
    errors += [
        fault_in(name, Sentence(TWICE, name=name[:LONGEST_NAME]))
        for name, texts in request.POST.lists()
        if len(texts) > 1
    ]
    if errors:
        raise refused(errors)
    values = request.POST.dict()
    if not values.get(PICTURE, "unsent"):
        del values[PICTURE]  # as a browser sends a field in which no file was chosen
    flags = [name for name, field in SentLetter.model_fields.items() if field.annotation is bool]
    return values | {name: YES_NO.get(values[name], values[name]) for name in flags if name in values}


def _valid(model: type[Sent], values: Mapping[str, Any]) -> Sent:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = [_told(each, model) for each in error.errors(include_input=False, include_url=False)]
        # Our exception carries on no other, whose words would repeat the letter.
        problem = refused(errors)
    raise problem


def _told(error: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return _unknown(name, model)
    return fault_in(name, MESSAGES[error["type"]])


def _unknown(name: str, model: type[BaseModel] = SentLetter) -> dict[str, Any]:
    shown = name[:LONGEST_NAME]
    if found := nearest(name, model.model_fields):
        return fault_in(shown, Sentence(NO_FIELD_BUT, name=shown, nearest=found), nearest=found)
    return fault_in(shown, Sentence(NO_FIELD, name=shown), known=sorted(model.model_fields))


def fault_in(name: str, message: object, **more: Any) -> dict[str, Any]:
    return fault(name, message, pointer=f"/{name.replace('~', '~0').replace('/', '~1')}", **more)


def faults_of(forms: Iterable[Form]) -> list[dict[str, Any]]:
    """Return what is wrong with the fields of filled forms, as `errors` of a problem."""
    return [
        fault_in(name, " ".join(message for error in errors for message in error.messages))
        for form in forms
        for name, errors in form.errors.as_data().items()
    ]


def refused(errors: list[dict[str, Any]]) -> Problem:
    """Return the Problem of fields that are not as they should be."""
    return Problem(422, errors[0]["message"], errors=errors)
