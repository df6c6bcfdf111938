"""A translation as it leaves for work elsewhere: its strings, their states and what is offered for each."""

from home.translation.choices import UnitState
from home.translation.files.sheet import Row, Sheet, key_of
from home.translation.links import move_links
from home.translation.work import part_of, strings_of


def sheet_of(translation):
    """Return the Sheet of a translation."""
    source = translation.source
    model = source.specific_content_type.model_class()
    return Sheet(
        uuid=str(translation.uuid),
        title=source.object_repr,
        source_language=source.locale.language_code,
        language=translation.target_locale.language_code,
        rows=tuple(_row(unit, model) for unit in strings_of(translation)),
    )


def _row(unit, model):
    return Row(
        key=key_of(unit.pk, unit.string.data),
        part=part_of(unit, model),
        source=unit.string.data,
        text=offered(unit),
        state=unit.state,
        older_source=unit.carried_source,
        older_text=_older(unit),
    )


def offered(unit):
    """Return the text that a file has for a string: its draft, or what was written before it changed."""
    if unit.draft is not None:
        return unit.draft
    if unit.state in (UnitState.REVIEWED, UnitState.LEFT_OUT):
        return unit.approved_text
    return _older(unit) or unit.former_draft


def _older(unit):
    return move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
