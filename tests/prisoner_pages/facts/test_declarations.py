"""Every fact is declared whole: what holds it, who sees it, what is told of it, how a list says it."""

from collections import Counter

import pytest
from modelcluster.models import get_all_child_relations
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from letters.api.schemas import Addressee
from prisoner_pages.api.routers.tables import PEOPLE_FIELDS
from prisoner_pages.api.serializers.people import Answer
from prisoner_pages.facts.read_models.declarations import CAPTIONED, FACTS, HEEDED, IMPORTED
from prisoner_pages.facts.read_models.fact import Rule
from prisoner_pages.models import Prisoner
from prisoner_pages.models.prisoner import OUTSIDE_DRAFTS
from prisoner_pages.people.read_models.person import Person
from prisoner_pages.policies import BASES_FOR_SCOPE
from prisoner_pages.records.panels.fields import names_in, record_edit_handler

MIXINS = (WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin)
# Of a record, but no facts on the person.
NO_FACTS = {"id", "sources", *OUTSIDE_DRAFTS}
NO_FACTS |= {field.name for mixin in MIXINS for field in mixin._meta.get_fields()}
# What a person of the API tells besides facts.
TOLD_BESIDES = Answer.always.keys() | {"story", "campaigns", "partner", "sources"}
TOLD_BESIDES |= {"timeline", "conflicts", "verified", "updates"}  # of several facts each


def named(facts):
    return {fact.name for fact in facts}


def fields_of_the_record():
    own = [*Prisoner._meta.fields, *Prisoner._meta.many_to_many]
    children = [relation.get_accessor_name() for relation in get_all_child_relations(Prisoner)]
    return [*(field.name for field in own), *children]


def test_every_field_of_a_record_belongs_to_one_fact():
    declared = Counter(field for fact in FACTS for field in fact.fields)

    assert declared == Counter(name for name in fields_of_the_record() if name not in NO_FACTS)


def test_editors_find_every_field_of_a_fact_once():
    shown = Counter(filter(None, names_in(record_edit_handler().children)))

    assert [field for fact in FACTS for field in fact.fields if shown[field] != 1] == []


def test_no_two_facts_have_one_name_or_read_one_column_first():
    assert max(Counter(fact.name for fact in FACTS).values()) == 1
    first = Counter(fact.column for fact in IMPORTED if not fact.told_by)
    assert [column for column, n in first.items() if n > 1] == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_is_told_by_itself_or_in_its_place_or_private(fact):
    ways = [bool(fact.caption), bool(fact.api_fields), Rule.PRIVATE in fact.rules]

    assert ways.count(True) == 1, "give it a caption, or say where it is told, or that it is private"
    assert not (fact.heed and not fact.caption) and not (fact.untold and not fact.caption)


def test_the_api_tells_every_fact_that_is_not_private_and_nothing_else():
    told = {field for fact in FACTS for field in fact.api_fields} | named(CAPTIONED) | named(HEEDED)

    assert told | TOLD_BESIDES == set(Person.model_fields) == {*Answer.always, *Answer.facts}
    assert named(fact for fact in FACTS if Rule.PRIVATE in fact.rules).isdisjoint(Person.model_fields)


def test_tables_and_the_letter_form_tell_what_a_writer_is_to_heed_and_what_has_a_caption():
    assert named((*CAPTIONED, *HEEDED)) <= set(PEOPLE_FIELDS)
    assert named(HEEDED) <= set(Addressee.model_fields)


@pytest.mark.parametrize("fact", IMPORTED, ids=lambda fact: fact.name)
def test_what_a_list_may_say_is_compared_and_written(fact):
    assert fact.held and fact.put and fact.column
    assert isinstance(fact.held(Prisoner()), str)
    assert fact.told_by in named(IMPORTED) | {""}


def test_what_stands_on_a_page_as_disputed_is_not_private():
    claimed = [fact for fact in FACTS if Rule.CLAIMED in fact.rules]

    assert all(Rule.DISPUTED in fact.rules for fact in claimed)
    assert not [fact for fact in FACTS if Rule.DISPUTED in fact.rules and Rule.PRIVATE in fact.rules]


def test_every_scope_of_a_fact_has_a_policy():
    assert {fact.scope for fact in FACTS if fact.scope} <= BASES_FOR_SCOPE.keys()
