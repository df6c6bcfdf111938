// A draft, for the editor who was led here from the admin. Nothing of it is kept, and it looks as it will in public.

import { locale, make, marked, profile, words } from "./show.js";

const { api, fallback } = document.body.dataset;
const draft = document.querySelector("#draft");
const trouble = document.querySelector("#trouble");

async function ask() {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const address = `${api}/preview?${new URLSearchParams({ token, locale, fallback })}`;
  const response = await fetch(address, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
  const answer = await response.json();
  // 403 once it is over: `detail` is a sentence for the editor, `lang` the language it is in.
  if (!response.ok) throw Object.assign(new Error(answer.detail), { lang: answer.lang });
  return answer.item;
}

// --- The text, block by block ---------------------------------------------------------------------

const TAGS = { bold: "b", italic: "i", paragraph: "p", item: "li", break: "br" };

function node({ type, text, children = [], href, level, ordered }) {
  if (type === "text") return document.createTextNode(text);
  const tag = TAGS[type] ?? { link: "a", heading: `h${level}`, list: ordered ? "ol" : "ul" }[type];
  return make(tag, { href }, children.map(node));
}

// Words that were published, and where and by whom they were translated.
function figure({ source, source_url, translator }, title, words, whose) {
  const printed = source_url ? make("a", { href: source_url }, source) : source;
  const credit = make("figcaption", {}, [whose, ". ", printed, ". ", translator]);
  return make("figure", {}, make("h3", {}, title), make("blockquote", {}, words), credit);
}

const BLOCKS = {
  paragraph: ({ tree }) => make("div", {}, tree.map(node)),
  heading: ({ text }) => make("h2", {}, text),
  quote: ({ quote, attribution }) => make("blockquote", {}, make("p", {}, quote), make("p", {}, attribution)),
  verse: (block) => figure(block, block.title, block.lines, block.author),
  last_word: (block) => figure(block, "", block.words, block.said),
  open_letter: (block) => figure(block, block.addressee, block.words, block.author),
  statement: ({ who, date, words, source_url }) =>
    make("figure", {}, [
      make("h3", {}, who),
      make("blockquote", {}, words),
      make("figcaption", {}, [date ?? "", " ", source_url ? make("a", { href: source_url }, source_url) : ""]),
    ]),
  picture: ({ image: { src, alt, width, height }, caption }) =>
    make("figure", {}, make("img", { src, alt, width, height }), make("figcaption", {}, caption)),
};

// A block that came after this was written is passed over.
function text(blocks, language) {
  return make("div", { lang: marked(language) }, blocks.map((block) => BLOCKS[block.type]?.(block)));
}

// --- What it is of --------------------------------------------------------------------------------

function shown(item) {
  if (item.name) return profile(item, item.story ? text(item.story.body, item.story.lang) : "");
  return [words("h1", item.title), words("p", item.intro), text(item.body, item.title.lang)];
}

try {
  const item = await ask();
  draft.replaceChildren(...shown(item).flat().filter(Boolean));
  if (item.name) document.querySelector("#out").href = `index.html#${encodeURIComponent(item.slug)}`;
} catch (error) {
  trouble.textContent = error.message;
  trouble.lang = error.lang ?? document.documentElement.lang;
  trouble.hidden = false;
}
