// The page with the code: its letter is a draft no longer, and the code can be copied and printed.

import { forgetSent } from "./drafts.js";

const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");
const code = document.querySelector("[data-code]");

forgetSent();
print.hidden = false;
print.addEventListener("click", () => window.print());
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  const words = await navigator.clipboard.writeText(code.textContent).then(() => "copied", () => "refused");
  if (words === "refused") getSelection().selectAllChildren(code);
  const { content } = document.querySelector(`template[data-said="${words}"]`);
  document.querySelector("[data-copy-said]").replaceChildren(content.cloneNode(true));
});
