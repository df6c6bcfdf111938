"""The rule of a campaign: values of the filters that it may go by, chosen in its form and told in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import current
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.people.filters.table import RULE_FILTERS, Offer, offered
from prisoner_pages.public.read_models.lexicon import lexicon_in
from prisoner_pages.querysets.told_facts import Rule

Choices = dict[str, list[tuple[str, Any]]]  # by the name of the filter

NOT_CHOSEN = _("does not matter")
NOT_ON_THE_LIST = _("what is no longer on the list: this finds nobody")


def choices_of_rules(kept: Rule) -> Choices:
    """Return what each filter may be set to; what a rule says already stays possible."""
    generations = current()
    offer = Offer(lexicon_in(SOURCE_LANGUAGE, generations=generations), generations)
    return {
        each.name: _with_kept(offered(each.of_rules, offer), kept.get(each.name)) for each in RULE_FILTERS
    }


def _with_kept(pairs: list[tuple[str, Any]], value: str | None) -> list[tuple[str, Any]]:
    is_offered = not value or value in dict(pairs)
    return pairs if is_offered else [*pairs, (value or "", NOT_ON_THE_LIST)]


def rule_in_words(rule: Rule) -> str:
    """Say the rule as its form does: “Work: teacher; Birthday in: May”, or "" for none."""
    choices = choices_of_rules(rule) if rule else {}
    said = (
        (each.label, dict(choices[each.name])[rule[each.name]]) for each in RULE_FILTERS if each.name in rule
    )
    return "; ".join(f"{label}: {value}" for label, value in said)


class RuleChoices(forms.MultiWidget):
    """A list for each filter, under its label."""

    template_name = "prisoner_pages/people/rule.html"

    def __init__(self, choices: Choices) -> None:
        lists = {each.name: [("", NOT_CHOSEN), *choices[each.name]] for each in RULE_FILTERS}
        super().__init__({name: forms.Select(choices=offers) for name, offers in lists.items()})

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(each.name, "") for each in RULE_FILTERS]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for each, chosen in zip(RULE_FILTERS, context["widget"]["subwidgets"], strict=True):
            chosen["label"] = each.label
        return context


class RuleField(forms.MultiValueField):
    """Gives {name of the filter: value} of those that are set."""

    def __init__(self, kept: Rule | None = None, **kwargs: Any) -> None:
        choices = choices_of_rules(kept or {})
        fields = [forms.ChoiceField(choices=choices[each.name], required=False) for each in RULE_FILTERS]
        super().__init__(
            fields, required=False, require_all_fields=False, widget=RuleChoices(choices), **kwargs
        )

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        return {each.name: value for each, value in zip(RULE_FILTERS, data_list, strict=False) if value}
