// The drawer beside the string that is being translated. It follows the field with the focus, and remembers
// whether it is open. To the editor it says, on `document`:
//   desk:insert {pk, text, whole}   put this into the field; `whole`: a text for all of it
//   desk:unit-changed {pk}          the server has another draft of the string: a machine's
// and it hears desk:unit-focus {pk} and desk:unit-saved {pk}. Figures are the editor's.

import { remember, remembered } from "../../home/remembered.js";

const CLOSED = "desk-drawer-closed";
const NARROW = matchMedia("(max-width: 62.49rem)");
const drawer = document.getElementById("desk-drawer");
const body = drawer.querySelector("[data-body]");
const place = drawer.parentElement;
let current = null; // pk of the string with the focus
let shown = null; // pk of the string whose help stands in the drawer
let asked = 0;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const fieldOf = (pk) => document.getElementById(`text-${pk}`);

function show(open) {
  drawer.hidden = !open;
  document.documentElement.classList.toggle("has-desk-drawer", open);
  if (!open) return;
  settle();
  if (current) load(current);
}

// On a telephone it stands below its string, elsewhere at the side.
function settle() {
  const item = current && document.getElementById(`string-${current}`);
  const home = NARROW.matches && item ? item : place;
  if (drawer.parentElement !== home) home.append(drawer);
}

// What came for a string while somebody has begun to write in its help: they are not interrupted.
function isWrittenIn(pk) {
  const stands = body.querySelector(".drawer");
  return stands?.dataset.unit === pk && stands.contains(document.activeElement);
}

async function ask(address, options = {}) {
  const number = ++asked;
  try {
    const headers = { "X-Requested-With": "fetch" };
    const answer = await fetch(address, { headers, credentials: "same-origin", redirect: "error", ...options });
    const html = await answer.text();
    const found = new DOMParser().parseFromString(html, "text/html").querySelector(".drawer");
    if (number !== asked) return null;
    if (!found) throw new Error("no drawer");
    if (options.method || !isWrittenIn(found.dataset.unit)) body.replaceChildren(found);
    return found;
  } catch {
    if (number === asked) body.textContent = drawer.dataset.unreachable;
    return null;
  }
}

async function load(pk) {
  if (shown === pk) return;
  shown = pk;
  if (!(await ask(drawer.dataset.address.replace("/0/", `/${pk}/`))) && shown === pk) shown = null;
}

function follow(pk) {
  if (pk === current) return;
  current = pk;
  if (!drawer.hidden) show(true);
}

async function send(form) {
  const found = await ask(form.action, { method: "POST", body: new FormData(form) });
  if (!found) return;
  if ("drafted" in found.dataset) return tell("desk:unit-changed", { pk: found.dataset.unit });
  found.tabIndex = -1;
  found.focus();
}

function open() {
  remember(CLOSED, "");
  show(true);
  drawer.focus();
}

function close() {
  remember(CLOSED, "1");
  show(false);
  if (current) fieldOf(current).focus();
}

document.addEventListener("desk:unit-focus", (event) => follow(String(event.detail.pk)));
document.addEventListener("desk:unit-saved", (event) => {
  if (String(event.detail.pk) !== shown) return;
  shown = null;
  // Whoever writes in the drawer is not interrupted.
  if (!drawer.hidden && !drawer.contains(document.activeElement)) load(current);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-help]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyI") return;
  event.preventDefault();
  open();
});
drawer.addEventListener("click", (event) => {
  const { insert, kind } = event.target.closest("[data-insert]")?.dataset ?? {};
  if (insert) tell("desk:insert", { pk: current, text: insert, whole: kind === "whole" });
  if (event.target.closest("[data-drawer-close]")) close();
});
drawer.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  send(event.target);
});
drawer.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) fieldOf(current).focus();
});
NARROW.addEventListener("change", () => show(!drawer.hidden));
show(!remembered(CLOSED) && !NARROW.matches);
