// A whole front end in one file: people by name, one person, a way to write. Nothing is kept: whoever is not
// shown any more is gone with the next look.

const { api, fallback } = document.body.dataset;
const locale = new URLSearchParams(location.search).get("locale") ?? document.body.dataset.locale;
const ownLanguage = document.documentElement.lang;
const list = document.querySelector("#list");
const people = document.querySelector("#people");
const more = document.querySelector("#more");
const person = document.querySelector("#person");
const trouble = document.querySelector("#trouble");

// --- Asking ---------------------------------------------------------------------------------------

async function ask(address) {
  // no-cache: the browser asks each time and is told 304, in a few bytes, while nothing has changed.
  const response = await fetch(address, { cache: "no-cache" });
  const answer = await response.json();
  // `detail` is a sentence, `lang` the language it is in.
  if (!response.ok) throw Object.assign(new Error(answer.detail), { lang: answer.lang });
  return answer;
}

function addressOf(path, parameters = {}) {
  return `${api}/${path}?${new URLSearchParams({ locale, fallback, ...parameters })}`;
}

// --- Showing --------------------------------------------------------------------------------------

// Makes an element of texts and elements. Nothing of an answer is ever read as HTML here.
function make(tag, attributes, ...parts) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...parts.flat().filter(Boolean));
  return element;
}

// Texts say in which language they are; what is not in the page's own is marked for those who hear the page.
function marked(language) {
  return language === ownLanguage ? null : language;
}

function words(tag, text) {
  return text && make(tag, { lang: marked(text.lang) }, text.text);
}

function photo({ photo }, sizes) {
  if (!photo) return null;
  const { src, srcset, width, height, alt, alt_lang } = photo;
  return make("img", { src, srcset, sizes, width, height, alt, lang: marked(alt_lang) });
}

// Name first, then work and home; whoever is invented is said to be.
function head(one, level, name) {
  return [
    photo(one, level === "h1" ? "min(100vw, 20rem)" : "5rem"),
    make(level, { lang: marked(locale) }, name),
    ...(one.work ?? []).map((work) => words("p", work)),
    words("p", one.home),
    one.invented && make("p", { class: "invented" }, "Invented person"),
  ];
}

function card(one) {
  return make("li", {}, head(one, "h2", make("a", { href: `#${one.slug}` }, one.name)));
}

// What Russia alleges comes last, in quotation marks.
function alleged(charge) {
  const article = `article ${charge.code}${charge.part ? `, part ${charge.part}` : ""}`;
  return charge.title
    ? make("li", {}, "“", words("span", charge.title), `” (${article})`)
    : make("li", {}, `“${article}”`);
}

function profile(one) {
  const { writing, story, charges, photo } = one;
  return [
    head(one, "h1", one.name),
    photo?.credit && make("p", { lang: marked(photo.credit_lang) }, photo.credit),
    story && make("p", { lang: marked(story.lang) }, story.intro),
    words("p", writing.call.label),
    writing.reason && words("p", writing.reason.label),
    writing.url && make("p", {}, make("a", { class: "button", href: writing.url }, "Write a letter")),
    make("p", {}, make("a", { href: one.url }, "The whole story")),
    charges?.length && make("section", {}, make("h2", {}, "Russia alleges"), make("ul", {}, charges.map(alleged))),
  ];
}

// --- Going from one to the other ------------------------------------------------------------------

async function showMore(address) {
  const { items, meta } = await ask(address);
  people.append(...items.map(card));
  more.hidden = !meta.next;
  more.onclick = () => attempt(() => showMore(meta.next));
}

async function showList() {
  people.replaceChildren();
  await showMore(addressOf("prisoners", { letters: "open", limit: 12 }));
}

async function showPerson(slug) {
  const { item } = await ask(addressOf(`prisoners/${encodeURIComponent(slug)}`));
  person.replaceChildren(...profile(item).flat().filter(Boolean));
}

async function attempt(what) {
  trouble.hidden = true;
  try {
    await what();
  } catch (error) {
    person.replaceChildren();
    trouble.textContent = error.message;
    trouble.lang = error.lang ?? ownLanguage;
    trouble.hidden = false;
  }
}

function route() {
  const slug = decodeURIComponent(location.hash.slice(1));
  list.hidden = Boolean(slug);
  person.hidden = !slug;
  return attempt(() => (slug ? showPerson(slug) : showList()));
}

addEventListener("hashchange", route);
await route();
