"""Choices that say in which language their words are, where the page's own language lacks them."""

from django import forms

from home.templatetags.interface import language_of, t


class MarkedSelect(forms.Select):
    """`<option>` can hold no element, so it carries the language itself."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if language := self.language_of_option(value, label):
            option["attrs"]["lang"] = language
        return option

    def language_of_option(self, value, label):
        return language_of(label)


class LanguageSelect(MarkedSelect):
    """Languages by their own names, each in that language; the blank choice is interface words."""

    def language_of_option(self, value, label):
        return str(value) or language_of(label)


class MarkedRadioSelect(forms.RadioSelect):
    def create_option(self, name, value, label, *args, **kwargs):
        return super().create_option(name, value, t(label), *args, **kwargs)
