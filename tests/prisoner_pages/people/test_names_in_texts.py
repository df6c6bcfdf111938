from django.test import SimpleTestCase

from prisoner_pages.people.names_in_texts import Named, NamePart, Register, parts_of

PETRO = Named(
    "petro",
    {"uk": "Петро Соловчак", "en": "Petro Solovchak", "ru": "Соловчак Пётр Иванович"},
    patronymic="Іванович",
)
CELAL = Named(
    "celal",
    {"uk": "Джелял Мустафаєв", "en": "Dzhelyal Mustafayev", "crh": "Celâl Mustafayev"},
    spellings=(("ru", "Мустафаев Джелял"),),
)
MARLEN = Named("marlen", {"uk": "Марлен (Сулейман) Асанов", "ru": "Асанов Марлен Рефатович"})
POLYNETS = Named("polynets", {"uk": "Христина Полинець", "ru": "Полынец Кристина Юрьевна"})
PEOPLE = [PETRO, CELAL, MARLEN, POLYNETS]
# Language, text, who is called in which words.
CALLED = [
    ("uk", "Листи Петрові Соловчаку й Соловчакові Петру", ["Петрові Соловчаку", "Соловчакові Петру"]),
    ("uk", "про Петра Івановича Соловчака пишуть", ["Петра Івановича Соловчака"]),
    ("uk", "Мустафаєва Джеляла,", ["Мустафаєва Джеляла"]),
    ("uk", "з Марленом Асановим і Сулейманом Асановим", ["Марленом Асановим", "Сулейманом Асановим"]),
    ("uk", "для Христини Полинець", ["Христини Полинець"]),
    ("ru", "Соловчаку Петру Ивановичу", ["Соловчаку Петру Ивановичу"]),
    ("en", "Petro Solovchak’s cat and Dzhelial Mustafaiev", ["Petro Solovchak’s", "Dzhelial Mustafaiev"]),
    ("en", "dear Celâl Mustafayev", ["Celâl Mustafayev"]),
    ("crh", "Celâl Mustafayevniñ mektübi", ["Celâl Mustafayevniñ"]),
    ("pl", "list do Petra Solovchaka", ["Petra Solovchaka"]),
]
NOT_CALLED = [
    ("uk", "Петро пішов. Соловчак лишився."),
    ("uk", "Петро, Соловчак"),
    ("uk", "Петро Іванович"),
    ("uk", "Сервер Мустафаєв"),
    ("uk", "Джелял Асанов"),
    ("uk", "петро соловчак"),
    ("en", "Petra Solovchaka"),
    ("uk", ""),
]


def called(people, text, language):
    return [text[call.start : call.end] for call in Register(people).calls_in(text, language)]


class RegisterTests(SimpleTestCase):
    def test_somebody_is_called_by_surname_and_given_name_in_any_spelling_and_case(self):
        for language, text, expected in CALLED:
            with self.subTest(text, language=language):
                self.assertEqual(called(PEOPLE, text, language), expected)

    def test_one_part_or_the_parts_of_two_people_call_nobody(self):
        for language, text in NOT_CALLED:
            with self.subTest(text, language=language):
                self.assertEqual(called(PEOPLE, text, language), [])

    def test_whom_a_text_is_about_is_called_by_either_part_alone(self):
        subject = Named("petro", PETRO.forms, patronymic=PETRO.patronymic, is_subject=True)

        self.assertEqual(
            called([subject], "Петре! Соловчаку! Івановичу! Петре Івановичу!", "uk"),
            ["Петре", "Соловчаку", "Петре Івановичу"],
        )

    def test_people_of_one_name_are_all_called(self):
        other = Named("other", {"uk": "Петро Соловчак"})

        calls = Register([PETRO, other]).calls_in("Петро Соловчак", "uk")

        self.assertEqual({call.person.key for call in calls}, {"petro", "other"})

    def test_a_call_tells_the_parts_of_the_name(self):
        [call] = Register([MARLEN]).calls_in("Сулейману Асанову", "uk")

        self.assertEqual(set(call.parts), {NamePart.OTHER, NamePart.SURNAME})


class PartsTests(SimpleTestCase):
    def test_each_language_has_its_order(self):
        given, surname, patronymic = NamePart.GIVEN, NamePart.SURNAME, NamePart.PATRONYMIC
        cases = {
            ("uk", "Петро Соловчак"): [given, surname],
            ("uk", "Петро Іванович Соловчак"): [given, patronymic, surname],
            ("ru", "Соловчак Пётр Иванович"): [surname, given, patronymic],
            ("ru", "Аметов Сервер Рустем оглы"): [surname, given, patronymic, patronymic],
            ("en", "Solovchak"): [surname],
            ("ru", "Соловчак"): [surname],
        }
        for (language, name), parts in cases.items():
            with self.subTest(name):
                self.assertEqual([part for part, _word in parts_of(name, language)], parts)
