// The languages of this site, and its own few words in them. What people are told of comes from the API.

// For each language, what may stand in where a text has no translation into it yet.
export const LANGUAGES = { uk: ["en"], en: ["uk"], crh: ["uk", "en"] };
export const NAMES = { uk: "Українська", en: "English", crh: "Qırımtatarca" };

const QUOTES = { uk: "«»", en: "“”", crh: "«»" };
const WORDS = {
  title: { uk: "Кримські політв’язні", en: "Crimean political prisoners" },
  invented: { uk: "Вигадана людина", en: "Invented person" },
  write: { uk: "Написати листа", en: "Write a letter" },
  story: { uk: "Уся розповідь", en: "The whole story" },
  alleged: { uk: "Росія звинувачує:", en: "Russia alleges:" },
  article: { uk: "стаття", en: "article" },
  part: { uk: "частина", en: "part" },
  borrowed: { uk: "Деяких написів на цій сторінці ще немає кримськотатарською; їх показано українською." },
  toldIn: { uk: "Мова розповіді:", en: "Language of the story:" },
  missing: { uk: "Такої сторінки немає.", en: "There is no such page." },
  unsure: {
    uk: "Зараз не можемо звірити, про кого тут розповідати. Зазирніть за кілька хвилин.",
    en: "Just now we cannot check whom we may show. Please come again in a few minutes.",
  },
  private: {
    uk: "Лист іде з вашого браузера просто до «Листів до вільного Криму». Наш сайт його не бачить.",
    en: "Your letter goes from your browser straight to Letters to Free Crimea. This site never sees it.",
  },
  elsewhere: {
    uk: "Написати без JavaScript, на сайті «Листи до вільного Криму»",
    en: "Write without JavaScript, on the site of Letters to Free Crimea",
  },
  rules: { uk: "Щоб лист дійшов", en: "What gets a letter through" },
  avoid: { uk: "Про це, будь ласка, не пишіть", en: "Please do not mention" },
  consent: { uk: "Що буде з листом", en: "What happens to your letter" },
  send: { uk: "Надіслати", en: "Send" },
  code: {
    uk: "Ваш код. Запишіть його: знайти його вдруге неможливо.",
    en: "Your code. Write it down: it cannot be found again.",
  },
  status: { uk: "Де мій лист", en: "Where my letter is" },
  lost: {
    uk: "Відповіді немає. Лист лишився у формі: спробуйте надіслати ще раз.",
    en: "There was no answer. Your letter is still in the form: please send it again.",
  },
};

export function isLanguage(code) {
  return Object.hasOwn(LANGUAGES, code);
}

/** Return one of our own words as the API gives its texts: `{ text, lang }`. */
export function word(name, language) {
  const lang = [language, ...LANGUAGES[language]].find((code) => code in WORDS[name]);
  return { text: WORDS[name][lang], lang };
}

/** Return a text in the quotation marks of its language. */
export function quoted({ text, lang }) {
  const [open, close] = QUOTES[lang] ?? QUOTES.en;
  return { text: `${open}${text}${close}`, lang };
}
