"""A translation exported for work elsewhere: its strings, their states and the text offered for each."""

from wagtail_localize.models import Translation

from home.translation.choices import UnitState
from home.translation.desk.read_models.work import part_of, strings_to_hand_out
from home.translation.files.content import FileRow, Sheet, key_of
from home.translation.models import Unit
from home.translation.text.links import move_links
from home.translation.translatables import PageOrWord, model_of


def sheet_of(translation: Translation) -> Sheet:
    """Return the Sheet of a translation."""
    source = translation.source
    model = model_of(source.specific_content_type)
    return Sheet(
        uuid=str(translation.uuid),
        title=source.object_repr,
        source_language=source.locale.language_code,
        language=translation.target_locale.language_code,
        rows=tuple(_row(unit, model) for unit in strings_to_hand_out(translation)),
    )


def file_name(translation: Translation, suffix: str) -> str:
    """Return a name that reveals nothing of the text: file names stay in lists of downloads and in mail."""
    return f"{translation.target_locale.language_code}-{translation.pk}.{suffix}"


def _row(unit: Unit, model: type[PageOrWord]) -> FileRow:
    return FileRow(
        key=key_of(unit.pk, unit.string.data),
        part=part_of(unit, model),
        source=unit.string.data,
        text=offered(unit),
        state=unit.state,
        older_source=unit.carried_source,
        older_text=_older(unit),
    )


def offered(unit: Unit) -> str:
    """Return the text for a string in a file: its draft, or what was written before it changed."""
    if unit.draft is not None:
        return unit.draft
    if unit.state in (UnitState.REVIEWED, UnitState.LEFT_OUT):
        return unit.approved_text
    return _older(unit) or unit.former_draft


def _older(unit: Unit) -> str:
    return move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
