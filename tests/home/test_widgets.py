import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from home.templatetags.interface import in_its_language
from home.widgets import LanguageSelect, MarkedRadioSelect, MarkedSelect

CHOICES = [("", _("any")), ("sentenced", _("sentenced")), ("x", "Центр"), ("y", "Center")]


def options(widget, language):
    with translation.override(language):
        return str(forms.ChoiceField(choices=CHOICES, widget=widget).widget.render("field", ""))


def test_options_a_crimean_tatar_page_lacks_are_marked_ukrainian():
    html = options(MarkedSelect, "crh")

    assert '<option value="" selected lang="uk">усі</option>' in html
    assert '<option value="sentenced">üküm etilgen</option>' in html
    assert '<option value="x" lang="uk">Центр</option>' in html
    assert '<option value="y">Center</option>' in html


@pytest.mark.parametrize("language", ["uk", "en"])
def test_options_in_the_page_language_are_not_marked(language):
    assert "lang=" not in options(MarkedSelect, language).replace('<option value="x" lang="uk">', "")


def test_radio_buttons_mark_their_words():
    assert '<span lang="uk">усі</span>' in options(MarkedRadioSelect, "crh")


def test_names_of_languages_are_in_those_languages():
    choices = [("", _("any")), ("ru", "Русский"), ("crh", "Qırımtatarca")]
    with translation.override("crh"):
        html = forms.ChoiceField(choices=choices, widget=LanguageSelect).widget.render("field", "ru")

    assert '<option value="ru" selected lang="ru">Русский</option>' in html
    assert '<option value="" lang="uk">усі</option>' in html


def test_ukrainian_title_on_a_page_in_latin_letters_is_marked():
    with translation.override("crh"):
        assert in_its_language("Люди") == '<span lang="uk">Люди</span>'
        assert in_its_language("Insanlar") == "Insanlar"
        assert in_its_language("Центр прав людини ZMINA") == '<span lang="uk">Центр прав людини ZMINA</span>'
        assert in_its_language("«Зоря» aqqında kitap") == "«Зоря» aqqında kitap"
    with translation.override("uk"):
        assert in_its_language("Люди") == "Люди"


@pytest.mark.parametrize(
    "choices",
    [[("", "any"), ("a&b", "“<one>” & two"), (3, "three")], [("Group <1>", [("x", "X")]), ("y", "Y")]],
)
def test_a_marked_list_is_written_as_django_writes_it_but_for_white_space(choices):
    attrs = {"id": "id_x", "required": True, "disabled": False, "title": 'say "so"'}
    ours, djangos = (widget(choices=choices) for widget in (MarkedSelect, forms.Select))

    with translation.override("en"):
        written = [widget.render("x", "3", attrs) for widget in (ours, djangos)]

    assert [line.strip() for line in written[0].splitlines()] == [
        line.strip() for line in written[1].splitlines() if line.strip()
    ]
