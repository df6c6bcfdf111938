// Keys that work alone: when they may, and the switch that turns them off on every desk of this browser.

import { remember, remembered } from "./remembered.js";

const STORED = "letter-keys";
const FIELDS = "input, textarea, select, [contenteditable]";

const areOn = () => remembered(STORED) !== "off";

export function mayAct(event) {
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing && !event.repeat;
  const isShifted = event.shiftKey && event.key !== "?";
  const isWriting = event.target.closest?.(FIELDS) && !event.target.matches("input[type=checkbox]");
  return areOn() && isPlain && !isShifted && !isWriting && !document.querySelector("dialog[open]");
}

// The help dialog, its button and the switch in it.
export function startHelp() {
  const help = document.querySelector("[data-keys]");
  const show = document.querySelector("[data-keys-show]");
  show.hidden = false;
  show.addEventListener("click", () => help.showModal());

  const toggle = document.querySelector("[data-keys-switch]");
  toggle.checked = areOn();
  toggle.addEventListener("change", () => remember(STORED, toggle.checked ? "on" : "off"));
  return help;
}
