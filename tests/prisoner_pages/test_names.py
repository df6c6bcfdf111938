"""Names: shown in each language, found in every spelling, known again by an import.

The invented list has the untidiness of the real one: double names, patronymics, suffixes of prison papers,
look-alikes. The real list is tested where it is (tests/real_list.py); of its names only those the design
itself states stand here.
"""

import time

import pytest
from django.db.models import Q

from home.languages.info import CONTENT_LANGUAGES, CYRILLIC, script_of, scripts_in
from prisoner_pages.names import (
    SplitName,
    identity_keys,
    name_in,
    named,
    search_terms,
    search_text,
    split_name,
    years_agree,
)
from prisoner_pages.phonetics import fold
from tests.real_list import real_rows
from tests.tiers import LONG

INVENTED = [
    {
        "uk": "Айше Чорноморська",
        "en": "Aishe Chornomorska",
        "ru": "Черноморская Айше",
        "crh": "Ayşe Çornomorska",
    },
    {
        "uk": "Джафер Джелілов",
        "en": "Dzhafer Dzhelilov",
        "ru": "Джелилов Джафер Шевкетович",
        "crh": "Cafer Celilov",
    },
    {"uk": "Джафер Халілов", "en": "Dzhafer Khalilov", "ru": "Халилов Джафер", "crh": "Cafer Halilov"},
    {"uk": "Халіл Джаферов", "en": "Khalil Dzhaferov", "ru": "Джаферов Халил"},
    {
        "uk": "Мустафа (Ігор) Зеленогір’єв",
        "en": "Mustafa (Ihor) Zelenohiryev",
        "ru": "Зеленогорьев Мустафа (Игорь)",
    },
    {"uk": "Ґаяна Є’вдокименко-Щука", "en": "Gaiana Yevdokymenko-Shchuka", "ru": "Евдокименко-Щука Гаяна"},
    {"uk": "Юсуф Юсуфов", "en": "Yusuf Yusufov", "ru": "Юсуфов Юсуф"},
    {"uk": "Ібрагім Юсуфов", "en": "Ibragim Yusufov", "ru": "Юсуфов Ибрагим", "crh": "İbraim Yusufov"},
    {"uk": "Енвер Ялтинський", "en": "Enver Yaltynskyi"},
    {"uk": "Ернес Ялтинський", "en": "Ernes Yaltynskyi"},
    {"uk": "Узеїр Рза огли Кермен", "en": "Uzeir Kermen", "ru": "Кермен Узеир Рза оглы"},
]


def index(people):
    return [search_text(forms.values()) for forms in people]


def is_named(text, query):
    """Say whether a `search_text` answers a query, as `named` asks the database."""
    terms = search_terms(query)
    return bool(terms) and all(any(wanted in text for wanted in term) for term in terms)


def found(texts, query):
    return [number for number, text in enumerate(texts) if is_named(text, query)]


def real_people():
    columns = {"uk": "full_name_uk", "en": "full_name_en", "ru": "full_name_ru", "crh": "name_crh"}
    return [
        {language: row[column] for language, column in columns.items() if row[column]} for row in real_rows()
    ]


class TestShown:
    def test_own_form_comes_first_then_the_english_one(self):
        forms = {"uk": "Наріман Джелял", "en": "Nariman Dzhelyal", "crh": "Nariman Celâl"}

        assert name_in("uk", forms) == "Наріман Джелял"
        assert name_in("crh", forms) == "Nariman Celâl"
        assert name_in("de", forms) == "Nariman Dzhelyal"

    def test_without_an_english_form_the_ukrainian_one_is_transliterated_officially(self):
        assert name_in("pl", {"uk": "Згурський Юрій", "ru": "Згурский Юрий"}) == "Zghurskyi Yurii"

    def test_name_known_only_from_prison_papers_is_transliterated(self):
        assert name_in("en", {"ru": "Джелилов Джафер"}) == "Dzhelilov Dzhafer"

    def test_bulgarian_shows_its_own_cyrillic_form(self):
        assert (
            name_in("bg", {"uk": "Юсуф Юсуфов", "en": "Yusuf Yusufov", "bg": "Юсуф Юсуфов"}) == "Юсуф Юсуфов"
        )

    def test_cyrillic_typed_into_a_latin_form_is_not_shown(self):
        forms = {"uk": "Юсуф Юсуфов", "en": "Yusuf Юсуфов", "crh": "Юсуф Юсуфов"}

        assert name_in("en", forms) == name_in("crh", forms) == "Yusuf Yusufov"

    def test_no_form_is_an_empty_name(self):
        assert name_in("uk", {}) == name_in("en", {}) == ""

    @pytest.mark.parametrize("language", [language for language, _own in CONTENT_LANGUAGES])
    def test_latin_locale_never_shows_cyrillic(self, language):
        people = [*INVENTED, {"uk": "Ыэё Ґ’їў"}, *real_people()]
        shown = [name_in(language, forms) for forms in people]
        alone = [name_in(language, {"uk": forms["uk"]}) for forms in people]

        assert all(shown) and all(alone)
        if script_of(language) != CYRILLIC:
            assert not any(CYRILLIC in scripts_in(name) for name in shown + alone)


class TestSearch:
    def test_every_form_in_any_word_order_finds_its_person(self):
        texts = index(INVENTED)

        for number, forms in enumerate(INVENTED):
            for form in forms.values():
                assert found(texts, form) == [number], form
                assert found(texts, " ".join(reversed(form.split()))) == [number], form

    @pytest.mark.parametrize(
        "spelling",
        [
            "Джелял",
            "ДЖЕЛЯЛОВ",
            "Dzhelyal",
            "Dzhelial",
            "Celâl",
            "celal",
            "Jelyal",
            "Dželjal",
            "Dscheljal",
            "Джел",
        ],
    )
    def test_all_spellings_of_one_name_find_one_person(self, spelling):
        texts = index(
            [
                {"uk": "Наріман Джелял", "ru": "Джелялов Нариман", "crh": "Nariman Celâl"},
                *INVENTED[2:],
                {"uk": "Зелена"},
            ]
        )

        assert found(texts, spelling) == [0]

    @pytest.mark.parametrize(
        "stored,spellings",
        [
            ("Мустафаєв", "Mustafayev Mustafaiev Mustafaev Мустафаев Mustafajew Moustafaïev Mustafay mustaf"),
            ("Єсипенко", "Yesypenko Esipenko Єсипенко Есипенко Jesypenko Yesip"),
            ("Сеітумер", "Seitumer Сейтумер Seytumer Sejtumer"),
            ("Суф’янов", "Суф'янов Суфʼянов Суф`янов Суфянов Суфьянов Sufianov Sufyanov Suf"),
            ("Ґалаґан", "Галаган Galagan Halahan Ґалаган"),
            ("Салієв", "Saliyev Saliev Саліев Салиев Salijew"),
            ("Іззет", "Izzet Izet Иззет"),
            ("Цигіпа", "Tsyhipa Цыгипа Cyhipa Tsygipa"),
            ("Шейхалієв", "Sheikhaliyev Шейхалиев Şeyhaliyev Scheichalijew Szejchalijew Sheykh"),
            ("Qırım", "Qirim Къырым Кирим"),
            ("Емір-Усеїн", "Emir-Usein Emirusein Эмирусеин Усеин Emir"),
            ("Сейтумер", "Сейт-Умер Seit‑Umer"),
        ],
    )
    def test_spellings_of_other_languages_find_the_name(self, stored, spellings):
        text = search_text([stored])

        assert [spelling for spelling in spellings.split() if not is_named(text, spelling)] == []

    def test_either_given_name_finds_a_person_with_two(self):
        text = search_text(["Марлен (Сулейман) Асанов"])

        assert is_named(text, "Марлен Асанов")
        assert is_named(text, "Asanov Suleyman")

    def test_word_with_latin_look_alikes_is_read_in_its_main_script(self):
        assert is_named(search_text(["Сервер Мустафаєв"]), "Cepвep")

    def test_look_alikes_stay_two_people(self):
        people = ["Енвер Аметов", "Ернес Аметов", "Акім Бекіров", "Джеббар Бекіров", "Едем Бекіров"]
        people += ["Інвер Бекіров", "Ремзі Бекіров"]
        texts = [search_text([name]) for name in people]

        assert [found(texts, name) for name in people] == [[number] for number in range(len(people))]
        assert found(texts, "Enver Ametov") == [0]
        assert found(texts, "Bekirov") == [2, 3, 4, 5, 6]

    def test_surname_made_of_a_given_name_does_not_answer_for_both_words(self):
        texts = index(INVENTED)

        assert found(texts, "Юсуф Юсуфов") == found(texts, "Юсуфов Юсуф") == [6]
        assert found(texts, "Юсуфов") == [6, 7]

    def test_initial_finds_the_name_it_begins(self):
        assert is_named(search_text(["Асан Асанов"]), "А. Асанов")

    def test_finished_word_is_not_continued(self):
        assert is_named(search_text(["Шабан"]), "s")
        assert is_named(search_text(["Джафер"]), "d")
        assert not is_named(search_text(["Джафер"]), "d ")

    @pytest.mark.parametrize("query", ["", " ", "\\", "'\"`", "%", "\x00", "!()&|"])
    def test_query_without_words_finds_nobody_by_itself(self, query):
        assert search_terms(query) == []
        assert named(query) == Q(pk__in=())
        assert not is_named(search_text(["Юсуф"]), query)

    def test_endless_query_is_cut(self):
        assert len(search_terms(" ".join(f"слово{number}" for number in range(10_000)))) <= 8
        assert max(len(text) for term in search_terms("щ" * 10_000) for text in term) < 100

    @pytest.mark.full(LONG)
    def test_ten_thousand_people_are_indexed_in_seconds(self):
        syllables = ["джа", "ме", "лі", "ся", "хай", "рат", "ґе", "щу", "бек", "їд"]
        surnames = [a + b + c + d for a in syllables for b in syllables for c in syllables for d in syllables]
        began = time.process_time()

        for surname in surnames:
            search_text([f"Сервер {surname}", f"{surname} Сервер Рустемович", name_in("en", {"uk": surname})])

        assert len(surnames) == 10_000
        assert time.process_time() - began < 20


class TestRealList:
    def test_each_person_is_found_by_each_form_and_nearly_alone(self):
        people = real_people()
        texts = index(people)

        for number, forms in enumerate(people):
            for form in {*forms.values(), name_in("en", {"uk": forms["uk"]})}:
                hits = found(texts, form)
                assert number in hits, number
                assert len(hits) <= 2, number

    def test_no_two_people_share_a_key(self):
        people = real_people()
        keys = [identity_keys(forms) for forms in people]

        assert len(set().union(*keys)) == sum(map(len, keys))


class TestIdentity:
    def test_untidy_writing_of_one_name_gives_one_key(self):
        assert identity_keys({"uk": "Мустафа (Ігор)  Зеленогір’єв"}) == identity_keys(
            {"uk": "ЗЕЛЕНОГІР'ЄВ Мустафа"}
        )

    def test_patronymic_does_not_count(self):
        assert identity_keys({"ru": "Джелилов Джафер Шевкетович"}) == identity_keys({"ru": "Джелилов Джафер"})
        assert identity_keys({"ru": "Кермен Узеир Рза оглы"}) == identity_keys({"ru": "Кермен Узеир"})

    def test_surname_that_looks_like_a_patronymic_stays(self):
        one, other = identity_keys({"uk": "Ірина Данилович"}), identity_keys({"uk": "Ірина Петрович"})

        assert not one & other

    def test_one_shared_form_is_enough(self):
        row = identity_keys({"uk": "Юсуф Юсуфов", "en": "Yusuf Yusufov"})

        assert row & identity_keys({"uk": "Юсуф Юсуфов", "en": "Jusuf Yusufoff", "ru": ""})

    def test_spelling_counts(self):
        assert not identity_keys({"en": "Enver Ametov"}) & identity_keys({"en": "Ernes Ametov"})
        assert not identity_keys({"uk": "Інвер Бекіров"}) & identity_keys({"uk": "Енвер Бекіров"})

    def test_unknown_birth_year_agrees_with_any(self):
        assert years_agree(None, 1980) and years_agree(1980, None) and years_agree(1980, 1980)
        assert not years_agree(1980, 1981)


class TestSplit:
    def test_bracketed_given_name_takes_the_place_of_the_one_before(self):
        assert split_name("Марлен (Сулейман) Асанов") == SplitName("Марлен Асанов", ("Сулейман Асанов",))
        assert split_name("Асанов Марлен(Сулейман) Рефатович").others == ("Асанов Сулейман Рефатович",)

    def test_name_like_the_surname_is_replaced_in_its_place_only(self):
        assert split_name("Асанов Асан (Руслан)").others == ("Асанов Руслан",)

    def test_plain_name_has_no_others(self):
        assert split_name("  Юсуф   Юсуфов ") == SplitName("Юсуф Юсуфов")
        assert split_name("Юсуф () Юсуфов").main == "Юсуф Юсуфов"


class TestFold:
    @pytest.mark.parametrize(
        "one,other",
        [
            ("Ґалаґан", "галаган"),
            ("Суф’янов", "суфянов"),
            ("Celâl", "CELAL"),
            ("İsmail", "ismail"),
            ("Ёлка", "елка"),
        ],
    )
    def test_untidy_writing_is_one_text(self, one, other):
        assert fold(one) == fold(other)
