// Marks inside a text: a button sets one around what is chosen, or takes it away again.

import { putInto } from "../../home/signs.js";

const openingOf = ({ mark, link }) => (mark === "a" ? `<a id="${link}">` : `<${mark}>`);

function setAround(field, about) {
  const [opening, closing] = [openingOf(about), `</${about.mark}>`];
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  if (chosen.startsWith(opening) && chosen.endsWith(closing)) {
    return putInto(field, chosen.slice(opening.length, -closing.length));
  }
  putInto(field, opening + chosen + closing);
  const from = start + opening.length;
  if (!chosen) field.setSelectionRange(from, from);
}

export function startMarks(strings) {
  for (const { item, field } of strings) {
    const bar = item.querySelector(".string__marks");
    if (!bar) continue;
    bar.hidden = false;
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (button) setAround(field, button.dataset);
    });
  }
}

// The original as the field would show it: what is bold or leads somewhere there does so here.
export function written(source, isRich) {
  const parts = [...source.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return isRich ? node.data.replaceAll("<", "&lt;") : node.data;
    if (node.matches("sup")) return "";
    if (node.matches("br")) return "\n";
    const inner = written(node, isRich);
    const link = node.matches(".string__link") && node.querySelector("sup")?.textContent;
    if (link) return `<a id="${link}">${inner}</a>`;
    return isRich ? `<${node.localName}>${inner}</${node.localName}>` : inner;
  });
  return parts.join("");
}
