import contextlib
import datetime

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st

from prisoner_pages.choices import Regime as RegimeChoice, Sex, Status
from prisoner_pages.facts import cells
from prisoner_pages.facts.cells import Article, Bilingual, CellRefused, Term

TODAY = datetime.date(2026, 11, 24)
ARTICLES = st.builds(
    Article,
    st.from_regex(r"[1-9][0-9]{1,2}(\.[1-9])?", fullmatch=True),
    st.sampled_from(["", "1", "2", "3"]),
)
NUMBERS = st.integers(0, 40)


def date(text):
    return cells.partial_date(text, today=TODAY)


class TestDates:
    @pytest.mark.parametrize(
        ("text", "day", "precision"),
        [
            ("1980", (1980, 1, 1), "year"),
            ("1980-04", (1980, 4, 1), "month"),
            ("1980-04-27", (1980, 4, 27), "day"),
            ("27.04.1980", (1980, 4, 27), "day"),
        ],
    )
    def test_date_is_as_exact_as_its_source(self, text, day, precision):
        assert date(text) == cells.PartialDate(datetime.date(*day), precision)

    @pytest.mark.parametrize(
        "text",
        [
            "31.02.2024",
            "2024-13-01",
            "01/02/2024",
            "45000",
            "1800",
            "2090",
            "весна 1980",
            "1980-4",
            "٢٠٢٠",
            "0000",
        ],
    )
    def test_impossible_or_ambiguous_date_is_refused(self, text):
        with pytest.raises(CellRefused):
            date(text)

    def test_blank_is_unknown(self):
        assert date("") is None

    @given(st.dates(datetime.date(1900, 1, 1), TODAY), st.sampled_from(["year", "month", "day"]))
    def test_written_date_is_read_back(self, day, precision):
        first = day.replace(
            day=1 if precision != "day" else day.day, month=1 if precision == "year" else day.month
        )
        written = cells.PartialDate(first, precision)

        assert date(str(written)) == written

    @given(st.text(max_size=20))
    def test_any_text_is_read_or_refused(self, text):
        with contextlib.suppress(CellRefused):
            date(text)


class TestWords:
    def test_every_status_and_regime_and_sex_is_one_of_the_choices(self):
        assert set(cells.STATUSES.values()) == set(Status)
        assert set(cells.REGIMES.values()) | {""} == set(RegimeChoice)
        assert set(cells.GENDERS.values()) | {""} == set(Sex)

    def test_death_in_custody_is_a_death(self):
        assert cells.status("died_in_custody") == Status.DIED

    def test_blank_is_neither_yes_nor_no(self):
        assert (cells.yes_no("yes"), cells.yes_no("no"), cells.yes_no("")) == (True, False, None)
        assert cells.status("") == Status.UNKNOWN

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_a_status_or_regime_or_sex_is_read_by_its_label_in_either_language_of_the_admin(self, language):
        with override(language):
            labels = [
                (read, value, str(label))
                for read, choices in (
                    (cells.status, Status),
                    (lambda text: cells.regime(text).kind, RegimeChoice),
                    (cells.gender, Sex),
                )
                for value, label in choices.choices
            ]

        for read, value, label in labels:
            assert {read(label), read(label.upper()), read(label.replace("’", "'"))} == {value}

    @pytest.mark.parametrize(("language", "known"), [("en", "yes, no"), ("uk", "так, ні")])
    def test_unknown_word_is_refused_with_those_that_are_known_to_the_reader(self, language, known):
        with override(language), pytest.raises(CellRefused, match=f": {known}."):
            cells.yes_no("maybe")

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_unknown_status_is_refused_with_the_labels_in_the_readers_language(self, language):
        with override(language), pytest.raises(CellRefused) as refused:
            cells.status("somewhere")
        with override(language):
            assert all(str(label) in str(refused.value) for label in Status.labels)
            assert "house_arrest" not in str(refused.value)


class TestCharges:
    def test_joined_articles_stay_one_charge(self):
        assert cells.charges("205.5 ч.1; 30 ч.1 + 278") == (
            (Article("205.5", "1"),),
            (Article("30", "1"), Article("278")),
        )

    @pytest.mark.parametrize("text", ["20 років", "205.5 ч.", "205,5", "+", "=1+1", "2055.55", "30+278+205"])
    def test_other_text_is_refused(self, text):
        with pytest.raises(CellRefused):
            cells.charges(text)

    @given(st.lists(st.lists(ARTICLES, min_size=1, max_size=2).map(tuple), max_size=4).map(tuple))
    def test_written_charges_are_read_back(self, charges):
        text = "; ".join(" + ".join(map(str, articles)) for articles in charges)

        assert cells.charges(text) == charges


class TestTerm:
    @pytest.mark.parametrize(
        ("years", "months", "term"),
        [
            ("12", "6", Term(12, 6)),
            ("18", "", Term(18)),
            ("", "8", Term(0, 8)),
            ("3.5", "", Term(3, 6)),
            ("", "", None),
        ],
    )
    def test_years_and_months_make_a_term(self, years, months, term):
        assert cells.term(years, months) == term

    @pytest.mark.parametrize(
        ("years", "months"), [("99", ""), ("5", "12"), ("-1", ""), ("п'ять", ""), ("5", "x")]
    )
    def test_other_terms_are_refused(self, years, months):
        with pytest.raises(CellRefused):
            cells.term(years, months)

    @given(NUMBERS, st.integers(0, 11))
    def test_written_term_is_read_back(self, years, months):
        assert cells.term(str(years), str(months)) == Term(years, months)

    @pytest.mark.parametrize(
        ("text", "kind", "months"),
        [
            ("strict", "strict", None),
            ("strict; first 2 years in prison", "strict", 24),
            ("strict; first 4 years 10 months in prison", "strict", 58),
            ("strict; first 3.5 years in prison", "strict", 42),
            ("general; first 4 years in prison", "general", 48),
        ],
    )
    def test_regime_tells_the_first_years_in_prison(self, text, kind, months):
        regime = cells.regime(text)

        assert (regime.kind, regime.first_in_prison and regime.first_in_prison.in_months) == (kind, months)


class TestVocabulary:
    @pytest.mark.parametrize(
        ("text", "uk", "en"),
        [
            ("Справа маяка / Lighthouse case (kind)", "Справа маяка", "Lighthouse case (kind)"),
            ("Батальйон / викрадені / Abductions, 'x'", "Батальйон / викрадені", "Abductions, 'x'"),
            ("Лише українською", "Лише українською", ""),
            ("Only in English", "", "Only in English"),
        ],
    )
    def test_case_group_is_divided_by_script(self, text, uk, en):
        assert cells.case_group(text) == Bilingual(uk, en)

    def test_words_pair_only_when_as_many_stand_on_each_side(self):
        assert cells.occupations("тренер, майстер спорту", "coach, master of sports") == (
            Bilingual("тренер", "coach"),
            Bilingual("майстер спорту", "master of sports"),
        )
        assert cells.occupations("фрилансер", "freelancer, radio") == (
            Bilingual("фрилансер", "freelancer, radio"),
        )
        assert cells.occupations("", "") == ()


class TestAddresses:
    def test_several_addresses_stand_in_one_cell(self):
        found, leftovers = cells.addresses("https://a.example/1 ; http://b.example/?x=1;https://a.example/1")

        assert found == ("https://a.example/1", "http://b.example/?x=1")
        assert leftovers == ()

    @pytest.mark.parametrize(
        "text",
        [
            "javascript:alert(1)",
            "ftp://a.example",
            "https://",
            "https://u:p@a.example",
            "газета",
            "https://a.example/<x>",
        ],
    )
    def test_other_things_are_left_over(self, text):
        assert cells.addresses(text) == ((), (text,))

    @given(st.text(max_size=60))
    def test_any_text_is_divided(self, text):
        found, _leftovers = cells.addresses(text)

        assert all(address.startswith(("http://", "https://")) for address in found)


class TestPrivateText:
    @pytest.mark.parametrize("text", ["тел. +380 (67) 123-45-67", "mother@example.org", "80671234567"])
    def test_phone_or_mail_address_is_refused_in_a_public_cell(self, text):
        with pytest.raises(CellRefused):
            cells.line(text, longest=200)

    @pytest.mark.parametrize("text", ["теслярка", "слюсар 5 розряду", "з 2014 по 2016"])
    def test_ordinary_words_are_kept(self, text):
        assert cells.line(text, longest=200) == text
