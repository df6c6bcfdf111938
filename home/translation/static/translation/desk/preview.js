// Keeps the preview and the strings together: what is saved shows, and what is chosen in one is found in the other.

import { remember, remembered } from "../../home/remembered.js";

const panel = document.getElementById("preview");
const frame = panel?.querySelector("iframe");
const KEPT = "desk-preview-open";

function shown(pk) {
  return frame.contentDocument?.querySelectorAll(`[data-unit="${CSS.escape(String(pk))}"]`) ?? [];
}

function show(pk) {
  frame.contentDocument?.querySelectorAll(".desk-text--shown").forEach((text) => text.classList.remove("desk-text--shown"));
  const texts = shown(pk);
  texts.forEach((text) => text.classList.add("desk-text--shown"));
  texts[0]?.scrollIntoView({ block: "center" });
}

let isLoading = frame?.contentDocument?.URL === "about:blank" || frame?.contentDocument?.readyState !== "complete";
let isBehind = false; // something was saved since it was asked for

function reload() {
  isBehind = !panel.open || isLoading;
  if (isBehind || !frame.contentWindow) return;
  isLoading = true;
  const top = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.contentWindow.location.reload();
}

function listen() {
  frame.contentDocument?.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) event.preventDefault();
    const text = event.target.closest("[data-unit]");
    if (text) document.dispatchEvent(new CustomEvent("desk:focus-unit", { detail: { pk: text.dataset.unit } }));
  });
}

if (frame) {
  panel.open = remembered(KEPT) === "yes" && window.innerWidth >= 1000;
  panel.addEventListener("toggle", () => {
    remember(KEPT, panel.open ? "yes" : "no");
    if (panel.open && isBehind) reload();
  });
  frame.addEventListener("load", () => {
    isLoading = false;
    listen();
    if (isBehind) reload();
  });
  listen();
  panel.querySelectorAll(".preview__ways a[target=preview-page]").forEach((way) =>
    way.addEventListener("click", () => {
      panel.querySelectorAll("[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
      way.setAttribute("aria-current", "true");
    }),
  );
  document.addEventListener("desk:unit-saved", reload);
  document.addEventListener("desk:unit-focus", (event) => panel.open && show(event.detail.pk));
}
