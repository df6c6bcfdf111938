// The editor of the translation desk: each text saves by itself, keys lead through them, nothing typed is lost.

import { LOGGED_OUT, holdUntilSent, renewSession } from "../../home/saving.js";
import { putInto, startSigns } from "../../home/signs.js";
import { mayAct, startHelp } from "../../home/single_keys.js";
import { startMarks, written } from "./marks.js";
import { EditedString } from "./string.js";
import { unsavedOf } from "./unsaved.js";

const RETRY_MS = 5000;
const FINGER_MS = 300;
const PAUSE_MS = 1000;
const TO_TRANSLATE = ["empty", "changed", "machine", "error", "returned"];
const TO_REVIEW = ["translated", "machine"];
const DONE = ["reviewed", "left_out"];

const form = document.querySelector("[data-editor]");
const mayTranslate = "mayTranslate" in form.dataset;
const mayReview = "mayReview" in form.dataset;
const state = document.querySelector("[data-told]");
const login = document.querySelector("[data-login]");
const words = state.dataset;
const sending = new Set();
const left = new Set(); // gone on from, and not yet answered
let isLeaving = false;
let isThrough = false; // nothing more waits for this person
let returnTo = null; // the string whose save or approval was refused after they went on
let typedAt = 0;
let retry = 0;
let trouble = ""; // why nothing reaches the server, in words

function tell(text) {
  if (state.textContent !== text) state.textContent = text;
}

const dirty = () => strings.filter((each) => each.isDirty);

function told() {
  const unsaved = dirty();
  const isFaulty = unsaved.some((each) => each.isStopped || each.field.getAttribute("aria-invalid") === "true");
  state.classList.toggle("is-unsaved", unsaved.length > 0);
  if (trouble) return tell(trouble);
  if (sending.size) return tell(words.saving);
  if (isFaulty) return tell(words.refused);
  if (unsaved.length) return tell(words.typing);
  tell(isThrough ? words.all : state.textContent ? words.saved : "");
}

const desk = {
  address: form.dataset.units,
  unsaved: unsavedOf(form.dataset.person),
  token: () => form.elements.csrfmiddlewaretoken.value,
  told,
  sending: (string) => (sending.add(string), told()),
  sent: (string) => (sending.delete(string), told()),
  taken: (string) => changed(string),
  refused: (string) => bringBack(string),
  reached: () => {
    trouble = "";
    login.hidden = true;
  },
  unreached: async (error) => {
    const isOver = error.message === LOGGED_OUT && !(await renewSession(form));
    trouble = isOver ? words.ended : words.offline;
    login.hidden = !isOver;
    told();
    clearTimeout(retry);
    retry = setTimeout(saveAll, RETRY_MS);
  },
  leave: (hash) => {
    isLeaving = true;
    location.hash = hash;
    location.reload();
  },
};

const strings = [...form.querySelectorAll("[data-string]")].map((item) => new EditedString(item, desk));

async function saveAll() {
  clearTimeout(retry);
  if (!dirty().length) return true;
  if (trouble === words.ended && !(await renewSession(form))) {
    retry = setTimeout(saveAll, RETRY_MS);
    return false;
  }
  const results = await Promise.all(dirty().map((each) => each.save()));
  return results.every(Boolean);
}

function changed(string) {
  count();
  document.dispatchEvent(new CustomEvent("desk:unit-saved", { detail: { pk: string.pk } }));
  document.dispatchEvent(new CustomEvent("desk:saved"));
}

// --- How far the text is ----------------------------------------------------------------------------

function count() {
  const toDo = strings.filter((each) => TO_TRANSLATE.includes(each.state)).length;
  const done = strings.filter((each) => DONE.includes(each.state)).length;
  const shown = document.querySelector("[data-counts]");
  document.querySelector("[data-progress]").value = done;
  const numbers = { done, all: strings.length, left: toDo };
  shown.textContent = shown.dataset.words.replace(/\{(\w+)\}/g, (_whole, name) => numbers[name]);
}

// --- From one text to another -----------------------------------------------------------------------

let current = null;

function stringAt(element) {
  const item = element?.closest?.("[data-string]");
  return item ? strings.find((each) => each.item === item) : null;
}

function goTo(string) {
  (string.conflict ?? string.field).focus({ preventScroll: true });
  string.item.scrollIntoView({ block: "center" });
}

function bringBack(string) {
  returnTo ??= string;
  isThrough = false;
  comeBack();
}

// Once the person pauses: what they type meanwhile stays where they type it.
function comeBack() {
  if (!returnTo) return;
  const wait = typedAt + PAUSE_MS - Date.now();
  const isThere = stringAt(document.activeElement) === returnTo;
  if (!isThere && wait > 0) return setTimeout(comeBack, wait);
  goTo(returnTo);
  returnTo = null;
}

function step(by) {
  const from = strings.indexOf(stringAt(document.activeElement) ?? current);
  const next = strings[Math.min(Math.max(from + by, 0), strings.length - 1)];
  if (next) goTo(next);
}

// The next one that waits for this person, after this one and then from the beginning.
function goOn(states) {
  const from = strings.indexOf(current) + 1;
  const order = [...strings.slice(from), ...strings.slice(0, from)].filter((each) => each !== current);
  const next = order.find((each) => states.includes(each.state) && !each.isDirty && !left.has(each));
  isThrough = !next;
  if (next) goTo(next);
}

// Whoever writes on does so in the next text, however long the server takes for this one.
async function leave(string, act, states) {
  left.add(string);
  const answered = act();
  goOn(states);
  const isTaken = await answered;
  left.delete(string);
  told();
  return isTaken;
}

async function saveAndGoOn() {
  const string = current ?? strings[0];
  if (!string) return;
  if (!mayTranslate) return approveAndGoOn();
  // What did not reach the server is sent again by itself.
  if (!(await leave(string, () => string.save(), TO_TRANSLATE)) && !trouble) bringBack(string);
}

async function approveAndGoOn() {
  const string = current ?? strings[0];
  if (!mayReview || !string) return;
  const mayApprove = string.item.querySelector("button[value^=approve]") && !left.has(string);
  const act = () => mayApprove ? string.act("approve", []) : true;
  if (!(await leave(string, act, TO_REVIEW))) bringBack(string);
}

document.addEventListener("focusin", (event) => {
  const string = stringAt(event.target);
  if (!string) return;
  current = string;
  if (string === returnTo) returnTo = null;
  // A finger on a button of another string must find it where it was: nothing opens or closes for that.
  if (event.target !== string.field || string.item.classList.contains("is-current")) return;
  form.querySelector(".is-current")?.classList.remove("is-current");
  string.item.classList.add("is-current");
  document.dispatchEvent(new CustomEvent("desk:unit-focus", { detail: { pk: string.pk } }));
});
form.addEventListener("focusout", (event) => {
  const string = stringAt(event.target);
  // A finger is still on what the field was left for: what saving shows must not move it away.
  if (!string?.isDirty || event.target !== string.field || trouble || left.has(string)) return;
  setTimeout(() => string.save(), FINGER_MS);
});
form.addEventListener("input", () => {
  typedAt = Date.now();
  isThrough = false;
});

// --- Keys -------------------------------------------------------------------------------------------

const help = startHelp();

function copySource() {
  const string = stringAt(document.activeElement);
  if (!string || string.field.readOnly) return;
  string.field.select();
  putInto(string.field, written(string.item.querySelector("[data-source]"), "rich" in string.item.dataset));
}

function keyed(event) {
  const isControl = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && isControl) return event.shiftKey ? approveAndGoOn : saveAndGoOn;
  const isAlt = event.altKey && !isControl && !event.shiftKey;
  if (isAlt && event.key === "ArrowDown") return () => step(1);
  if (isAlt && event.key === "ArrowUp") return () => step(-1);
  if (isAlt && event.code === "KeyC" && mayTranslate) return copySource;
  return event.key === "?" && mayAct(event) ? () => help.showModal() : null;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const act = keyed(event);
  if (!act) return;
  event.preventDefault();
  act();
});

// 1 to 9 put in a suggestion, while their list has the focus.
document.addEventListener("keydown", (event) => {
  const drawer = event.target.closest?.("#desk-drawer");
  if (!drawer || !/^[1-9]$/.test(event.key) || !mayAct(event)) return;
  const button = drawer.querySelector(`[data-insert][data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// --- What stands beside the texts: help and preview ---------------------------------------------------

const stringOf = ({ pk }) => strings.find((each) => each.pk === String(pk));

document.addEventListener("desk:insert", (event) => {
  const string = stringOf(event.detail) ?? current;
  if (!string || string.field.readOnly) return;
  if (event.detail.whole || string.isOffered) string.field.select();
  putInto(string.field, event.detail.text);
});

// The server has another draft than this page, a machine's: the string is taken anew from the page as it is now.
document.addEventListener("desk:unit-changed", async (event) => {
  const string = stringOf(event.detail);
  const answer = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const item = page.getElementById(string.item.id);
  if (!item || string.isDirty) return;
  string.take(item);
  changed(string);
});

document.addEventListener("desk:focus-unit", (event) => {
  const string = stringOf(event.detail);
  if (string) goTo(string);
});

// --- Buttons ----------------------------------------------------------------------------------------

function dataOf(string) {
  const fields = string.item.querySelectorAll("[data-foot] :is(input, select, textarea)[name]");
  const sent = [...fields].filter((each) => each.type !== "checkbox" || each.checked);
  return sent.map((each) => [each.name, each.value]);
}

form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const [action, pk] = event.submitter?.value?.split("-") ?? [];
  const string = strings.find((each) => each.pk === pk);
  if (string) return string.act(action.replace("_", "-"), dataOf(string));
  if (event.submitter?.matches("[data-next]")) await saveAndGoOn();
  else await saveAll();
});

const next = document.querySelector("[data-next]");
if (next) {
  next.hidden = false;
  next.textContent = next.dataset.words ?? next.textContent;
  // The keyboard of a telephone stays open from one text to the next.
  next.addEventListener("mousedown", (event) => event.preventDefault());
  if (next.type === "button") next.addEventListener("click", approveAndGoOn);
}

holdUntilSent(() => dirty().length > 0 && !isLeaving, saveAll);

startSigns("textarea[name^=text-]");
startMarks(strings);
const restored = strings.filter((each) => each.restore());
count();
if (restored.length) {
  tell(words.kept);
  saveAll();
}
form.classList.add("is-live");
