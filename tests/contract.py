"""The contract of the API: what it promised stays (tests/snapshots/api.json, by `tests.write_contract`)."""

import json
from pathlib import Path

SNAPSHOT = Path(__file__).parent / "snapshots" / "api.json"


# Whose words may change, and where the document itself was asked for.
FREE = ("description", "summary", "example", "examples", "title", "tags", "info", "servers")


def taken_back(promised, kept):
    """Return what stands in `promised` and not in `kept`: removed, renamed, or of another type.

    Words may change, examples and descriptions too; what is new is no breach. A reference keeps its promise
    when that to which it leads now keeps what the one before said.
    """
    return _taken_back(led_on(promised), led_on(kept), "")


def led_on(document):
    """Return the document with the components to which operations refer in the place of the references.

    The components still stand by their names; a schema is told by its name alone, as types are made of it.
    """
    responses = document.get("components", {}).get("responses", {})
    prefix = "#/components/responses/"

    def followed(value):
        if isinstance(value, list):
            return [followed(each) for each in value]
        if not isinstance(value, dict):
            return value
        name = str(value.get("$ref", "")).removeprefix(prefix)
        return responses[name] if name in responses else {key: followed(each) for key, each in value.items()}

    return {**document, "paths": followed(document.get("paths", {}))}


def _taken_back(promised, kept, place):
    if isinstance(promised, dict) and isinstance(kept, dict):
        found = []
        for name, value in promised.items():
            if name in FREE:
                continue
            if name not in kept:
                found.append(f"{place}/{name}")
            else:
                found += _taken_back(value, kept[name], f"{place}/{name}")
        return found
    if isinstance(promised, list) and isinstance(kept, list):
        return _of_lists(promised, kept, place)
    return [] if promised == kept else [f"{place}: {promised!r} became {kept!r}"]


def _of_lists(promised, kept, place):
    """Parameters are found by their names, all else by being there, perhaps with something new in it."""
    named = {item["name"]: item for item in kept if isinstance(item, dict) and "name" in item}
    found = []
    for item in promised:
        if isinstance(item, dict) and item.get("name") in named:
            found += _taken_back(item, named[item["name"]], f"{place}/{item['name']}")
        elif all(_taken_back(item, each, place) for each in kept):
            found.append(f"{place}: {json.dumps(item)[:100]}")
    return found


def newly_required(promised, kept, place=""):
    """Return parameters that have to be sent now and had not to be before."""
    found = []
    for path, operations in promised["paths"].items():
        for method, operation in operations.items():
            before = {each["name"] for each in operation.get("parameters", [])}
            now = kept["paths"].get(path, {}).get(method, {}).get("parameters", [])
            found += [
                f"{path} {each['name']}" for each in now if each["required"] and each["name"] not in before
            ]
    return found


def operations_of(document):
    """Yield (path, method, operation)."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def without_words(value):
    """Return the document without what may change freely."""
    if isinstance(value, dict):
        skipped = ("description", "summary", "example", "examples", "servers")
        return {name: without_words(inner) for name, inner in value.items() if name not in skipped}
    return [without_words(inner) for inner in value] if isinstance(value, list) else value
