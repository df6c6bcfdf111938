// Single keys for the letter desk. Everything they do stands on the page as a link or a button too.

import { mayAct, startHelp } from "../../home/single_keys.js";

// In the list these choose the act for the ticked letters and go to its button; nothing is sent by one key.
const BULK = { a: ["accept", "approve", "approve_as_is", "post"], r: ["return"] };

const help = startHelp();
const rows = [...document.querySelectorAll("[data-row]")];
let current = -1;

// By the letter on the key; on a Cyrillic keyboard by the place of the key.
function letterOf(event) {
  if (event.key === "?") return "?";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) && !/^[\x20-\x7e]$/.test(event.key) ? event.code.slice(3).toLowerCase() : "";
}

function go(step) {
  if (!rows.length) return;
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  const from = focused < 0 ? current : focused;
  current = Math.min(Math.max(from + step, 0), rows.length - 1);
  rows.forEach((row, number) => row.classList.toggle("is-current", number === current));
  rows[current].querySelector("[data-open]").focus();
}

function press(key) {
  const place = rows.length ? rows[current] : document;
  const button = place?.querySelector(`[data-key~="${key}"]`);
  // A link or field is gone to, a button is pressed, a form is opened at its button: Enter sends it.
  if (button?.matches("textarea")) button.focus();
  else button?.click();
  if (button?.matches("details[open] > summary")) [...button.parentElement.querySelectorAll("button")].pop().focus();
  return Boolean(button);
}

function chooseForTicked(key) {
  const select = document.querySelector("[data-bulk-act]");
  const option = [...(select?.options ?? [])].find((each) => BULK[key]?.includes(each.value));
  if (!option) return false;
  select.value = option.value;
  document.querySelector("[data-bulk-go]").focus();
  return true;
}

function act(key) {
  if (key === "j" || key === "k") return go(key === "j" ? 1 : -1), true;
  if (key === "?") return help.showModal(), true;
  if (key === "n" && !rows.length) {
    const note = document.getElementById("note-text");
    note?.focus();
    return Boolean(note);
  }
  if (key === "n") return go(1), true;
  if (rows.length && BULK[key]) return chooseForTicked(key);
  return "cart".includes(key) && press(key);
}

document.addEventListener("keydown", (event) => {
  const key = letterOf(event);
  if (key && mayAct(event) && act(key)) event.preventDefault();
});
