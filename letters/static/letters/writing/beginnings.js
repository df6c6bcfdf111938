// Beginnings of sentences become buttons: a press puts one into the letter, where the cursor stands, and nothing is overwritten.
// Without this they are words to read.

const field = document.getElementById("id_body");
const told = document.querySelector("[data-beginnings-told]");
const said = document.querySelector("template[data-beginnings-said]");
let hasCursor = false; // until the field was gone to, a text that was brought back goes on at its end

function put(words) {
  const place = hasCursor ? field.selectionEnd : field.value.length;
  const text = `${/\S$/.test(field.value.slice(0, place)) ? " " : ""}${words} `;
  field.focus();
  field.setSelectionRange(place, place);
  // As if typed, so that Ctrl+Z takes it back; where a browser no longer does this, without.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, place, place, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function tell(words, lang) {
  const row = said.content.cloneNode(true);
  const quoted = row.querySelector("[data-words]");
  quoted.textContent = words;
  if (lang) quoted.lang = lang;
  told.replaceChildren(row);
}

for (const start of document.querySelectorAll("[data-start]")) {
  const words = start.textContent.replace(/\s*…$/, "");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "beginnings__start";
  button.append(...start.childNodes);
  button.addEventListener("click", () => {
    put(words);
    tell(words, button.querySelector("[lang]")?.lang);
  });
  start.append(button);
}
const fold = document.querySelector("[data-beginnings]");
for (const link of document.querySelectorAll(`a[href="#${fold.id}"]`)) {
  link.addEventListener("click", () => {
    fold.open = true;
  });
}
field.addEventListener("focus", () => {
  hasCursor = true;
});
for (const how of document.querySelectorAll("[data-beginnings-how]")) how.hidden = false;
