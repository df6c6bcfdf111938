import pytest
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from home.pages.actions.indexing import (
    catch_up,
    deferred_indexing,
    forget_index,
    not_indexed,
    note_references,
)
from prisoner_pages.models import Occupation, Prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

pytestmark = pytest.mark.both_databases


@pytest.fixture
def record(db):
    open_locales("uk")
    return PrisonerFactory(stories=[])


def entries(found):
    return IndexEntry.objects.filter(object_id=str(found.pk), content_type__model="prisoner")


def references(found):
    rows = ReferenceIndex.objects.filter(object_id=str(found.pk), content_type__model="prisoner")
    return set(rows.values_list("to_content_type", "to_object_id", "model_path", "content_path_hash"))


def test_nothing_is_indexed_until_it_is_caught_up(record):
    with deferred_indexing(Prisoner):
        late = PrisonerFactory(stories=[])

    assert not entries(late).exists() and not references(late)
    assert list(not_indexed(Prisoner)) == [late]
    catch_up(Prisoner)
    assert entries(late).count() == 1 and not not_indexed(Prisoner).exists()


def test_afterwards_every_save_is_indexed_again(record):
    with deferred_indexing(Prisoner):
        pass

    assert entries(PrisonerFactory(stories=[])).exists()


def test_references_are_those_wagtail_would_note(record):
    record.occupations.add(Occupation.objects.create(name="коваль", locale_id=1))
    record.save()
    expected = references(record)
    ReferenceIndex.objects.all().delete()

    note_references(Prisoner.objects.get())
    note_references(Prisoner.objects.get())

    assert expected and references(record) == expected


def test_changed_record_is_forgotten_and_indexed_anew(record):
    forget_index(record)
    Prisoner.objects.update(search_text=" novel ")

    catch_up(Prisoner)

    assert "novel" in entries(record).get().autocomplete
