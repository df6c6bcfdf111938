from django.test import SimpleTestCase

from home.translation.quality.numbers import numbers_in
from tests.home.translation.quality.cases import found, words_at

SAME = [
    ("7 років", "7 лет"),
    ("1 000 листів", "1,000 letters"),
    ("1\u00a0000,5", "1.000,5"),
    ("3,5 кг", "3.5 kg"),
    ("12.11.2026", "12/11/2026"),
    ("о 10:30", "at 10:30"),
    ("7-го", "7th"),
    ("٣ листи", "3 письма"),
    ("007", "7"),
    ("2022, 2023", "2022 і 2023"),
    ("без чисел", "no numbers"),
]
DIFFERENT = [
    ("7 років", "6 лет", "7", "6"),
    ("7 і 7", "7", "7", "—"),
    ("7", "7 і 8", "—", "8"),
    ("1 000", "1 0000", "1000", "1, 0"),
    ("у 2022 році", "в году", "2022", "—"),
    ("3,5", "35", "3.5", "35"),
]


class NumbersTests(SimpleTestCase):
    def test_the_same_number_may_be_written_in_the_way_of_each_language(self):
        for source, target in SAME:
            with self.subTest(source):
                self.assertEqual(found("numbers", source, target), [])

    def test_a_number_that_only_one_side_has_is_told(self):
        for source, target, missing, added in DIFFERENT:
            with self.subTest(source, target=target):
                [finding] = found("numbers", source, target)
                self.assertEqual(finding.parameters, {"missing": missing, "added": added})

    def test_the_places_are_those_of_the_numbers_that_differ(self):
        source, target = "7 років і 2 місяці", "6 лет и 2 месяца"

        [finding] = found("numbers", source, target)

        self.assertEqual(words_at(source, finding.source), ["7"])
        self.assertEqual(words_at(target, finding.target), ["6"])

    def test_a_date_in_figures_is_three_numbers(self):
        self.assertEqual([value for value, _span in numbers_in("12.11.2026")], ["12", "11", "2026"])
