"""How a name sounds, in plain letters: the same for every script and spelling it is written in.

Джелял, Dzhelyal, Dzhelial and Celâl all read `jelal`. Only what writers of these languages really vary is
levelled: the transliteration of a letter, glides (ya, ia, ja), soft signs, doubled letters, marks, г with х.
What tells people apart (Enver and Ernes, Amet and Akhtem) stays apart.
"""

import re
import unicodedata
from functools import lru_cache

from home.languages.info import APOSTROPHES

VOWELS = "aeou"
MOST_READINGS = 16  # of one word; a longer list would find too many people

# letter=sound; several sounds where writers of different languages use the letter for different ones, the
# likeliest first. c: Crimean Tatar дж, Slavic ц, or к; j: Turkic дж or Slavic й; x: кс or х; ch: ч, German
# and Czech х, French ш.
SPELLINGS = """
    а=a б=b в=v г=h ґ=h д=d дж=j е=e є=e э=e ё=e/o ж=j з=z и=i і=i ї=i й=i ы=i к=k л=l м=m н=n о=o п=p р=r с=s
    т=t тс=c у=u ў=u ф=f х=h ц=c ч=c ш=s щ=sc ъ= ь= ю=iu я=ia
    a=a b=b c=j/c/k d=d e=e f=f g=h h=h i=i j=j/i k=k l=l m=m n=n o=o p=p q=k r=r s=s t=t u=u v=v w=v x=ks/h
    y=i z=z ı=i ł=l ø=o đ=d ß=s æ=e ç=c č=c ć=c ş=s š=s ś=s ž=j ż=j ğ=h
    kh=h gh=h sh=s zh=j sz=s cz=c ts=c tz=c ck=k ch=c/h/s ou=u/ou dz=dz/z dj=j dž=j dż=j dzh=j dsch=j
    tch=c tsch=c sch=s/sc shch=sc szcz=sc šč=sc schtsch=sc
"""
READINGS = {
    letters: tuple(sounds.split("/")) for letters, sounds in (pair.split("=") for pair in SPELLINGS.split())
}
LETTERS = re.compile("|".join(sorted(map(re.escape, READINGS), key=len, reverse=True)))
# Latin letters that look like Cyrillic ones.
LOOK_ALIKES = dict(zip("aceiopxykmtbhï", "асеіорхукмтвнї", strict=True))
TO_CYRILLIC = str.maketrans(LOOK_ALIKES)
TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in LOOK_ALIKES.items()})
WITHOUT_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES))
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text for plain comparison: small letters, no apostrophes, no marks, ґ as г."""
    text = unicodedata.normalize("NFC", text).replace("İ", "i").casefold().replace("ґ", "г").replace("ı", "i")
    text = text.translate(WITHOUT_APOSTROPHES)
    text = WORD.sub(lambda found: _one_script(found[0]), text)
    plain = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(plain).split())


def words_of(text: str) -> list[str]:
    """Return the words in small letters with their marks; apostrophes are dropped, hyphens divide."""
    text = unicodedata.normalize("NFC", text).replace("İ", "i").lower()
    text = text.translate(WITHOUT_APOSTROPHES)
    return [_one_script(word) for word in WORD.findall(text)]


def _one_script(word: str) -> str:
    """Return a word of both scripts in the one of which the letters of the other are look-alikes."""
    if word.isascii():
        return word
    cyrillic = {letter for letter in word if "\u0400" <= letter <= "\u04ff"}
    latin = {letter for letter in word if letter.isalpha()} - cyrillic
    if cyrillic and latin and latin <= LOOK_ALIKES.keys():
        return word.translate(TO_CYRILLIC)
    if cyrillic and latin and cyrillic <= set(LOOK_ALIKES.values()):
        return word.translate(TO_LATIN)
    return word


@lru_cache(maxsize=50_000)
def sounds(word: str) -> tuple[str, ...]:
    """Return every reading of one word of `words_of`, the likeliest first; a figure reads as itself."""
    readings = [""]
    for letters in _split(word):
        following = READINGS.get(letters, (letters,))
        readings = [before + sound for before in readings for sound in following][:MOST_READINGS]
    return tuple(dict.fromkeys(_level(reading) for reading in readings))


@lru_cache(maxsize=5_000)
def sounds_of_beginning(word: str) -> tuple[str, ...]:
    """Return the readings a word may have of which only the beginning is typed: `dz` may become `dzh`."""
    found = list(sounds(word))
    for length in (1, 2, 3):
        stem, ending = word[:-length], word[-length:]
        longer = (letters for letters in READINGS if letters.startswith(ending) and letters != ending)
        found += (
            _level(before + after) for key in longer for after in READINGS[key] for before in _stem(stem)
        )
    # "mustafay" goes on to "mustafayev", where the glide is levelled away.
    found += [reading[:-1] for reading in found if reading.endswith("i") and len(reading) > 3]
    return tuple(reading for reading in dict.fromkeys(found) if reading)


def _stem(word: str) -> tuple[str, ...]:
    return sounds(word) if word else ("",)


def _split(word: str) -> list[str]:
    """Return the word in letters of READINGS; a marked letter without a reading loses its mark."""
    known = "".join(letter if letter in READINGS else _unmarked(letter) for letter in word)
    place, parts = 0, []
    while place < len(known):
        found = LETTERS.match(known, place)
        parts.append(found[0] if found else known[place])
        place += len(parts[-1])
    return parts


def _unmarked(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def _single(doubled: re.Match[str]) -> str:
    """Return a doubled letter once; whoever leans on a key has typed no name."""
    return doubled[0] if len(doubled[0]) > 2 else doubled[1]


def _level(reading: str) -> str:
    """Drop doubled letters and the glide before a vowel: ya, ia, ja and я are all `a`, Izzet and Izet one."""
    reading = re.sub(r"(.)\1+", _single, reading)
    return re.sub(rf"i(?=[{VOWELS}])", "", reading)
