"""Choices marked with the language of their words, where the page's own language lacks them."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from home.templatetags.interface import language_of, t


class MarkedSelect(forms.Select):
    """`<option>` can hold no element, so it carries the language itself.

    Written as Django’s templates write it, less their white space: those are two for each option, a third of
    the list of people.
    """

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if language := self.language_of_option(value, label):
            option["attrs"]["lang"] = language
        return option

    def language_of_option(self, value: Any, label: str | Promise) -> str:
        return language_of(label)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = "".join(_group(label, options) for label, options, _place in widget["optgroups"])
        begins = f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>'
        return mark_safe(f"{begins}{options}\n</select>")  # noqa: S308


def _group(label: str | None, options: list[dict[str, Any]]) -> str:
    written = "".join(
        f'\n<option value="{conditional_escape(str(option["value"]))}"{_attributes(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'\n<optgroup label="{conditional_escape(label)}">{written}\n</optgroup>' if label else written


def _attributes(values: dict[str, Any]) -> str:
    told = ((name, value) for name, value in values.items() if value is not False)
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"' for name, value in told
    )


class LanguageSelect(MarkedSelect):
    """Languages by their own names, each in that language; the blank choice is interface words."""

    def language_of_option(self, value: Any, label: str | Promise) -> str:
        return str(value) or language_of(label)


class BoxesToFind(forms.CheckboxSelectMultiple):
    """Boxes to tick; in a long list they are found by typing. Without scripts all of them stand there."""

    template_name = "home/widgets/boxes_to_find.html"

    class Media:
        js = [Script("home/picker.js", type="module")]


class FindInList(forms.Select):
    """One of a long list, found by typing. Without scripts it is an ordinary list.

    With `data-add`, an address, what is not on the list is added there; `data-kinds` says of which kinds.
    """

    template_name = "home/widgets/find_in_list.html"

    class Media:
        js = [Script("home/find_in_list.js", type="module")]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what is chosen; what was typed instead is shown again."""
        chosen = super().value_from_datadict(data, files, name)
        self.attrs["data-typed"] = "" if chosen else data.get(f"{name}-typed", "").strip()
        return chosen

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["adds_at"] = self.attrs.get("data-add", "")
        return context


class MarkedRadioSelect(forms.RadioSelect):
    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, t(label), *args, **kwargs)
