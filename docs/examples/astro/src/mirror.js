// People as our API tells of them. Kept in memory only: no disk and no backup remembers anybody.

import { LANGUAGES } from "./languages.js";
import { API, CHECK_SECONDS, SHOW_SECONDS } from "./settings.js";

// What the pages show, and nothing that they don't.
const FIELDS = "slug,url,name,names,invented,work,home,photo,writing,story,charges";

export class Mirror {
  #copies = new Map(); // language -> { at, people }; people: slug -> person
  #answers = new Map(); // address -> { tag, answer }, those of the last look

  constructor({ checkSeconds, showSeconds }) {
    this.checkSeconds = checkSeconds;
    this.showSeconds = showSeconds;
  }

  /** Return who may be shown in a language, by slug; undefined where we were not told so lately. */
  people(language) {
    const copy = this.#copies.get(language);
    return copy && this.#isFresh(copy) ? copy.people : undefined;
  }

  /** Look now and from now on, whether or not anybody visits. Returns after the first look. */
  async watch() {
    await this.look();
    setTimeout(() => this.watch(), this.checkSeconds * 1000);
  }

  /** Drop whoever is not public any more, then read the others anew. */
  async look() {
    const at = Date.now(); // what is told later was true then
    const known = this.#answers;
    this.#answers = new Map();
    try {
      const { ids } = await this.#ask(`${API}/prisoners/ids`, known);
      this.#dropAllBut(new Set(ids));
      for (const language of Object.keys(LANGUAGES)) {
        this.#copies.set(language, { at, people: await this.#everybody(language, known) });
      }
    } catch (fault) {
      console.error(`Could not look: ${fault.message}`);
    }
    this.#forgetWhatIsOld();
  }

  /** While nothing has changed the answer is 304, without a body: then what we know is how it is. */
  async #ask(address, known) {
    const { tag, answer } = known.get(address) ?? {};
    const headers = tag ? { "If-None-Match": tag } : {};
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok && response.status !== 304) throw new Error(`${response.status} for ${address}`);
    const now =
      response.status === 304 ? { tag, answer } : { tag: response.headers.get("ETag"), answer: await response.json() };
    this.#answers.set(address, now);
    return now.answer;
  }

  async #everybody(language, known) {
    const asked = { locale: language, fallback: LANGUAGES[language], fields: FIELDS, limit: 100 };
    const people = new Map();
    for (let address = `${API}/prisoners?${new URLSearchParams(asked)}`; address; ) {
      const { items, meta } = await this.#ask(address, known);
      for (const person of items) people.set(person.slug, person);
      address = meta.next;
    }
    return people;
  }

  #dropAllBut(slugs) {
    for (const { people } of this.#copies.values()) {
      for (const slug of people.keys()) if (!slugs.has(slug)) people.delete(slug);
    }
  }

  #forgetWhatIsOld() {
    for (const [language, copy] of this.#copies) if (!this.#isFresh(copy)) this.#copies.delete(language);
  }

  #isFresh({ at }) {
    return Date.now() - at <= this.showSeconds * 1000;
  }
}

const mirror = new Mirror({ checkSeconds: CHECK_SECONDS, showSeconds: SHOW_SECONDS });
let firstLook;

/** Return who may be shown in a language, by slug; undefined while we cannot know. The first visit begins the watch. */
export async function peopleIn(language) {
  await (firstLook ??= mirror.watch());
  return mirror.people(language);
}
