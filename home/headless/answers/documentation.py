"""The OpenAPI document for human readers: its operations by subject, all or those that hold some words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
LONGEST_WORDS = 200  # characters; whoever searches types less


@dataclass(frozen=True)
class Described:
    path: str
    method: str
    operation: dict[str, Any]

    def holds(self, words: list[str]) -> bool:
        """Say whether each word stands somewhere in what is told of the operation."""
        said = " ".join(self._said()).casefold()
        return all(word in said for word in words)

    def _said(self) -> Iterator[str]:
        yield from (self.path, self.method, self.operation["summary"], self.operation.get("description", ""))
        for parameter in self.operation.get("parameters", ()):
            yield from (parameter["name"], _words_of(parameter), _words_of(parameter["schema"]))
        for content in self.operation.get("requestBody", {}).get("content", {}).values():
            for name, field in content["schema"].get("properties", {}).items():
                yield from (name, _words_of(field))


@dataclass(frozen=True)
class Subject:
    name: str
    description: str
    operations: list[Described]


def subjects_of(document: Document, words: str) -> list[Subject]:
    """Return the operations that hold the words, by the subjects (tags) of the document, no empty ones."""
    asked = words[:LONGEST_WORDS].casefold().split()
    found = [each for each in _described(document) if each.holds(asked)]
    subjects = (
        Subject(tag["name"], tag["description"], [each for each in found if tag["name"] in _tags(each)])
        for tag in document["tags"]
    )
    return [subject for subject in subjects if subject.operations]


def _described(document: Document) -> Iterator[Described]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield Described(path, method, operation)


def _tags(each: Described) -> list[str]:
    return each.operation["tags"]


def _words_of(told: dict[str, Any]) -> str:
    return told.get("description") or ""
