import gettext
import io
from datetime import date
from unittest import mock

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.utils.formats import date_format
from django.utils.translation import override

from home.catalogues.checks import problems
from home.catalogues.extraction import messages_of_project, messages_of_python, messages_of_template
from home.catalogues.files import (
    CODES,
    catalogue_path,
    date_words,
    forms_of,
    message_of,
    plural_count,
    unused_parts,
    write,
)
from home.catalogues.message import Message
from home.languages.table import LANGUAGES

UKRAINIAN = {"Save": "Зберегти", "Hello, %(name)s": "Вітаємо, %(name)s"}


def project(root, *, python="", template=""):
    folder = root / "home" / "templates"
    folder.mkdir(parents=True)
    (root / "home" / "views.py").write_text(python)
    (folder / "page.html").write_text(template)
    (root / "locale" / "parts").mkdir(parents=True)
    (root / "locale" / "libraries").mkdir()
    return root


def add_file(path, words, *, plurals=()):
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in words.items())
    for singular, plural, forms in plurals:
        file.append(polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural=dict(enumerate(forms))))
    file.save(str(path))


def bring_up_to_date(root):
    messages = messages_of_project(root)
    for language in CODES:
        write(root, language, messages)


def compiled(root, language):
    return gettext.GNUTranslations(io.BytesIO(compiled_path(root, language).read_bytes()))


def words_in(root, language):
    return [entry.msgid for entry in polib.mofile(str(compiled_path(root, language)))]


def compiled_path(root, language):
    return catalogue_path(root, language).with_suffix(".mo")


@pytest.fixture
def saved(tmp_path):
    """A project of two messages, Ukrainian complete and up to date."""
    root = project(
        tmp_path,
        python="from django.utils.translation import gettext as _\n_('Save')",
        template='{% t "Hello, %(name)s" %}',
    )
    add_file(root / "locale" / "parts" / "home.po", UKRAINIAN)
    bring_up_to_date(root)
    return root


@pytest.mark.parametrize("language", [code for code, language in LANGUAGES.items() if language.needs_sources])
def test_every_word_that_few_can_check_names_its_source(language):
    made = date_words(language)
    entries = polib.pofile(str(catalogue_path(settings.BASE_DIR, language)))

    assert [entry.msgid for entry in entries if entry.tcomment]
    assert [
        entry.msgid
        for entry in entries
        if any(forms_of(entry)) and message_of(entry) not in made and not entry.tcomment
    ] == []


def test_a_language_that_django_lacks_says_its_dates_to_the_filters():
    with override("crh"):
        assert date_format(date(2026, 11, 25), "l j E, F, M, b") == "Çarşenbe 25 noyabr, Noyabr, Noy, Noy"
        assert date_format(date(2026, 6, 1), "D j M, F") == "Ber 1 İyn, İyün"


class TestExtraction:
    def test_python_calls_are_known_by_what_their_file_imports(self):
        source = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy, npgettext
_("one" " sentence")
ngettext("%(n)s day", "%(n)s days", n)
pgettext_lazy("post", "letter")
npgettext("post", "a letter", "letters", n)
_(variable)
_("")
gettext("not imported")
"""
        assert messages_of_python(source) == [
            Message("one sentence"),
            Message("%(n)s day", plural="%(n)s days"),
            Message("letter", context="post"),
            Message("a letter", context="post", plural="letters"),
        ]

    def test_template_tags_and_constants_are_known(self):
        source = """
{% translate "One" %}{% trans 'Two' as two %}{% translate "letter" context "post" %}
{% t "Three %(x)s" x=y %}{% tn "%(count)s day" "%(count)s days" total %}{% t label %}
{{ _("Four")|upper }}{% include "x.html" with title=_("Five") %}
{% include "x.html" with label="Six" kind="quiet" %}
{% comment %}{% translate "Never" %}{% t "Never" %}{% endcomment %}{# {% translate "Never" %} #}
"""
        assert messages_of_template(source) == [
            Message("One"),
            Message("Two"),
            Message("letter", context="post"),
            Message("Three %(x)s"),
            Message("%(count)s day", plural="%(count)s days"),
            Message("Four"),
            Message("Five"),
            Message("Six"),
        ]

    def test_blocks_are_read_as_django_reads_them(self):
        source = """{% blocktranslate trimmed count n=total %}
  One {{ thing }} at 5%
{% plural %}
  {{ n }} things
{% endblocktranslate %}"""

        assert messages_of_template(source) == [Message("One %(thing)s at 5%%", plural="%(n)s things")]

    def test_a_percent_sign_is_read_as_the_page_will_look_it_up(self):
        django_tag, own_tag = '{% translate "5% more" %}', '{% t "5% more" %}'
        asked = []
        with mock.patch("django.template.base.gettext_lazy", lambda words: asked.append(words) or words):
            engines["django"].from_string("{% load i18n %}" + django_tag).render()

        assert messages_of_template(django_tag) == [Message(*asked)] == [Message("5%% more")]
        assert messages_of_template(own_tag) == [Message("5% more")]

    def test_words_used_alone_and_by_number_are_one_message(self, tmp_path):
        root = project(tmp_path, template='{% t "day" %}{% tn "day" "days" n %}')

        assert list(messages_of_project(root)) == [Message("day", plural="days")]


class TestFiles:
    def test_parts_fill_the_catalogue_and_never_overwrite_it(self, saved):
        add_file(saved / "locale" / "parts" / "other.po", {"Save": "Записати"})
        bring_up_to_date(saved)

        assert compiled(saved, "uk").gettext("Save") == "Зберегти"

    def test_a_part_of_another_language_fills_that_one_alone(self, saved):
        add_file(saved / "locale" / "parts" / "proposals.de.po", {"Save": "Speichern"})
        bring_up_to_date(saved)

        assert compiled(saved, "de").gettext("Save") == "Speichern"
        assert compiled(saved, "uk").gettext("Save") == "Зберегти"
        assert compiled(saved, "pl").gettext("Save") == "Save"

    def test_missing_word_is_english_in_german_and_absent_in_crimean_tatar(self, saved):
        assert "Save" in words_in(saved, "de")
        assert "Save" not in words_in(saved, "crh")

    def test_missing_plural_is_english_in_every_form(self, tmp_path):
        root = project(tmp_path, template='{% tn "%(count)s day" "%(count)s days" n %}')
        bring_up_to_date(root)

        shown = [compiled(root, "pl").ngettext("%(count)s day", "%(count)s days", n) for n in (1, 2, 5)]

        assert shown == ["%(count)s day", "%(count)s days", "%(count)s days"]

    def test_library_words_stay_though_no_source_uses_them(self, saved):
        add_file(saved / "locale" / "libraries" / "wagtail.uk.po", {"Explorer": "Провідник"})
        bring_up_to_date(saved)

        assert compiled(saved, "uk").gettext("Explorer") == "Провідник"
        assert "Explorer" not in words_in(saved, "de")

    def test_where_a_word_comes_from_stays_beside_it(self, saved):
        part = saved / "locale" / "parts" / "proposals.crh.po"
        add_file(part, {"Save": "Saqla"})
        part.write_text(part.read_text().replace('msgid "Save"', '# A dictionary, 2023\nmsgid "Save"'))
        bring_up_to_date(saved)
        part.unlink()
        bring_up_to_date(saved)

        entry = polib.pofile(str(catalogue_path(saved, "crh"))).find("Save")
        assert (entry.msgstr, entry.tcomment) == ("Saqla", "A dictionary, 2023")

    def test_word_no_source_uses_is_dropped_and_named(self, saved):
        add_file(saved / "locale" / "parts" / "old.po", {"Gone": "Немає"})
        bring_up_to_date(saved)

        assert "Gone" not in words_in(saved, "uk")
        assert unused_parts(saved, messages_of_project(saved)) == {"old.po": [Message("Gone")]}

    def test_second_run_changes_nothing(self, saved):
        messages = messages_of_project(saved)

        assert not any(write(saved, language, messages) for language in ("uk", "de", "crh"))


class TestChecks:
    def test_finished_catalogues_have_no_problem(self, saved):
        assert problems(saved) == []

    def test_word_without_ukrainian_is_named(self, saved):
        (saved / "home" / "views.py").write_text(
            "from django.utils.translation import gettext\ngettext('New')"
        )

        assert "uk: no translation of “New”" in problems(saved)

    def test_lost_placeholder_is_named(self, saved):
        (saved / "home" / "templates" / "new.html").write_text('{% t "Letter to %(name)s" %}')
        add_file(saved / "locale" / "parts" / "new.po", {"Letter to %(name)s": "Лист до %(imʼя)s"})
        bring_up_to_date(saved)

        assert problems(saved) == ["uk: the placeholders of “Letter to %(name)s” differ"]

    def test_missing_plural_form_is_named(self, saved):
        (saved / "home" / "templates" / "new.html").write_text('{% tn "%(count)s day" "%(count)s days" n %}')
        forms = ("%(count)s день", "%(count)s дні")
        add_file(
            saved / "locale" / "parts" / "new.po",
            {},
            plurals=[("%(count)s day", "%(count)s days", forms)],
        )
        bring_up_to_date(saved)

        assert plural_count("uk") == 3
        assert problems(saved) == ["uk: a plural form of “%(count)s day” is missing"]

    def test_stale_catalogue_is_named(self, saved):
        catalogue_path(saved, "uk").with_suffix(".mo").write_bytes(b"")
        catalogue_path(saved, "crh").with_suffix(".mo").unlink()

        assert [problem.partition(" is ")[0] for problem in problems(saved)] == [
            "uk: django.mo",
            "crh: django.mo",
        ]
