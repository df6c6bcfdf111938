"""How long a text of 6,000 characters waits for a glossary: python bench/translation/glossary.py [terms]

Terms and text are made of invented Ukrainian-looking words, far denser in terms than a letter is.
"""

import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from home.translation.matching.phrases import Matcher

SYLLABLES = "ба во ге ди жу зо кі ла ми не ор пи ру со та ук фе хо це чи ша щу".split()
ENDINGS = ["", "а", "ий", "о", "ння", "ість", "ти"]


def word():
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 4))) + random.choice(ENDINGS)


def milliseconds(act):
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


random.seed(1)
count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
words = [word() for _ in range(8_000)]
terms = [" ".join(random.choices(words, k=random.choice([1, 1, 1, 2, 3]))) for _ in range(count)]
text = " ".join(random.choices(words, k=1_000))[:6_000]

started = time.perf_counter()
matcher = Matcher(enumerate(terms), "uk")
print(f"{count} terms compiled in {(time.perf_counter() - started) * 1000:.0f} ms (once after a change)")
times = sorted(milliseconds(lambda: matcher.find(text)) for _ in range(21))
print(f"{len(matcher.find(text))} found in {len(text)} characters: median {times[10]:.1f} ms, worst {times[-1]:.1f}")
same = Matcher(enumerate(f"слово {term}" for term in terms), "uk")
print(f"all terms begin with one word, and the text is that word: {milliseconds(lambda: same.find('слово ' * 1000)):.1f} ms")
