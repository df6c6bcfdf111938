// The draft of the letter on this page: kept while it is typed, brought back, deleted. Without this nothing is kept.

import { forget, isOnDevice, keep, mayHaveArrived, textOf } from "./drafts.js";

const PAUSE_MS = 500;

const box = document.querySelector("[data-draft]");
const field = document.getElementById("id_body");
const person = document.getElementById("letter-form").dataset.person;
const tick = box.querySelector("[data-draft-tick]");
const remove = box.querySelector("[data-draft-delete]");
const back = box.querySelector("[data-draft-back]");
const said = box.querySelector("[role=status]");
let waiting = 0;
let deleted = "";
let state = "";

function say(now) {
  if (now === state) return;
  state = now;
  const words = box.querySelector(`template[data-draft-said="${now}"]`);
  said.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  remove.hidden = !["tab", "device", "restored", "sent"].includes(now);
  back.hidden = now !== "deleted";
}

function save() {
  clearTimeout(waiting);
  waiting = 0;
  const isKept = keep(person, field.value, tick.checked);
  if (!isKept) tick.checked = false;
  say(!isKept ? "refused" : !field.value ? "" : tick.checked ? "device" : "tab");
}

function put(text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function start() {
  const text = textOf(person);
  tick.checked = isOnDevice(person);
  if (!text) return;
  // What the server gave back is newer than any draft, and so is what the browser itself put into the field.
  const isGivenBack = "givenBack" in box.dataset;
  if (!field.value && !isGivenBack) put(text);
  const isRestored = field.value === text && !isGivenBack;
  say(!isRestored ? (tick.checked ? "device" : "tab") : mayHaveArrived(person) ? "sent" : "restored");
}

// Shown first: what is said in a hidden place is not read out.
box.hidden = false;
start();
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE_MS);
});
tick.addEventListener("change", save);
remove.addEventListener("click", () => {
  deleted = field.value;
  put("");
  clearTimeout(waiting);
  waiting = 0;
  tick.checked = false;
  forget(person);
  say("deleted");
  back.focus();
});
back.addEventListener("click", () => {
  put(deleted);
  save();
  field.focus();
});
// What was typed in the last half second, before the page is left or the telephone puts it to sleep.
const saveNow = () => waiting && save();
window.addEventListener("pagehide", saveNow);
document.addEventListener("visibilitychange", saveNow);
// Gone back to as it was left, or deleted in another tab: what was ticked holds no longer.
window.addEventListener("storage", () => {
  tick.checked &&= isOnDevice(person);
  if (state === "device" && !tick.checked) say("tab");
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted || textOf(person)) return;
  tick.checked = false;
  say("");
});
