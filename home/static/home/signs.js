// Letters and signs that a keyboard lacks: a button puts its own at the cursor. Shared by the desks.

export function putInto(field, text) {
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// `fields` is a selector; what is put in goes to the one that had the focus last.
export function startSigns(fields) {
  const bar = document.querySelector("[data-signs]");
  let field = document.querySelector(fields);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(fields)) field = event.target;
  });
  if (!bar) return;
  bar.hidden = false;
  // The keyboard of a telephone stays open: the field keeps the focus.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const { sign } = event.target.dataset;
    if (sign && field) putInto(field, sign);
  });
}
