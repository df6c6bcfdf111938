import pytest

from home.languages.slugs import LONGEST_SLUG, slugify


@pytest.mark.parametrize(
    "language,text,slug",
    [
        ("uk", "Серверу Мустафаєву", "serveru-mustafaievu"),
        ("uk", "Згурський, Суф’янов і Суф'янов", "zghurskyi-sufianov-i-sufianov"),
        ("uk", "Емір-Усеїн Вигаданий", "emir-usein-vyhadanyi"),
        ("uk", "26 лютого 2025", "26-liutoho-2025"),
        ("crh", "Qırım ğ ş", "qirim-g-s"),
        ("crh", "QIRIM İslâm Çelebi Ñ", "qirim-islam-celebi-n"),
        ("crh", "День опору", "den-oporu"),
        ("de", "Größe, Übung", "groesse-uebung"),
        ("sv", "Ångström Öberg", "angstrom-oberg"),
        ("pl", "Łódź i Żuraw", "lodz-i-zuraw"),
        ("cs", "Příběh člověka", "pribeh-cloveka"),
        ("fr", "L’œuvre à Kyïv", "loeuvre-a-kyiv"),
        ("bg", "София, площад и къща", "sofia-ploshtad-i-kashta"),
        ("ru", "Мустафаев Сервер", "mustafaev-server"),
    ],
)
def test_words_become_an_address_by_the_rules_of_the_language(language, text, slug):
    assert slugify(text, language) == slug


@pytest.mark.parametrize("text", ["", "—", "北京", "2025", "26.02", "\x00", "😀"])
def test_address_is_never_empty_and_never_figures_alone(text):
    slug = slugify(text, "uk")

    assert slug.startswith("n-")
    assert slug == slugify(text, "uk")


def test_different_texts_without_letters_get_different_addresses():
    assert slugify("北京", "uk") != slugify("東京", "uk")


def test_long_text_is_cut_at_a_word():
    slug = slugify("слово " * 60, "uk")

    assert len(slug) <= LONGEST_SLUG
    assert set(slug.split("-")) == {"slovo"}
