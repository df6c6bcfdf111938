// Quiet advice below a field while a letter is written: risky words, what tells of an office, what our print lacks.
// Words are looked for as for a first reader (letters/text/watched_words.py). Nothing is asked for, nothing stopped.

const PAUSE_MS = 800; // after the last key
const MOST_SHOWN = 6; // words of one note
const WORD_CHAR = "\\p{L}\\p{N}_";
const IN_WORD = `[${WORD_CHAR}\\u0300-\\u036f]`;
const APOSTROPHES = "'’‘ʼ`´ʹ′＇";
const WORD = new RegExp(`[${WORD_CHAR}]${IN_WORD}*(?:[${APOSTROPHES}]${IN_WORD}+)*`, "gu");
const GAP = new RegExp(`^(?:[^${WORD_CHAR}\\n]{1,3}|\\s{1,2})$`, "u");
const LINE = /[^\n]*\S[^\n]*/g;
const STREETS = "вул|вулиц[яі]|просп|пров|бульв|ул|улица|улице|пер|Straße|Str|street|rue|ulica|ul|ulice|gatan";
const PATTERNS = Object.entries({
  email: new RegExp(`[${WORD_CHAR}.+\\-]{1,64}@[${WORD_CHAR}\\-]+(?:\\.[${WORD_CHAR}\\-]+)+`, "gu"),
  link: /(?:https?:\/\/|www\.|t\.me\/)\S+/giu,
  phone: new RegExp(`(?<![${WORD_CHAR}.])\\+?\\(?\\p{Nd}(?:[ .()\\-]{0,3}\\p{Nd}){6,}(?![${WORD_CHAR}])`, "gu"),
  street: new RegExp(`(?<![${WORD_CHAR}])(?:${STREETS})(?![${WORD_CHAR}])[^\\n]{1,40}?\\p{Nd}+`, "giu"),
  flag: /[\u{1F1E6}-\u{1F1FF}]{2}|[\u{1F3F3}\u{1F3F4}]/gu,
});
const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const UNSEEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const LOOKS_ONLY = /[\n\t\u200c\u200d\ufe00-\ufe0f\p{EMod}\p{RI}]/gu; // changes or joins others, or is half a flag
const FOREIGN = /[\p{L}\p{M}]/u;

// As the server keeps it (letters/text/cleaning.py).
const cleaned = (text) => text.replace(LINE_ENDS, "\n").replace(UNSEEN, "").normalize("NFC");

// As home.translation.matching.phrases.fold: a dotless i is no dotted one.
function fold(word, capitals) {
  let small = word.normalize("NFC");
  for (const [letter, capital] of Object.entries(capitals)) small = small.replaceAll(capital, letter);
  small = small.toLowerCase().normalize("NFC");
  for (const sign of APOSTROPHES) small = small.replaceAll(sign, "'");
  return small.replaceAll("ё", "е").replaceAll("ґ", "г").replace(/[\u0300-\u034e\u0350-\u036f]/g, "");
}

function tokensOf(text, capitals) {
  const known = new Map();
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => {
    if (!known.has(word)) known.set(word, fold(word, capitals));
    return { word: known.get(word), start: index, end: index + word.length };
  });
}

// Watched words of one language, by the first letter of their first word.
class Finder {
  constructor(capitals, wordsByNote = {}) {
    this.capitals = capitals;
    this.phrases = new Map();
    for (const [note, words] of Object.entries(wordsByNote)) for (const word of words.split("|")) this.add(note, word);
  }

  add(note, phrase) {
    const parts = tokensOf(phrase, this.capitals).map(({ word, end }) => ({ stem: word, isOpen: phrase[end] === "*" }));
    if (!parts.length) return;
    const first = Array.from(parts[0].stem)[0];
    if (!this.phrases.has(first)) this.phrases.set(first, []);
    this.phrases.get(first).push({ note, parts });
  }

  *find(text) {
    const tokens = tokensOf(text, this.capitals);
    for (const [place, token] of tokens.entries()) {
      for (const { note, parts } of this.phrases.get(Array.from(token.word)[0]) ?? []) {
        if (standsAt(place, parts, tokens, text)) yield { note, start: token.start, end: tokens[place + parts.length - 1].end };
      }
    }
  }
}

function standsAt(place, parts, tokens, text) {
  const standing = tokens.slice(place, place + parts.length);
  if (standing.length < parts.length) return false;
  const isWord = ({ stem, isOpen }, number) => (isOpen ? standing[number].word.startsWith(stem) : standing[number].word === stem);
  if (!parts.every(isWord)) return false;
  return standing.slice(1).every((next, number) => GAP.test(text.slice(standing[number].end, next.start)));
}

// The first and the last lines with something in them: a letterhead and a signature; one span when they meet.
function endsOf(text, first, last) {
  const lines = Array.from(text.matchAll(LINE), ({ 0: line, index }) => [index, index + line.length]);
  if (lines.length <= first + last) return lines.length ? [[lines[0][0], lines.at(-1)[1]]] : [];
  return [[lines[0][0], lines[first - 1][1]], [lines.at(-last)[0], lines.at(-1)[1]]];
}

function spansOf(table) {
  return table.split(" ").map((span) => {
    const [from, to = from] = span.split("-").map((code) => parseInt(code, 16));
    return [from, to];
  });
}

class Advice {
  constructor({ first, last, printable, clear, languages }) {
    this.ends = [first, last];
    this.printable = spansOf(printable);
    this.clear = new Finder({}, clear);
    this.languages = languages.map(({ code, capitals, words }) => ({
      code,
      inText: new Finder(capitals, words.own),
      atEnds: new Finder(capitals, words.ends),
    }));
  }

  // What there is to say: [{note, language, words}] in the order of the text, each word once.
  of(typed, chosen) {
    const text = cleaned(typed);
    const notes = new Map();
    for (const { note, language, start, end } of [...this.found(text, chosen)].sort((one, other) => one.start - other.start)) {
      if (!notes.has(note)) notes.set(note, new Map());
      const word = text.slice(start, end);
      const key = word.toLowerCase();
      if (!notes.get(note).has(key)) notes.get(note).set(key, { word, language });
    }
    const lacking = this.lacking(text).map((word) => [word, { word }]);
    if (lacking.length) notes.set("lacking", new Map(lacking));
    return notes;
  }

  // A chosen language stands alone, where its words are here: the German "war" is no war.
  *found(text, chosen) {
    const alone = this.languages.filter(({ code }) => code === chosen);
    yield* this.clear.find(text);
    for (const { code: language, inText, atEnds } of alone.length ? alone : this.languages) {
      for (const match of inText.find(text)) yield { ...match, language };
      for (const [from, to] of endsOf(text, ...this.ends)) {
        for (const { note, start, end } of atEnds.find(text.slice(from, to))) {
          yield { note, language, start: from + start, end: from + end };
        }
      }
    }
    for (const [note, pattern] of PATTERNS) {
      for (const { 0: match, index } of text.matchAll(pattern)) yield { note, start: index, end: index + match.length };
    }
  }

  // Letters of a script that we do not print at all are translated, and so need no word.
  lacking(text) {
    const characters = Array.from(text.replace(LOOKS_ONLY, ""));
    const lacks = new Set([...new Set(characters)].filter((one) => !this.prints(one)));
    if (!lacks.size) return [];
    const letters = characters.filter((one) => FOREIGN.test(one));
    const isForeign = letters.filter((one) => lacks.has(one)).length * 2 > letters.length;
    return [...lacks].filter((one) => !(isForeign && FOREIGN.test(one)));
  }

  prints(character) {
    const code = character.codePointAt(0);
    return this.printable.some(([from, to]) => from <= code && code <= to);
  }
}

// The notes below one field.
class Notes {
  constructor(box, advice) {
    this.box = box;
    this.list = box.querySelector("ul");
    this.said = box.parentElement.querySelector("[data-advice-told]");
    this.field = document.querySelector(`#letter-form [name="${box.dataset.advice}"]`);
    this.language = document.querySelector('#letter-form [name="language"]');
    this.templates = document.getElementById("advice-notes").content;
    this.advice = advice;
    this.told = new Map(); // by note: the words that were told of
    this.shown = "";
    this.field.addEventListener("input", () => this.wait());
    this.language.addEventListener("change", () => this.show());
    addEventListener("pageshow", () => this.show({ isQuiet: true })); // Back brings the text back
    this.show({ isQuiet: true });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE_MS);
  }

  show({ isQuiet = false } = {}) {
    const notes = this.advice.of(this.field.value, this.language.value);
    const state = JSON.stringify([...notes].map(([note, words]) => [note, [...words.keys()]]));
    if (state === this.shown) return;
    this.shown = state;
    const rows = [...notes].map(([note, words]) => this.row(note, [...words.values()])).filter(Boolean);
    this.list.replaceChildren(...rows);
    this.box.hidden = !rows.length;
    const news = [...notes].map(([note, words]) => this.news(note, words)).filter(Boolean);
    if (news.length && !isQuiet) this.said.replaceChildren(...news);
  }

  // A note with its words; null for one that has no text in any language.
  row(note, words) {
    const template = this.templates.querySelector(`[data-note="${note}"]`);
    if (!template) return null;
    const row = template.cloneNode(true);
    const found = document.createElement("p");
    found.className = "advice__found";
    row.prepend(found);
    for (const [number, { word, language }] of words.slice(0, MOST_SHOWN).entries()) {
      if (number) found.append(", ");
      const quoted = document.createElement("q");
      quoted.textContent = word;
      if (language && language !== document.documentElement.lang) quoted.lang = language;
      found.append(quoted);
    }
    if (words.length > MOST_SHOWN) found.append(" …");
    return row;
  }

  // What is to be said aloud: a word once, and why only the first time.
  news(note, words) {
    const isNew = !this.told.has(note);
    const told = this.told.get(note) ?? new Set();
    const fresh = [...words].filter(([key]) => !told.has(key)).map(([key, word]) => (told.add(key), word));
    this.told.set(note, told);
    const row = fresh.length ? this.row(note, fresh) : null;
    if (!row) return null;
    const said = document.createElement("div");
    said.append(...(isNew ? row.children : [row.querySelector(".advice__found")]));
    return said;
  }
}

const rules = document.getElementById("advice-rules");
if (rules) {
  const advice = new Advice(JSON.parse(rules.textContent));
  for (const box of document.querySelectorAll("[data-advice]")) new Notes(box, advice);
}
