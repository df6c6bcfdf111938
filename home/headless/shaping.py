"""The base of what answers are made of: a schema filled quickly with what was checked when it was stored."""

from functools import cache

from pydantic import BaseModel


class Shape(BaseModel):
    @classmethod
    def of(cls, **values):
        """Return one of these values, unchecked; a test holds the answers to their schemas.

        pydantic's `model_construct` looks at each field anew each time: for a list of a hundred people that
        was a third of the whole answer.
        """
        shape = cls.__new__(cls)
        given = _all_fields(cls) if len(values) == len(cls.model_fields) else set(values)
        put = object.__setattr__
        put(shape, "__dict__", values)
        put(shape, "__pydantic_fields_set__", given)
        put(shape, "__pydantic_extra__", None)
        put(shape, "__pydantic_private__", None)
        return shape


@cache
def _all_fields(cls):
    """One set for all shapes of a class: nobody changes it."""
    return set(cls.model_fields)
