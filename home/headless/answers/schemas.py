"""What all answers have in common; schemas are filled quickly, with values validated when stored."""

from typing import Any, ClassVar, Self

from django.utils.safestring import SafeString
from pydantic import BaseModel, Field

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


class Text(Shape):
    """Words and the language they are in, which may be another than the answer's where it has none."""

    # Where words of several languages stand in it: the same with the language of each. Told to pages alone.
    html: ClassVar[SafeString | None] = None

    text: str
    lang: str = Field(examples=["uk"])

    def __str__(self) -> str:
        return self.text


class Meta(Shape):
    """In which language an answer is, of what was asked for."""

    requested_locale: str = Field(examples=["crh"])
    served_locale: str = Field(
        examples=["crh"], description="Of one page: the language in which it is told here."
    )
    fallback: list[str] = Field(examples=[["uk", "en"]])


class ListMeta(Meta):
    total: int
    limit: int
    next: str | None = Field(description="Address of the next part; null at the end.")


class Translation(Shape):
    """The same thing in another language, and whether its text is that of the original.

    A person has a page in every language, and so has the list of people: where `has_text` is false it tells
    the facts without a story, or lists without an introduction.
    """

    locale: str
    slug: str
    url: str
    complete: bool = Field(description="Up to date: all that the original says now, and nothing else.")
    behind: bool = Field(
        description="Older than the original: newer words wait here, or words it has lost still stand."
    )
    has_text: bool


def translation_of(*, behind: bool, has_text: bool = True, **more: str) -> Translation:
    return Translation.of(complete=has_text and not behind, behind=behind, has_text=has_text, **more)
