// Makes the form of a letter from what the API says of its fields, sends it from here, and shows the code.
// What is typed stays in the form until the code is there, and is kept nowhere else.

import { beginLetter, sendLetter } from "./letter.js";

const place = document.querySelector("#letter");
const { prisoner, language } = place.dataset;
const words = JSON.parse(place.dataset.words);

// --- Elements -------------------------------------------------------------------------------------

// Nothing of an answer is ever read as HTML here.
function make(tag, attributes = {}, ...parts) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...parts.flat().filter(Boolean));
  return element;
}

function say(tag, text, attributes = {}) {
  return text && make(tag, { ...attributes, lang: text.lang === language ? null : text.lang }, text.text);
}

function list(title, texts) {
  return texts.length > 0 && [say("h2", title), make("ul", {}, texts.map((text) => say("li", text)))];
}

// --- Fields ---------------------------------------------------------------------------------------

const CONTROLS = {
  text: (field) => make("textarea", { rows: 12, maxlength: field.max_chars }),
  line: (field) => make("input", { maxlength: field.max_chars }),
  email: () => make("input", { type: "email" }),
  yes_no: () => make("input", { type: "checkbox" }),
  picture: (field) => make("input", { type: "file", accept: field.types }),
  choice: ({ choices, initial }) =>
    make("select", {}, choices.map(({ value, label }) => say("option", label, { value, selected: value === initial }))),
};

function fieldset(field, { what_happens_url: href }) {
  const { name, kind, required } = field;
  const control = CONTROLS[kind]?.(field);
  if (!control) return null; // a kind that came after this was written
  const told = { id: name, name, required, autocomplete: "off", "aria-describedby": `${name}-told` };
  for (const [key, value] of Object.entries(told)) if (value) control.setAttribute(key, value === true ? "" : value);
  const label = say("label", field.label, { for: name });
  const agreed = name === "consent" && say("a", words.consent, { href, target: "_blank", rel: "noopener" });
  const notes = make("p", { id: `${name}-told`, class: "note" }, say("span", field.help), agreed, make("strong"));
  return make("div", { class: kind }, kind === "yes_no" ? [control, label] : [label, control], notes);
}

function typedIn({ elements }, fields) {
  const typed = {};
  for (const { name, kind } of fields) {
    const control = elements.namedItem(name);
    if (!control) continue;
    typed[name] = { yes_no: control.checked, picture: control.files?.[0] }[kind] ?? control.value;
    if (kind === "picture" && !control.files.length) delete typed[name];
  }
  return typed;
}

// --- From the form to the code --------------------------------------------------------------------

function formOf(letter) {
  const trouble = make("p", { role: "alert" });
  const form = make(
    "form",
    { autocomplete: "off" },
    letter.to.invented && say("p", words.invented, { class: "invented" }),
    say("p", letter.to.reason?.label),
    list(words.rules, letter.rules),
    list(words.avoid, letter.to.topics_to_avoid),
    say("p", letter.sign_carefully),
    letter.fields.map((field) => fieldset(field, letter)),
    trouble,
    say("button", words.send),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      place.replaceChildren(...receiptOf(await sendLetter(letter, typedIn(form, letter.fields))));
    } catch (fault) {
      tell(form, trouble, letter, fault);
    }
    button.disabled = false;
  });
  return form;
}

function tell(form, trouble, letter, fault) {
  for (const note of form.querySelectorAll(".note strong")) note.textContent = "";
  for (const { pointer = "", message, lang } of fault.errors ?? []) {
    const note = form.querySelector(`#${CSS.escape(`${pointer.slice(1)}-told`)} strong`);
    if (note) Object.assign(note, { textContent: message, lang });
  }
  letter.nonce = fault.nonce ?? letter.nonce;
  Object.assign(trouble, saidOf(fault));
}

function saidOf({ detail = words.lost.text, lang = words.lost.lang }) {
  return { textContent: detail, lang };
}

function receiptOf({ code, sentences, status_url: href }) {
  return [
    say("p", words.code, { role: "status" }),
    make("p", { class: "code" }, code),
    ...sentences.map((sentence) => say("p", sentence)),
    make("p", {}, say("a", words.status, { href, rel: "noopener" })),
  ];
}

try {
  place.append(formOf(await beginLetter(prisoner, language)));
} catch (fault) {
  place.append(Object.assign(make("p", { role: "alert" }), saidOf(fault)));
}
