// How long the letter has become, below its field: shown while it is typed, said aloud only when typing pauses.
// Without this the limits stand there.

const SHOWN_MS = 150;
const SAID_MS = 1500;
// Longer texts are counted roughly: to count each character of a book would hold up the typing.
const COUNTED = 50000;

const shown = document.getElementById("letter-length");
const said = document.querySelector("[data-length-said]");
const field = document.getElementById("id_body");
const limits = shown.dataset;
let showing = 0;
let saying = 0;

// As clean_text counts: characters, not the halves of an emoji.
const charsIn = (text) => (text.length > COUNTED ? text.length : [...text.normalize("NFC")].length);

function lengthOf(text) {
  const chars = charsIn(text);
  const lines = text.split("\n").length;
  const pages = Math.max(Math.ceil(chars / limits.pageChars), Math.ceil(lines / limits.pageLines), 1);
  return { chars, pages, isOver: chars > limits.maxChars || lines > limits.maxLines };
}

function show() {
  const { chars, pages, isOver } = lengthOf(field.value);
  shown.querySelector("[data-chars]").textContent = chars;
  shown.querySelector("[data-pages]").textContent = pages;
  shown.querySelector("[data-over]").hidden = !isOver;
  shown.classList.toggle("is-over", isOver);
}

shown.replaceChildren(document.getElementById("letter-length-counted").content.cloneNode(true));
show();
// The browser may put a text back into the field after this has run.
window.addEventListener("pageshow", show);
field.addEventListener("input", () => {
  clearTimeout(showing);
  clearTimeout(saying);
  showing = setTimeout(show, SHOWN_MS);
  saying = setTimeout(() => said.replaceChildren(...shown.cloneNode(true).childNodes), SAID_MS);
});
