"""The base of what answers are made of: a schema filled quickly with what was checked when it was stored."""

from typing import ClassVar

from pydantic import BaseModel

_put = object.__setattr__


class Shape(BaseModel):
    # One set for all that are filled whole: nobody changes it.
    all_names: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        super().__pydantic_init_subclass__(**kwargs)
        cls.all_names = set(cls.model_fields)

    @classmethod
    def of(cls, **values):
        """Return one of these values, unchecked; a test holds the answers to their schemas.

        pydantic's `model_construct` looks at each field anew each time: for a list of a hundred people that
        was a third of the whole answer.
        """
        shape = cls.__new__(cls)
        given = cls.all_names if len(values) == len(cls.all_names) else set(values)
        _put(shape, "__dict__", values)
        _put(shape, "__pydantic_fields_set__", given)
        _put(shape, "__pydantic_extra__", None)
        _put(shape, "__pydantic_private__", None)
        return shape
