"""The base of answers: a schema filled quickly with values that were validated when they were stored."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel

_put = object.__setattr__


class Shape(BaseModel):
    # Shared by all instances with all fields; never changed.
    all_names: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.all_names = set(cls.model_fields)

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Return an instance with these values, unvalidated; a test compares answers with their schemas.

        pydantic's `model_construct` inspects each field each time, which took a third of the whole answer for
        a list of a hundred people.
        """
        shape = cls.__new__(cls)
        given = cls.all_names if len(values) == len(cls.all_names) else set(values)
        _put(shape, "__dict__", values)
        _put(shape, "__pydantic_fields_set__", given)
        _put(shape, "__pydantic_extra__", None)
        _put(shape, "__pydantic_private__", None)
        return shape
