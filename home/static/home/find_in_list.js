// One of a long list, found by typing; what is not on it can be added where the list says so. Enter chooses, and once
// more begins the next row. Without this it is an ordinary list.

import { Choices, make } from "./suggestions.js";

const MOST = 8;
const SHORTEST = 3; // letters of a name that can be added

const plain = (words) => words.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’ʼ]/g, "").trim();
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
let lastKind = "";

// Each list of the form that is the same one, those of rows to come among them.
function* listsLike(select) {
  const templates = [...document.querySelectorAll("template")].map((template) => template.content);
  for (const root of [document, ...templates]) {
    for (const each of root.querySelectorAll("find-in-list select")) {
      if (each.dataset.add === select.dataset.add) yield each;
    }
  }
}

class FindInList extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    if (this.field || !this.select) return;
    const id = `${this.select.id}-typed`;
    this.select.hidden = true;
    this.field = make("input", { type: "text", id, name: `${this.select.name}-typed`, autocomplete: "off" });
    this.list = make("ul", { role: "listbox", id: `${id}-list`, class: "find-in-list" });
    this.told = make("p", { role: "status", class: "find-in-list__told" });
    this.append(this.field, this.list, this.told);
    this.choices = new Choices(this.field, this.list, (row) => this.take(row));
    const label = document.querySelector(`label[for="${this.select.id}"]`);
    if (label) {
      label.htmlFor = id;
      this.list.setAttribute("aria-label", label.textContent.trim());
    }
    for (const link of document.querySelectorAll(`a[href="#${this.select.id}"]`)) link.hash = id;
    const described = this.select.getAttribute("aria-describedby");
    if (described) this.field.setAttribute("aria-describedby", described);
    if (this.select.required) this.field.setAttribute("aria-required", "true");
    this.field.value = this.chosen || this.select.dataset.typed || "";
    this.listen();
  }

  get chosen() {
    return this.select.value && this.select.selectedOptions[0].label;
  }

  listen() {
    this.field.addEventListener("input", (event) => {
      event.stopPropagation(); // nothing is chosen yet, and so nothing to save
      this.open();
    });
    this.field.addEventListener("change", (event) => event.stopPropagation());
    this.field.addEventListener("click", () => this.open());
    this.field.addEventListener("blur", () => this.leave());
    this.field.addEventListener("keydown", (event) => this.press(event));
  }

  found() {
    const asked = this.field.value === this.chosen ? "" : plain(this.field.value);
    const words = asked.split(/\s+/);
    return [...this.select.options]
      .filter((option) => option.value && words.every((word) => plain(option.label).includes(word)))
      .slice(0, asked ? MOST : undefined);
  }

  kinds() {
    const name = this.field.value.trim();
    const isKnown = [...this.select.options].some((option) => plain(option.label) === plain(name));
    if (!this.select.dataset.add || name.length < SHORTEST || isKnown) return [];
    return JSON.parse(this.select.dataset.kinds).sort(([one], [other]) => (other === lastKind) - (one === lastKind));
  }

  open() {
    const name = this.field.value.trim();
    const known = this.found().map((option) => make("li", { "data-value": option.value }, option.label));
    const added = this.kinds().map(([kind, label]) =>
      make("li", { "data-kind": kind }, filled(this.dataset.wordsAdd, { name, kind: label })),
    );
    this.choices.show([...known, ...added], this.field.value === this.chosen ? -1 : 0);
    this.told.textContent = "";
  }

  press(event) {
    if (event.key === "Enter") {
      event.preventDefault(); // it would send the form
      if (this.choices.pointed) this.take(this.choices.pointed);
      else if (this.chosen && this.field.value === this.chosen) this.next();
      else this.open();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open();
      else this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.choices.show([]);
    }
  }

  step(by) {
    this.choices.point(Math.min(Math.max(0, this.choices.at + by), this.list.children.length - 1));
  }

  take(row) {
    if (row.dataset.value) this.choose(row.dataset.value);
    else this.add(row.dataset.kind);
  }

  choose(value) {
    const isNew = this.select.value !== value;
    this.select.value = value;
    this.field.value = this.chosen;
    this.choices.show([]);
    if (isNew) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What was typed and left stands there, and is not chosen: the form says so, when it is sent, too.
  leave() {
    if (!this.isConnected || this.list.contains(document.activeElement)) return;
    const typed = plain(this.field.value);
    const same = [...this.select.options].find((option) => option.value && plain(option.label) === typed);
    if (same) this.choose(same.value);
    else if (this.select.value) {
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (typed && !same) this.told.textContent = filled(this.dataset.wordsUnknown, { name: this.field.value.trim() });
    this.choices.show([]);
  }

  async add(kind) {
    const name = this.field.value.trim();
    const body = new URLSearchParams({ name_uk: name, kind, csrfmiddlewaretoken: this.select.form.elements.csrfmiddlewaretoken.value });
    this.choices.show([]);
    const answer = await fetch(this.select.dataset.add, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const made = answer && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (!made?.key) {
      this.told.textContent = made?.faults?.join(" ") ?? this.dataset.wordsFault;
      return;
    }
    lastKind = kind;
    for (const list of listsLike(this.select)) {
      if (![...list.options].some((option) => option.value === String(made.key))) list.add(new Option(made.name, made.key));
    }
    this.choose(String(made.key));
    this.told.textContent = filled(this.dataset.wordsAdded, { name: made.name });
  }

  next() {
    const rows = this.closest("[id$=-FORMS]");
    const button = rows && document.getElementById(rows.id.replace(/-FORMS$/, "-ADD"));
    button?.click();
    const last = rows && [...rows.querySelectorAll("find-in-list")].at(-1);
    if (last && last !== this) last.field.focus();
  }
}

// A list whose next row is mostly what the row before it was.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[id$=-ADD]");
  if (!button) return;
  const rows = document.getElementById(button.id.replace(/-ADD$/, "-FORMS"));
  const [before, last] = [...(rows?.querySelectorAll("select[data-as-before]") ?? [])].slice(-2);
  if (last) last.value = before.value;
});

customElements.define("find-in-list", FindInList);
