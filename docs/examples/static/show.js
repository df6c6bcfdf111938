// How a person is shown, public (site.js) or in a draft (preview.js). Nothing of an answer is ever read as HTML here.

const ownLanguage = document.documentElement.lang;
export const locale = new URLSearchParams(location.search).get("locale") ?? document.body.dataset.locale;

// Makes an element of texts and elements.
export function make(tag, attributes, ...parts) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...parts.flat().filter(Boolean));
  return element;
}

// Texts say in which language they are; what is not in the page's own is marked for those who hear the page.
export function marked(language) {
  return language === ownLanguage ? null : language;
}

export function words(tag, text) {
  return text && make(tag, { lang: marked(text.lang) }, text.text);
}

export function photo({ photo }, sizes) {
  if (!photo) return null;
  const { src, srcset, width, height, alt, alt_lang } = photo;
  return make("img", { src, srcset, sizes, width, height, alt, lang: marked(alt_lang) });
}

// Name first, then work and home; whoever is invented is said to be.
export function head(one, level, name) {
  return [
    photo(one, level === "h1" ? "min(100vw, 20rem)" : "5rem"),
    make(level, { lang: marked(one.names[0].lang) }, name),
    ...(one.work ?? []).map((work) => words("p", work)),
    words("p", one.home),
    one.invented && make("p", { class: "invented" }, "Invented person"),
  ];
}

export function card(one) {
  return make("li", {}, head(one, "h2", make("a", { href: `#${one.slug}` }, one.name)));
}

// What Russia alleges comes last, in quotation marks.
function alleged(charge) {
  const article = `article ${charge.code}${charge.part ? `, part ${charge.part}` : ""}`;
  return charge.title
    ? make("li", {}, "“", words("span", charge.title), `” (${article})`)
    : make("li", {}, `“${article}”`);
}

// `told` is the text of the story, where it is shown here. What Russia alleges comes after it.
export function profile(one, told = null) {
  const { writing, story, charges, photo } = one;
  return [
    head(one, "h1", one.name),
    photo?.credit && make("p", { lang: marked(photo.credit_lang) }, photo.credit),
    story && make("p", { lang: marked(story.lang) }, story.intro),
    words("p", writing.call.label),
    writing.reason && words("p", writing.reason.label),
    writing.url && make("p", {}, make("a", { class: "button", href: writing.url }, "Write a letter")),
    told ?? make("p", {}, make("a", { href: one.url }, "The whole story")),
    charges?.length && make("section", {}, make("h2", {}, "Russia alleges"), make("ul", {}, charges.map(alleged))),
  ];
}
