"""Word beginnings by which a short text is held back: about family, health, or other people.

A beginning matches the start of a word; a word in WHOLE matches only as it stands. Better one text too
many waits for an editor than one word too many is public.
"""

STEMS = {
    "family": {
        "uk": (
            "батьк матір матер татус синов синк доньк донц донечк дочк дитин дитяч діт дружин чоловік жінк "
            "родин сім'ї сім'я сім'ю сім'єю сімей сімейн подруж наречен одруж онук онуч внук внуч брат "
            "сестр двоюрід троюрід дяд тітк тітон племінн дід бабус бабц тещ свекр свекор зят невіст вдов "
            "вдів сирот немовл близнюк опікун опікув рідн кревн нащад предк прадід"
        ),
        "en": (
            "famil father mother parent daughter brother sister wife wives husband spouse child cousin "
            "uncle aunt nephew niece grand widow fianc marri marry wedding relative guardian twin baby "
            "babies orphan sibling in-law descend pregnan"
        ),
    },
    "health": {
        "uk": (
            "хвор здоров інвалід незряч сліп глух туберкул онколог рак діабет інсульт інфаркт серц операці "
            "лікар лікуван лікув медич поран травм катув тортур побит побої голодів голодув симптом діагноз "
            "психі депрес ампутац протез біль болю болить кульгав паралі гепатит астм артеріальн схуд "
            "вагітн знепритомн самогуб каліцтв хірург запален епілеп виснаж ковід коронавір пневмон "
            "шпитал госпітал медсан"
        ),
        "en": (
            "health illness sick diseas blind deaf disab cancer tubercul heart stroke hospital surger "
            "surgic wound injur tortur beat symptom diagnos psych depress amput prosthe paraly hepatit hiv "
            "asthma diabet insulin medic doctor clinic epilep pneumon infect covid patholog suicid weight "
            "faint unconscious handicap wheelchair ailment treatment kidney lung liver fever starv"
        ),
        # A source names a place of detention in Russian, too.
        "ru": "больни госпитал",
    },
    "others": {
        "uk": "разом спільно колег побратим сусід співкамер однокласн однодум товариш",
        "en": "together alongside colleague friend neighbour neighbor comrade ambassador cellmate fellow",
    },
}

WHOLE = {
    "family": {
        "uk": (
            "син сина сину сином сини синів синам синами мати тато тата татові тату татом баба "
            "мама мами мамі маму мамою"
        ),
        "en": "son sons mum mom dad kid kids wed kin",
    },
    "health": {"uk": "віл тиск", "en": "ill pain pains painful"},
    "others": {
        "uk": (
            "друг друзі друзів друзям друзями другом посол посла послом посли послів ним нею ними "
            "подруга подругою"
        ),
        "en": "others",
    },
}

PHRASES = {
    "health": ("hunger strike", "mental state"),
    "family": ("born to", "expecting a"),
    "others": ("convicted with", "tried with", "sentenced with", "arrested with", "detained with"),
}

# Capital words that are no person's: two others in a row are taken for a name. Whole words, then beginnings.
NO_NAME_WORDS = (
    "the a an in on at from he she his her after before for born one of and un uno pen un's first "
    "second third fourth fifth sixth north south black sea may march april june july august radio free "
    "europe saky korea moscow nova old new journalist activist writer engineer arabic islam kerch yalta "
    "житель жителька мешканець мешканка уродженець уродженка у в з із зі на по після під за за-за оон "
    "рф єди-кую нова нової нову новій новою перший перша другий друга третій третя журналіст "
    "журналістка активіст активістка письменник письменниця"
)
NO_NAME_STEMS = (
    "crimea solidarity krym.re supreme court general assembly nations united amnesty international human "
    "rights memorial jehovah witness kakhovka vladimir central libert council european parliament january "
    "february september october november december district mejlis sevastopol simferopol bakhchysarai "
    "kherson alushta dzhankoi rostov russia ukrain yevpatori national university quyu lenine tambov "
    "mordovia кримськ верховн генасамбл міжнародн меморіал свідок свідка свідки свідком єгови каховк радіо "
    "свобод європ парламент меджліс севастопол сімферопол бахчисара херсон ялти ялті алушт джанко керчі "
    "керч ростов росії росія росію україн москв північн корея кореєю південн володимирськ централ "
    "національн університет залізнодорожн балаклавськ тамбов мордові леніне"
)
# A single capital word inside a sentence is taken for a surname when it ends like one.
SURNAME_ENDINGS = (
    "ов ова ову ову овим овою овій ові ових єв єва єву євим євою євій ев ева еву евим евою їв їва їним енко "
    "енка енку енком чук чука чуку чуком юк юка юку юком ov ova ev eva yev yeva iev ieva aev aeva enko chuk "
    "yuk"
)
