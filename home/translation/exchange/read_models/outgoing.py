"""A translation as it leaves for work elsewhere: its strings, their states and what is offered for each."""

from home.translation.choices import UnitState
from home.translation.desk.read_models.work import part_of, strings_to_hand_out
from home.translation.files.content import FileRow, Sheet, key_of
from home.translation.text.links import move_links


def sheet_of(translation):
    """Return the Sheet of a translation."""
    source = translation.source
    model = source.specific_content_type.model_class()
    return Sheet(
        uuid=str(translation.uuid),
        title=source.object_repr,
        source_language=source.locale.language_code,
        language=translation.target_locale.language_code,
        rows=tuple(_row(unit, model) for unit in strings_to_hand_out(translation)),
    )


def file_name(translation, suffix):
    """Return a name that tells nothing of the text: names stay in lists of downloads and in mail."""
    return f"{translation.target_locale.language_code}-{translation.pk}.{suffix}"


def _row(unit, model):
    return FileRow(
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
