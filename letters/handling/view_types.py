"""What views of letters are, and what they give their templates, in the words of types. Pure."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]
Context = dict[str, Any]
