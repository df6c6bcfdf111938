// What a translator types of a reply is kept nowhere until it is handed back: the browser asks before it is lost.

import { askBeforeLeaving } from "../../home/saving.js";

const form = document.querySelector("form[data-hand-back]");
let isLeaving = false;

form.addEventListener("submit", () => (isLeaving = true));
for (const back of ["pageshow", "input"]) window.addEventListener(back, () => (isLeaving = false));
askBeforeLeaving(() => !isLeaving && form.elements.text.value.trim() !== "");
