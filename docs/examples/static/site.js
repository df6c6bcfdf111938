// A whole front end in one page: people by name, one person, a way to write. Nothing is kept: whoever is not
// shown any more is gone with the next look.

import { card, locale, profile } from "./show.js";

const { api, fallback } = document.body.dataset;
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
    trouble.lang = error.lang ?? document.documentElement.lang;
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
