"""What people type into the search of the demo site, and what they look for: listed before the search was
written. `UNSEEN` was left alone until the search was done."""

from typing import NamedTuple


class Asked(NamedTuple):
    language: str
    words: str
    right: tuple[str, ...]  # addresses below the language, any of which is right


def person(language, words, *slugs):
    return Asked(language, words, tuple(f"prisoners/{slug}/" for slug in slugs))


def page(language, words, *addresses):
    return Asked(language, words, tuple(f"{address}/" for address in addresses))


OF_BAKHCHYSARAI = ("alimdar-manhushly", "eskander-siuirenly", "ramazan-albatly", "safiie-kermenchykli")
ABDUCTED = ("hnat-ochkolias", "levko-stremydlo", "myron-cherevash", "olesia-verbovyk")
FOR_WORDS = (
    *("zera-aivasylly", "mustafa-kurkuletly", "myron-cherevash"),
    *("nazife-demerdzhyli", "safiie-kermenchykli", "sofiia-kovyliukh"),
)

SEEN = [
    # Names, in scripts and spellings.
    person("uk", "Сюйренли", "eskander-siuirenly"),
    person("en", "Eskander", "eskander-siuirenly"),
    person("uk", "Suyrenli", "eskander-siuirenly"),
    person("en", "Карасубашлы", "ediie-karasubashly"),
    person("crh", "Qarasubaşlı", "ediie-karasubashly"),
    person("en", "qarasubasli", "ediie-karasubashly"),
    person("uk", "Ablyakim", "abliakim-aiserezli"),
    # With a slip.
    person("uk", "Ескндер Сюйренли", "eskander-siuirenly"),
    person("en", "Tarakhtahsly", "ildar-tarakhtashly"),
    person("uk", "Очокляс", "hnat-ochkolias"),
    person("en", "Myron Cherevsh", "myron-cherevash"),
    # Work.
    person("en", "dentist", "lelia-dehermenkoily"),
    person("uk", "агрономи", "ildar-tarakhtashly"),
    person("uk", "кондитерки", "ediie-karasubashly"),
    person("en", "photographers", "eskander-siuirenly"),
    person("en", "pastry cook", "ediie-karasubashly"),
    # Places.
    person("uk", "Бахчисарай", *OF_BAKHCHYSARAI),
    person("uk", "з Бахчисарая", *OF_BAKHCHYSARAI),
    person("en", "from Dzhankoi", "abliakim-aiserezli"),
    person("uk", "програміст із Бахчисараю", "alimdar-manhushly"),
    # Cases.
    person("en", "Dzhankoi cases", "abliakim-aiserezli"),
    person("uk", "викрадені на Херсонщині", *ABDUCTED),
    # Stories, in other forms of their words.
    person("uk", "марафон", "alimdar-manhushly"),
    person("en", "watermelon", "hnat-ochkolias"),
    person("en", "marathon runners", "alimdar-manhushly"),
    person("uk", "чебурек", "elzara-kapsykhorly"),
    # Campaigns, events, partners.
    page("uk", "прес-тур", "campaigns/press-tour-2024"),
    page("en", "diplomats", "events/diplomats-2025"),
    page("en", "PEN Ukraine", "partners/pen"),
    page("uk", "книжковий арсенал", "events/book-arsenal-2024", "events/book-arsenal-2025"),
]

UNSEEN = [
    person("uk", "Манґушли", "alimdar-manhushly"),
    person("en", "Prysyvko Danylo", "danylo-prysyvko"),
    person("uk", "Şelenli", "aliie-shelenly"),
    person("en", "Алие Шеленлы", "aliie-shelenly"),
    person("crh", "Лямбатли", "fatma-lambatly"),
    person("uk", "kapsihorli", "elzara-kapsykhorly"),
    person("en", "Dehermenkoyli", "lelia-dehermenkoily"),
    person("uk", "Стермидло", "levko-stremydlo"),
    person("en", "Mustfa Kurkuletly", "mustafa-kurkuletly"),
    person("uk", "Айвасили Зара", "zera-aivasylly"),
    person("en", "Berehlia", "valentyna-berehelia"),
    person("uk", "рибалки", "levko-stremydlo"),
    person("en", "farmers", "hnat-ochkolias"),
    person("uk", "судновий механік", "tymofii-ocheretko"),
    person("en", "violinist", "sofiia-kovyliukh"),
    person("uk", "звукорежисера", "mustafa-kurkuletly"),
    person("uk", "Керч", "tymofii-ocheretko"),
    person("uk", "кухарка з Судака", "elzara-kapsykhorly"),
    person("en", "Yevpatoria", "sofiia-kovyliukh"),
    person("uk", "Ялті", "zera-aivasylly", "valentyna-berehelia", "fatma-lambatly"),
    person("en", "Bakhchysarai cases", *OF_BAKHCHYSARAI),
    person("uk", "справи за слова", *FOR_WORDS),
    person("uk", "ірис", "valentyna-berehelia"),
    person("en", "lighthouses", "danylo-prysyvko"),
    person("uk", "кавунів", "hnat-ochkolias"),
    person("en", "windowsill", "aliie-shelenly"),
    page("en", "Lviv library", "campaigns/lviv-library"),
    page("uk", "дипломат", "events/diplomats-2025"),
    page("uk", "Представництво Президента", "partners/mission", "campaigns/first-2023"),
    page("en", "until everyone is home", "campaigns/until-everyone-is-free"),
]
