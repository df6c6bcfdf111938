"""The filters of the list of people, as a GET form: unknown ones are ignored, malformed ones explained."""

from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy as _

from home.caching.bounded import BoundedCache
from home.caching.read_models import CONTENT, memoized_for
from home.widgets import MarkedSelect
from prisoner_pages.people.filters.table import FILTERS, Filter, Offer, offered
from prisoner_pages.people.read_models.search_results import Answer, answer_to
from prisoner_pages.querysets.records import PrisonerQuerySet

WORDS = "q"
LONGEST_QUERY = 200  # characters
NOT_POSSIBLE = _("“%(value)s” is not possible here, so this filter is left out. Choose one of the list.")
TOO_LONG = _("Search for fewer words: at most %(limit_value)d characters.")
WRITTEN: BoundedCache[tuple[Any, ...], SafeString] = BoundedCache(2_000_000)  # characters
BY_NAME, SHUFFLED = "name", "shuffled"
ORDERS = [(BY_NAME, _("by name")), (SHUFFLED, _("anew each day"))]
# Where words were typed, what answers them best stands first unless somebody chooses otherwise.
BEST_FIRST = ("", _("the best match first"))


class FilterChoice(forms.ChoiceField):
    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=choices,
            required=False,
            widget=MarkedSelect,
            error_messages={"invalid_choice": NOT_POSSIBLE},
            **kwargs,
        )


class OrderChoice(FilterChoice):
    """A list that no words narrow is in the order of names; old addresses say so, its form does not."""

    def valid_value(self, value: Any) -> bool:
        return value == BY_NAME or super().valid_value(value)


# All that the address of the list may hold.
PARAMETERS = (*(each.name for each in FILTERS), "order", "page")


class WordsInput(forms.TextInput):
    """Written without a template: Django's take as long as looking the words up."""

    input_type = "search"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        told = {each: widget[each] for each in ("type", "name", "value") if widget[each] is not None}
        return format_html("<input{}>", flatatt(told | widget["attrs"]))


class FilterWords(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_QUERY,
            required=False,
            error_messages={"max_length": TOO_LONG},
            widget=WordsInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )


def field_of(each: Filter, offer: Offer) -> forms.Field:
    """Return the field of a filter; its choices are read only when it is shown or set."""
    if each.choices is None:
        return FilterWords(label=each.label, help_text=each.hint)
    choices = lambda: [("", each.nothing_chosen), *offered(each.choices, offer)]  # noqa: E731
    return FilterChoice(label=each.label, help_text=each.hint, choices=choices)


def written(field: BoundField) -> SafeString:
    """Return the field as the list shows it; one not set is written once a day and generation."""
    form = cast(PeopleFilter, field.form)
    if field.value():
        return _written(field)
    kept = _fields_not_set(generations=form.offer.generations)
    key = timezone.localdate(), form.offer.lexicon.language, field.name, bool(form.data.get(WORDS))
    if key not in kept:
        kept[key] = _written_for_its_choices(field)
    return kept[key]


def _written_for_its_choices(field: BoundField) -> SafeString:
    """Return it as it was written before, where it offers the same: most changes change no choice."""
    form = cast(PeopleFilter, field.form)
    key = get_language(), field.name, bool(form.data.get(WORDS)), form.made_of_data(field.name)
    text = WRITTEN.get(key)
    if text is None:
        text = _written(field)
        WRITTEN.put(key, text, len(text) + len(str(key)))
    return text


def _written(field: BoundField) -> SafeString:
    return render_to_string("prisoner_pages/people/list/filter.html", {"field": field})


@memoized_for(CONTENT)
def _fields_not_set() -> dict[tuple[date, str, str, bool], SafeString]:
    """By day, language and name, and whether words were typed, which changes the orders that are offered."""
    return {}


class PeopleFilter(forms.Form):
    """The list's parameters. A wrong value does not affect the others."""

    use_required_attribute = False

    def __init__(self, data: Any, offer: Offer) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.offer = offer
        orders = [BEST_FIRST, *ORDERS] if self.data.get(WORDS) else [("", ORDERS[0][1]), *ORDERS[1:]]
        self.fields = {each.name: field_of(each, offer) for each in FILTERS}
        self.fields["order"] = OrderChoice(label=_("Order"), choices=orders)

    def made_of_data(self, name: str) -> tuple[tuple[str, Any], ...]:
        """Return the choices of this filter that are not always the same."""
        choices = next((each.choices for each in FILTERS if each.name == name), None)
        return tuple(offered(choices, self.offer)) if callable(choices) else ()

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return {name: value} of the well-formed filters that were set."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @cached_property
    def found(self) -> Answer | None:
        """What the words find; None where none were typed."""
        words, offer = self.chosen.get(WORDS), self.offer
        return answer_to(words, offer.lexicon.language, generations=offer.generations) if words else None

    def values_of(self, each: Filter) -> list[str]:
        """Return what this filter may be set to."""
        return [value for value, _label in offered(each.choices, self.offer)]

    def narrow(self, people: PrisonerQuerySet) -> PrisonerQuerySet:
        if self.found:
            people = people.filter(pk__in=self.found.people)
        chosen = self.chosen
        for each in FILTERS:
            if each.name in chosen and not each.is_words:
                people = each.apply(people, chosen[each.name])
        return people
