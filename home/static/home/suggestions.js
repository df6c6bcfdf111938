// While somebody types into the search, what it finds stands below the field, to be chosen by arrow keys or a press.
// Without scripts, or where nothing comes, the form is sent as ever.

const PAUSE_MS = 250;
const SHORTEST = 2;

export function make(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

// The list below a field (the combobox of ARIA): the focus stays in the field. Shared with the lists of the admin.
export class Choices {
  constructor(field, list, take) {
    Object.assign(this, { field, list });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
      field.setAttribute(name, value);
    }
    // Before the field loses the focus, and the list with it.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) take(row);
    });
    this.show([]);
  }

  get pointed() {
    return this.list.children[this.at];
  }

  show(rows, at = -1) {
    for (const [number, row] of rows.entries()) {
      row.id = `${this.list.id}-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
    }
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point(at);
  }

  point(place) {
    this.pointed?.setAttribute("aria-selected", "false");
    this.at = place;
    this.pointed?.setAttribute("aria-selected", "true");
    this.pointed?.scrollIntoView({ block: "nearest" });
    if (this.pointed) this.field.setAttribute("aria-activedescendant", this.pointed.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

function offer(field) {
  const { suggestions, suggestionsLabel: label, suggestionsLang } = field.form.dataset;
  const { lang } = document.documentElement;
  const about = { class: "suggestions", role: "listbox", "aria-label": label, lang: suggestionsLang || lang };
  const list = make("ul", { ...about, id: `${field.id}-suggestions` });
  const status = make("span", { class: "visually-hidden", "aria-live": "polite" });
  field.after(make("span", { class: "suggestions__place" }, list, status));
  const choices = new Choices(field, list, (row) => location.assign(row.dataset.url));
  let timer = 0;
  let asking = null;

  function rowOf(item) {
    const why = make("span", { class: "suggestions__why", lang: item.lang || lang }, item.why);
    return make("li", { lang, "data-url": item.url }, item.text, ...(item.why ? [" ", why] : []));
  }

  function show(items) {
    choices.show(document.activeElement === field ? items.map(rowOf) : []);
    status.textContent = items.length ? `${label}: ${items.length}` : "";
  }

  async function ask() {
    asking?.abort();
    const words = field.value.trim();
    if (words.length < SHORTEST) return show([]);
    asking = new AbortController();
    try {
      const answer = await fetch(`${suggestions}?${new URLSearchParams({ q: field.value })}`, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).items);
    } catch {
      // Nothing is offered; what was typed can be sent.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden) return;
    if (event.key === "ArrowDown") choices.point(choices.at < last ? choices.at + 1 : 0);
    else if (event.key === "ArrowUp") choices.point(choices.at > 0 ? choices.at - 1 : last);
    else if (event.key === "Escape") choices.show([]);
    else if (event.key === "Enter" && choices.pointed) location.assign(choices.pointed.dataset.url);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => choices.show([]));
}

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  offer(form.elements.q);
}
