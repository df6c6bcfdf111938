// The page with the code: its letter is a draft no longer, and the code can be copied.

import { forgetSent } from "./drafts.js";

const copy = document.querySelector("[data-copy]");
const code = document.querySelector("[data-code]");

forgetSent();
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  const words = await navigator.clipboard.writeText(code.textContent).then(() => "copied", () => "refused");
  if (words === "refused") getSelection().selectAllChildren(code);
  const { content } = document.querySelector(`template[data-said="${words}"]`);
  document.querySelector("[data-copy-said]").replaceChildren(content.cloneNode(true));
});
